"""One site's wall: what to print and take down and why, what is confirmed and by whom."""

from __future__ import annotations

import pytest

from kiosk.errors import ReleaseError
from kiosk.office import access, events
from kiosk.office.confirming import confirm_seen
from kiosk.office.job_context import Workplace
from kiosk.office.people import Role
from kiosk.office.posted import FILE
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


def test_a_confirmation_in_the_browser_has_day_and_person_one_in_the_shell_only_a_day(live_office: Workplace) -> None:
    lan, _ = access.add_with_link(live_office.database, "lan", "Lan", Role.STAFF, "10888")
    first, second, *_ = look(live_office).sheets
    confirm_seen(live_office, events.begin_act(lan.id), "10888", {first.label: first.revision})
    hang_published(live_office.store, "10888", (second.label,))
    wall = look(live_office)
    people = {s.label: s.confirmed and s.confirmed.person for s in wall.sheets[:2]}
    assert people == {first.label: lan.id, second.label: None}
    assert all(s.confirmed and s.confirmed.day for s in wall.sheets[:2])
    assert wall.confirmed == 2


def test_after_a_change_old_sheets_are_printed_again_and_gone_ones_come_down(
    live_office: Workplace, office: Office
) -> None:
    hang_published(live_office.store, "10888")
    record = (live_office.store.root / FILE).read_text(encoding="utf-8")
    label = look(live_office).sheets[0].label
    (live_office.store.root / FILE).write_text(record.replace(f'"{label}"', '"ZZ-09"'), encoding="utf-8")
    office.ok("regenerate", "--as-of", "2027-03-02", "--early")
    wall = look(live_office)
    assert [s.label for s in wall.gone] == ["ZZ-09"]
    assert {s.state for s in wall.to_print} == {SheetState.OLD, SheetState.ABSENT}
    assert all(s.reasons for s in wall.to_print)


def test_a_site_that_is_not_published_is_told(live_office: Workplace) -> None:
    with pytest.raises(ReleaseError, match="không có điểm này"):
        look(live_office, "99999")
