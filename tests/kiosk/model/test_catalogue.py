"""Periods closed on both sides: a version holds on its first and on its last day, and on no other beyond them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.model.catalogue import Catalogue, Ending, Procedure, Source

DAY = date(2026, 11, 24)
ONE = timedelta(1)
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


def version(first: date | None, last: date | None, name: str = "Đăng ký khai sinh") -> Procedure:
    return Procedure("1.001193", name, effective_from=first, effective_to=last)


@pytest.mark.parametrize(
    ("first", "last", "holds"),
    [
        (None, None, True),
        (DAY, DAY, True),
        (DAY + ONE, None, False),
        (None, DAY - ONE, False),
        (DAY - ONE, DAY, True),
        (DAY, DAY + ONE, True),
        (DAY - ONE, DAY - ONE, False),
    ],
)
def test_both_ends_of_a_period_belong_to_it(first: date | None, last: date | None, holds: bool) -> None:
    assert version(first, last).in_force(DAY) is holds


def test_the_version_of_the_day_stands_for_its_code_in_the_catalogues_order() -> None:
    old, new = version(None, DAY, "Tên cũ"), version(DAY + ONE, None, "Tên mới")
    other = Procedure("1.000593", "Kết hôn", effective_to=DAY, ending=Ending.REPEALED)
    catalogue = Catalogue((other, old, new))
    assert list(catalogue.on(DAY).items()) == [("1.000593", other), ("1.001193", old)]
    assert catalogue.on(DAY + ONE) == {"1.001193": new}


def test_boundaries_are_first_days_and_days_after_the_last() -> None:
    catalogue = Catalogue((version(None, DAY), version(DAY + ONE, None), version(None, None)))
    assert list(catalogue.boundaries()) == [DAY + ONE, DAY + ONE]


@given(st.lists(st.tuples(st.none() | DAYS, st.none() | DAYS), max_size=6), DAYS, DAYS)
def test_between_two_boundaries_nothing_changes(
    periods: list[tuple[date | None, date | None]], one: date, other: date
) -> None:
    """What a kiosk relies on that shows the next days by itself: the catalogue changes on boundaries only."""
    versions = [Procedure(f"1.{i:06d}", "x", effective_from=a, effective_to=b) for i, (a, b) in enumerate(periods)]
    catalogue = Catalogue(tuple(versions))
    early, late = sorted((one, other))
    if not any(early < day <= late for day in catalogue.boundaries()):
        assert catalogue.on(early) == catalogue.on(late)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (Source("qd-163.xlsx", 12, "Phụ lục I"), "qd-163.xlsx, bảng «Phụ lục I», dòng 12"),
        (Source("a.csv", 2), "a.csv, dòng 2"),
    ],
)
def test_a_source_is_a_place_that_a_person_finds(source: Source, text: str) -> None:
    assert str(source) == text


def test_sources_are_in_the_order_of_file_and_row() -> None:
    assert sorted([Source("a", 10), Source("b", 1), Source("a", 9)]) == [
        Source("a", 9),
        Source("a", 10),
        Source("b", 1),
    ]


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
