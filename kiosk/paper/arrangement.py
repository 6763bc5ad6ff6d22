"""How the cards of one sheet stand on it: in reading order, without gaps, so wide that free cells enlarge names.

In come the cards that placement gave to a sheet, each with the type sizes that more cells would give it; out come
drawn cells. Placement decides which sheet changes, so that nothing here costs paper: a sheet with the same cards always
looks the same, and one that changes is printed in any case.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.model.placement import CellGrid, Seat
from posters.cards import FINE, GOOD, Fit


@dataclass(frozen=True, slots=True)
class SheetCard:
    """A card on a sheet: where placement seated it, its field, its place in reading order, and its fits by span."""

    seat: Seat
    field: str
    order: tuple[str, ...]
    fits: tuple[Fit, ...]


@dataclass(frozen=True, slots=True)
class DrawnCard:
    """Where a card stands as drawn, and the largest type that its name has there."""

    slot: int
    span: int
    card: SheetCard
    size: float


def arrange_cards(cards: Sequence[SheetCard], grid: CellGrid) -> tuple[DrawnCard, ...]:
    """The cards of one sheet in their cells, by slot."""
    ordered = sorted(cards, key=lambda card: card.order)
    spans = [card.seat.span for card in ordered]
    slots = _lay(spans, grid)
    if slots is None:
        # Closed up in reading order they need more rows than as they were seated.
        ordered = sorted(cards, key=lambda card: card.seat.slot)
        spans = [card.seat.span for card in ordered]
        slots = [card.seat.slot for card in ordered]
    cards_drawn = _measure_cards(ordered, spans, slots)
    full = set[int]()
    while (at := _find_neediest(cards_drawn, ordered, full)) is not None:
        wider = [*spans]
        wider[at] = _find_next_span(ordered[at], spans[at])
        ways = (_lay, _lay_wide_first) if cards_drawn[at].size < FINE else (_lay,)
        trials = (_measure_cards(ordered, wider, moved) for lay in ways if (moved := lay(wider, grid)) is not None)
        least = min(card.size for card in cards_drawn)
        trial = next((each for each in trials if min(card.size for card in each) >= least), None)
        if trial is None:
            full.add(at)
        else:
            spans, cards_drawn = wider, trial
    return tuple(sorted(cards_drawn, key=lambda card: card.slot))


def _lay(spans: Sequence[int], grid: CellGrid) -> list[int] | None:
    """The first cell of each: a hole that a wide card leaves is filled by the next that fits; None if they do not."""
    taken_cells, slots = 0, list[int]()
    for span in spans:
        slot = find_room(taken_cells, span, grid)
        if slot is None:
            return None
        taken_cells |= ((1 << span) - 1) << slot
        slots.append(slot)
    return slots


def _lay_wide_first(spans: Sequence[int], grid: CellGrid) -> list[int] | None:
    """The first cell of each where the widest take their rows before others fill what is left: on paper of three and
    more columns that needs fewer rows, at the price of reading order."""
    taken_cells, slots = 0, [0] * len(spans)
    for i in sorted(range(len(spans)), key=lambda i: -spans[i]):
        slot = find_room(taken_cells, spans[i], grid)
        if slot is None:
            return None
        taken_cells |= ((1 << spans[i]) - 1) << slot
        slots[i] = slot
    return slots


def find_room(taken: int, span: int, grid: CellGrid) -> int | None:
    """The first cell where `span` fits beside what is `taken` (a bit for every cell): within a row, or whole rows."""
    run = (1 << span) - 1
    for slot in range(grid.capacity - span + 1):
        column = slot % grid.columns
        inside = column + span <= grid.columns if span <= grid.columns else column == 0
        if inside and not taken >> slot & run:
            return slot
    return None


def _measure_cards(cards: Sequence[SheetCard], spans: Sequence[int], slots: Sequence[int]) -> list[DrawnCard]:
    """Each card with its size: a card that begins a field has less room."""
    by_slot = sorted(range(len(cards)), key=lambda i: slots[i])
    beginnings, before = set[int](), None
    for i in by_slot:
        if cards[i].field != before and cards[i].field:
            beginnings.add(i)
        before = cards[i].field
    return [
        DrawnCard(slots[i], spans[i], cards[i], _choose_size(cards[i], spans[i], headed=i in beginnings))
        for i in range(len(cards))
    ]


def _choose_size(card: SheetCard, span: int, *, headed: bool) -> float:
    """The size in the widest fit that `span` covers."""
    fits = [fit for fit in card.fits if fit.span <= span]
    return (fits[-1] if fits else card.fits[0]).size(headed=headed)


def _find_next_span(card: SheetCard, span: int) -> int:
    return next((fit.span for fit in card.fits if fit.span > span), 0)


def _find_neediest(drawn: Sequence[DrawnCard], cards: Sequence[SheetCard], full: set[int]) -> int | None:
    """The card with the smallest type under `GOOD` that a wider fit would make larger."""
    wanting = [
        (drawn[i].size, i)
        for i in range(len(cards))
        if i not in full and drawn[i].size < GOOD and _find_next_span(cards[i], drawn[i].span)
    ]
    return min(wanting)[1] if wanting else None
