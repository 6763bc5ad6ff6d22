"""What was asked of the walls, release by release, and that the rows follow from the events."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from kiosk.office.database.ledger_tables import ASKED_SHEET, REQUIRED_SHEET
from kiosk.office.ledger.acting import look_into_ledger
from kiosk.office.ledger.asked import describe_release, find_live, list_releases
from kiosk.office.ledger.opening import open_ledger
from kiosk.workspace.store import Store
from tests.kiosk.office.ledger.conftest import SITE, TODAY, labels, publish_next


def test_each_release_asks_for_what_it_changes_alone(city: Store) -> None:
    label = labels(city)[0]
    publish_next(city, {label: "f" * 64})
    open_ledger(city).close()
    with look_into_ledger(city) as connection:
        first, second = list_releases(connection, 10**9)
        rows = connection.execute(select(ASKED_SHEET).where(ASKED_SHEET.c.event == second.event)).all()
        assert {r.sheet for r in rows} == {label} and SITE in {r.site for r in rows}
        still = select(ASKED_SHEET.c.site, ASKED_SHEET.c.sheet, ASKED_SHEET.c.revision, ASKED_SHEET.c.since)
        asked = set(connection.execute(still.where(ASKED_SHEET.c.until_event.is_(None))).all())
        now = select(*(REQUIRED_SHEET.c[c] for c in ("site", "sheet", "revision", "since")))
        assert asked == set(connection.execute(now).all())
        ended = connection.execute(select(ASKED_SHEET).where(ASKED_SHEET.c.until_event == second.event)).all()
        assert {(r.site, r.sheet) for r in ended} == {(r.site, r.sheet) for r in rows}
        assert describe_release(connection, first).facts is not None and first.facts is None
        assert [r.number for r in list_releases(connection, first.event)] == [1]


def test_the_release_of_a_day_is_the_last_one_that_was_live_then(city: Store) -> None:
    with look_into_ledger(city) as connection:
        (first,) = list_releases(connection, 10**9)
    assert find_live([first], TODAY) == first
    assert find_live([first], first.day - timedelta(1)) is None
    assert find_live([], date(2026, 1, 1)) is None
