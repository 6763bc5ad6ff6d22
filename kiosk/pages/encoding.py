"""Data files of pages, remembered: encoding 2,000 entries costs more than all else in a build that changes nothing.

Contents and a cache come in, data files go out; how one is encoded is left to `data_file`.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from functools import cache

from pydantic import TypeAdapter

from kiosk.canonical import digest
from kiosk.cores import WithShared
from kiosk.pages import data_file
from kiosk.pages.content import Asset, Content
from kiosk.workspace import keys
from kiosk.workspace.cache import Cache


def begin_encoding(cache: Cache, contents: Sequence[Content], pool: Executor) -> Callable[[], tuple[Asset, ...]]:
    """The data file of each of `contents`, to be had by calling what is returned: from the cache, where it stands under
    a digest of all that it says and how it is encoded, else made by `pool`, whose workers inherit `contents`."""
    names = [keys.name_data(_digest_content(content)) for content in contents]
    cached = cache.get_many(names)
    encode = WithShared(_encode)
    running = {name: pool.submit(encode, i) for i, name in enumerate(names) if name not in cached}

    def collect() -> tuple[Asset, ...]:
        fresh = {name: future.result() for name, future in running.items()}
        cache.put_many({name: _dump_asset(asset) for name, asset in fresh.items()})
        return tuple(fresh[name] if name in fresh else _load_asset(cached[name]) for name in names)

    return collect


@cache
def _make_adapter() -> TypeAdapter[Content]:
    return TypeAdapter(Content)


def _digest_content(content: Content) -> str:
    return digest(_make_adapter().dump_json(content))


def _encode(contents: Sequence[Content], index: int) -> Asset:
    return data_file.encode(contents[index])


def _dump_asset(asset: Asset) -> bytes:
    parts = (asset.content, asset.details, asset.index)
    return json.dumps([asset.name, *(b64encode(part).decode() for part in parts)]).encode()


def _load_asset(kept: bytes) -> Asset:
    name, *parts = json.loads(kept)
    return Asset(name, *map(b64decode, parts))
