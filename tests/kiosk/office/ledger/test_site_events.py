"""What the log says of sites: the last end counts, and what hangs there is left behind."""

from __future__ import annotations

from datetime import date

from kiosk.clock import get_today
from kiosk.model.ledger import PaperAct, Witness
from kiosk.model.site_change import SiteChange, SiteChangeKind
from kiosk.office import events
from kiosk.office.events import EventKind
from kiosk.office.ledger.acting import act_in_ledger, look_into_ledger
from kiosk.office.ledger.releases import list_live_required
from kiosk.office.ledger.site_events import drop_ended, list_changes, list_ended, list_left_behind, note_facts
from kiosk.workspace.store import Store
from tests.kiosk.office.ledger.conftest import LAN, OTHER, SITE, labels, revisions, tell

DAY = date(2026, 12, 1)


def say(store: Store, kind: SiteChangeKind, site: str = SITE) -> int:
    with act_in_ledger(store, LAN) as doing:
        facts = note_facts(SiteChange(kind, site, DAY, "15/QĐ-UBND"), "Tên cũ", Witness("Lan"))
        return events.record(doing.connection, doing.act, EventKind.SITE_CHANGED, f"site/{site}", after=facts)


def test_a_site_that_ended_is_asked_nothing_and_its_wall_is_left_behind(city: Store) -> None:
    first = labels(city)[0]
    tell(city, PaperAct.HUNG, first, revisions(city)[first], day=get_today())
    with look_into_ledger(city) as connection:
        assert list_left_behind(connection) == () and list_left_behind(connection, SITE)[0].sheet == first
        asked = list_live_required(connection)
    say(city, SiteChangeKind.CLOSED)
    with look_into_ledger(city) as connection:
        assert [s.sheet for s in list_left_behind(connection)] == [first]
        assert {r.site for r in asked} - {r.site for r in drop_ended(connection, asked)} == {SITE}


def test_what_was_opened_again_did_not_end(city: Store) -> None:
    ended = say(city, SiteChangeKind.CLOSED)
    say(city, SiteChangeKind.MERGED, OTHER)
    say(city, SiteChangeKind.OPENED)
    with look_into_ledger(city) as connection:
        assert [e.change.site for e in list_ended(connection)] == [OTHER]
        assert len(list_changes(connection)) == 3
        assert [e.event for e in list_changes(connection, ended)] == [ended]
