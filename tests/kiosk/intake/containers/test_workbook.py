"""XLSX to grids: values as text, merged cells, hidden sheets."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest

from kiosk.errors import IntakeError
from kiosk.intake.containers.workbook import read_grids
from tests.kiosk.intake.conftest import Workbook


def test_cells_become_text_that_hides_no_lost_zero(workbook: Workbook) -> None:
    (grid,) = read_grids("tep", workbook([["2.001610", 2.00161, 5, True, date(2027, 3, 1), None, "a\nb"]]))
    assert grid.rows[0].cells == ("2.001610", "2.00161", "5", "x", "2027-03-01", "", "a\nb")
    assert grid.rows[0].numeric == {1, 2}


def test_a_cell_merged_downwards_stands_in_every_row(workbook: Workbook) -> None:
    (grid,) = read_grids("tep", workbook([["1.000001", "a"], [None, "b"], ["", "c"]], merged=["A1:A2"]))
    assert [row.cells[0] for row in grid.rows] == ["1.000001", "1.000001", ""]


def test_a_hidden_sheet_is_told_and_not_read() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["thấy"])
    hidden = book.create_sheet("Cũ")
    hidden.append(["ẩn"])
    hidden.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    (grid,) = read_grids("tep", out.getvalue())
    assert [(note.value, note.message) for note in grid.notes] == [("Cũ", "bảng tính ẩn")]


def test_what_is_no_workbook_is_damaged() -> None:
    with pytest.raises(IntakeError, match="tệp bị hỏng"):
        read_grids("tep", b"PK\x03\x04")
