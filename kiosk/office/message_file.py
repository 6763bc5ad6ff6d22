"""A small SQLite file in which the public server keeps what others tell it.

In comes work, each piece one transaction; out go rows. Whoever waits holds one of the threads that send pages, so
nobody waits long. A file that is damaged is given up in the way of its owner, and begun afresh. What is kept, and how
much of it, is left to the owners (`news`, `inbox`).
"""

from __future__ import annotations

import sqlite3
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, ClassVar

from kiosk.workspace.plain import require_plain

WAIT = 1.0
"""Seconds for another writer."""
_OWN_FAULT = {
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_FORMAT,
    sqlite3.SQLITE_ERROR,
    sqlite3.SQLITE_MISMATCH,
    sqlite3.SQLITE_CONSTRAINT,
}
"""What SQLite says of a file that is damaged; all else (locked, full, read-only) is no fault of the file."""


class MessageFile(ABC):
    """One file. `number` is its format, in SQLite's `user_version`; a file of a later one is as good as damaged.
    `decode` makes texts of what stands in it, `str` as SQLite itself does."""

    number: ClassVar[int]
    decode: ClassVar[Any] = str

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()

    @abstractmethod
    def prepare(self, db: sqlite3.Connection) -> None:
        """Bring an empty file, or one of an earlier format, to this one."""

    @abstractmethod
    def begin_writing(self, db: sqlite3.Connection) -> None:
        """What comes before each piece of work. Raises `sqlite3.DatabaseError` for damage."""

    @abstractmethod
    def give_up(self) -> None:
        """Take a damaged file, and what SQLite keeps beside it, out of the way. Raises `OSError`."""

    def read(self, query: str, values: tuple[int, ...] = ()) -> list[tuple[Any, ...]]:
        """Rows, none where nothing was sent yet. Writes nothing. Raises `sqlite3.Error` and `OSError` where the file is
        damaged or cannot be read."""
        require_plain(self._path)
        if not self._path.exists():
            return []
        with closing(sqlite3.connect(f"{self._path.absolute().as_uri()}?mode=ro", uri=True, timeout=WAIT)) as db:
            db.text_factory = self.decode
            return db.execute(query, values).fetchall() if self._read_format(db) == self.number else []

    def write(self, work: Callable[[sqlite3.Connection], Any]) -> Any:
        """Do `work` in one transaction; its answer. Raises `sqlite3.Error` and `OSError` where the disk does not take
        it."""
        if not self._lock.acquire(timeout=WAIT):
            raise sqlite3.OperationalError("another message is still being written")
        try:
            return self._attempt(work)
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                raise
            self.give_up()
            return self._attempt(work)
        finally:
            self._lock.release()

    def _attempt(self, work: Callable[[sqlite3.Connection], Any]) -> Any:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        require_plain(self._path)
        with closing(sqlite3.connect(self._path, timeout=WAIT)) as db, db:
            self.begin_writing(db)
            if self._read_format(db) < self.number:
                self.prepare(db)
                db.execute(f"PRAGMA user_version={self.number}")
            return work(db)

    def _read_format(self, db: sqlite3.Connection) -> int:
        (number,) = db.execute("PRAGMA user_version").fetchone()
        if not 0 <= number <= self.number:
            raise sqlite3.DatabaseError(f"unknown format {number}")
        return int(number)


def is_damage(error: sqlite3.Error) -> bool:
    """Whether SQLite says that a file is damaged, and not that it is locked, full or not to be written."""
    # The low byte is the primary code (sqlite.org/rescode.html).
    return (getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF) in _OWN_FAULT
