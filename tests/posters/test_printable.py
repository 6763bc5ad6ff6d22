"""What can be printed at all: asked before, true when it is drawn."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posters import board, cards, fonts, pdf, sheets
from posters.errors import DrawingError, MissingGlyphError
from posters.printable import (
    describe_character,
    find_outside_alphabet,
    find_unprintable,
    fits_card,
    fits_contacts,
    fits_name,
)
from posters.qr import make_symbol
from posters.spec import GRIDS, Board, Card, Cell, MarkSeed, Sheet, SiteHead
from posters.text import clean


@pytest.mark.parametrize(
    ("text", "char"),
    [
        ("Đăng ký khai sinh – 5 m² (Ω)", None),
        ("Q\u0323 uận", None),
        ("Đăng ký ا khai sinh", "ا"),
        ("Đăng ký（khai sinh）", "（"),
        ("Đăng ký 😀", "😀"),
        ("một \ufffd nửa", "\ufffd"),
        ("a" + "\u0323\u0301\u0302\u0303", "\u0303"),
        ("\ue000", "\ue000"),
    ],
)
def test_the_first_character_that_nothing_prints(text: str, char: str | None) -> None:
    assert find_unprintable(text) == char


def test_a_character_is_named() -> None:
    assert describe_character("ا") == "«ا» (U+0627, ARABIC LETTER ALEF)"
    assert describe_character("\ue000") == "«\ue000» (U+E000, không có tên)"


@given(st.text(max_size=40))
def test_what_is_printable_is_measured_and_nothing_else(text: str) -> None:
    card = Card("1.000001", text, "", "dichvucong.gov.vn")
    if find_unprintable(text) is None:
        cards.find_span(card, GRIDS["A4"])
    elif fonts.find_missing(clean(text)):
        with pytest.raises(MissingGlyphError):
            cards.find_span(card, GRIDS["A4"])


@given(st.integers(300, 5_000), st.sampled_from(["thủ tục ", "WWWWWWW ", "i", "ỂỆ ", "x/"]))
def test_a_name_that_fits_is_drawn_and_one_that_does_not_is_not(length: int, part: str) -> None:
    card = Card("1.000001", (part * length)[:length], "", "dichvucong.gov.vn")
    if fits_card(card):
        assert all(cards.find_span(card, grid) for grid in GRIDS.values())
    else:
        with pytest.raises(DrawingError):
            [cards.find_span(card, grid) for grid in GRIDS.values()]


def test_the_short_way_never_takes_what_does_not_fit() -> None:
    widest = max(fonts.ALPHABET, key=lambda char: fonts.read_advances(fonts.Face.BOLD)[char])
    host, notes = "dichvucong.mot-tinh-ten-rat-dai.gov.vn", ("Áp dụng đến hết ngày 44/44/4444",)
    for name, field in ((widest * 399, ""), ("", widest * 399), (widest * 200, widest * 199)):
        card = Card("1", name, "", host, field, notes)
        assert all(cards.find_span(card, grid) for grid in GRIDS.values())
    assert fits_name(SiteHead("11824", widest * 40)) == _is_addressed(SiteHead("11824", widest * 40))
    assert _is_addressed(SiteHead("11824", "x", address=widest * 90))


def _is_addressed(head: SiteHead) -> bool:
    """Whether a posting sheet and a board can be addressed to a site."""
    day = date(2026, 11, 24)
    card = Card("1.000001", "Thủ tục", "https://dichvucong.gov.vn/a", "dichvucong.gov.vn")
    sheet = sheets.draw_sheet(
        Sheet("A4", "Hộ tịch", "20-99", 20, (Cell(0, 1, card),), 1, day), {card.payload: make_symbol(card.payload)}
    )
    facts = Board("A3", (), "https://niemyet.gov.vn/sites/11824/", 1, day, seed=MarkSeed("ab"))
    try:
        pdf.address_file(pdf.make_template([sheet]), head)
        pdf.address_file(board.make_template(facts, board.draw_board(facts)), head)
    except DrawingError:
        return False
    return True


@pytest.mark.parametrize("length", [20, 45, 60, 70, 75, 80, 90, 120, 400])
def test_a_site_that_fits_is_addressed(length: int) -> None:
    named = SiteHead("11824", ("Trung tâm Phục vụ hành chính công " * 20)[:length].strip())
    assert fits_name(named) == _is_addressed(named)


@pytest.mark.parametrize("length", [80, 150, 200, 240, 260, 300, 700])
def test_contacts_that_fit_are_addressed(length: int) -> None:
    reached = SiteHead("11824", "Xã", ("Số 18 đường Hoàng Diệu, phường Hồng Bàng, " * 30)[:length].strip(), "0225 3 1")
    assert fits_contacts(reached) == _is_addressed(reached)


def test_what_a_site_adds_keeps_to_the_alphabet() -> None:
    assert find_outside_alphabet("Số 1 – «Lê Lợi»") is None
    assert find_outside_alphabet("Straße") == "ß"
