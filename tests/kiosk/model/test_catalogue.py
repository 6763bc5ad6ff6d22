"""What a catalogue says of a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from kiosk.model.catalogue import Catalogue, Ending, Procedure

DAY = date(2027, 3, 1)
PAUSED = Procedure(
    "1.000001", "Thủ tục", effective_to=DAY - timedelta(1), ending=Ending.SUSPENDED, ended_by="9/QĐ-UBND"
)


def test_what_is_suspended_stands_apart_from_what_ended() -> None:
    repealed = replace(PAUSED, code="1.000002", ending=Ending.REPEALED)
    catalogue = Catalogue((PAUSED, repealed))
    assert catalogue.suspended(DAY) == {"1.000001": PAUSED}
    assert catalogue.suspended(DAY - timedelta(1)) == {}


def test_a_suspension_is_over_with_the_next_version() -> None:
    again = replace(PAUSED, effective_from=DAY + timedelta(9), effective_to=None, ending=Ending.NONE)
    catalogue = Catalogue((PAUSED, again))
    assert catalogue.suspended(DAY) == {"1.000001": PAUSED}
    assert catalogue.suspended(DAY + timedelta(9)) == {}
