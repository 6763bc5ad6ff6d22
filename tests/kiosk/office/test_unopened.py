"""A sheet that nobody opens, told only where the counts can know."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kiosk.clock import get_today
from kiosk.model.scan import ScanKey, ScanKind, ScanState
from kiosk.office import unopened
from kiosk.office.job_context import Workplace
from kiosk.office.unopened import UnopenedSheet
from kiosk.workspace.count_table import CountTable
from tests.kiosk.hanging import hang_published

SITE = "10507"


@pytest.fixture
def hung(earnest_live: Workplace) -> Workplace:
    """An office that hung one sheet at a site today."""
    hang_published(earnest_live.store, SITE, ["1-1"])
    return earnest_live


def look(here: Workplace, days: int, today: date) -> tuple[UnopenedSheet, ...]:
    with here.database.reading() as connection:
        return unopened.list_unopened(connection, CountTable(here.store.root), days, today)


def run_server(here: Workplace, days: int, *, after: int = 1) -> None:
    """The server counts on so many days from tomorrow on, and nobody comes."""
    ran = frozenset(get_today() + timedelta(after + n) for n in range(days))
    CountTable(here.store.root).add({}, ran)


def test_a_sheet_is_told_after_so_many_counted_days(hung: Workplace) -> None:
    run_server(hung, 10)
    today = get_today()
    assert look(hung, 10, today + timedelta(10)) == (), "ten days after hanging are not over"
    (sheet,) = look(hung, 10, today + timedelta(11))
    assert (sheet.sheet, sheet.sites, sheet.since, sheet.days) == ("1-1", (SITE,), today, 10)
    assert look(hung, 0, today + timedelta(11)) == (), "nobody wants to be told"


def test_a_server_that_was_off_says_nothing(hung: Workplace) -> None:
    run_server(hung, 4)
    run_server(hung, 4, after=50)
    assert look(hung, 10, get_today() + timedelta(90)) == ()
    assert len(look(hung, 8, get_today() + timedelta(90))) == 1


def test_one_opening_under_any_id_of_the_sheet_is_enough(hung: Workplace) -> None:
    run_server(hung, 10)
    later = get_today() + timedelta(11)
    (sheet,) = look(hung, 10, later)
    key = ScanKey(get_today() + timedelta(2), ScanKind.SHEET, ScanState.RETIRED, sheet.ids[-1])
    CountTable(hung.store.root).add({key: 1})
    assert look(hung, 10, later) == ()
    run_server(hung, 5, after=11)
    assert len(look(hung, 10, get_today() + timedelta(16))) == 1, "that was long ago"


def test_what_does_not_hang_is_not_expected_to_be_opened(earnest_live: Workplace) -> None:
    run_server(earnest_live, 20)
    assert look(earnest_live, 10, get_today() + timedelta(30)) == ()
