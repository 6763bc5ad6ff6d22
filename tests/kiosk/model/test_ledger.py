"""The nouns of the ledger: how far a parcel is, and whether a sheet hangs."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk.model.ledger import OrderedParcel, OrderLine, PaperAct, ParcelState, SheetWord

DAY = date(2026, 11, 24)


def line(*, is_open: bool, hung: int | None = None) -> OrderLine:
    return OrderLine("10507", "1-1", "sheets", "a", "A4", 1, "", is_open, hung, is_obsolete=False)


@pytest.mark.parametrize(
    ("sent", "delivered", "lines", "state"),
    [
        (None, None, (line(is_open=True),), ParcelState.MADE),
        (DAY, None, (line(is_open=True),), ParcelState.SENT),
        (None, DAY, (line(is_open=True), line(is_open=False, hung=3)), ParcelState.DELIVERED),
        (DAY, DAY, (line(is_open=False, hung=3), line(is_open=False)), ParcelState.HUNG),
        (DAY, None, (line(is_open=False),), ParcelState.CANCELLED),
        (DAY, None, (), ParcelState.SENT),
    ],
)
def test_a_parcel_is_as_far_as_its_open_lines(
    sent: date | None, delivered: date | None, lines: tuple[OrderLine, ...], state: ParcelState
) -> None:
    assert OrderedParcel("10507", "ABC", sent, delivered, lines).state is state
    assert state.label


@pytest.mark.parametrize("act", PaperAct)
def test_what_was_taken_away_does_not_hang(act: PaperAct) -> None:
    assert SheetWord("10507", "1-1", act, "a", DAY, 1, DAY).hangs == (act not in {PaperAct.DOWN, PaperAct.LOST})
    assert not SheetWord("10507", "1-1", act, "", DAY, 1, DAY).hangs
    assert act.label
