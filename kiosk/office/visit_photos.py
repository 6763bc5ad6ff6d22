"""Photos of one visit to a wall as its page shows them: how far each is, what was recognised where, what is proposed.

In come the workplace, a connection and a series of photos; out go values for the page, and sentences on what was
recorded. Reading is `photo_jobs`, judging and recording are the ledger's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import hypot
from pathlib import Path

from sqlalchemy import Connection

from kiosk.errors import OfficeError
from kiosk.model.ledger import Witness
from kiosk.model.wall_photo import Corners, ReadSheet, SheetSighting, SightingAnswer, SightingKind
from kiosk.office import jobs
from kiosk.office.events import Act
from kiosk.office.job_context import Workplace
from kiosk.office.jobs import JobState
from kiosk.office.ledger import photo_book, photo_files, photo_recording
from kiosk.office.ledger.photo_book import PhotoState, WallPhoto
from kiosk.office.ledger.photo_recording import RecordedSightings
from kiosk.office.ledger.photo_sightings import find_other_owner, judge_wall
from kiosk.office.photo_jobs import READ_PHOTO
from kiosk.office.worker import is_worker_alive

SILENT = frozenset({SightingKind.UNSEEN, SightingKind.EARLY})
"""What has nothing to accept."""


@dataclass(frozen=True, slots=True)
class SheetOutline:
    """Where a sheet and the foreign codes on it are in a photo, as SVG has points; its middle and width in pixels, for
    its label; what it is."""

    points: str
    strange: tuple[str, ...]
    x: float
    y: float
    width: float
    label: str
    kind: SightingKind


@dataclass(frozen=True, slots=True)
class VisitPhoto:
    """A photo on the page: its row, how far it is in words, whether its picture is still kept, what is drawn on it."""

    photo: WallPhoto
    progress: str
    has_picture: bool
    outlines: tuple[SheetOutline, ...]


@dataclass(frozen=True, slots=True)
class PhotoSeries:
    """All photos of a visit and what they propose together. `to_accept`: proposals that are not recorded yet."""

    number: int
    photos: tuple[VisitPhoto, ...]
    sightings: tuple[SheetSighting, ...]
    has_worker: bool

    @property
    def waiting(self) -> int:
        """How many are not read yet."""
        return sum(one.photo.state is PhotoState.WAITING for one in self.photos)

    @property
    def to_accept(self) -> tuple[SheetSighting, ...]:
        """Proposals that say something new."""
        return tuple(s for s in self.sightings if is_open(s))


def is_open(sighting: SheetSighting) -> bool:
    """Whether there is anything to accept."""
    says = sighting.incidents or sighting.revision
    return bool(says) and sighting.kind not in SILENT and not sighting.is_recorded


def note_uploads(connection: Connection, act: Act, site: str, uploads: Sequence[str], series: int | None = None) -> int:
    """Note photos that were sent and ask for a job for each; returns the series. Raises `OfficeError`."""
    for upload in uploads:
        photo = photo_book.add_photo(connection, act, site, upload, series)
        series = photo.series
        if photo.state is PhotoState.WAITING and photo.job is None:
            job = jobs.ask_job(connection, act, READ_PHOTO, {"photo": photo.number})
            photo_book.note_job(connection, photo.number, job.id)
    if series is None:
        raise OfficeError("chưa chọn ảnh nào", place=f"điểm {site}", way_out="chụp hoặc chọn ảnh rồi gửi")
    return series


def look_at_series(here: Workplace, connection: Connection, site: str, number: int) -> PhotoSeries:
    """A series of a site. Raises `OfficeError` where there is none."""
    photos = _require_series(connection, site, number)
    readings = photo_book.list_readings(photos)
    sightings = judge_wall(connection, site, readings) if readings else ()
    kinds = {(s.sheet, s.mark, s.owner): s.kind for s in sightings}
    busy = _is_busy(connection)
    shown_photos = tuple(
        VisitPhoto(
            photo,
            _say_progress(connection, photo, busy),
            photo.reading is not None and photo_files.find_copy(here.store.root, photo.reading.photo) is not None,
            tuple(_make_outline(sheet, kinds, site) for sheet in photo.reading.sheets) if photo.reading else (),
        )
        for photo in photos
    )
    return PhotoSeries(number, shown_photos, sightings, is_worker_alive(here.store.root))


def _require_series(connection: Connection, site: str, number: int) -> tuple[WallPhoto, ...]:
    photos = photo_book.list_series(connection, site, number)
    if not photos:
        raise OfficeError(
            "không có loạt ảnh này ở điểm này", place=f"điểm {site}", value=str(number), way_out="chụp loạt ảnh mới"
        )
    return photos


def _is_busy(connection: Connection) -> bool:
    """Whether the machine does something else that photos wait for."""
    return any(j.state is JobState.RUNNING and j.kind != READ_PHOTO for j in jobs.list_active(connection))


def _say_progress(connection: Connection, photo: WallPhoto, busy: bool) -> str:
    if photo.state is PhotoState.READ and photo.reading is not None:
        count = len(photo.reading.sheets)
        return f"đã đọc, thấy {count} tờ" if count else "đã đọc, không thấy tờ nào: chụp lại gần hơn, đủ sáng"
    if photo.state is PhotoState.FAILED:
        return "không đọc được"
    job = jobs.require_job(connection, photo.job) if photo.job is not None else None
    if job is not None and job.state is JobState.RUNNING:
        return "đang đọc"
    if job is not None and job.state.is_over:
        return "không đọc được: việc đọc ảnh đã dừng, gửi lại ảnh"
    return "chờ máy làm xong việc khác" if busy else "đang chờ"


def _make_outline(sheet: ReadSheet, kinds: Mapping[tuple[str, str, str], SightingKind], site: str) -> SheetOutline:
    kind = kinds.get((sheet.sheet, sheet.mark, find_other_owner(sheet.head, site)))
    if kind is None:  # its id was read in another photo, or it is no concern of the wall
        kind = next((k for (label, *_), k in kinds.items() if label == sheet.sheet), SightingKind.UNSEEN)
    c = sheet.corners
    middle = (sum(c[::2]) / 4, sum(c[1::2]) / 4)
    strange = tuple(map(_write_points, sheet.foreign_at))
    return SheetOutline(_write_points(c), strange, *middle, hypot(c[2] - c[0], c[3] - c[1]), sheet.sheet, kind)


def _write_points(corners: Corners) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in zip(corners[::2], corners[1::2], strict=True))


def list_states(connection: Connection, site: str, number: int) -> list[dict[str, object]]:
    """How far each photo of a series is. Raises `OfficeError`."""
    busy = _is_busy(connection)
    photos = _require_series(connection, site, number)
    return [{"photo": p.number, "state": p.state.value, "text": _say_progress(connection, p, busy)} for p in photos]


def find_picture(here: Workplace, connection: Connection, site: str, digest: str) -> Path | None:
    """The picture of this digest, where it was sent for this site and is still kept."""
    return photo_files.find_copy(here.store.root, digest) if photo_book.is_of_site(connection, site, digest) else None


def answer_series(
    connection: Connection,
    act: Act,
    witness: Witness,
    where: tuple[str, int],
    answers: Mapping[str, SightingAnswer] | None,
    day: date,
) -> tuple[str, int | None]:
    """Record what a person answers to the proposals of a series (site and number), by their names; None: all that is
    proposed. Returns what to tell, and the event by which it can be undone. Raises `OfficeError`."""
    site, number = where
    sightings = judge_wall(connection, site, photo_book.list_readings(_require_series(connection, site, number)), day)
    if answers is None:
        answered = [(s, SightingAnswer.ACCEPT) for s in sightings if is_open(s)]
    else:
        by_sighting = [(s, answers.get(s.name, SightingAnswer.SKIP)) for s in sightings]
        answered = [(s, a) for s, a in by_sighting if a is not SightingAnswer.ACCEPT or is_open(s)]
    recorded = photo_recording.record_sightings(connection, act, witness, site, answered, day)
    return describe_outcome(recorded), next((one.event for one in recorded.entries if one.is_new), None)


def describe_outcome(recorded: RecordedSightings) -> str:
    """What was recorded, for the person who accepted it."""
    fresh = sum(one.is_new for one in recorded.entries)
    parts = [f"Đã ghi nhận {fresh} tờ."] if fresh else []
    if recorded.incidents:
        numbers = ", ".join(str(one.number) for one in recorded.incidents)
        parts.append(f"Đang mở {len(recorded.incidents)} sự cố (số {numbers}) để văn phòng xử lý.")
    return " ".join(parts) or "Không có gì mới để ghi nhận."


def leave_out(here: Workplace, connection: Connection, site: str, number: int) -> WallPhoto:
    """Take a photo out of its series and remove its files, unless another photo has the same. Raises `OfficeError`."""
    photo = photo_book.leave_out(connection, site, number)
    photo_files.drop_upload(here.store.root, photo.upload)
    if photo.reading is not None and not photo_book.is_of_site(connection, site, photo.reading.photo):
        photo_files.drop_copy(here.store.root, photo.reading.photo)
    return photo
