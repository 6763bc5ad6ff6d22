"""A typed number or day that disagrees with the file is asked in every row that it would touch."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kiosk.intake.rows import FileKind, Mode, Reading, Row
from kiosk.intake.rules.checking import check_ruling
from kiosk.intake.rules.stating import Ruling
from kiosk.model.catalogue import Procedure, Source

TODAY = date(2026, 11, 24)
SIGNED, HOLDS = date(2026, 11, 20), date(2027, 1, 1)


def annex(holds: date | None = HOLDS, kind: FileKind = FileKind.ANNEX) -> Reading:
    p = Procedure("1.000001", "Đăng ký", decision="3501/QĐ-UBND", decision_date=SIGNED, effective_from=holds)
    rows = (Row(Source("a.docx", 2), p), Row(Source("a.docx", 1)))
    return Reading("a.docx", "0" * 64, kind, Mode.CHANGE, rows, rows[:1])


def held(reading: Reading, decision: str = "", effective: date | None = None) -> list[bool]:
    (checked,) = check_ruling((reading,), Ruling(decision, effective, TODAY))
    return [row.held for row in checked.rows]


@pytest.mark.parametrize("decision", ["3501/QĐ-UBND", "3501", "03501 / qđ-ubnd", ""])
def test_what_agrees_asks_nothing(decision: str) -> None:
    assert held(annex(), decision, HOLDS) == [False, False]


def test_another_number_is_asked() -> None:
    assert held(annex(), "3510") == [True, False]


@pytest.mark.parametrize(
    ("holds", "typed"), [(HOLDS, date(2027, 2, 1)), (None, date(2026, 11, 19)), (None, date(2025, 11, 24))]
)
def test_a_day_that_cannot_be_is_asked(holds: date | None, typed: date) -> None:
    assert held(annex(holds), effective=typed) == [True, False]


def test_lists_name_no_decision_to_disagree_with() -> None:
    assert held(annex(kind=FileKind.CODE_LIST), "3510") == [False, False]


def test_without_any_day_of_effect_the_day_of_signing_holds_and_is_told() -> None:
    (checked,) = check_ruling((annex(None),), Ruling("", None, TODAY))
    (row, _) = checked.rows
    assert row.procedure
    assert (row.held, row.procedure.effective_from) == (False, SIGNED)
    assert [p.rule for p in row.problems] == ["lấy ngày ký, 20/11/2026"]


def test_without_any_day_at_all_the_day_is_asked() -> None:
    reading = annex(None)
    bare = tuple(
        replace(r, procedure=replace(r.procedure, decision_date=None)) if r.procedure else r for r in reading.rows
    )
    (checked,) = check_ruling((replace(reading, rows=bare, entries=bare[:1]),), Ruling("", None, TODAY))
    assert [row.held for row in checked.rows] == [True, False]
    assert "--effective" in checked.rows[0].problems[0].way_out


@pytest.mark.parametrize(("typed", "asked"), [("3501/QĐ-STP", True), ("3501/2026/QĐ-UBND", False)])
def test_the_sign_of_the_office_counts_where_both_write_one(typed: str, asked: bool) -> None:
    assert held(annex(), typed, HOLDS) == [asked, False]
