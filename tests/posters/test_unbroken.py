"""What a line does not tear apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posters.fonts import Face
from posters.text import STACKED, break_lines, find_leading, is_torn
from posters.unbroken import COMPOUNDS, join_syllables


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("trong 05 ngày làm việc", ["trong", "05 ngày", "làm", "việc"]),
        ("theo khoản 2 Điều 24, người", ["theo", "khoản 2", "Điều 24,", "người"]),
        ("Thủ tục hành chính", ["Thủ tục", "hành chính"]),
        ("sinh, con", ["sinh,", "con"]),
        ("", [""]),
    ],
)
def test_numbers_units_and_compounds_stay_together(text: str, pieces: list[str]) -> None:
    assert join_syllables(text.split(" ")) == pieces


@given(st.lists(st.sampled_from(["thủ", "tục", "05", "ngày", "hợp", "tác", "xã", "sinh"]), min_size=1, max_size=30))
def test_nothing_is_lost_and_no_piece_is_long(syllables: list[str]) -> None:
    pieces = join_syllables(syllables)
    assert " ".join(pieces) == " ".join(syllables)
    assert max(piece.count(" ") for piece in pieces) <= 2


def test_compounds_are_pairs_in_small_letters() -> None:
    assert all(len(pair) == 2 and pair == tuple(part.lower() for part in pair) for pair in COMPOUNDS)


def test_no_single_syllable_stands_on_a_last_line() -> None:
    text = "Đăng ký kết hôn có yếu tố nước ngoài tại khu vực biên giới của xã"
    for room in range(20, 90, 3):
        lines = break_lines(text, Face.REGULAR, 10.5, room)
        assert " ".join(lines) == text
        assert len(lines) == 1 or " " in lines[-1], (room, lines)


def test_a_capital_with_two_marks_keeps_its_distance() -> None:
    assert find_leading(["xin", "Ấp"], Face.REGULAR, 1.29) == STACKED
    assert find_leading(["Ấp", "xin"], Face.REGULAR, 1.29) == 1.29


@pytest.mark.parametrize(
    ("lines", "torn"),
    [
        (("Người có công,", "chính sách"), False),
        (("Người có", "công, chính sách"), True),
        (("Người có công, chính", "sách"), True),
        (("Người có công, chí", "nh sách"), True),
    ],
)
def test_a_line_that_ends_inside_what_stands_together_is_told(lines: tuple[str, ...], torn: bool) -> None:
    assert is_torn("Người có công, chính sách", lines) == torn
