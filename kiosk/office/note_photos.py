"""Photos that the holder of a delivery note sends: what they show of the sheets of that parcel, and of nothing else.

In come the workplace, the parcel and a series of photos that came without an account; out go the sheets of the parcel
that are seen as they were printed, and a sentence on what was recorded. Who looks after everything else that a photo
shows is the office, which sees the same series.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from kiosk.clock import get_seconds
from kiosk.errors import OfficeError
from kiosk.model.manifest import take_body_revision
from kiosk.office import events, note_confirming, visit_photos
from kiosk.office.job_context import Workplace
from kiosk.office.ledger import photo_book
from kiosk.office.note_access import NoteHolder
from kiosk.office.visit_photos import PhotoSeries

MOST_IN_A_DAY = photo_book.MOST_IN_SERIES
"""Photos that a site may send in a day without an account: one visit to the largest wall."""
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class ParcelPhotos:
    """A series as its sender sees it. `seen`: open sheets of the parcel that hang as they were printed, with the
    digests of the photos that show each; `unseen`: open sheets that no photo shows so."""

    series: PhotoSeries
    seen: dict[str, tuple[str, ...]]
    unseen: tuple[str, ...]


def keep_photos(here: Workplace, holder: NoteHolder, uploads: list[str], series: int | None) -> int:
    """Note photos that were sent; returns the series. Raises `OfficeError` for a series of somebody else, and for more
    than a day's."""
    with here.database.writing() as connection:
        if series is not None:
            _require_unsigned(connection, holder.site, series)
        if photo_book.count_unsigned(connection, holder.site, get_seconds() - _DAY) + len(uploads) > MOST_IN_A_DAY:
            raise OfficeError(
                f"một ngày nhận nhiều nhất {MOST_IN_A_DAY} ảnh bằng phiếu giao",
                place="phiếu giao",
                way_out="đánh dấu các tờ còn lại, hoặc gửi bằng tài khoản của điểm",
            )
        return visit_photos.note_uploads(connection, events.begin_act(None), holder.site, uploads, series)


def _require_unsigned(connection: Connection, site: str, number: int) -> None:
    """Raises `OfficeError` where the series is not of this site, or came from an account."""
    photos = photo_book.list_series(connection, site, number)
    if not photos or any(photo.person is not None for photo in photos):
        raise OfficeError("không có loạt ảnh này", place="phiếu giao", value=str(number), way_out="chụp loạt ảnh mới")


def look_at_photos(here: Workplace, connection: Connection, holder: NoteHolder, number: int) -> ParcelPhotos:
    """The series and what it shows of the parcel. Raises `OfficeError`."""
    _require_unsigned(connection, holder.site, number)
    series = visit_photos.look_at_series(here, connection, holder.site, number)
    photos_of = {
        (s.sheet, take_body_revision(s.revision)): s.photos for s in series.sightings if s.revision and s.photos
    }
    sightings, unseen = dict[str, tuple[str, ...]](), list[str]()
    for one in note_confirming.list_parcel(connection, holder):
        if one.line.is_open:
            photos = photos_of.get((one.line.sheet, take_body_revision(one.line.revision)))
            if photos:
                sightings[one.line.sheet] = photos
            else:
                unseen.append(one.line.sheet)
    return ParcelPhotos(series, sightings, tuple(unseen))


def confirm_photos(here: Workplace, holder: NoteHolder, number: int, name: str, day: date) -> str:
    """Record the sheets of the parcel that the photos show. Raises `OfficeError` and `ReleaseError`."""
    with here.database.reading() as connection:
        photo_sheets = look_at_photos(here, connection, holder, number).seen
    if not photo_sheets:
        raise OfficeError(
            "chưa ảnh nào cho thấy tờ của phiếu này treo đúng",
            place="phiếu giao",
            way_out="chụp gần hơn, mỗi ảnh nhiều nhất 4 tờ, hoặc đánh dấu từng tờ",
        )
    digests = dict.fromkeys(photo for photos in photo_sheets.values() for photo in photos)
    evidence = f"ảnh {', '.join(digests)}"
    return note_confirming.confirm_parcel(here, holder, name, "", tuple(photo_sheets), day, evidence)


def find_picture(here: Workplace, connection: Connection, holder: NoteHolder, number: int, digest: str) -> Path | None:
    """A picture of this series. Raises `OfficeError`."""
    _require_unsigned(connection, holder.site, number)
    photos = photo_book.list_series(connection, holder.site, number)
    is_of_series = any(photo.reading is not None and photo.reading.photo == digest for photo in photos)
    return visit_photos.find_picture(here, connection, holder.site, digest) if is_of_series else None
