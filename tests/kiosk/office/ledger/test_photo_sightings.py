"""What photos propose: right only in the revision that is asked for, old, early, of another site, strange, unseen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from kiosk.model.ledger import PaperAct
from kiosk.model.wall_photo import PhotoReading, ReadSheet, SheetSighting, SightingKind
from kiosk.office.ledger import photo_plans
from kiosk.office.ledger.acting import look_into_ledger
from kiosk.office.ledger.photo_plans import DrawnPaper
from kiosk.office.ledger.photo_sightings import judge_wall
from kiosk.office.print_batches import make_print_order
from kiosk.press.batch import Order
from kiosk.release import lifecycle
from kiosk.workspace.store import Store
from posters import marks
from posters.spec import BOARD_LABEL
from tests.kiosk.office.ledger.conftest import LAN, OTHER, SITE, TODAY, labels, publish_next, revisions, tell

CORNERS = (0.0, 0.0, 100.0, 0.0, 100.0, 140.0, 0.0, 140.0)


def drawn(store: Store, site: str = SITE) -> dict[str, DrawnPaper]:
    """Papers of the live release by label."""
    papers: dict[str, DrawnPaper] = {}
    for paper in photo_plans.list_drawn(store, site):
        papers.setdefault(paper.sheet, paper)
    return papers


def head_of(store: Store, site: str = SITE) -> str:
    entry = lifecycle.choose_release(store, None).site(site)
    assert entry is not None
    return entry.head


def shown(paper: DrawnPaper, head: str = "", **more: object) -> ReadSheet:
    """A paper as a photo shows it."""
    sheet = ReadSheet(paper.sheet, paper.mark, head, paper.revision, CORNERS, tuple(paper.plan.codes))
    return replace(sheet, **more)  # type: ignore[arg-type]


def judge(store: Store, *photos: Sequence[ReadSheet], site: str = SITE) -> dict[str, SheetSighting]:
    readings = [PhotoReading(f"{n:064d}", 3000, 4000, tuple(sheets)) for n, sheets in enumerate(photos, 1)]
    with look_into_ledger(store) as connection:
        return {s.name: s for s in judge_wall(connection, site, readings, TODAY)}


def only(store: Store, sheet: ReadSheet, site: str = SITE) -> SheetSighting:
    (sighting,) = [s for s in judge(store, [sheet], site=site).values() if s.photos]
    return sighting


def test_the_revision_that_is_asked_for_is_right_and_the_rest_was_not_seen(city: Store) -> None:
    label, paper = labels(city)[0], drawn(city)[labels(city)[0]]
    sightings = judge(city, [shown(paper, head_of(city))])
    assert [s.kind for s in sightings.values()] == [SightingKind.RIGHT, SightingKind.UNSEEN]
    right = sightings[f"{label}@{paper.mark}"]
    assert (right.revision, right.note, right.is_recorded) == (revisions(city)[label], "", False)
    tell(city, PaperAct.HUNG, label, right.revision)
    assert only(city, shown(paper)).is_recorded


def test_the_board_is_right_by_the_id_on_it(city: Store) -> None:
    assert only(city, shown(drawn(city)[BOARD_LABEL])).kind is SightingKind.RIGHT


def test_yesterdays_paper_is_old_whether_or_not_its_release_is_still_there(city: Store) -> None:
    label, paper = labels(city)[0], drawn(city)[labels(city)[0]]
    publish_next(city, {label: "0" * 64})
    old = only(city, shown(paper, head_of(city)))
    assert (old.kind, old.revision) == (SightingKind.OLD, f"{paper.revision}.{head_of(city)}")
    assert "thay" in old.note
    gone = only(city, shown(paper, revision=""))
    assert (gone.kind, gone.revision) == (SightingKind.OLD, paper.revision)


def test_an_old_sheet_beside_the_new_one_takes_nothing_from_it(city: Store) -> None:
    label, paper = labels(city)[0], drawn(city)[labels(city)[0]]
    publish_next(city, {label: "0" * 64})
    new = drawn(city)[label]
    sightings = judge(city, [shown(paper), shown(new)])
    assert sightings[f"{label}@{new.mark}"].kind is SightingKind.RIGHT
    beside = sightings[f"{label}@{paper.mark}"]
    assert (beside.kind, beside.revision) == (SightingKind.OLD, "") and "gỡ" in beside.note


def test_the_contacts_of_before_make_a_sheet_old(city: Store) -> None:
    paper = drawn(city)[labels(city)[0]]
    other_head = str(marks.identify(marks.SITE, SITE, b"another hotline"))
    old = only(city, shown(paper, other_head))
    assert (old.kind, old.revision) == (SightingKind.OLD, f"{paper.revision}.{other_head}")


def test_another_sites_mark_or_paper_is_of_another_site(city: Store) -> None:
    paper = drawn(city)[labels(city)[0]]
    by_head = only(city, shown(paper, head_of(city, OTHER)))
    assert by_head.kind is SightingKind.ELSEWHERE and OTHER in by_head.incidents[0]
    both = judge(city, [shown(paper, head_of(city, OTHER))], [shown(paper, head_of(city))])
    assert sorted(s.kind for s in both.values() if s.photos) == ["elsewhere", "right"], "each copy for itself"
    theirs = drawn(city, "HP-E")
    (label,) = [
        one for one in theirs if one != BOARD_LABEL and theirs[one].mark not in {p.mark for p in drawn(city).values()}
    ]
    by_paper = only(city, shown(theirs[label], revision=""))
    assert by_paper.kind is SightingKind.ELSEWHERE and "HP-E" in by_paper.note


def test_a_pasted_code_is_told_whatever_the_sheet_is(city: Store) -> None:
    paper = drawn(city)[labels(city)[0]]
    pasted = only(city, shown(paper, foreign=("https://gia.example/x",)))
    assert pasted.kind is SightingKind.FOREIGN and "https://gia.example/x" in pasted.incidents[0]
    assert "treo đúng" in pasted.note


def test_an_id_that_nobody_printed_is_strange_and_what_is_printed_on_demand_is_no_concern(city: Store) -> None:
    strange = str(marks.identify(marks.SHEET, labels(city)[0], b"forged"))
    assert only(city, ReadSheet(labels(city)[0], strange, "", "", CORNERS)).kind is SightingKind.FOREIGN
    booklet = ReadSheet("DM", str(marks.identify(marks.SHEET, "DM", b"")), "", "", CORNERS)
    assert all(not s.photos for s in judge(city, [booklet]).values())


def test_a_sheet_for_a_coming_day_hangs_too_early(city: Store) -> None:
    label = labels(city)[0]
    coming = publish_next(city, {label: "1" * 64}, as_of=TODAY + timedelta(20), live=False)
    make_print_order(city, Order(sites=(SITE,)), LAN, coming.number)
    (paper,) = [p for p in photo_plans.list_drawn(city, SITE) if p.revision == "1" * 64]
    early = only(city, shown(paper))
    assert early.kind is SightingKind.EARLY and f"{TODAY + timedelta(20):%d/%m/%Y}" in early.note


def test_photos_add_up_and_what_no_photo_shows_is_said(city: Store) -> None:
    paper = drawn(city)[labels(city)[0]]
    first, *rest = paper.plan.codes
    near, far = shown(paper, read=(first,), unread=tuple(rest)), shown(paper, read=tuple(rest), unread=(first,))
    (whole,) = [s for s in judge(city, [near], [far]).values() if s.photos]
    assert (whole.note, len(whole.photos)) == ("", 2)
    part = only(city, near)
    assert part.kind is SightingKind.RIGHT and f"chưa đọc được {len(rest)} mã" in part.note and "che, rách" in part.note
    assert "gần hơn" in only(city, replace(near, closer=True)).note


def test_a_sheet_without_a_readable_id_is_not_seen_and_joins_the_one_that_has_it(city: Store) -> None:
    paper = drawn(city)[labels(city)[0]]
    nameless = shown(paper, mark="", revision="", foreign=("https://gia.example/x",))
    alone = only(city, nameless)
    assert alone.kind is SightingKind.FOREIGN and "chưa thấy" in alone.note
    (joined,) = [s for s in judge(city, [nameless], [shown(paper)]).values() if s.photos]
    assert joined.mark == paper.mark and len(joined.photos) == 2
    assert "gần hơn" in only(city, replace(nameless, foreign=())).note


@pytest.mark.parametrize("day", [TODAY, TODAY - timedelta(3)])
def test_only_todays_word_counts_as_recorded(city: Store, day: date) -> None:
    label, paper = labels(city)[0], drawn(city)[labels(city)[0]]
    tell(city, PaperAct.HUNG, label, revisions(city)[label], day=day)
    assert only(city, shown(paper)).is_recorded is (day == TODAY)
