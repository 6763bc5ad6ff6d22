"""An error is one sentence with the place, the value and the way out."""

from __future__ import annotations

import pickle

import pytest

from posters.errors import DrawingError, MissingGlyphError, PostingError, ReadBackError


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (PostingError("không đọc được"), "không đọc được."),
        (PostingError("không đọc được", place="a.csv, dòng 3"), "a.csv, dòng 3: không đọc được."),
        (PostingError("sai mã", value="1.00161"), "sai mã (giá trị: «1.00161»)."),
        (
            PostingError("sai mã", place="a.csv", value="1.00161", way_out="sửa trong tệp"),
            "a.csv: sai mã (giá trị: «1.00161»). Cách xử lý: sửa trong tệp.",
        ),
    ],
)
def test_only_what_is_known_is_said(error: PostingError, sentence: str) -> None:
    assert str(error) == sentence


def test_the_branches_are_told_apart_and_caught_together() -> None:
    assert issubclass(MissingGlyphError, DrawingError)
    assert issubclass(DrawingError, PostingError)
    assert issubclass(ReadBackError, PostingError)
    assert not issubclass(ReadBackError, DrawingError)


def test_an_error_of_a_worker_arrives_whole() -> None:
    """Drawing runs in other processes: what is raised there is pickled on its way here."""
    error = DrawingError("không vừa", place="tờ HT-01", value="tên", way_out="rút ngắn")
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert type(again) is DrawingError
    assert (again.message, again.place, again.value, again.way_out) == ("không vừa", "tờ HT-01", "tên", "rút ngắn")
