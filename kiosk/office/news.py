"""What the public server learns: which release each kiosk shows, searches that found nothing, objects that are damaged.

Nothing about a person is taken: no address, no identifier, no time of a search; a search is kept only as folded
text with a count. Each site has its own bounded share, so that a stranger can neither fill the disk nor push out what
other sites said. The file can be lost at any time: kiosks and server tell it all again.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.clock import stamp_now
from kiosk.office.message_file import MessageFile
from kiosk.text import fold
from kiosk.workspace.plain import BESIDE_DATABASES

_FORMAT = 1
"""Of the file, in SQLite's `user_version`. 0: searches were counted for all sites together."""
_MOST_MISSES = 200
"""Of one site."""
_MOST_KIOSKS = 2_000
_MOST_DAMAGED = 200
_LONGEST = 80
_DIGEST = re.compile("[0-9a-f]{64}")
_MOST_SHOWN = 10**9
_CHECK_EVERY = 20
"""Writes after which the whole file is looked at, as at the first: damage may lie where no write comes by."""
_TABLES = (
    "CREATE TABLE IF NOT EXISTS kiosk (site TEXT PRIMARY KEY, release INTEGER, age INTEGER, at TEXT)",
    "CREATE TABLE IF NOT EXISTS unfound (site TEXT, text TEXT, count INTEGER, PRIMARY KEY (site, text))",
    "CREATE TABLE IF NOT EXISTS damaged (sha256 TEXT PRIMARY KEY, path TEXT, at TEXT)",
)


@dataclass(frozen=True, slots=True)
class DamagedObject:
    """An object that the server did not send because it is not what its name says: a path that it answers, its sha256,
    and when that was seen last."""

    path: str
    sha256: str
    at: str


def _decode(content: bytes) -> str:
    """A damaged text as far as it goes."""
    return content.decode("utf-8", "replace")


class News(MessageFile):
    """Heartbeats, misses and damage."""

    number = _FORMAT
    decode = staticmethod(_decode)

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._writes = 0

    def heard(self, site: str, release: int, age: int) -> None:
        """Keep the last word of a site: release it shows, seconds since it heard of a newer one. Raises as `write`."""

        def keep(db: sqlite3.Connection) -> None:
            db.execute("INSERT OR REPLACE INTO kiosk VALUES (?, ?, ?, ?)", (site, release, age, stamp_now()))
            db.execute(
                "DELETE FROM kiosk WHERE site NOT IN (SELECT site FROM kiosk ORDER BY at DESC LIMIT ?)",
                (_MOST_KIOSKS,),
            )

        self.write(keep)

    def missed(self, site: str, text: str, count: int) -> None:
        """Count a search without result at a site ("" where the page is too old to say which). What is rarest there
        makes room. Raises as `write`."""

        def keep(db: sqlite3.Connection) -> None:
            db.execute(
                "INSERT INTO unfound VALUES (?, ?, ?) "
                "ON CONFLICT(site, text) DO UPDATE SET count = min(count + excluded.count, ?)",
                (site, fold(text)[:_LONGEST], count, _MOST_SHOWN),
            )
            db.execute(
                "DELETE FROM unfound WHERE site = ? AND text NOT IN "
                "(SELECT text FROM unfound WHERE site = ? ORDER BY count DESC, rowid DESC LIMIT ?)",
                (site, site, _MOST_MISSES),
            )

        self.write(keep)

    def found_damaged(self, path: str, sha256: str) -> None:
        """Keep that an object was not sent. Raises as `write`."""

        def keep(db: sqlite3.Connection) -> None:
            db.execute("INSERT OR REPLACE INTO damaged VALUES (?, ?, ?)", (sha256, path, stamp_now()))
            db.execute(
                "DELETE FROM damaged WHERE sha256 NOT IN (SELECT sha256 FROM damaged ORDER BY at DESC LIMIT ?)",
                (_MOST_DAMAGED,),
            )

        self.write(keep)

    def kiosks(self) -> tuple[tuple[str, int, int, str], ...]:
        """(site, release shown, seconds since it heard news, last heard) by site. Raises as `read`."""
        rows = self.read("SELECT site, release, age, at FROM kiosk ORDER BY site")
        whole = [row for row in rows if _are(str, row[0], row[3]) and _are(int, row[1], row[2])]
        return tuple((site, release, age, at) for site, release, age, at in whole)

    def misses(self, most: int = 50) -> tuple[tuple[str, int], ...]:
        """(folded text, count): what was missed at the most sites first, then what was missed most often, so that one
        site cannot fill the list. Raises as `read`."""
        rows = self.read(
            "SELECT text, sum(count) AS total FROM unfound GROUP BY text "
            "ORDER BY count(*) DESC, total DESC, text LIMIT ?",
            (most,),
        )
        return tuple((text, total) for text, total in rows if _are(str, text) and _are(int, total))

    def damaged(self) -> tuple[DamagedObject, ...]:
        """What the server could not send when it last tried, by path. Raises as `read`."""
        rows = self.read("SELECT path, sha256, at FROM damaged ORDER BY path")
        return tuple(DamagedObject(*row) for row in rows if _are(str, *row) and _DIGEST.fullmatch(row[1]))

    def write(self, work: Callable[[sqlite3.Connection], Any]) -> Any:
        """As of every such file; and every few writes the whole of it is looked at."""
        answer = super().write(work)
        self._writes += 1
        return answer

    def prepare(self, db: sqlite3.Connection) -> None:
        """The tables; what was counted for all sites together is kept."""
        for statement in _TABLES:
            db.execute(statement)
        if db.execute("SELECT 1 FROM sqlite_master WHERE name = 'miss'").fetchone():
            former = "SELECT '', text, count FROM miss ORDER BY count DESC LIMIT ?"
            db.execute(f"INSERT OR IGNORE INTO unfound {former}", (_MOST_MISSES,))
            db.execute("DROP TABLE miss")

    def begin_writing(self, db: sqlite3.Connection) -> None:
        """What a power cut takes is told again: not worth waiting for a disk."""
        db.execute("PRAGMA synchronous=OFF")
        if self._writes % _CHECK_EVERY == 0 and db.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("damaged")

    def give_up(self) -> None:
        """Kiosks and server tell it all again."""
        for ending in BESIDE_DATABASES:
            self._path.with_name(self._path.name + ending).unlink(missing_ok=True)


def _are(kind: type, *values: object) -> bool:
    """Whether the columns of a row that may be damaged are of the kind that was written."""
    return all(isinstance(value, kind) for value in values)
