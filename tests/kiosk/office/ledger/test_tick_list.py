"""A list is ticked by people: what they write is understood or told with its row."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from kiosk.errors import IntakeError
from kiosk.model.ledger import OrderedParcel, OrderLine, PrintOrder
from kiosk.office.ledger.tick_list import read_ticks, tabulate_order
from kiosk.workbook import save_workbook

LINES = tuple(
    OrderLine("10507", sheet, "sheets", sheet, "A4", 1, "tờ mới", is_open, None, is_obsolete=False)
    for sheet, is_open in (("HT-01", True), ("HT-02", True), ("HT-03", False))
)
ORDER = PrintOrder(3, date(2026, 11, 1), 2, None, {}, 9, (OrderedParcel("10507", "ABC", None, None, LINES),))


def fill(path: Path, cells: dict[str, object]) -> Path:
    save_workbook(path, [tabulate_order(ORDER, {"HT-01": "HT-01-K92WMX"})])
    book = load_workbook(path)
    for place, value in cells.items():
        book.worksheets[0][place] = value
    book.save(path)
    return path


def test_only_ticked_rows_of_open_lines_come_back(tmp_path: Path) -> None:
    (row,) = read_ticks(fill(tmp_path / "a.xlsx", {"G2": "X", "H2": "28/11/2026", "I2": "cạnh cửa"}))
    assert (row.row, row.order, row.site, row.sheet, row.mark) == (2, 3, "10507", "HT-01", "HT-01-K92WMX")
    assert (row.day, row.note) == (date(2026, 11, 28), "cạnh cửa")


@pytest.mark.parametrize("tick", ["x", "V", "Có", "đã treo", 1])
def test_people_tick_in_many_ways(tmp_path: Path, tick: object) -> None:
    assert [r.sheet for r in read_ticks(fill(tmp_path / "a.xlsx", {"G3": tick, "G2": "chưa"}))] == ["HT-02"]


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"G2": "có lẽ"}, "không hiểu dấu"),
        ({"G2": "x", "H2": "hôm kia"}, "không hiểu ngày treo"),
        ({"G2": "x", "A2": "ba"}, "thiếu số lệnh in"),
        ({"G1": "khác"}, "không phải là danh sách"),
    ],
)
def test_what_is_not_understood_is_told(tmp_path: Path, cells: dict[str, object], message: str) -> None:
    with pytest.raises(IntakeError, match=message):
        read_ticks(fill(tmp_path / "a.xlsx", cells))


def test_a_file_that_is_no_list_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_text("code,name\n1.000001,x\n")
    with pytest.raises(IntakeError, match="không phải là danh sách"):
        read_ticks(tmp_path / "a.xlsx")
