"""What the office knows of the portal, and what it does not."""

from __future__ import annotations

from datetime import timedelta

from kiosk.clock import get_seconds, get_today
from kiosk.office import events
from kiosk.office.job_context import Workplace
from kiosk.progress import report_nothing
from kiosk.watch import drafting, link_book, printed, upkeep, views
from kiosk.watch.links import LinkFinding, LinkState
from tests.fake_portal import FakePortal, make_entry
from tests.kiosk.watch.test_upkeep import watching


def test_changes_are_told_since_the_list_that_was_taken_in(live_office: Workplace, fake: FakePortal) -> None:
    here = Workplace(live_office.store, watching(live_office.config, fake), live_office.database)

    def look() -> views.ListView | None:
        with here.database.reading() as connection:
            return views.view_list(here, connection)

    assert look() is None
    upkeep.sync_workspace(here.store, here.config, report_nothing)
    first = look()
    assert first is not None
    assert (first.is_taken, first.is_ever_taken, first.draft) == (False, False, None)
    with here.database.writing() as connection:
        number = drafting.draft_last_list(here, connection, events.begin_act(1))
    taken = look()
    assert taken is not None
    assert (taken.is_taken, taken.draft) == (True, number)
    for n in (50, 51):
        fake.entries.append(make_entry(n))
        upkeep.sync_workspace(here.store, here.config, report_nothing)
    later = look()
    assert later is not None
    assert (later.is_taken, later.is_ever_taken) == (False, True)
    assert [e.code for e in later.changes.fresh] == ["1.000050", "1.000051"]
    assert later.count_days(get_today() + timedelta(3)) == 3


def test_links_are_told_by_what_is_known_of_each(live_office: Workplace) -> None:
    links = printed.load_printed_links(live_office.store)
    seen = (LinkState.RIGHT, LinkState.GONE, LinkState.UNKNOWN)
    with live_office.database.writing() as connection:
        for link, state in zip(links, seen, strict=False):
            link_book.keep_finding(connection, events.begin_act(None), link, LinkFinding(state, "thấy"))
        view = views.view_links(live_office, connection, get_seconds())
        later = views.view_links(live_office, connection, get_seconds() + 31 * 86_400)
    assert view is not None
    assert later is not None
    assert view.right == links[:1]
    assert [link for link, _ in view.bad] == [links[1]]
    assert view.for_people == (links[2],)
    assert len(view.due) == len(links) - 3
    assert later.right == ()
    assert set(later.due) == set(links)
