"""A file that is refused is named, with what it is and what to do."""

from __future__ import annotations

import pytest

from kiosk.errors import IntakeError
from kiosk.intake.refusals import refuse, refuse_broken, refuse_too_big


def test_the_sentence_names_file_value_and_way_out() -> None:
    error = refuse("qd-163.xlsx", "không có cột như vậy", "ghi chữ cái của cột", "AA")
    assert (error.place, error.value, error.way_out) == ("qd-163.xlsx", "AA", "ghi chữ cái của cột")
    assert str(error).startswith("qd-163.xlsx: không có cột như vậy (giá trị: «AA»)")


def test_a_value_that_fills_a_screen_is_shortened() -> None:
    """A hostile cell holds 32,767 characters: the sentence stays one that a person can read."""
    assert len(refuse("a", "b", "c", "x" * 32_767).value) == 200


@pytest.mark.parametrize("error", [refuse_broken("a.xlsx"), refuse_too_big("a.xlsx", "giải nén ra 900 MB")])
def test_damage_and_size_say_what_to_do(error: IntakeError) -> None:
    assert error.place == "a.xlsx"
    assert error.way_out


def test_what_was_too_big_is_said() -> None:
    assert "(giải nén ra 900 MB)" in refuse_too_big("a.xlsx", "giải nén ra 900 MB").message
