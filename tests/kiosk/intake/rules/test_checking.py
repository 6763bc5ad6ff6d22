"""A typed number or day that disagrees with the file is asked in every row that it would touch."""

from __future__ import annotations

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
