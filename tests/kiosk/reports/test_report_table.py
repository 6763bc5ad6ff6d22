"""A day is written as people write it."""

from __future__ import annotations

from datetime import date

from kiosk.reports.report_table import make_printable, say_day
from posters.printable import find_unprintable


def test_a_day_as_people_write_it() -> None:
    assert (say_day(date(2026, 3, 1)), say_day(None)) == ("01/03/2026", "")


def test_what_no_face_has_is_told_by_its_number() -> None:
    assert make_printable("dán đè 😀 mã 字 lạ") == "dán đè [U+1F600] mã [U+5B57] lạ"
    assert make_printable("Ủy ban") == "Ủy ban"
    assert find_unprintable(make_printable("a" + 9 * "\u0301" + "\u0336 \x00 ế字\u0323\u0323")) is None
