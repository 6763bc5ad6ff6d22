"""The small table from which the public server answers for sheets that are not live: every id that was ever printed.

In come rows by printed id, out goes one row at a time, read only. The file is replaced whole by one rename, so that a
reader sees the table before or the one after. What the rows follow from is left to the office, what a person is told of
them to the public server.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kiosk import record
from kiosk.errors import StoreError, explain_cause
from kiosk.flushing import flush, make_folders
from kiosk.workspace import disk

FILE = "marks.sqlite"
FORMAT = 1
"""In SQLite's `user_version`."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS site_set (id INTEGER PRIMARY KEY, codes TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS mark (
    mark TEXT PRIMARY KEY, sheet TEXT NOT NULL, live_from TEXT NOT NULL, hang_from TEXT NOT NULL,
    sites INTEGER NOT NULL, cards TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS noted (release INTEGER PRIMARY KEY, is_whole INTEGER NOT NULL);
"""
_ROW = (
    "SELECT mark.sheet, live_from, hang_from, codes, cards FROM mark JOIN site_set ON site_set.id = mark.sites "
    "WHERE mark.mark = ?"
)


@dataclass(frozen=True, slots=True)
class MarkedCard:
    """A procedure on a sheet: code, name, and a digest of all that is printed of it."""

    code: str
    name: str
    printed: str


@dataclass(frozen=True, slots=True)
class MarkedSheet:
    """A sheet that was printed under an id. `live_from`: since when a release with it was live, None where none was so
    far; `hang_from`: the day for which an open order prints it; `sites`: where it belongs."""

    sheet: str
    sites: tuple[str, ...]
    cards: tuple[MarkedCard, ...]
    live_from: date | None = None
    hang_from: date | None = None


class MarkTable:
    """The table of one workspace as readers see it."""

    def __init__(self, root: Path) -> None:
        self._path = root / FILE

    def is_there(self) -> bool:
        """Whether anything was ever written down."""
        return self._path.is_file()

    def find(self, mark: str) -> MarkedSheet | None:
        """The sheet that bears an id; None where none ever did. Raises `StoreError` for a damaged file."""
        with self._open_table() as table:
            row = table.execute(_ROW, (mark,)).fetchone()
        return None if row is None else _read(row)

    def is_whole(self) -> bool:
        """Whether every release that was ever live is in it, so that an id it does not hold was never printed."""
        with self._open_table() as table:
            releases, whole = table.execute("SELECT count(*), total(is_whole) FROM noted").fetchone()
        return bool(releases and releases == whole)

    def list_noted(self) -> frozenset[int]:
        """Releases that it holds."""
        with self._open_table() as table:
            return frozenset(n for (n,) in table.execute("SELECT release FROM noted"))

    def list_marks(self) -> frozenset[str]:
        """Every id that it holds."""
        with self._open_table() as table:
            return frozenset(mark for (mark,) in table.execute("SELECT mark FROM mark"))

    @contextmanager
    def _open_table(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(f"{self._path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as table:
                _require_known(table, self._path)
                yield table
        except (sqlite3.Error, ValueError, TypeError) as error:
            raise StoreError(
                "không đọc được bảng mã của các tờ đã in",
                place=str(self._path),
                value=explain_cause(error)[:200],
                way_out="chạy kiosk doctor, chương trình lập lại từ sổ treo",
            ) from error


def _require_known(table: sqlite3.Connection, path: Path) -> None:
    (number,) = table.execute("PRAGMA user_version").fetchone()
    record.refuse_newer_number(number, FORMAT, str(path))


def _read(row: tuple[str, str, str, str, str]) -> MarkedSheet:
    sheet, live_from, hang_from, codes, cards = row
    return MarkedSheet(
        sheet,
        tuple(codes.split()),
        tuple(MarkedCard(*card) for card in json.loads(cards)),
        date.fromisoformat(live_from) if live_from else None,
        date.fromisoformat(hang_from) if hang_from else None,
    )


def replace_table(
    root: Path,
    sheets: Iterable[tuple[str, MarkedSheet]],
    noted: Iterable[tuple[int, bool]],
    coming: Iterable[tuple[str, date]],
) -> None:
    """Put a table in place that holds the one before, `sheets` by id (a later row adds its sites to an earlier one and
    never takes a day back), releases with whether all of theirs is known, and of open orders the ids that are `coming`.

    Raises `StoreError` and `OSError`; then the table before still is there.
    """
    path, fresh = root / FILE, root / "tmp" / FILE
    make_folders(fresh.parent)
    fresh.unlink(missing_ok=True)
    if path.is_file():
        shutil.copyfile(path, fresh)
    with closing(sqlite3.connect(fresh)) as table, table:
        _require_known(table, path)
        table.executescript(f"PRAGMA journal_mode=MEMORY; PRAGMA user_version={FORMAT}; {_SCHEMA}")
        for mark, sheet in sheets:
            _put(table, mark, sheet)
        table.executemany("INSERT OR REPLACE INTO noted VALUES (?, ?)", [(n, int(whole)) for n, whole in noted])
        table.execute("UPDATE mark SET hang_from = ''")
        days = [(day.isoformat(), mark) for mark, day in coming]
        table.executemany("UPDATE mark SET hang_from = ? WHERE mark = ? AND live_from = ''", days)
    fresh.chmod(disk.REPLACED)
    flush(fresh)
    fresh.replace(path)
    flush(root)


def _put(table: sqlite3.Connection, mark: str, sheet: MarkedSheet) -> None:
    row = table.execute(_ROW, (mark,)).fetchone()
    before = _read(row) if row else sheet
    codes = " ".join(sorted({*before.sites, *sheet.sites}))
    table.execute("INSERT OR IGNORE INTO site_set (codes) VALUES (?)", (codes,))
    (sites,) = table.execute("SELECT id FROM site_set WHERE codes = ?", (codes,)).fetchone()
    live = before.live_from or sheet.live_from
    cards = json.dumps([[c.code, c.name, c.printed] for c in sheet.cards or before.cards], ensure_ascii=False)
    values = (mark, sheet.sheet, live.isoformat() if live else "", "", sites, cards)
    table.execute("INSERT OR REPLACE INTO mark VALUES (?, ?, ?, ?, ?, ?)", values)
