"""How often each printed code was opened on each day, and on which days that was counted at all.

In come counts of a day, out go counts of days. Nothing of a person is in it: no address, no device, no time of day, not
even the order in which things came (tables without row numbers, sorted by what is counted). How much it holds is
bounded: names that strangers make up to `MOST_STRANGE` a day, rows of a day, days. Several processes may write at
once. What is counted is left to the public server, what follows to the office.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

from kiosk import record
from kiosk.errors import StoreError, explain_cause
from kiosk.model.scan import ScanCount, ScanKey, ScanKind, ScanState
from kiosk.workspace.plain import require_plain

FILE = "counts.sqlite"
FORMAT = 1
"""In SQLite's `user_version`."""
MOST_STRANGE = 200
"""Names of a day that come from outside; what is more is counted without a name."""
MOST_OF_A_DAY = 20_000
"""Rows: a city has some 5,000 codes."""
KEPT_DAYS = 400
"""Days on which was counted: a month can be compared with the same of the year before; older ones go."""
_MOST = 10**9
_WAIT = 5.0
"""Seconds for another writer."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS scan (
    day TEXT NOT NULL, kind TEXT NOT NULL, state TEXT NOT NULL, name TEXT NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY (day, kind, state, name)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS counted (day TEXT PRIMARY KEY) WITHOUT ROWID;
"""
_ADD = (
    "INSERT INTO scan VALUES (?, ?, ?, ?, ?) "
    "ON CONFLICT (day, kind, state, name) DO UPDATE SET count = min(count + excluded.count, ?)"
)
_STRANGE = tuple(state.value for state in ScanState if state.is_strange)
_COUNT_STRANGE = "SELECT count(*) FROM scan WHERE day = ? AND name != '' AND state IN (?, ?, ?, ?)"


class CountTable:
    """The counts of one workspace."""

    def __init__(self, root: Path) -> None:
        self._path = root / FILE

    def add(self, counts: Mapping[ScanKey, int], days: frozenset[date] = frozenset()) -> None:
        """Add counts, and `days` on which was counted, all or nothing. Raises `StoreError`."""
        with self._guard_file(), closing(self._open()) as table, table:
            table.execute("BEGIN IMMEDIATE")
            for day in sorted({key.day for key in counts} | days):
                table.execute("INSERT OR IGNORE INTO counted VALUES (?)", (day.isoformat(),))
            for key, count in sorted(counts.items()):
                _put(table, key, count)
            _drop_old(table)

    def stamp(self) -> tuple[int, int]:
        """What changes where a count is added."""
        try:
            stat = self._path.stat()
        except OSError:
            return 0, 0
        return stat.st_mtime_ns, stat.st_size

    def list_counts(self, first: date, last: date) -> tuple[ScanCount, ...]:
        """The counts of the days from `first` to `last`, by day, kind, state and name. Raises `StoreError`."""
        rows = self._read("SELECT day, kind, state, name, count FROM scan WHERE day BETWEEN ? AND ?", first, last)
        with self._guard_file():
            return tuple(
                ScanCount(ScanKey(date.fromisoformat(day), ScanKind(kind), ScanState(state), name), int(count))
                for day, kind, state, name, count in rows
            )

    def list_days(self, first: date, last: date) -> tuple[date, ...]:
        """The days from `first` to `last` on which was counted. Raises `StoreError`."""
        rows = self._read("SELECT day FROM counted WHERE day BETWEEN ? AND ?", first, last)
        with self._guard_file():
            return tuple(date.fromisoformat(day) for (day,) in rows)

    def _read(self, query: str, first: date, last: date) -> list[tuple[str, ...]]:
        with self._guard_file():
            require_plain(self._path)
            if not self._path.exists():
                return []
            place = f"{self._path.absolute().as_uri()}?mode=ro"
            with closing(sqlite3.connect(place, uri=True, timeout=_WAIT)) as table:
                if _require_known(table, self._path) < FORMAT:
                    return []  # another process makes it at this moment
                return table.execute(query, (first.isoformat(), last.isoformat())).fetchall()

    def _open(self) -> sqlite3.Connection:
        require_plain(self._path)
        table = sqlite3.connect(self._path, timeout=_WAIT, isolation_level=None)
        try:
            if _require_known(table, self._path) < FORMAT:
                table.executescript(f"{_SCHEMA} PRAGMA user_version={FORMAT};")
        except BaseException:
            table.close()
            raise
        return table

    @contextmanager
    def _guard_file(self) -> Iterator[None]:
        """Whatever is wrong with the file as one sentence."""
        try:
            yield
        except (sqlite3.Error, OSError, ValueError) as error:
            raise StoreError(
                "không đọc hoặc không ghi được số lượt mở mã",
                place=str(self._path),
                value=explain_cause(error)[:200],
                way_out="kiểm tra ổ đĩa còn trống và quyền ghi; tệp hỏng thì chạy kiosk doctor",
            ) from error


def _require_known(table: sqlite3.Connection, path: Path) -> int:
    """The format of the file, 0 of a fresh one."""
    (number,) = table.execute("PRAGMA user_version").fetchone()
    record.refuse_newer_number(number, FORMAT, str(path))
    return int(number)


def _put(table: sqlite3.Connection, key: ScanKey, count: int) -> None:
    day, name = key.day.isoformat(), key.name
    if name and not _is_room(table, key):
        name = ""
    table.execute(_ADD, (day, key.kind.value, key.state.value, name, count, _MOST))


def _is_room(table: sqlite3.Connection, key: ScanKey) -> bool:
    """Whether a name may be kept: it stands there already, or there are not too many."""
    day = key.day.isoformat()
    same = "SELECT 1 FROM scan WHERE day = ? AND kind = ? AND state = ? AND name = ?"
    if table.execute(same, (day, key.kind.value, key.state.value, key.name)).fetchone():
        return True
    if key.state.is_strange and table.execute(_COUNT_STRANGE, (day, *_STRANGE)).fetchone()[0] >= MOST_STRANGE:
        return False
    return bool(table.execute("SELECT count(*) FROM scan WHERE day = ?", (day,)).fetchone()[0] < MOST_OF_A_DAY)


def _drop_old(table: sqlite3.Connection) -> None:
    """Only the newest days stay, whatever day it is: a clock that once stood in another year empties nothing."""
    row = table.execute("SELECT day FROM counted ORDER BY day DESC LIMIT 1 OFFSET ?", (KEPT_DAYS,)).fetchone()
    if row:
        table.execute("DELETE FROM scan WHERE day <= ?", row)
        table.execute("DELETE FROM counted WHERE day <= ?", row)
