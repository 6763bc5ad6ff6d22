"""Data files of pages, remembered: encoding 2,000 entries costs more than all else in a build that changes nothing."""

from __future__ import annotations

import json

from kiosk import keys, pages
from kiosk.pages_model import Asset, Content
from kiosk.store import Cache, digest


class DataBook:
    """Makes data files, or finds them in the cache under a digest of everything that they say and how it is encoded."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def __call__(self, content: Content) -> Asset:
        """The data file of `content`."""
        # The text form of frozen dataclasses of text, days and enumerations is the same on every machine.
        key = keys.data(digest(repr(content).encode()))
        kept = self._cache.get_many([key])
        if kept:
            name, first, second = json.loads(kept[key])
            return Asset(name, first.encode(), second.encode())
        made = pages.data(content)
        self._cache.put_many({key: json.dumps([made.name, made.content.decode(), made.details.decode()]).encode()})
        return made
