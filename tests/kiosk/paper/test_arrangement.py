"""Cards on one sheet: in reading order, without gaps, and as wide as free cells allow."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kiosk.model.placement import CellGrid, Seat
from kiosk.paper.arrangement import DrawnCard, SheetCard, arrange_cards, find_room
from posters.cards import GOOD, Fit

A4 = CellGrid(2, 6)
SHORT = (Fit(1, 13.0, 14.0),)
LONG = (Fit(1, 8.0, 9.0), Fit(2, 12.0, 12.5))
WIDE = (Fit(2, 9.0, 9.5), Fit(4, 13.0, 13.0))


def _cards(*fits: tuple[Fit, ...], field: str = "f") -> list[SheetCard]:
    """Cards seated one after the other, in this reading order."""
    cards, taken = [], 0
    for i, each in enumerate(fits):
        slot = find_room(taken, each[0].span, A4)
        assert slot is not None
        taken |= ((1 << each[0].span) - 1) << slot
        cards.append(SheetCard(Seat(slot, each[0].span, str(i), ""), field, (f"{i:03d}",), each))
    return cards


def _cells(drawn: tuple[DrawnCard, ...]) -> list[int]:
    return [cell for card in drawn for cell in range(card.slot, card.slot + card.span)]


def test_a_lone_long_card_takes_the_row() -> None:
    (drawn,) = arrange_cards(_cards(LONG), A4)
    assert (drawn.slot, drawn.span, drawn.size) == (0, 2, 12.0)


def test_a_full_sheet_stays_as_it_is() -> None:
    drawn = arrange_cards(_cards(*[LONG] * 12), A4)
    assert [card.span for card in drawn] == [1] * 12
    assert [card.size for card in drawn] == [8.0, *[9.0] * 11]


def test_the_smallest_type_is_mended_first() -> None:
    """One free cell: the card under its field's name needs it more than the others."""
    drawn = arrange_cards(_cards(LONG, *[SHORT] * 9, LONG), A4)
    assert {card.card.seat.code: card.span for card in drawn}["0"] == 2
    assert min(card.size for card in drawn) == 9.0


def test_gaps_close_and_the_order_is_that_of_reading() -> None:
    cards = _cards(SHORT, SHORT, SHORT)
    moved = [
        SheetCard(Seat(9 - 3 * i, 1, card.seat.code, ""), card.field, card.order, card.fits)
        for i, card in enumerate(cards)
    ]
    assert [(c.slot, c.card.seat.code) for c in arrange_cards(moved, A4)] == [(0, "0"), (1, "1"), (2, "2")]


def test_a_span_lies_within_a_row_or_takes_whole_rows() -> None:
    grid = CellGrid(3, 2)
    assert find_room(0b001, 2, grid) == 1
    assert find_room(0b010, 2, grid) == 3
    assert find_room(0b001, 3, grid) == 3
    assert find_room(0b001, 6, grid) is None


@given(st.lists(st.sampled_from([SHORT, LONG, WIDE]), min_size=1, max_size=6))
def test_no_cell_is_used_twice_and_no_small_type_stands_beside_room_for_more(fits: list[tuple[Fit, ...]]) -> None:
    drawn = arrange_cards(_cards(*fits), A4)
    cells = _cells(drawn)
    assert len(cells) == len(set(cells)) <= A4.capacity
    assert sorted(card.card.seat.code for card in drawn) == [str(i) for i in range(len(fits))]
    for card in drawn:
        wider = next((fit.span for fit in card.card.fits if fit.span > card.span), 0)
        if card.size < GOOD and wider:
            assert A4.capacity - len(cells) < A4.columns * 2


def test_wide_cards_take_their_rows_first_where_a_name_would_be_under_nine_points() -> None:
    """Three columns, three rows: in reading order three single cards share a row, and a fourth wide one has none."""
    grid = CellGrid(3, 3)
    double, fine = (Fit(2, 12.0, 12.0),), (Fit(1, 8.0, 8.5), Fit(2, 12.0, 12.0))
    seats, fits = (0, 2, 3, 4, 5, 6), (double, SHORT, SHORT, fine, SHORT, double)
    cards = [
        SheetCard(Seat(slot, each[0].span, str(i), ""), "f", (f"{i:03d}",), each)
        for i, (slot, each) in enumerate(zip(seats, fits, strict=True))
    ]
    drawn = arrange_cards(cards, grid)
    by_code = {card.card.seat.code: card for card in drawn}
    assert (by_code["3"].span, by_code["3"].size) == (2, 12.0)
    assert sorted(_cells(drawn)) == list(range(9))
    assert [by_code[code].slot for code in "124"] == sorted(by_code[code].slot for code in "124"), "others as they were"
