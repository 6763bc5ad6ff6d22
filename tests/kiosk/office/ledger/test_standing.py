"""How walls stood on a day: days to the wall, damage, what hung before it was asked for, and counts of the database."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import update

from kiosk.model.ledger import PaperAct
from kiosk.office.database.ledger_tables import ASKED_SHEET
from kiosk.office.ledger.acting import look_into_ledger
from kiosk.office.ledger.asked import list_releases
from kiosk.office.ledger.standing import Moment, StandingSheet, count_standing, list_standing
from kiosk.workspace.store import Store
from tests.kiosk.office.ledger.conftest import SITE, TODAY, days_ago, labels, lan_acts, revisions, tell


def look(store: Store, day: date = TODAY, upto: int = 10**9) -> StandingSheet:
    """The first sheet of the site."""
    with look_into_ledger(store) as connection:
        when = Moment(day, upto, list_releases(connection, 10**9)[-1].event)
        listed = list_standing(connection, when)
        assert count_standing(connection, when) == (len(listed), sum(s.stands for s in listed))
        assert list_standing(connection, when, SITE) == tuple(s for s in listed if s.site == SITE)
    return next(s for s in listed if (s.site, s.sheet) == (SITE, labels(store)[0]))


def test_a_sheet_is_asked_for_hangs_is_damaged_and_is_gone(city: Store) -> None:
    with lan_acts(city) as doing:
        doing.connection.execute(update(ASKED_SHEET).values(since=days_ago(9).isoformat()))
    label = labels(city)[0]
    right = revisions(city)[label]
    assert (look(city).stands, look(city).act) == (False, None)
    hung = tell(city, PaperAct.HUNG, label, right, day=days_ago(5))
    assert (look(city).days_to_wall, look(city).hung_event) == (4, hung.event)
    assert not look(city, days_ago(6)).stands and not look(city, upto=hung.event - 1).stands
    tell(city, PaperAct.DAMAGED, label, day=days_ago(3))
    assert (look(city).stands, look(city).hanging) == (False, right)
    tell(city, PaperAct.SEEN, label, day=days_ago(2))
    assert look(city).stands
    tell(city, PaperAct.LOST, label, day=days_ago(1))
    assert (look(city).stands, look(city).hanging) == (False, "")
    tell(city, PaperAct.HUNG, label, "e" * 64)
    assert (look(city).stands, look(city).hanging) == (False, "e" * 64)


def test_what_hung_before_it_was_asked_for_took_no_days(city: Store) -> None:
    label = labels(city)[0]
    tell(city, PaperAct.HUNG, label, revisions(city)[label], day=days_ago(5))
    assert look(city).since > days_ago(5) - timedelta(1)
    assert look(city).days_to_wall == 0
