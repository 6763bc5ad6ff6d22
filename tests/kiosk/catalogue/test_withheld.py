"""A decision that is held: on every day the catalogue says what it would say if the decision had not come."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.catalogue.withheld import leave_out, list_coming, name_decision
from kiosk.intake.rules import timeline
from kiosk.model.catalogue import Catalogue, Ending, Procedure

TODAY = date(2026, 11, 29)
HELD = "3501/QĐ-UBND"
OLD = Procedure("1.000001", "Thủ tục cũ", decision="1/QĐ-UBND", effective_from=date(2026, 1, 1))


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


def catalogue(*procedures: Procedure) -> Catalogue:
    return Catalogue(tuple(sorted(procedures, key=lambda p: (p.code, p.effective_from or date.min))))


def amended(start: int, until: int | None, decision: str = HELD) -> tuple[Procedure, ...]:
    fresh = replace(OLD, name=f"Thủ tục sửa theo {decision}", decision=decision)
    last = None if until is None else day(until)
    return timeline.state_from((OLD,), fresh, day(start), last, resume=True)


@given(start=st.integers(1, 100), length=st.none() | st.integers(0, 50))
def test_an_amendment_for_good_or_for_a_time_never_comes(start: int, length: int | None) -> None:
    versions = amended(start, None if length is None else start + length)
    assert len(versions) > 1
    assert leave_out(catalogue(*versions), HELD, TODAY) == catalogue(OLD)


@given(start=st.integers(1, 100), ending=st.sampled_from((Ending.REPEALED, Ending.REPLACED)))
def test_what_it_was_to_end_stays(start: int, ending: Ending) -> None:
    versions = timeline.end_version((OLD,), day(start), ending, HELD, ("1.000009",))
    fresh = Procedure("1.000009", "Thủ tục mới", decision=HELD, effective_from=day(start))
    assert leave_out(catalogue(*versions, fresh), HELD, TODAY) == catalogue(OLD)


@given(first=st.integers(1, 50), later=st.integers(1, 50), held_first=st.booleans())
def test_what_another_decision_brings_still_comes(first: int, later: int, held_first: bool) -> None:
    names = (HELD, "9/QĐ-UBND") if held_first else ("9/QĐ-UBND", HELD)
    versions: tuple[Procedure, ...] = (OLD,)
    for name, number in zip(names, (first, first + later), strict=True):
        fresh = replace(OLD, name=f"Thủ tục sửa theo {name}", decision=name)
        versions = timeline.state_from(versions, fresh, day(number), None, resume=True)
    other = first + later if held_first else first
    left = leave_out(catalogue(*versions), HELD, TODAY)
    for number in range(-5, first + later + 5):
        expected = OLD.name if number < other else "Thủ tục sửa theo 9/QĐ-UBND"
        assert left.on(day(number))["1.000001"].name == expected


def test_what_has_come_already_stays() -> None:
    versions = catalogue(*amended(-3, None))
    assert leave_out(versions, HELD, TODAY) is versions
    assert leave_out(versions, HELD, day(-4)) == catalogue(OLD)


def test_a_decision_that_is_held_stays_out_after_its_day() -> None:
    left = leave_out(catalogue(*amended(3, None)), HELD, TODAY)
    assert left.on(day(400))["1.000001"].name == OLD.name


def test_another_decision_changes_nothing() -> None:
    versions = catalogue(*amended(3, None))
    assert leave_out(versions, "3500/QĐ-UBND", TODAY) is versions
    assert leave_out(versions, "", TODAY) == versions


@pytest.mark.parametrize(
    "written", ["3501/qđ-ubnd", "Quyết định số 3501/QĐ-UBND", "QĐ 3501/QĐ-UBND", " 3501 / QĐ-UBND", "số 3501/QÐ-UBND"]
)
def test_a_decision_is_known_however_it_is_written(written: str) -> None:
    assert name_decision(written) == name_decision(HELD)
    assert leave_out(catalogue(*amended(3, None)), written, TODAY) == catalogue(OLD)


def test_coming_decisions_are_listed() -> None:
    ended = timeline.end_version((replace(OLD, code="2.000002"),), day(9), Ending.REPEALED, "8/QĐ-UBND")
    assert list_coming(catalogue(*amended(3, None), *ended), TODAY) == (HELD, "8/QĐ-UBND")
    assert list_coming(catalogue(OLD), TODAY) == ()
