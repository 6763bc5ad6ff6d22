"""The book of photos: which were sent for which wall, what was read in each, and when the pictures go.

In come a connection inside a transaction and facts of a photo; out go `WallPhoto`s. What was read is an event too, and
stays when the picture is gone. Photos of one visit are a series, called by the number of its first.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Connection, Row, func, insert, select, update

from kiosk.clock import get_seconds
from kiosk.errors import OfficeError
from kiosk.model.ledger import Witness
from kiosk.model.wall_photo import PhotoReading
from kiosk.office import events
from kiosk.office.database.ledger_tables import WALL_PHOTO
from kiosk.office.events import Act, EventKind
from kiosk.office.ledger import photo_files
from kiosk.office.ledger.photo_reading import dump_reading, list_reading_facts, load_reading
from posters.errors import PostingError

MOST_IN_SERIES = 60
"""Photos of one visit: a wall of sixty sheets, one at a time."""
_DAY = 24 * 3600
_SENT_AGAIN = 3600


class PhotoState(StrEnum):
    """Where a photo stands."""

    WAITING = "waiting"
    READ = "read"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class PhotoTrouble:
    """Why a photo could not be read, and what to do."""

    message: str
    value: str
    way_out: str


@dataclass(frozen=True, slots=True)
class WallPhoto:
    """A photo that somebody sent. `upload`: the digest of what was sent; `job` reads it."""

    number: int
    series: int
    site: str
    upload: str
    reading: PhotoReading | None
    trouble: PhotoTrouble | None
    job: int | None
    person: int | None
    at: int

    @property
    def state(self) -> PhotoState:
        """Where it stands."""
        return PhotoState.READ if self.reading else PhotoState.FAILED if self.trouble else PhotoState.WAITING


def add_photo(connection: Connection, act: Act, site: str, upload: str, series: int | None = None) -> WallPhoto:
    """Note that a photo was sent, in a series of this site where one is named; the same one twice in a series, or as
    the first of a new one within an hour (an answer that was lost), is one. Raises `OfficeError` for a series that is
    not of this site or full."""
    if series is None:
        series = _find_sent(connection, act, site, upload)
    photos = list_series(connection, site, series) if series is not None else ()
    if series is not None and not photos:
        raise OfficeError("không có loạt ảnh này ở điểm này", place=f"điểm {site}", way_out="chụp lại từ đầu")
    if len(photos) >= MOST_IN_SERIES:
        way_out = "ghi nhận loạt này rồi mở loạt khác"
        raise OfficeError(f"một loạt nhiều nhất {MOST_IN_SERIES} ảnh", place=f"điểm {site}", way_out=way_out)
    same = next((photo for photo in photos if photo.upload == upload), None)
    if same is not None:
        return same
    number = (connection.execute(select(func.max(WALL_PHOTO.c.number))).scalar() or 0) + 1
    row = {"number": number, "series": series or number, "site": site, "upload": upload, "photo": "", "reading": ""}
    row |= {"trouble": "", "person": act.person, "at": act.at}
    connection.execute(insert(WALL_PHOTO).values(row))
    return require_photo(connection, number)


def _find_sent(connection: Connection, act: Act, site: str, upload: str) -> int | None:
    """The series in which the same person has just sent the same photo."""
    query = select(WALL_PHOTO.c.series).where(
        WALL_PHOTO.c.site == site,
        WALL_PHOTO.c.upload == upload,
        WALL_PHOTO.c.series > 0,
        WALL_PHOTO.c.person.is_(None) if act.person is None else WALL_PHOTO.c.person == act.person,
        WALL_PHOTO.c.at > act.at - _SENT_AGAIN,
    )
    return connection.execute(query.order_by(WALL_PHOTO.c.number.desc()).limit(1)).scalar()


def note_job(connection: Connection, number: int, job: int) -> None:
    """Which job reads a photo."""
    connection.execute(update(WALL_PHOTO).where(WALL_PHOTO.c.number == number).values(job=job))


def note_reading(connection: Connection, act: Act, witness: Witness, number: int, reading: PhotoReading) -> int:
    """Write down what was read, as an event; returns its number. Written twice it is written once."""
    photo = require_photo(connection, number)
    row = connection.execute(select(WALL_PHOTO.c.event).where(WALL_PHOTO.c.number == number)).scalar()
    if photo.reading == reading and row is not None:
        return int(row)
    facts = {**list_reading_facts(reading), "series": photo.series, **({"by": witness.by} if witness.by else {})}
    event = events.record(connection, act, EventKind.PHOTO_READ, f"wall/{photo.site}", after=facts)
    values = {"reading": dump_reading(reading), "photo": reading.photo, "trouble": "", "event": event}
    connection.execute(update(WALL_PHOTO).where(WALL_PHOTO.c.number == number).values(values))
    return event


def note_trouble(connection: Connection, number: int, error: PostingError) -> None:
    """Write down why a photo could not be read."""
    text = json.dumps([error.message, error.value, error.way_out], ensure_ascii=False)
    connection.execute(update(WALL_PHOTO).where(WALL_PHOTO.c.number == number).values(trouble=text))


def leave_out(connection: Connection, site: str, number: int) -> WallPhoto:
    """Take a photo out of its series, because it shows something else; what was recorded by it stays recorded. Returns
    the photo, whose files may go. Raises `OfficeError`."""
    photo = require_photo(connection, number)
    if photo.site != site:
        raise OfficeError("không có ảnh này ở điểm này", place=f"điểm {site}", way_out="mở lại trang ảnh của điểm")
    connection.execute(update(WALL_PHOTO).where(WALL_PHOTO.c.number == number).values(series=0, photo=""))
    return photo


def list_series(connection: Connection, site: str, series: int) -> tuple[WallPhoto, ...]:
    """The photos of a series of a site, in the order in which they came; none where there is no such series."""
    query = select(WALL_PHOTO).where(WALL_PHOTO.c.site == site, WALL_PHOTO.c.series == series, WALL_PHOTO.c.series > 0)
    return tuple(map(_read_photo, connection.execute(query.order_by(WALL_PHOTO.c.number))))


def count_unsigned(connection: Connection, site: str, since: int) -> int:
    """How many photos came for a site since then from nobody who has an account."""
    query = select(func.count()).where(
        WALL_PHOTO.c.site == site, WALL_PHOTO.c.person.is_(None), WALL_PHOTO.c.at >= since
    )
    return int(connection.execute(query).scalar() or 0)


def list_recent_series(connection: Connection, site: str, limit: int = 5) -> tuple[tuple[int, int, int], ...]:
    """(series, photos, when the last came) of a site's newest series."""
    query = (
        select(WALL_PHOTO.c.series, func.count(), func.max(WALL_PHOTO.c.at))
        .where(WALL_PHOTO.c.site == site, WALL_PHOTO.c.series > 0)
        .group_by(WALL_PHOTO.c.series)
        .order_by(WALL_PHOTO.c.series.desc())
        .limit(limit)
    )
    return tuple((series, count, at) for series, count, at in connection.execute(query))


def require_photo(connection: Connection, number: int) -> WallPhoto:
    """The photo of this number. Raises `OfficeError`."""
    row = connection.execute(select(WALL_PHOTO).where(WALL_PHOTO.c.number == number)).first()
    if row is None:
        raise OfficeError("không có ảnh này", place="ảnh chụp tường", value=str(number), way_out="gửi lại ảnh")
    return _read_photo(row)


def is_of_site(connection: Connection, site: str, digest: str) -> bool:
    """Whether this picture was sent for this site's wall, and not left out."""
    query = select(WALL_PHOTO.c.number).where(WALL_PHOTO.c.site == site, WALL_PHOTO.c.photo == digest)
    return bool(digest) and connection.execute(query.limit(1)).first() is not None


def _read_photo(row: Row[tuple[object, ...]]) -> WallPhoto:
    r = row._mapping
    reading = load_reading(r["reading"]) if r["reading"] else None
    trouble = PhotoTrouble(*json.loads(r["trouble"])) if r["trouble"] else None
    return WallPhoto(r["number"], r["series"], r["site"], r["upload"], reading, trouble, r["job"], r["person"], r["at"])


# how long pictures stay ------------------------------------------------------------------------------------


def list_old_pictures(connection: Connection, root: Path, days: int, now: int | None = None) -> tuple[str, ...]:
    """The pictures on disk that are older than so many days, or that no row names (for two days: one may just come)."""
    oldest = (get_seconds() if now is None else now) - days * _DAY
    query = select(WALL_PHOTO.c.photo, func.max(WALL_PHOTO.c.at)).where(WALL_PHOTO.c.photo != "")
    newest: dict[str, int] = dict(connection.execute(query.group_by(WALL_PHOTO.c.photo)).all())
    return tuple(
        name
        for name in photo_files.list_copies(root)
        if (newest[name] <= oldest if name in newest else photo_files.is_forgotten(root, name))
    )


def remove_old_pictures(connection: Connection, root: Path, days: int, now: int | None = None) -> int:
    """Remove them, and what uploads left behind; what was read stays. Returns how many."""
    photo_files.drop_forgotten(root)
    return sum(photo_files.drop_copy(root, name) for name in list_old_pictures(connection, root, days, now))


def list_readings(photos: Sequence[WallPhoto]) -> tuple[PhotoReading, ...]:
    """What was read in those that were read."""
    return tuple(photo.reading for photo in photos if photo.reading is not None)
