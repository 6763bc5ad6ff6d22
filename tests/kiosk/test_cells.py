"""A cell shows text and computes nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.cells import guard_cell


@pytest.mark.parametrize("text", ["=1+1", "+84 225", "-5", "@SUM(A1)", "\t=1", "\r=1"])
def test_what_a_spreadsheet_would_compute_stands_behind_an_apostrophe(text: str) -> None:
    assert guard_cell(text) == "'" + text


@pytest.mark.parametrize("text", ["", "1.001610", "Phí: =0", "a-b", "'=1", "đ@"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert guard_cell(text) == text


@given(st.text())
def test_no_cell_begins_like_a_formula_and_nothing_is_lost(text: str) -> None:
    cell = guard_cell(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert cell.removeprefix("'") == text.removeprefix("'")
