"""What a decision's annex does to the versions of each code."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from kiosk.intake.rows import FileKind, Mode, Reading, Row, RowStatus
from kiosk.intake.rules.decided import Ruling, Timelines, apply_annexes
from kiosk.model.catalogue import Ending, Procedure, Source
from kiosk.model.problem import Problem

TODAY = date(2026, 11, 24)
DAY = date(2027, 3, 1)
OLD = Procedure("1.000001", "Đăng ký khai sinh")


def annex(file: str, *rows: Row) -> Reading:
    return Reading(file, "", FileKind.ANNEX, Mode.CHANGE, rows, rows)


def row(p: Procedure, status: RowStatus = RowStatus.AMENDED, file: str = "a.docx", **more: tuple[str, ...]) -> Row:
    return Row(Source(file, 2), p, p.code, status=status, **more)  # type: ignore[arg-type]


def applied(timelines: Timelines, *readings: Reading, ruling: Ruling | None = None) -> tuple[Timelines, list[Problem]]:
    problems: list[Problem] = []
    apply_annexes(timelines, readings, ruling or Ruling("", DAY, TODAY), lambda _, problem: problems.append(problem))
    return timelines, problems


def test_an_amendment_closes_the_version_before_it() -> None:
    timelines, problems = applied({OLD.code: (OLD,)}, annex("a.docx", row(replace(OLD, fee="0"))))
    assert [(p.fee, p.effective_to) for p in timelines[OLD.code]] == [("", DAY - timedelta(days=1)), ("0", None)]
    assert problems == []


def test_a_repeal_ends_and_an_unknown_code_is_told() -> None:
    timelines, problems = applied(
        {OLD.code: (OLD,)},
        annex("a.docx", row(OLD, RowStatus.REPEALED), row(replace(OLD, code="1.000009"), RowStatus.REPEALED)),
    )
    assert timelines[OLD.code][-1].ending is Ending.REPEALED
    assert "1.000009" not in timelines
    assert ["không có trong danh mục" in p.message for p in problems] == [True]


def test_what_is_replaced_ends_with_the_code_that_replaces_it() -> None:
    new = Procedure("1.000002", "Đăng ký khai sinh mới")
    timelines, _ = applied({OLD.code: (OLD,)}, annex("a.docx", row(new, RowStatus.REPLACING, replaces=("1.000001",))))
    assert timelines[OLD.code][-1].replaced_by == ("1.000002",)
    assert timelines["1.000002"][0].effective_from == DAY


def test_without_a_day_today_is_taken_and_told() -> None:
    timelines, problems = applied(
        {OLD.code: (OLD,)}, annex("a.docx", row(replace(OLD, fee="0"))), ruling=Ruling("", None, TODAY)
    )
    assert timelines[OLD.code][-1].effective_from == TODAY
    assert ["hôm nay, 24/11/2026" in p.rule for p in problems] == [True]


def test_two_decisions_of_one_day_are_told_and_the_later_signed_wins_in_any_order() -> None:
    first = row(replace(OLD, fee="1", decision_date=date(2026, 9, 1)), file="b.docx")
    second = row(replace(OLD, fee="2", decision_date=date(2026, 9, 2)), file="a.docx")
    readings = (annex("b.docx", first), annex("a.docx", second))
    for order in (readings, readings[::-1]):
        timelines, problems = applied({OLD.code: (OLD,)}, *order)
        assert timelines[OLD.code][-1].fee == "2"
        assert any("cũng nêu mã này" in p.message for p in problems)
