"""What a person says to the sightings of a wall, brought to the ledger: sheets that hang, codes that do not belong.

In come a connection inside a transaction, an act, who says so and the answers; out goes what was recorded. Evidence of
every event is the digest of the photo. A sheet with a foreign code is an incident and not confirmed by its photo.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, select

from kiosk.errors import OfficeError
from kiosk.model.ledger import PaperAct, PaperEntry, Witness
from kiosk.model.wall_photo import SheetSighting, SightingAnswer, SightingKind
from kiosk.office.database.ledger_tables import REQUIRED_SHEET
from kiosk.office.events import Act
from kiosk.office.ledger import incidents, papers, releases
from kiosk.office.ledger.hanging import name_hanging
from kiosk.office.ledger.incidents import Incident
from kiosk.office.ledger.papers import RecordedEntry

Answered = tuple[SheetSighting, SightingAnswer]
_ACTS = {
    SightingAnswer.HUNG: PaperAct.HUNG,
    SightingAnswer.DAMAGED: PaperAct.DAMAGED,
    SightingAnswer.LOST: PaperAct.LOST,
    SightingAnswer.DOWN: PaperAct.DOWN,
}


@dataclass(frozen=True, slots=True)
class RecordedSightings:
    """What the ledger holds afterwards: an entry for each sheet, incidents that are open."""

    entries: tuple[RecordedEntry, ...] = ()
    incidents: tuple[Incident, ...] = ()


def record_sightings(
    connection: Connection, act: Act, witness: Witness, site: str, answers: Sequence[Answered], day: date
) -> RecordedSightings:
    """Record all that was answered or nothing. Raises `OfficeError` for what cannot be (a lost sheet that never hung),
    and while demonstration data is live."""
    _refuse_sample(connection, site)
    by_photo: dict[str, list[PaperEntry]] = {}
    opened: dict[int, Incident] = {}
    for sighting, answer in answers:
        grounds = _add_evidence(witness, sighting)
        if answer is SightingAnswer.ACCEPT:
            for text in sighting.incidents:
                one = incidents.open_incident(connection, act, grounds, site, sighting.sheet, text, day)
                opened[one.number] = one
        entry = _make_entry(connection, site, sighting, answer, day)
        if entry is not None:
            by_photo.setdefault(grounds.evidence, []).append(entry)
    recorded = [
        one
        for evidence, entries in by_photo.items()
        for one in papers.record_papers(connection, act, replace(witness, evidence=evidence), entries)
    ]
    return RecordedSightings(tuple(recorded), tuple(opened.values()))


def _refuse_sample(connection: Connection, site: str) -> None:
    live = releases.find_live_release(connection)
    if live is not None and releases.is_sample(connection, live):
        raise OfficeError(
            "bản đang công bố là BẢN MẪU – KHÔNG NIÊM YẾT, không xác nhận treo",
            place=f"điểm {site}",
            way_out="nhập danh mục thật bằng kiosk import rồi chạy kiosk regenerate",
        )


def _add_evidence(witness: Witness, sighting: SheetSighting) -> Witness:
    """The witness with the photo that shows this sheet as evidence."""
    photo_words = f"ảnh {sighting.photos[0]}" if sighting.photos else "xem ảnh chụp tường, ảnh không thấy tờ này"
    return replace(witness, evidence=f"{witness.evidence}; {photo_words}" if witness.evidence else photo_words)


def _make_entry(
    connection: Connection, site: str, sighting: SheetSighting, answer: SightingAnswer, day: date
) -> PaperEntry | None:
    """What an answer says of the paper itself; None where it says nothing."""
    if answer is SightingAnswer.SKIP:
        return None
    if answer is SightingAnswer.ACCEPT:
        hangs = sighting.kind in {SightingKind.RIGHT, SightingKind.OLD} and sighting.revision
        return name_hanging(connection, site, sighting.sheet, sighting.revision, day) if hangs else None
    if answer is SightingAnswer.HUNG:
        return name_hanging(connection, site, sighting.sheet, _require_asked(connection, site, sighting.sheet), day)
    return PaperEntry(site, sighting.sheet, _ACTS[answer], day)


def _require_asked(connection: Connection, site: str, sheet: str) -> str:
    """The revision that is asked for. Raises `OfficeError` where none is."""
    query = select(REQUIRED_SHEET.c.revision).where(REQUIRED_SHEET.c.site == site, REQUIRED_SHEET.c.sheet == sheet)
    revision = connection.execute(query).scalar()
    if revision is None:
        raise OfficeError(
            "điểm này không phải treo tờ ấy",
            place=f"điểm {site}",
            value=sheet,
            way_out="chọn đã gỡ, hoặc chưa ghi gì",
        )
    return str(revision)
