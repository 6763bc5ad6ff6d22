"""What screens showed at the end of a past day, by events alone."""

from __future__ import annotations

from kiosk import signing
from kiosk.office import events
from kiosk.office.events import EventKind
from kiosk.office.ledger import devices, undoing
from kiosk.office.ledger.acting import LedgerAct
from kiosk.office.ledger.period_screens import ScreenFact, list_absent, list_screens
from kiosk.workspace.store import Store
from tests.kiosk.office.ledger.conftest import LAN, SITE, TODAY, days_ago, lan_acts

ALL = 10**9


def newest(doing: LedgerAct) -> int:
    return events.list_events(doing.connection, 1)[0].id


def screens(doing: LedgerAct, days: int = 0, upto: int = ALL) -> list[tuple[int | None, bool]]:
    return [(s.release, s.is_silent) for s in list_screens(doing.connection, days_ago(days), upto)]


def test_a_screen_shows_what_events_said_last_up_to_the_scope(city: Store) -> None:
    with lan_acts(city) as doing:
        number = devices.add_device(doing.connection, doing.act, LAN, SITE, "Sảnh")[0].number
        added = newest(doing)
        assert screens(doing) == [(None, False)] and screens(doing, 1) == [], "declared today"
        devices.see_device(doing.connection, doing.act, LAN, SITE, signing.make_return_code(SITE, 2), TODAY)
        seen = newest(doing)
        assert (screens(doing), screens(doing, upto=added)) == ([(2, False)], [(None, False)])
        (fact,) = list_screens(doing.connection, TODAY, ALL)
        assert fact.events == (added, seen) and fact.shows(2) and not fact.shows(1)
        subject, facts = f"device/{number}", {"site": SITE, "days": 7}
        silent = events.record(doing.connection, doing.act, EventKind.DEVICE_SILENT, subject, after=facts)
        assert screens(doing) == [(2, True)]
        assert not ScreenFact(1, SITE, 2, is_silent=True).shows(2), "who is silent is not known to show anything"
        events.record(doing.connection, doing.act, EventKind.DEVICE_BACK, subject, after=facts)
        assert (screens(doing), screens(doing, upto=silent)) == ([(2, False)], [(2, True)])
        undoing.undo_event(doing.connection, doing.act, LAN, seen)
        assert screens(doing) == [(None, False)] and screens(doing, upto=silent) == [(2, True)]
        devices.remove_device(doing.connection, doing.act, LAN, number)
        assert screens(doing) == []


def test_sites_without_a_kiosk_are_those_that_were_declared_so(city: Store) -> None:
    with lan_acts(city) as doing:
        devices.declare_absence(doing.connection, doing.act, LAN, SITE)
        said = newest(doing)
        devices.withdraw_absence(doing.connection, doing.act, LAN, SITE)
        assert list_absent(doing.connection, TODAY, said) == {SITE: said}
        assert list_absent(doing.connection, TODAY, ALL) == list_absent(doing.connection, days_ago(1), said) == {}
