"""A table that is replaced whole, read only, and never loses what it held."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from kiosk.errors import StoreError
from kiosk.workspace.mark_table import FILE, MarkedCard, MarkedSheet, MarkTable, replace_table

DAY, LATER = date(2026, 3, 1), date(2026, 4, 1)
CARD = MarkedCard("1.001193", "Đăng ký khai sinh", "ab")


def test_what_was_written_is_read_and_stays_when_more_is_written(tmp_path: Path) -> None:
    table = MarkTable(tmp_path)
    assert not table.is_there()
    replace_table(tmp_path, [("A", MarkedSheet("1-1", ("b", "a"), (CARD,), DAY))], [(1, True)], [])
    assert table.find("A") == MarkedSheet("1-1", ("a", "b"), (CARD,), DAY)
    replace_table(tmp_path, [("A", MarkedSheet("1-1", ("c",), (), LATER))], [(2, False)], [])
    assert table.find("A") == MarkedSheet("1-1", ("a", "b", "c"), (CARD,), DAY)
    assert (table.find("B"), table.list_noted(), table.list_marks()) == (None, {1, 2}, {"A"})
    assert not table.is_whole()
    replace_table(tmp_path, [], [(2, True)], [])
    assert table.is_whole()


def test_what_is_ordered_for_a_day_loses_that_day_when_it_is_live_or_cancelled(tmp_path: Path) -> None:
    table, sheet = MarkTable(tmp_path), MarkedSheet("1-1", ("a",), ())
    replace_table(tmp_path, [("A", sheet), ("B", sheet)], [], [("A", LATER), ("B", LATER)])
    assert (table.find("A") or sheet).hang_from == LATER
    replace_table(tmp_path, [("A", MarkedSheet("1-1", ("a",), (), LATER))], [], [("A", LATER)])
    assert [(table.find(m) or sheet).hang_from for m in "AB"] == [None, None]


def test_nothing_is_left_beside_and_a_damaged_or_newer_file_is_told(tmp_path: Path) -> None:
    replace_table(tmp_path, [], [], [])
    assert sorted(p.name for p in tmp_path.rglob("*")) == [FILE, "tmp"]
    with closing(sqlite3.connect(tmp_path / FILE)) as table, table:
        table.execute("PRAGMA user_version=9")
    with pytest.raises(StoreError, match="phiên bản mới hơn"):
        MarkTable(tmp_path).find("A")
    with pytest.raises(StoreError, match="phiên bản mới hơn"):
        replace_table(tmp_path, [], [], [])
    (tmp_path / FILE).write_bytes(b"no table" * 500)
    with pytest.raises(StoreError, match="không đọc được bảng mã"):
        MarkTable(tmp_path).find("A")
