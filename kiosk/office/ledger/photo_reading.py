"""A photo of a wall, read: bytes in, what stands on it and a copy for people out. Writes nothing.

Decoding happens in a process of its own, which can be ended (`posters.photo.reader`). What it means for the ledger is
left to `photo_sightings`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import TypeAdapter

from kiosk.canonical import digest, dump_canonical
from kiosk.model.wall_photo import Corners, PhotoReading, ReadSheet
from kiosk.office.ledger.photo_plans import DrawnPaper
from posters import marks
from posters.marks import PrintedId
from posters.photo import reader
from posters.photo.seen import Point
from posters.photo.wall import PhotoSheet, read_wall

_READING: TypeAdapter[PhotoReading] = TypeAdapter(PhotoReading)


@dataclass(frozen=True, slots=True)
class ReadPhoto:
    """What was read, and the copy that is kept for people: upright, without anything that the camera added."""

    reading: PhotoReading
    copy: bytes


def read_photo(content: bytes, drawn: Sequence[DrawnPaper], seconds: float = reader.SECONDS) -> ReadPhoto:
    """Read a photo of the wall of the site that has these papers. Raises `PhotoError`."""
    look = reader.look_apart(content, seconds)
    papers = {paper.mark: paper for paper in drawn}
    sheets = read_wall(look.codes, [paper.plan for paper in drawn])
    sheets_read = tuple(_describe(sheet, papers) for sheet in sheets)
    return ReadPhoto(PhotoReading(digest(look.copy), look.width, look.height, sheets_read), look.copy)


def _describe(sheet: PhotoSheet, known: dict[str, DrawnPaper]) -> ReadSheet:
    mark = str(PrintedId(marks.SHEET, sheet.label, sheet.revision)) if sheet.revision else ""
    paper = known.get(mark)
    return ReadSheet(
        paper.sheet if paper else sheet.label,
        mark,
        sheet.head,
        paper.revision if paper else "",
        _flatten(sheet.corners),
        sheet.read,
        sheet.unread,
        sheet.foreign,
        sheet.closer,
        tuple(map(_flatten, sheet.foreign_at)),
    )


def _flatten(corners: tuple[Point, Point, Point, Point]) -> Corners:
    """Corners as eight numbers, to a tenth of a pixel."""
    (a, b), (c, d), (e, f), (g, h) = ((round(x, 1), round(y, 1)) for x, y in corners)
    return a, b, c, d, e, f, g, h


def list_reading_facts(reading: PhotoReading) -> dict[str, object]:
    """A reading as an event keeps it."""
    facts: dict[str, object] = _READING.dump_python(reading, mode="json")
    return facts


def dump_reading(reading: PhotoReading) -> str:
    """A reading as canonical JSON."""
    return dump_canonical(list_reading_facts(reading)).decode()


def load_reading(text: str) -> PhotoReading:
    """Read it back."""
    return _READING.validate_json(text)
