"""Each decision of a period: which sheets it changed, whether they hang, after how many days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kiosk.office.ledger.period import AskedAnew
from kiosk.reports.decision_effects import list_effects
from tests.kiosk.reports.periods import NEW, OLD, period, sheet


def test_decisions_of_the_period_alone_with_what_they_changed() -> None:
    begun, ended = list_effects(period(sheet("1-1", hung=date(2026, 11, 15))))
    assert (begun.decision, begun.begun, begun.ended, begun.sheets, begun.hanging) == ("12/QĐ-UBND", 1, 0, 1, 1)
    assert (begun.days, begun.events) == (5, (20, 31))
    assert (ended.decision, ended.ended, ended.sheets, ended.days) == ("13/QĐ-UBND", 1, 1, 3), "its procedure left"


def test_what_does_not_hang_has_no_days_and_is_not_whole() -> None:
    begun, _ = list_effects(period(sheet("1-1")))
    assert (begun.sheets, begun.hanging, begun.days, begun.is_whole) == (1, 0, None, False)


def test_a_sheet_that_was_replaced_again_is_no_debt_of_the_first_decision() -> None:
    superseded = replace(period(), anew=(AskedAnew("10507", "1-1", 20, NEW, OLD, True),))
    assert {e.sheets for e in list_effects(superseded)} == {0}


def test_a_sheet_hung_before_its_day_takes_no_negative_time() -> None:
    begun, _ = list_effects(period(sheet("1-1", hung=date(2026, 11, 9))))
    assert begun.days == 0
