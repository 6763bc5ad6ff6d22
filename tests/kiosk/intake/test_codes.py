"""The shape of codes: traps 1 and 2 of the real data."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.intake.codes import CODE, Shape, find_code_line, find_codes, find_in_name, pad_code, read_code


@pytest.mark.parametrize(
    ("written", "code", "shape"),
    [
        ("2.001610", "2.001610", Shape.GOOD),
        ("  1.000593\u00a0", "1.000593", Shape.GOOD),
        ("'1.000593", "1.000593", Shape.GOOD),
        ("2.00161", "2.001610", Shape.LOST_ZEROS),
        ("2.002", "2.002000", Shape.LOST_ZEROS),
        ("2", "2.000000", Shape.LOST_ZEROS),
        ("2,001610", "2.001610", Shape.COMMA),
        ("1. 000593", "1.000593", Shape.SPACED),
        ("1.000593.", "1.000593", Shape.SPACED),
        ("1.001193.02", "1.001193", Shape.CASE),
        ("1.000234.000.00.00.H42", "1.000234", Shape.AGENCY),
        ("1.014955-Xoa", "1.014955", Shape.DELETED),
        ("1.0133611", "1.0133611", Shape.MALFORMED),
        ("10507", "10507", Shape.MALFORMED),
        ("１．０00593", "1.000593", Shape.SPACED),
        ("[1.000593]", "1.000593", Shape.SPACED),
        ("1.000593 1.000594", "1.000593 1.000594", Shape.MALFORMED),
        ("=1+1", "=1+1", Shape.MALFORMED),
        ("", "", Shape.MISSING),
    ],
)
def test_shape_of_a_written_code(written: str, code: str, shape: Shape) -> None:
    found = read_code(written)
    assert (found.code, found.shape) == (code, shape)


@settings(deadline=None)
@given(st.integers(1, 9), st.integers(0, 999_999))
def test_zeros_lost_in_a_number_cell_pad_back_to_the_code(level: int, number: int) -> None:
    code = f"{level}.{number:06d}"
    as_number = str(float(code))
    assert pad_code(as_number.removesuffix(".0")) == code


@settings(deadline=None)
@given(st.text(max_size=30))
def test_a_proposed_code_always_has_the_shape(text: str) -> None:
    found = read_code(text)
    if found.shape not in {Shape.MALFORMED, Shape.MISSING}:
        assert CODE.fullmatch(found.code)


@pytest.mark.parametrize(
    ("name", "code", "rest"),
    [
        ("[1.000234] Cấp lại thẻ", "1.000234", "Cấp lại thẻ"),
        ("Cấp lại thẻ (Mã: 1.000234)", "1.000234", "Cấp lại thẻ"),
        ("Cấp lại thẻ (mã số TTHC: 1.000234) cho người dân", "1.000234", "Cấp lại thẻ cho người dân"),
        ("1.000234 - Cấp lại thẻ", "1.000234", "Cấp lại thẻ"),
        ("[1.000234.000.00.00.H42] Cấp lại thẻ", "1.000234.000.00.00.H42", "Cấp lại thẻ"),
        ("Cấp lại thẻ. Mã TTHC: 1.000234.000.00.00.H24", "1.000234.000.00.00.H24", "Cấp lại thẻ."),
        ("Mã số: 1.000234 - Cấp lại thẻ", "1.000234", "Cấp lại thẻ"),
        ("Cấp lại thẻ – 1.000234", "1.000234", "Cấp lại thẻ"),
        ("Cấp lại thẻ [1.000234] thay [1.000235]", "", "Cấp lại thẻ [1.000234] thay [1.000235]"),
        ("Cấp lại thẻ theo 1.000234", "", "Cấp lại thẻ theo 1.000234"),
        ("Cấp lại thẻ (cấp tỉnh)", "", "Cấp lại thẻ (cấp tỉnh)"),
    ],
)
def test_code_inside_a_name(name: str, code: str, rest: str) -> None:
    assert find_in_name(name) == (code, rest)


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("Cấp lại thẻ\n1.000234", ("1.000234", "Cấp lại thẻ")),
        ("1.000234.000.00.00.H24\r\nCấp lại\nthẻ", ("1.000234.000.00.00.H24", "Cấp lại thẻ")),
        ("1.000234", ("", "")),
        ("Cấp lại thẻ\n1.000234\n1.000235", ("", "")),
        ("Cấp lại thẻ\n2", ("", "")),
    ],
)
def test_a_code_on_a_line_of_its_own(cell: str, found: tuple[str, str]) -> None:
    assert find_code_line(cell) == found


def test_codes_in_running_text() -> None:
    assert find_codes("thay thế 1.000234 và 2.001610; không phải 1.0133611, 1.2.003456") == ("1.000234", "2.001610")


@pytest.mark.parametrize("written", ["1.012753.H19", "1.012753.000.00.00.H19", "1.012753.000.00.00.G15"])
def test_what_follows_a_code_may_be_an_agency(written: str) -> None:
    assert (read_code(written).code, read_code(written).shape) == ("1.012753", Shape.AGENCY)
    assert find_in_name(f"Cấp giấy ({written})") == (written, "Cấp giấy")
