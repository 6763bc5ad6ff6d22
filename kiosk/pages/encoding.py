"""Data files of pages, remembered: encoding 2,000 entries costs more than all else in a build that changes nothing.

Contents and a cache come in, data files go out; how one is encoded is left to `data_file`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from concurrent.futures import Executor

from kiosk.canonical import digest
from kiosk.pages import data_file
from kiosk.pages.content import Asset, Content
from kiosk.workspace import keys
from kiosk.workspace.cache import Cache


def begin_encoding(cache: Cache, contents: Sequence[Content], pool: Executor) -> Callable[[], tuple[Asset, ...]]:
    """The data file of each of `contents`, to be had by calling what is returned: from the cache, where it stands under
    a digest of all that it says and how it is encoded, else made by `pool`, whose workers inherit them (`share`)."""
    # The text form of frozen dataclasses of text, days and enumerations is the same on every machine.
    names = [keys.data(digest(repr(content).encode())) for content in contents]
    kept = cache.get_many(names)
    submitted = {name: pool.submit(_encode_shared, i) for i, name in enumerate(names) if name not in kept}

    def collect() -> tuple[Asset, ...]:
        fresh = {name: future.result() for name, future in submitted.items()}
        cache.put_many({name: _dump_asset(asset) for name, asset in fresh.items()})
        return tuple(fresh[name] if name in fresh else _load_asset(kept[name]) for name in names)

    return collect


_shared: Sequence[Content]
"""In a worker: inherited from the process that forked it, because sending costs a third of the encoding."""


def share(contents: Sequence[Content]) -> None:
    """Begin a worker that makes data files of `contents`."""
    global _shared  # noqa: PLW0603 - a worker does nothing else
    _shared = contents


def _encode_shared(index: int) -> Asset:
    return data_file.encode(_shared[index])


def _dump_asset(asset: Asset) -> bytes:
    return json.dumps([asset.name, *(part.decode() for part in (asset.content, asset.details, asset.index))]).encode()


def _load_asset(kept: bytes) -> Asset:
    name, *parts = json.loads(kept)
    return Asset(name, *(part.encode() for part in parts))
