"""Reasons are one line that can be seen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import ReleaseError
from kiosk.office.words import check_words
from kiosk.text import find_hidden


@pytest.mark.parametrize(
    ("text", "character"),
    [
        ("3501\x1b[2J", "U+001B"),
        ("3501\n/QĐ", "U+000A"),
        ("a\x00", "U+0000"),
        ("a\x7f", "U+007F"),
        ("a\x9b", "U+009B"),
        ("3501\u202e/QĐ", "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("a\u200bb", "U+200B ZERO WIDTH SPACE"),
        ("a\u2028b", "U+2028 LINE SEPARATOR"),
        ("a\ud800", "U+D800"),
        ("a\ue000", "U+E000"),
        ("a\U000e0041", "U+E0041 TAG LATIN CAPITAL LETTER A"),
    ],
)
def test_what_cannot_be_seen_is_refused_with_its_place(text: str, character: str) -> None:
    with pytest.raises(ReleaseError, match="ký tự ẩn") as refusal:
        check_words(text, "--decision")
    assert character in refusal.value.value
    assert refusal.value.place.startswith("--decision, ký tự thứ ")
    assert str(refusal.value).isprintable()


@given(st.text())
def test_what_is_taken_can_be_seen(text: str) -> None:
    try:
        words = check_words(text, "--reason", needed=False)
    except ReleaseError as refusal:
        assert str(refusal).isprintable()
    else:
        assert find_hidden(words) is None
        assert len(words) <= 500


def test_usual_words_are_tidied_and_taken() -> None:
    assert check_words("  3501/QĐ-UBND  ngày\u00a01/3 ", "--decision") == "3501/QĐ-UBND ngày 1/3"
    assert check_words("", "--by", needed=False) == ""
    with pytest.raises(ReleaseError, match="chưa ghi nội dung"):
        check_words("  ", "--reason")
    with pytest.raises(ReleaseError, match="dài 501 ký tự"):
        check_words("a" * 501, "--reason")
