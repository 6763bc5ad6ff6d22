"""A period as the ledger knew it: what was undone later counts for those who look no further."""

from __future__ import annotations

from kiosk.model.ledger import PaperAct, Witness
from kiosk.office import events
from kiosk.office.ledger import incidents, undoing
from kiosk.office.ledger.acting import act_in_ledger, look_into_ledger
from kiosk.office.ledger.period import gather_period
from kiosk.office.ledger.report_events import find_scope
from kiosk.workspace.store import Store
from tests.kiosk.office.ledger.conftest import LAN, SITE, TODAY, days_ago, labels, revisions, tell


def test_acts_incidents_and_what_came_later(city: Store) -> None:
    label = labels(city)[0]
    hung = tell(city, PaperAct.HUNG, label, revisions(city)[label], day=days_ago(2))
    with act_in_ledger(city, LAN) as doing:
        seen = incidents.open_incident(doing.connection, doing.act, LAN, SITE, label, "mã lạ", days_ago(1))
        incidents.close_incident(doing.connection, doing.act, Witness("Lan", note="đã gỡ"), seen.number)
    with look_into_ledger(city) as connection:
        then = gather_period(connection, find_scope(connection, days_ago(3), TODAY, None, TODAY))
    with act_in_ledger(city, LAN) as doing:
        undoing.undo_event(doing.connection, doing.act, LAN, hung.event)
        undoing.undo_event(doing.connection, doing.act, LAN, seen.event)
    with look_into_ledger(city) as connection:
        again = gather_period(connection, then.scope)
        now = gather_period(connection, find_scope(connection, days_ago(3), TODAY, None, TODAY))
        assert events.find_first_broken(connection) is None
    assert [p.event for p in then.paper] == [hung.event] and [i.closed_on for i in then.incidents] == [TODAY]
    assert (again.paper, again.incidents, again.standing) == (then.paper, then.incidents, then.standing)
    assert (now.paper, now.incidents) == ((), ())
    assert not any(s.stands for s in now.standing) and any(s.stands for s in then.standing)


def test_an_incident_that_was_opened_again_is_open_from_then_on(city: Store) -> None:
    with act_in_ledger(city, LAN) as doing:
        facts = (SITE, labels(city)[0], "rach", "người dân báo bị rách, mờ", TODAY, "1-1-DUM6DH")
        seen = incidents.report_incident(doing.connection, doing.act, *facts)
        incidents.close_incident(doing.connection, doing.act, LAN, seen.number)
    with look_into_ledger(city) as connection:
        then = gather_period(connection, find_scope(connection, TODAY, TODAY, None, TODAY))
    with act_in_ledger(city, LAN) as doing:
        incidents.reopen_incident(doing.connection, doing.act, LAN, seen.number)
    with look_into_ledger(city) as connection:
        again = gather_period(connection, then.scope)
        now = gather_period(connection, find_scope(connection, TODAY, TODAY, None, TODAY))
    assert [i.closed_on for i in then.incidents] == [i.closed_on for i in again.incidents] == [TODAY]
    assert [i.closed_on for i in now.incidents] == [None]
