"""A day is written as people write it."""

from __future__ import annotations

from datetime import date

from kiosk.reports.report_table import say_day


def test_a_day_as_people_write_it() -> None:
    assert (say_day(date(2026, 3, 1)), say_day(None)) == ("01/03/2026", "")
