"""The facts of sheets and boards, and the sentences printed where the office sets none."""

from __future__ import annotations

import pickle
from dataclasses import astuple, fields

import pytest

from posters import fonts
from posters.geometry import make_frame
from posters.spec import GRIDS, BoardField, BoardGroup, Card, Cell, Grid, Sheet, Wording
from tests.posters.products import DAY


def sentences() -> list[str]:
    """Every default sentence."""
    values = astuple(Wording())
    return [text for value in values for text in (value if isinstance(value, tuple) else (value,))]


def test_the_default_wording_is_complete_but_for_an_address_of_feedback() -> None:
    empty = [f.name for f in fields(Wording) if not getattr(Wording(), f.name)]
    assert empty == ["feedback_address"]


def test_the_default_wording_needs_no_character_beyond_the_alphabet() -> None:
    """So that every document draws it with what it embeds anyway."""
    for text in sentences():
        assert set(text) <= fonts.ALPHABET, text


def test_what_a_poster_says_against_fraud() -> None:
    """DOMAIN: the host in clear, nothing asks for a payment, feedback has an address and a phone."""
    words = Wording()
    assert "dichvucong.gov.vn" in words.antifraud
    assert "không yêu cầu thanh toán" in words.antifraud
    assert words.feedback_url == "https://dichvucong.gov.vn/phan-anh-kien-nghi"
    assert words.hotline == "18001096"


@pytest.mark.parametrize("paper", GRIDS)
def test_every_grid_has_a_frame_with_as_many_cells(paper: str) -> None:
    assert GRIDS[paper].paper == paper
    known = make_frame(GRIDS[paper])
    assert GRIDS[paper].capacity == known.columns * known.rows


def test_a_grid_counts_its_cells() -> None:
    assert Grid("A4", 2, 6).capacity == 12


def test_a_group_counts_the_procedures_of_its_fields() -> None:
    assert BoardGroup("Hộ tịch", (BoardField("Hộ tịch", 41), BoardField("Chứng thực", 9))).count == 50
    assert BoardGroup("Trống", ()).count == 0


def test_a_sheet_goes_to_a_worker_and_comes_back_equal() -> None:
    card = Card("1.000001", "Khai sinh", "https://a", "a", "Hộ tịch", ("Áp dụng đến hết ngày 28/02/2027",))
    sheet = Sheet("A4", "Hộ tịch", "HT-01", 1, (Cell(0, 2, card),), 7, DAY)
    assert pickle.loads(pickle.dumps(sheet)) == sheet  # noqa: S301 - our own bytes
