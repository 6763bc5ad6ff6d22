"""What the public server takes for the office: the last word of each declared kiosk, and what citizens report.

Whoever says it has been told from strangers before (`web.public.messages`); here it is kept, bounded. A device has one
row, and its counter only grows, so that nothing is heard twice. A report is a printed id, a site, one of a few words
and the day: no address, no text, no person. A full box refuses; it never pushes out what stands in it. Unlike `news`
the file is not told again by anybody: it is flushed, and one that is damaged is put aside. The ledger reads it and
never writes.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from hashlib import sha256

from kiosk.clock import get_seconds, get_today
from kiosk.office.message_file import MessageFile
from kiosk.workspace.device_table import DeclaredKey
from kiosk.workspace.plain import BESIDE_DATABASES

FILE = "inbox.sqlite"
_FORMAT = 1
"""In SQLite's `user_version`."""
MOST_OF_SITE, MOST_OF_DAY = 20, 300
"""Reports of one day that are kept, about one site and in all."""
KEPT_DAYS = 60
"""In which the office has read them: its night does."""
_TABLES = (
    "CREATE TABLE device_word (number INTEGER PRIMARY KEY, key TEXT, release INTEGER, counter INTEGER, at INTEGER)",
    "CREATE TABLE report (id INTEGER PRIMARY KEY AUTOINCREMENT, mark TEXT, site TEXT, kind TEXT, day TEXT, "
    "UNIQUE (mark, site, kind, day))",
)


class ReportKind(StrEnum):
    """What a citizen says of a sheet, as it is sent and kept."""

    WRONG = "sai"
    TORN = "rach"
    COVERED = "dan-de"
    FOREIGN = "ma-la"

    @property
    def label(self) -> str:
        """What a person reads."""
        return _LABELS[self]


_LABELS = {
    ReportKind.WRONG: "nội dung sai",
    ReportKind.TORN: "bị rách, mờ",
    ReportKind.COVERED: "bị dán đè",
    ReportKind.FOREIGN: "mã lạ",
}


class BoxFullError(Exception):
    """As many reports were taken today as are taken on one day, about this site or in all."""


@dataclass(frozen=True, slots=True)
class DeviceWord:
    """The last that a device said: the digest of the key it signed with, the release that it shows, its counter, and
    when it was heard in seconds since 1970."""

    number: int
    key: str
    release: int
    counter: int
    at: int

    def follows(self, key: str, counter: int, heard: int | None) -> bool:
        """Whether it was signed with this key, and says more than what is known: this counter, heard at this time."""
        return self.key == digest_key(key) and self.counter > counter and self.at >= (heard or 0)


@dataclass(frozen=True, slots=True)
class CitizenReport:
    """What somebody said of the sheet with a printed id at a site, on a day. `id` only grows, in whatever file."""

    id: int
    mark: str
    site: str
    kind: ReportKind
    day: date


def digest_key(key: str) -> str:
    """What is kept of a key to know which one a word was signed with."""
    return sha256(key.encode()).hexdigest()[:16]


class Inbox(MessageFile):
    """The box of one workspace."""

    number = _FORMAT

    def hear_device(self, declared: DeclaredKey, release: int, counter: int) -> int | None:
        """Keep what a device said, None; or the counter that is known of it already, where this one is not above it.
        Raises `sqlite3.Error` and `OSError`."""
        key, known_floor = digest_key(declared.key), declared.floor

        def keep(db: sqlite3.Connection) -> int | None:
            row = db.execute("SELECT key, counter FROM device_word WHERE number = ?", (declared.number,)).fetchone()
            highest = max(known_floor, row[1] if row and row[0] == key else 0)
            if counter <= highest:
                return highest
            values = (declared.number, key, release, counter, get_seconds())
            db.execute("INSERT OR REPLACE INTO device_word VALUES (?, ?, ?, ?, ?)", values)
            return None

        answer: int | None = self.write(keep)
        return answer

    def take_report(self, mark: str, site: str, kind: ReportKind) -> None:
        """Keep a report; the same of one day is one. Raises `BoxFullError`, `sqlite3.Error` and `OSError`."""
        today = get_today()

        def keep(db: sqlite3.Connection) -> None:
            db.execute("DELETE FROM report WHERE day < ?", ((today - timedelta(KEPT_DAYS)).isoformat(),))
            facts = (mark, site, kind.value, today.isoformat())
            if db.execute("SELECT 1 FROM report WHERE (mark, site, kind, day) = (?, ?, ?, ?)", facts).fetchone():
                return
            counted = "SELECT count(*), coalesce(sum(site = ?), 0) FROM report WHERE day = ?"
            all_of_day, of_site = db.execute(counted, (site, today.isoformat())).fetchone()
            if all_of_day >= MOST_OF_DAY or of_site >= MOST_OF_SITE:
                raise BoxFullError
            db.execute("INSERT INTO report (mark, site, kind, day) VALUES (?, ?, ?, ?)", facts)

        self.write(keep)

    def list_words(self) -> dict[int, DeviceWord]:
        """The last word of each device by its number. Raises `sqlite3.Error` and `OSError`."""
        rows = self.read("SELECT number, key, release, counter, at FROM device_word")
        return {row[0]: DeviceWord(*row) for row in rows}

    def list_reports(self, after: int) -> tuple[CitizenReport, ...]:
        """The reports with a higher id, in their order. Raises `sqlite3.Error` and `OSError`."""
        rows = self.read("SELECT id, mark, site, kind, day FROM report WHERE id > ? ORDER BY id", (after,))
        return tuple(
            CitizenReport(number, mark, site, ReportKind(kind), date.fromisoformat(day))
            for number, mark, site, kind, day in rows
        )

    def prepare(self, db: sqlite3.Connection) -> None:
        """The tables. Ids of reports begin with the time: those of a box that was lost are never given again, so the
        ledger misses none."""
        for statement in _TABLES:
            db.execute(statement)
        db.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('report', ?)", (get_seconds(),))

    def begin_writing(self, db: sqlite3.Connection) -> None:
        """From here on nobody else writes: what is looked at holds until something is kept."""
        db.execute("BEGIN IMMEDIATE")

    def give_up(self) -> None:
        """What is damaged stays for whoever can read more of it; what SQLite keeps beside it would be replayed."""
        self._path.replace(self._path.with_name(f"{FILE}.damaged"))
        for ending in filter(None, BESIDE_DATABASES):
            self._path.with_name(FILE + ending).unlink(missing_ok=True)
