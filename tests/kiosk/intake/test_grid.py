"""Cells and letters of a table, whatever the container was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.intake.grid import GridRow, read_letter, write_letter


@given(st.integers(0, 18_277))
def test_a_column_has_one_letter_and_is_found_by_it(column: int) -> None:
    assert read_letter(write_letter(column)) == column
    assert read_letter(f" {write_letter(column).lower()} ") == column


@pytest.mark.parametrize(("column", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_letters_as_a_spreadsheet_shows_them(column: int, letter: str) -> None:
    assert write_letter(column) == letter


@pytest.mark.parametrize("text", ["", "1", "A1", "ABCD", "Đ", "-", "Ａ"])
def test_what_is_no_letter_names_no_column(text: str) -> None:
    assert read_letter(text) is None


def test_beyond_its_end_a_row_is_empty() -> None:
    row = GridRow(4, (" Mã\nsố ", "", "  "))
    assert (row.text(0), row.raw(0)) == ("Mã số", " Mã\nsố ")
    assert row.text(7) == row.raw(7) == row.text(-1) == row.raw(-1) == ""
    assert row.filled() == ((0, "Mã số"),)
