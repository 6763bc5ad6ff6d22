"""Counts of days: added together, bounded, from several writers, and nothing else in the file."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from kiosk.errors import StoreError
from kiosk.model.scan import ScanCount, ScanKey, ScanKind, ScanState
from kiosk.workspace import count_table
from kiosk.workspace.count_table import FILE, CountTable

DAY = date(2026, 11, 24)
SHEET = ScanKey(DAY, ScanKind.SHEET, ScanState.LIVE, "1-1-ABCDEF")


def strange(n: int, day: date = DAY) -> ScanKey:
    return ScanKey(day, ScanKind.PROCEDURE, ScanState.FOREIGN, f"9.{n:06d}")


def test_counts_of_a_day_are_added_and_days_told(tmp_path: Path) -> None:
    table = CountTable(tmp_path)
    assert table.list_counts(DAY, DAY) == () == table.list_days(DAY, DAY)
    assert not (tmp_path / FILE).exists()
    table.add({SHEET: 2}, frozenset({DAY - timedelta(1)}))
    table.add({SHEET: 3, SHEET._replace(day=DAY + timedelta(1)): 1})
    assert table.list_counts(DAY, DAY) == (ScanCount(SHEET, 5),)
    assert table.list_days(DAY - timedelta(9), DAY) == (DAY - timedelta(1), DAY)


def test_several_writers_lose_nothing(tmp_path: Path) -> None:
    def write() -> None:
        for _ in range(20):
            CountTable(tmp_path).add({SHEET: 1})

    threads = [threading.Thread(target=write) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [c.count for c in CountTable(tmp_path).list_counts(DAY, DAY)] == [60]


def test_names_from_outside_are_bounded_and_nothing_counted_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(count_table, "MOST_STRANGE", 5)
    table = CountTable(tmp_path)
    for n in range(30):
        table.add({strange(n): 2, SHEET._replace(name=f"1-{n}-ABCDEF"): 1})
    table.add({strange(0): 1})
    counts = {c.key: c.count for c in table.list_counts(DAY, DAY)}
    foreign = {key.name: count for key, count in counts.items() if key.state is ScanState.FOREIGN}
    assert len(foreign) == 6
    assert foreign[""] == 50
    assert foreign["9.000000"] == 3
    assert sum(key.state is ScanState.LIVE for key in counts) == 30
    monkeypatch.setattr(count_table, "MOST_OF_A_DAY", 36)
    table.add({SHEET._replace(name="2-1-ABCDEF"): 4})
    assert ScanCount(SHEET._replace(name=""), 4) in table.list_counts(DAY, DAY)


def test_only_the_newest_days_stay_even_where_a_clock_was_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(count_table, "KEPT_DAYS", 3)
    table = CountTable(tmp_path)
    for day in (date(2099, 1, 1), *(DAY + timedelta(n) for n in range(4))):
        table.add({SHEET._replace(day=day): 1})
    assert table.list_days(date.min, date.max) == (DAY + timedelta(2), DAY + timedelta(3), date(2099, 1, 1))
    assert len(table.list_counts(date.min, date.max)) == 3


def test_the_file_holds_no_order_and_no_time(tmp_path: Path) -> None:
    CountTable(tmp_path).add({SHEET: 1})
    with closing(sqlite3.connect(tmp_path / FILE)) as db:
        for query in ("SELECT rowid FROM scan", "SELECT rowid FROM counted"):
            with pytest.raises(sqlite3.OperationalError, match="rowid"):
                db.execute(query)
        columns = [row[1] for row in db.execute("PRAGMA table_info(scan)")]
        assert db.execute("SELECT count(*) FROM sqlite_master WHERE name LIKE 'sqlite_seq%'").fetchone() == (0,)
    assert columns == ["day", "kind", "state", "name", "count"]


@pytest.mark.parametrize("content", [b"no database" * 100, "newer", "link"])
def test_a_file_that_cannot_be_used_is_told_with_the_way_out(tmp_path: Path, content: bytes | str) -> None:
    place = tmp_path / FILE
    if isinstance(content, bytes):
        place.write_bytes(content)
    elif content == "link":
        place.symlink_to(tmp_path / "elsewhere")
    else:
        with closing(sqlite3.connect(place)) as db:
            db.execute("PRAGMA user_version=99")
    table = CountTable(tmp_path)
    for ask in (lambda: table.add({SHEET: 1}), lambda: table.list_counts(DAY, DAY), lambda: table.list_days(DAY, DAY)):
        with pytest.raises(StoreError) as told:
            ask()
        assert FILE in str(told.value)
    assert not (tmp_path / "elsewhere").exists()
