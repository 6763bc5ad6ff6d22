"""A workspace for one who only looks: nothing is written, so that any user who may read can ask.

Comes in: the folder of a workspace. Goes out: a `Store` whose cache is read without locks and without the two files
that SQLite otherwise makes beside it, and whose fresh results stay in memory. A value that another program is writing
at this moment fails its own sum and counts as unknown.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from kiosk.workspace.cache import Cache
from kiosk.workspace.plain import require_plain
from kiosk.workspace.store import Store


def open_untouched(path: Path) -> sqlite3.Connection:
    """A database as it stands on disk, never written, not even to recover it. Raises `sqlite3.Error`, `OSError`."""
    require_plain(path)
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)


class BorrowedCache(Cache):
    """What the cache holds, as far as it can be read, and beside it what was made meanwhile."""

    def __init__(self, path: Path, fresh: dict[str, bytes]) -> None:
        self._path, self._fresh = path, fresh
        self._db = sqlite3.connect(":memory:")
        with suppress(sqlite3.Error, OSError):
            connection = open_untouched(path)
            self._db.close()
            self._db = connection

    def get_many(self, keys: Iterable[str]) -> dict[str, bytes]:
        """The values known, each checked against its own sum."""
        keys = tuple(dict.fromkeys(keys))
        values = {key: self._fresh[key] for key in keys if key in self._fresh}
        with suppress(sqlite3.Error):
            values |= super().get_many(key for key in keys if key not in values)
        return values

    def put_many(self, items: Mapping[str, bytes]) -> None:
        """Keep `items` in memory."""
        self._fresh |= items


class Onlooker(Store):
    """A workspace that is not written."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self._fresh: dict[str, bytes] = {}

    def prepare(self) -> None:
        """Make nothing."""

    def cache(self) -> Cache:
        """The cache, borrowed."""
        return BorrowedCache(self.root / "cache.sqlite", self._fresh)
