"""Data files of pages, remembered: encoding 2,000 entries costs more than all else in a build that changes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from kiosk import cores, keys, pages
from kiosk.pages_model import Asset, Content
from kiosk.store import Cache, digest


@contextmanager
def encoding(cache: Cache, contents: Sequence[Content]) -> Iterator[Callable[[], tuple[Asset, ...]]]:
    """The data file of each of `contents`, to be had by calling what is yielded: from the cache, where it stands under
    a digest of all that it says and how it is encoded, else made by another process while the block goes on."""
    # The text form of frozen dataclasses of text, days and enumerations is the same on every machine.
    names = [keys.data(digest(repr(content).encode())) for content in contents]
    kept = cache.get_many(names)
    with cores.pool(_share, contents) as pool:
        begun = {name: pool.submit(_encoded, i) for i, name in enumerate(names) if name not in kept}

        def made() -> tuple[Asset, ...]:
            fresh = {name: future.result() for name, future in begun.items()}
            cache.put_many({name: _dump(asset) for name, asset in fresh.items()})
            return tuple(fresh[name] if name in fresh else _load(kept[name]) for name in names)

        yield made


_shared: Sequence[Content]
"""In a worker: inherited from the process that forked it, because sending costs a third of the encoding."""


def _share(contents: Sequence[Content]) -> None:
    global _shared  # noqa: PLW0603 - a worker does nothing else
    _shared = contents


def _encoded(index: int) -> Asset:
    return pages.data(_shared[index])


def _dump(asset: Asset) -> bytes:
    return json.dumps([asset.name, asset.content.decode(), asset.details.decode()]).encode()


def _load(kept: bytes) -> Asset:
    name, first, second = json.loads(kept)
    return Asset(name, first.encode(), second.encode())
