"""One site's wall: what to print and take down and why, what is confirmed and by whom."""

from __future__ import annotations

import pytest

from kiosk.clock import get_today
from kiosk.errors import ReleaseError
from kiosk.model.ledger import PaperAct, PaperEntry, ParcelState, Witness
from kiosk.office import access, events
from kiosk.office.confirming import confirm_seen
from kiosk.office.job_context import Workplace
from kiosk.office.ledger import orders, papers
from kiosk.office.ledger.acting import act_in_ledger
from kiosk.office.ledger.order_list import list_coming_sheets
from kiosk.office.people import Role
from kiosk.office.site_wall import SheetState, SiteWall, look_at_wall
from kiosk.office.walls import count_walls
from tests.kiosk.commands import Office
from tests.kiosk.hanging import hang_published


def look(here: Workplace, code: str = "10888") -> SiteWall:
    with here.database.reading() as connection:
        return look_at_wall(here, connection, code)


def test_without_a_confirmation_every_sheet_is_to_be_printed_and_says_why(live_office: Workplace) -> None:
    wall = look(live_office)
    assert wall.board is not None
    assert wall.to_print == wall.lacking == (*wall.sheets, wall.board)
    assert {s.state for s in wall.sheets} == {SheetState.ABSENT}
    assert all(s.reasons and s.group for s in wall.to_print)
    assert (wall.gone, wall.confirmed, wall.board.release) == ((), (), 1)


def test_a_confirmation_in_the_browser_has_day_and_person_one_in_the_shell_only_a_day(earnest_live: Workplace) -> None:
    lan, _ = access.add_with_link(earnest_live.database, "lan", "Lan", Role.STAFF, "10888")
    first, second, *_ = look(earnest_live).sheets
    confirm_seen(earnest_live, events.begin_act(lan.id), "10888", {first.label: first.revision})
    hang_published(earnest_live.store, "10888", (second.label,))
    wall = look(earnest_live)
    people = {s.label: s.confirmed and s.confirmed.person for s in wall.sheets[:2]}
    assert people == {first.label: lan.id, second.label: None}
    assert all(s.confirmed and s.confirmed.day for s in wall.sheets[:2])
    assert wall.confirmed == wall.sheets[:2]


def test_what_an_order_brings_is_to_be_hung_and_not_printed_again(
    earnest_live: Workplace, posting_office: Office
) -> None:
    first = look(earnest_live).sheets[0].label
    posting_office.ok("order", "make", "--site", "10888")
    with act_in_ledger(earnest_live.store, Witness("Lan")) as doing:
        orders.send_order(doing.connection, doing.act, doing.witness, 1, (), get_today())
    wall = look(earnest_live)
    assert wall.to_print == ()
    assert wall.lacking == wall.papers, "the board too"
    assert {s.orders for s in wall.lacking} == {(1,)}
    (parcel,) = wall.parcels
    assert (parcel.number, parcel.state, len(parcel.sheets)) == (1, ParcelState.SENT, len(wall.papers))
    hang_published(earnest_live.store, "10888", (first,))
    with act_in_ledger(earnest_live.store, Witness("Lan")) as doing:
        lost = PaperEntry("10888", first, PaperAct.LOST, get_today())
        papers.record_papers(doing.connection, doing.act, doing.witness, [lost])
    wall = look(earnest_live)
    assert [(s.label, s.lacking) for s in wall.to_print] == [(first, "tờ đang treo bị mất")]
    with earnest_live.database.reading() as connection:
        coming = list_coming_sheets(connection)
    count = next(w for w in count_walls(earnest_live.store, coming) if w.site.code == "10888")
    assert (count.to_print, count.coming, count.is_whole) == (1, len(wall.sheets) - 1, False)


def test_after_a_change_old_sheets_are_printed_again_and_gone_ones_come_down(
    earnest_live: Workplace, posting_office: Office
) -> None:
    hang_published(earnest_live.store, "10888")
    witness = Witness("Lan")
    with act_in_ledger(earnest_live.store, witness) as doing:
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
    assert all(s.reasons and s.lacking for s in wall.to_print)


def test_a_site_that_is_not_published_is_told(live_office: Workplace) -> None:
    with pytest.raises(ReleaseError, match="không có điểm này"):
        look(live_office, "99999")
