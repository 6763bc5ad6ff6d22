"""Confirming at the wall: ticks book the revision that the page showed, marks are judged, own mistakes are undone."""

from __future__ import annotations

import pytest

from kiosk.errors import OfficeError
from kiosk.model.ledger import PaperAct, Witness
from kiosk.model.wall_photo import SightingKind
from kiosk.office import events, people, wall_confirming
from kiosk.office.events import Act
from kiosk.office.job_context import Workplace
from kiosk.office.ledger import opening, photo_plans, walls
from kiosk.office.ledger.papers import RecordedEntry
from kiosk.office.people import Role
from kiosk.office.print_batches import make_print_order
from kiosk.office.wall_confirming import TickSheet, WallAnswer
from kiosk.press.batch import Order
from posters import marks
from posters.spec import BOARD_LABEL
from tests.kiosk.office.ledger.conftest import OTHER, SITE, TODAY, labels, publish_next, tell

BROWSER = Witness("", device="trình duyệt")
ACT = Act("a", None, 1)


@pytest.fixture
def here(city_office: Workplace) -> Workplace:
    return city_office


def ticks(here: Workplace) -> dict[str, TickSheet]:
    with here.database.reading() as connection:
        return {s.sheet: s for s in wall_confirming.list_ticks(connection, SITE)}


def answer(
    here: Workplace, sheets: dict[str, str], what: PaperAct = PaperAct.SEEN, key: str = "", act: Act | None = None
) -> tuple[RecordedEntry, ...]:
    said = WallAnswer(sheets, what, TODAY, key)
    return wall_confirming.record_answer(here, act or events.begin_act(None), BROWSER, SITE, said)


def test_a_tick_books_the_revision_that_the_page_showed_though_another_is_live(here: Workplace) -> None:
    label = labels(here.store)[0]
    before = ticks(here)[label]
    assert (before.lacking, before.checked, before.procedures) == ("chưa từng treo", None, 2)
    assert marks.read_id(marks.SHEET, before.mark) is not None
    publish_next(here.store, {label: "0" * 64})
    (recorded,) = answer(here, wall_confirming.choose_sheets([before.value]))
    assert (recorded.entry.act, recorded.entry.revision) == (PaperAct.HUNG, before.revision)
    now = ticks(here)[label]
    assert (now.lacking, now.checked) == ("tờ đang treo là bản cũ", TODAY)
    with here.database.reading() as connection:
        outdated = wall_confirming.list_outdated(connection, SITE, {label: before.revision})
    assert outdated == (label,)
    assert "tờ đang treo là tờ cũ" in wall_confirming.describe_recorded([recorded], outdated)


def test_what_a_phone_sends_twice_is_recorded_once(here: Workplace) -> None:
    sheets = {s.sheet: s.revision for s in ticks(here).values()}
    first = answer(here, sheets, key="k")
    again = answer(here, sheets, key="k")
    assert [one.is_new for one in (*first, *again)] == [True] * len(sheets) + [False] * len(sheets)
    assert "không ghi lại" in wall_confirming.describe_recorded(again, ())
    assert wall_confirming.describe_recorded((), ()) == "Không có gì mới để ghi."


@pytest.mark.parametrize("what", [PaperAct.DAMAGED, PaperAct.LOST, PaperAct.DOWN])
def test_other_things_are_said_of_what_hangs(here: Workplace, what: PaperAct) -> None:
    label = labels(here.store)[0]
    with pytest.raises(OfficeError, match="không ghi tờ này đang treo"):
        answer(here, {label: ""}, what)
    answer(here, {label: ticks(here)[label].revision})
    assert answer(here, {label: ""}, what)[0].entry.act is what


def test_nonsense_is_refused_and_nothing_recorded(here: Workplace) -> None:
    label, board = labels(here.store)[0], ticks(here)[BOARD_LABEL]
    with here.database.reading() as connection:
        theirs = {s.sheet: s.revision for s in wall_confirming.list_ticks(connection, OTHER)}
    for sheets, what, why in (
        ({}, PaperAct.SEEN, "chưa chọn tờ nào"),
        ({label: "x"}, PaperAct.SEEN, "mà sổ không biết"),
        ({label: board.revision}, PaperAct.SEEN, "mà sổ không biết"),
        ({BOARD_LABEL: theirs[BOARD_LABEL]}, PaperAct.SEEN, "của điểm khác"),
        ({label: theirs[label]}, PaperAct.SEEN, "của điểm khác"),
        ({label: ""}, PaperAct.HUNG, "không ghi được việc này"),
    ):
        with pytest.raises(OfficeError, match=why):
            answer(here, sheets, what)
    with here.database.reading() as connection:
        assert walls.list_wall(connection, SITE) == ()
        assert wall_confirming.list_hanging_surplus(connection, SITE) == ()


def test_a_scanned_mark_says_what_it_means_at_this_site(here: Workplace) -> None:
    papers = {p.sheet: p for p in photo_plans.list_drawn(here.store, SITE)}
    label = labels(here.store)[0]
    with here.database.reading() as connection:
        for sheet in (label, BOARD_LABEL):
            printed = wall_confirming.read_mark(papers[sheet].mark.lower())
            sighting = wall_confirming.judge_mark(connection, SITE, printed)
            assert (sighting.kind, sighting.sheet) == (SightingKind.RIGHT, sheet)
        shared = wall_confirming.list_sites_of_mark(connection, wall_confirming.read_mark(papers[label].mark))
        assert {SITE, OTHER} <= set(shared) and "HP-E" not in shared
        boards = wall_confirming.list_sites_of_mark(connection, wall_confirming.read_mark(papers[BOARD_LABEL].mark))
        assert "HP-E" in boards
        booklet = marks.identify(marks.SHEET, "DM", b"")
        with pytest.raises(OfficeError, match="theo yêu cầu"):
            wall_confirming.judge_mark(connection, SITE, booklet)
        strange = marks.identify(marks.SHEET, label, b"forged")
        assert wall_confirming.judge_mark(connection, SITE, strange).kind is SightingKind.FOREIGN
    with pytest.raises(OfficeError, match="gõ sai"):
        wall_confirming.read_mark("1-1-AAAAAA")


def test_what_hangs_and_is_not_asked_for_is_listed(here: Workplace) -> None:
    tell(here.store, PaperAct.HUNG, "9-9", "0" * 64)
    with here.database.reading() as connection:
        assert wall_confirming.list_hanging_surplus(connection, SITE) == ("9-9",)
    tell(here.store, PaperAct.DOWN, "9-9")
    with here.database.reading() as connection:
        assert wall_confirming.list_hanging_surplus(connection, SITE) == ()


def test_a_strange_code_is_an_incident_on_a_sheet_of_the_site(here: Workplace) -> None:
    act = events.begin_act(None)
    label = labels(here.store)[0]
    first = wall_confirming.open_foreign(here, act, BROWSER, SITE, label, "mã dán lên tờ", TODAY)
    other = wall_confirming.open_foreign(here, act, BROWSER, SITE, "<b>", "mã dán cạnh cửa", TODAY)
    assert (first.sheet, other.sheet, first.site) == (label, "", SITE)


def test_a_person_undoes_what_they_have_just_recorded_and_nobody_elses(here: Workplace) -> None:
    with here.database.writing() as connection:
        lan, mai = (people.add_person(connection, ACT, name, name, Role.STAFF, SITE).id for name in ("lan", "mai"))
    sheets = {s.sheet: s.revision for s in ticks(here).values()}
    recorded = answer(here, sheets, act=events.begin_act(lan))
    number = recorded[0].event
    for person, site in ((mai, SITE), (lan, OTHER), (None, SITE)):
        with pytest.raises(OfficeError, match="chính mình vừa ghi"):
            wall_confirming.undo_own(here, events.begin_act(person), BROWSER, site, number)
    assert wall_confirming.undo_own(here, events.begin_act(lan), BROWSER, SITE, number) == len(sheets)
    assert all(s.lacking for s in ticks(here).values())


def test_what_an_order_brings_is_ticked_in_the_revision_that_it_printed(here: Workplace) -> None:
    make_print_order(here.store, Order(sites=(SITE,)), Witness("Lan"))
    label = labels(here.store)[0]
    printed = ticks(here)[label].revision
    publish_next(here.store, {label: "0" * 64})
    opening.catch_up(here.store, here.database)
    with here.database.reading() as connection:
        brought = wall_confirming.list_order_ticks(connection, SITE, 1)
        assert [s.sheet for s in brought] == [label, BOARD_LABEL]
        assert brought[0].revision == printed and brought[0].mark and not brought[1].mark
        assert wall_confirming.list_order_ticks(connection, OTHER, 1) == ()
        with pytest.raises(OfficeError, match="không có lệnh in này"):
            wall_confirming.list_order_ticks(connection, SITE, 9)
    answer(here, {label: printed})
    with here.database.reading() as connection:
        assert [s.sheet for s in wall_confirming.list_order_ticks(connection, SITE, 1)] == [BOARD_LABEL]
