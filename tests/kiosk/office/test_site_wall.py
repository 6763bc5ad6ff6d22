"""One site's wall: what to print and take down and why, what is confirmed and by whom."""

from __future__ import annotations

import pytest

from kiosk.clock import get_today
from kiosk.errors import ReleaseError
from kiosk.model.ledger import PaperAct, PaperEntry, Witness
from kiosk.office import access, events
from kiosk.office.confirming import confirm_seen
from kiosk.office.job_context import Workplace
from kiosk.office.ledger import papers
from kiosk.office.ledger.acting import acting
from kiosk.office.people import Role
from kiosk.office.site_wall import SheetState, SiteWall, look_at_wall
from tests.kiosk.commands import Office
from tests.kiosk.hanging import hang_published


def look(here: Workplace, code: str = "10888") -> SiteWall:
    with here.database.reading() as connection:
        return look_at_wall(here, connection, code)


def test_without_a_confirmation_every_sheet_is_to_be_printed_and_says_why(live_office: Workplace) -> None:
    wall = look(live_office)
    assert len(wall.to_print) == len(wall.sheets) > 0
    assert {s.state for s in wall.sheets} == {SheetState.ABSENT}
    assert all(s.reasons and s.group for s in wall.to_print)
    assert (wall.gone, wall.confirmed, wall.board_release) == ((), 0, 1)


def test_a_confirmation_in_the_browser_has_day_and_person_one_in_the_shell_only_a_day(earnest_live: Workplace) -> None:
    lan, _ = access.add_with_link(earnest_live.database, "lan", "Lan", Role.STAFF, "10888")
    first, second, *_ = look(earnest_live).sheets
    confirm_seen(earnest_live, events.begin_act(lan.id), "10888", {first.label: first.revision})
    hang_published(earnest_live.store, "10888", (second.label,))
    wall = look(earnest_live)
    people = {s.label: s.confirmed and s.confirmed.person for s in wall.sheets[:2]}
    assert people == {first.label: lan.id, second.label: None}
    assert all(s.confirmed and s.confirmed.day for s in wall.sheets[:2])
    assert wall.confirmed == 2


def test_after_a_change_old_sheets_are_printed_again_and_gone_ones_come_down(
    earnest_live: Workplace, posting_office: Office
) -> None:
    hang_published(earnest_live.store, "10888")
    witness = Witness("Lan")
    with acting(earnest_live.store, witness) as doing:
        first = look(earnest_live).sheets[0].label
        entries = [
            PaperEntry("10888", first, PaperAct.DOWN, get_today()),
            PaperEntry("10888", "ZZ-09", PaperAct.HUNG, get_today(), "a" * 64),
        ]
        papers.record_papers(doing.connection, doing.act, witness, entries)
    posting_office.ok("regenerate", "--as-of", "2027-03-02", "--early")
    wall = look(earnest_live)
    assert [s.label for s in wall.gone] == ["ZZ-09"]
    assert {s.state for s in wall.to_print} == {SheetState.OLD, SheetState.ABSENT}
    assert all(s.reasons for s in wall.to_print)


def test_a_site_that_is_not_published_is_told(live_office: Workplace) -> None:
    with pytest.raises(ReleaseError, match="không có điểm này"):
        look(live_office, "99999")
