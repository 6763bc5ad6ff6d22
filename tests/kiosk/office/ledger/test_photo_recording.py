"""What a person says to sightings becomes events with the photo as evidence, or nothing does."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk.errors import OfficeError
from kiosk.model.ledger import PaperAct, Witness
from kiosk.model.wall_photo import SheetSighting, SightingAnswer, SightingKind
from kiosk.office import events
from kiosk.office.ledger import incidents, order_list, walls
from kiosk.office.ledger.acting import look_into_ledger
from kiosk.office.ledger.photo_recording import RecordedSightings, record_sightings
from kiosk.office.print_batches import make_print_order
from kiosk.press.batch import Order
from kiosk.workspace.store import Store
from posters.spec import BOARD_LABEL
from tests.kiosk.office.ledger.conftest import LAN, SITE, TODAY, age_prints, labels, lan_acts, revisions, tell

PHOTO = "a" * 64


def record(store: Store, sighting: SheetSighting, answer: SightingAnswer = SightingAnswer.ACCEPT) -> RecordedSightings:
    with lan_acts(store) as doing:
        return record_sightings(doing.connection, doing.act, LAN, SITE, [(sighting, answer)], TODAY)


def right(store: Store, label: str = "") -> SheetSighting:
    label = label or labels(store)[0]
    return SheetSighting(label, SightingKind.RIGHT, "X", revisions(store)[label], (PHOTO,))


def test_a_right_sheet_hangs_with_the_photo_as_evidence_and_twice_is_once(city: Store) -> None:
    (entry,) = record(city, right(city)).entries
    assert (entry.entry.act, entry.is_new) == (PaperAct.HUNG, True)
    with look_into_ledger(city) as connection:
        (known,) = walls.list_wall(connection, SITE)
        event = events.find_event(connection, entry.event)
    assert known.is_current and event is not None and event.after["evidence"] == f"ảnh {PHOTO}"  # type: ignore[index]
    (again,) = record(city, right(city)).entries
    assert (again.event, again.is_new) == (entry.event, False)


def test_a_sheet_that_hung_before_is_seen_and_one_that_an_order_brings_hangs(city: Store) -> None:
    sighting = right(city)
    age_prints(city, 9)
    tell(city, PaperAct.HUNG, sighting.sheet, sighting.revision, day=TODAY - timedelta(9))
    (seen,) = record(city, sighting).entries
    assert seen.entry.act is PaperAct.SEEN
    tell(city, PaperAct.DAMAGED, sighting.sheet)
    assert make_print_order(city, Order(sites=(SITE,)), LAN) is not None
    (hung,) = record(city, sighting).entries
    assert hung.entry.act is PaperAct.HUNG
    with look_into_ledger(city) as connection:
        lines = {line.sheet: line.is_open for line in order_list.load_order(connection, 1).lines}
    assert not lines[sighting.sheet]


def test_old_paper_is_what_hangs_and_a_stranger_opens_an_incident_and_hangs_nothing(city: Store) -> None:
    label = labels(city)[0]
    record(city, SheetSighting(label, SightingKind.OLD, "X", "0" * 64, (PHOTO,)))
    text = "mã lạ dán trên tờ"
    pasted = SheetSighting(BOARD_LABEL, SightingKind.FOREIGN, "Y", "1" * 64, (PHOTO,), (text,))
    recorded = record(city, pasted)
    assert recorded.entries == () and [i.text for i in recorded.incidents] == [text]
    assert record(city, pasted).incidents == recorded.incidents
    with look_into_ledger(city) as connection:
        (known,) = walls.list_wall(connection, SITE)
        assert (known.word.sheet, known.word.revision, known.is_current) == (label, "0" * 64, False)
        assert [i.sheet for i in incidents.list_open(connection, SITE)] == [BOARD_LABEL]


@pytest.mark.parametrize(
    ("answer", "act"),
    [
        (SightingAnswer.HUNG, PaperAct.HUNG),
        (SightingAnswer.DAMAGED, PaperAct.DAMAGED),
        (SightingAnswer.LOST, PaperAct.LOST),
    ],
)
def test_a_person_may_correct_what_the_photo_says(city: Store, answer: SightingAnswer, act: PaperAct) -> None:
    unseen = SheetSighting(labels(city)[0], SightingKind.UNSEEN)
    if act is not PaperAct.HUNG:
        tell(city, PaperAct.HUNG, unseen.sheet, revisions(city)[unseen.sheet])
    (entry,) = record(city, unseen, answer).entries
    assert entry.entry.act is act
    with look_into_ledger(city) as connection:
        event = events.find_event(connection, entry.event)
    assert event is not None and "không thấy" in event.after["evidence"]  # type: ignore[index]


def test_nothing_is_recorded_of_what_is_skipped_unseen_or_of_another_site_beyond_its_incident(city: Store) -> None:
    assert record(city, right(city), SightingAnswer.SKIP) == RecordedSightings()
    assert record(city, SheetSighting("1-1", SightingKind.UNSEEN)) == RecordedSightings()
    assert record(city, SheetSighting("1-1", SightingKind.OLD, "X", "", (PHOTO,))) == RecordedSightings()


def test_all_or_nothing_and_what_the_wall_does_not_ask_for_is_not_right(city: Store) -> None:
    answers = [
        (right(city), SightingAnswer.ACCEPT),
        (SheetSighting("9-9", SightingKind.UNSEEN), SightingAnswer.HUNG),
    ]
    with pytest.raises(OfficeError, match="không phải treo tờ ấy"), lan_acts(city) as doing:
        record_sightings(doing.connection, doing.act, Witness(""), SITE, answers, TODAY)
    with look_into_ledger(city) as connection:
        assert walls.list_wall(connection, SITE) == ()
