"""Every error says where, what and the way out."""

from __future__ import annotations

import pytest

from posters.errors import DrawingError, MissingGlyphError, PostingError, ReadBackError


def test_all_three_are_shown() -> None:
    error = DrawingError("không vừa", place="tờ HT-01", value="tên dài", way_out="rút ngắn")
    assert str(error) == "tờ HT-01: không vừa (giá trị: «tên dài»). Cách xử lý: rút ngắn."


def test_what_is_empty_is_left_out() -> None:
    assert str(PostingError("không vừa")) == "không vừa."


@pytest.mark.parametrize("kind", [DrawingError, MissingGlyphError, ReadBackError])
def test_one_tree(kind: type[PostingError]) -> None:
    assert issubclass(kind, PostingError)
