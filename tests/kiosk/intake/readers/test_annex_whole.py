"""What only all rows of a file together leave open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kiosk.intake.readers.annex_whole import ask_doubled, ask_two_fates, ask_two_names, tell_placeless
from kiosk.intake.rows import Row
from kiosk.model.catalogue import Procedure, Source
from kiosk.model.statement import RowStatus

SOURCE = Source("a.docx", 7)
CODE = "1.000001"


def test_one_code_with_two_fates_on_one_day_is_asked_in_both_rows() -> None:
    p = Procedure(CODE, "Đăng ký", effective_from=date(2027, 1, 1))
    rows = tuple(Row(Source("a.docx", n), p, status=s) for n, s in ((2, RowStatus.AMENDED), (3, RowStatus.REPEALED)))
    assert [row.held for row in ask_two_fates(rows)] == [True, True]
    assert ask_two_fates(rows[:1]) == rows[:1]


def test_a_file_that_names_no_place_at_all_says_so_once() -> None:
    rows = tuple(Row(Source("a.docx", n), Procedure(CODE, "Đăng ký"), CODE, status=RowStatus.NEW) for n in (2, 3))
    told = tell_placeless(rows)
    assert [len(row.problems) for row in told] == [1, 0]
    assert "của 2 thủ tục mới" in told[0].problems[0].message


def test_one_code_under_two_names_is_asked_in_both_rows() -> None:
    names = ("Đăng ký khai sinh", "Cấp giấy phép xây dựng nhà ở")
    rows = tuple(Row(Source("a.docx", n), Procedure(CODE, name), CODE) for n, name in enumerate(names, 2))
    assert [row.held for row in ask_two_names(rows)] == [True, True]


def test_what_a_row_replaces_is_a_fate_too() -> None:
    kept = Row(Source("a.docx", 2), Procedure(CODE, "Đăng ký"), CODE, status=RowStatus.AMENDED)
    replacing = replace(kept, source=Source("a.docx", 3), procedure=Procedure("1.000009", "Mới"), replaces=(CODE,))
    assert [row.held for row in ask_two_fates((kept, replacing))] == [True, True]


@pytest.mark.parametrize(
    ("day", "asked"),
    [
        (date(2072, 3, 1), True),
        (date(2017, 3, 1), True),
        (date(2027, 3, 1), False),
        (date(2026, 7, 1), False),
        (date(2031, 1, 1), False),
    ],
)
def test_a_day_far_from_the_signing_is_asked(day: date, asked: bool) -> None:
    p = Procedure(CODE, "Đăng ký", decision_date=date(2026, 12, 1), effective_from=day)
    (row,) = ask_doubled((Row(SOURCE, p),))
    assert row.held is asked
