"""Head and foot of posting sheets: what is read from afar, what names the sheet, and the places left to the site.

The number of group and sheet stands in the outer top corner on the group's colour, so large that old eyes read it at
three metres; a band of the colour and pattern runs beside it. The foot carries the sheet's marks in its two corners.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from posters import bands, furniture, plates
from posters.areas import Fitted, fit_area
from posters.body import Area, PlacedMark, SiteAreas
from posters.fonts import Face
from posters.geometry import Frame, Rect
from posters.spec import Mark, Sheet, Wording, show_label
from posters.structure import Element
from posters.surface import Ink, Surface
from posters.text import PT, clean, find_leading, measure_fall, measure_rise, measure_width, shrink

LABEL_SIZE = 80.0
"""Points of the number in the corner: read at three metres by eyes of 0.7 (x-height 0.28 degrees)."""
_HEAD, _BAND, _PAD, _GAP = 27.0, 7.0, 3.0, 3.0
_DIGIT = 0.7
"""Height of a digit over the type size."""
_EMBLEM = Rect(0, 8.6, 17.0, 15.6)
"""Room for an emblem, at scale 1, from the head's top."""
_LEAST_SCAN = 7.0
_LEAST_TITLE = 6.0
"""Points of a group's name in capitals with two marks each, between a long name and what to do in such capitals."""
_LINE = 3.85
_BESIDE_MATRIX, _BESIDE_QR = 3.6, 2.0
"""From the Data Matrix (whose white is 3 mm wide) to the foot's text, and from that to the QR's square, in mm."""
_APART = 0.1
"""Between the ink of the group's name and that of other lines, in mm."""


class _Rows(NamedTuple):
    """How a head's text is parted, in mm from the head's top at scale 1: first baseline, points and lines of the site's
    name and where its ink ends; baseline and most points of the group's name; the last baseline of what to do. Whatever
    a site is called, so many lines of it fit, in capitals those of 7 points."""

    name: float
    name_size: float
    lines: int
    name_bottom: float
    title: float
    most: float
    last: float


_WIDE = (
    ((1, 8), _Rows(11.0, 10.5, 2, 14.15, 20.4, 19.0, 25.2)),
    ((1, 0), _Rows(11.0, 10.5, 2, 17.0, 21.2, 13.0, 25.4)),
    ((2, 0), _Rows(11.0, 10.5, 2, 16.0, 20.1, 11.0, 26.6)),
)
"""By lines of what to do and their least points."""
_BY_ROOM = ((60.0, _Rows(10.2, 8.5, 3, 17.45, 21.0, 8.0, 26.95)), (78.0, _Rows(10.2, 8.5, 2, 15.0, 20.6, 12.0, 26.95)))
"""By mm of room, at scale 1, below which a long number, or an emblem beside it, asks for these."""
SCALES: Mapping[str, float] = MappingProxyType({"A4": 1.0, "A3": 1.1, "A2": 1.4, "A1": 1.6})
"""By how much head and foot are enlarged on each paper."""


@dataclass(frozen=True, slots=True)
class Masthead:
    """Where things stand on a sheet, in mm: edges of the type area, top of head and foot; the corner with the number;
    where the head's text begins and how wide it is; the same of the foot's text, which stands between the two marks."""

    left: float
    right: float
    top: float
    foot: float
    scale: float
    corner: Rect
    text: float
    width: float
    foot_text: float
    foot_width: float


def measure_masthead(frame: Frame, paper: str, label: str, emblem: Mark | None = None) -> Masthead:
    """The masthead of a sheet. The corner's width depends on how many signs a label has, so that the sites' own text
    stands alike on most sheets."""
    s = SCALES[paper]
    label_text = show_label(label)
    signs = "".join("0" if sign.isdigit() else sign for sign in label_text)
    wide = measure_width(signs, Face.BOLD, LABEL_SIZE * s) + 2 * _PAD * s
    top = frame.grid.y - (_HEAD + 0.7) * s
    corner = Rect(frame.right - wide, top, wide, _HEAD * s)
    text = frame.left + plates.SITE_SIDE - 1.8 + 1.6
    if emblem is not None:
        text += _measure_emblem(emblem) * s + 2.4 * s
    foot_text = frame.left + plates.COARSE_SIDE + _BESIDE_MATRIX
    return Masthead(
        left=frame.left,
        right=frame.right,
        top=top,
        foot=frame.grid.bottom + 1.6,
        scale=s,
        corner=corner,
        text=text,
        width=corner.x - _GAP * s - text,
        foot_text=foot_text,
        foot_width=frame.right - plates.QR_SIDE - _BESIDE_QR - foot_text,
    )


def _measure_emblem(emblem: Mark) -> float:
    return min(_EMBLEM.width, _EMBLEM.height * emblem.ratio)


def _choose_rows(at: Masthead, scan: tuple[float, tuple[str, ...]]) -> _Rows:
    size, lines = scan
    narrow = (rows for room, rows in _BY_ROOM if at.width < room * at.scale)
    wide = (rows for (most, least), rows in _WIDE if len(lines) == most and size >= least * at.scale)
    return next(narrow, None) or next(wide)


def place_areas(at: Masthead, wording: Wording) -> SiteAreas:
    """The places left to the site: its name and mark in the head, its id and contacts in the foot."""
    s, lines = at.scale, 2 if clean(wording.feedback_address) else 3
    above = 4 if clean(wording.feedback_address) else 3
    rows = _choose_rows(at, _fit_scan(clean(wording.scan), 9.5 * s, at.width))
    return SiteAreas(
        name=Area(
            at.text,
            at.top + rows.name * s,
            at.width,
            rows.name_size * s,
            8 * s,
            rows.lines,
            top=at.top + _BAND * s,
            bottom=at.top + rows.name_bottom * s,
            least=7 * s,
        ),
        contact=Area(at.foot_text, at.foot + (4.6 + above * _LINE) * s, at.foot_width, 8.5 * s, 8, lines),
        sheet_id=Area(at.foot_text, at.foot + (4.6 + (above - 1) * _LINE) * s, 46 * s, 9.5 * s, 8),
        mark=Rect(at.left - 1.8, at.top + (_BAND + 1.4) * s, plates.SITE_SIDE, plates.SITE_SIDE),
    )


def draw_corner(surface: Surface, at: Masthead, sheet: Sheet) -> None:
    """The number of group and sheet on the group's colour. To be drawn last: readers that sort by place (PDFium) put so
    large a line between those beside it."""
    s = at.scale
    surface.fill(at.corner, bands.find_ink(sheet.group_number))
    base = at.corner.y + (at.corner.height + _DIGIT * LABEL_SIZE * s * PT) / 2
    ink = bands.find_text_ink(sheet.group_number)
    middle = at.corner.x + at.corner.width / 2
    with surface.marked("P"):
        surface.text(middle, base, show_label(sheet.label), Face.BOLD, LABEL_SIZE * s, ink, "centre")


def draw_head(surface: Surface, at: Masthead, sheet: Sheet) -> tuple[Element, Element]:
    """Band and title of the group, what to do, and an emblem; returns what is read of it."""
    s = at.scale
    band = Rect(at.left, at.top, at.corner.x - 1.5 * s - at.left, _BAND * s)
    bands.draw_band(surface, band, sheet.group_number)
    if sheet.sample:
        _draw_sample_bar(surface, band, clean(sheet.wording.sample), 11 * s)
    if sheet.emblem is not None:
        _draw_emblem(surface, at, sheet.emblem)
    words = _set_title(at, clean(sheet.group), clean(sheet.wording.scan))
    with surface.marked("H1") as title_mark:
        surface.text(at.text, words.title.y, words.title.lines[0], Face.BOLD, words.title.size, Ink.ACCENT)
    with surface.marked("P") as scan_mark:
        for i, line in enumerate(words.scan):
            surface.text(at.text, words.first + i * words.step, line, Face.REGULAR, words.size, Ink.MUTED)
    return Element("H1", (title_mark,)), Element("P", (scan_mark,))


class _Title(NamedTuple):
    """A group's name, and what to do: points, lines, their first baseline and line distance in mm."""

    title: Fitted
    size: float
    scan: tuple[str, ...]
    first: float
    step: float


@lru_cache(maxsize=256)
def _set_title(at: Masthead, group: str, what_to_do: str) -> _Title:
    """Most sheets of a group share it."""
    s = at.scale
    size, scan = fitted = _fit_scan(what_to_do, 9.5 * s, at.width)
    rows = _choose_rows(at, fitted)
    step = size * find_leading(scan, Face.REGULAR, 1.25) * PT
    last = min(rows.last * s, (_HEAD + 0.6) * s - measure_fall(scan[-1], Face.REGULAR, size))
    first = at.top + last - (len(scan) - 1) * step
    area = Area(
        at.text,
        at.top + rows.title * s,
        at.width,
        rows.most * s,
        8 * s,
        top=at.top + (rows.name_bottom + _APART) * s,
        bottom=first - measure_rise(scan[0], Face.REGULAR, size) - _APART * s,
        least=_LEAST_TITLE * s,
    )
    return _Title(fit_area(area, group, Face.BOLD), size, scan, first, step)


@lru_cache(maxsize=256)
def _fit_scan(text: str, size: float, room: float) -> tuple[float, tuple[str, ...]]:
    """What to do, on one line if type of 7 points allows it, else in that on two."""
    if measure_width(text, Face.REGULAR, _LEAST_SCAN) <= room:
        return shrink(text, Face.REGULAR, size, _LEAST_SCAN, room)
    return shrink(text, Face.REGULAR, _LEAST_SCAN, _LEAST_SCAN, room, 2)


def _draw_sample_bar(surface: Surface, band: Rect, text: str, size: float) -> None:
    """White on black over the band."""
    wide = measure_width(text, Face.BOLD, size) + 2 * size * PT
    surface.fill(Rect(band.x, band.y, wide, band.height), Ink.BLACK)
    base = band.y + (band.height + size * PT * 0.74) / 2
    surface.text(band.x + size * PT, base, text, Face.BOLD, size, Ink.PAPER)


def _draw_emblem(surface: Surface, at: Masthead, emblem: Mark) -> None:
    wide = _measure_emblem(emblem) * at.scale
    high = wide / emblem.ratio
    top = at.top + (_EMBLEM.y + (_EMBLEM.height - high / at.scale) / 2) * at.scale
    surface.image(Rect(at.text - 2.4 * at.scale - wide, top, wide, high), furniture.EMBLEM)


def draw_foot(surface: Surface, at: Masthead, sheet: Sheet) -> None:
    """Warning, feedback and release; the site's id and contacts are not drawn."""
    surface.rule(at.foot_text, at.foot, at.foot_width, 0.7 * at.scale, Ink.ACCENT)
    with surface.marked("P"):
        _draw_foot_text(surface, at, sheet)


def _draw_foot_text(surface: Surface, at: Masthead, sheet: Sheet) -> None:
    s, words = at.scale, sheet.wording
    size, lines = shrink(clean(words.antifraud), Face.BOLD, 9.5 * s, 8, at.foot_width)
    surface.text(at.foot_text, at.foot + 4.6 * s, lines[0], Face.BOLD, size, Ink.BLACK)
    feedback = (
        f"{clean(words.feedback)}: {words.feedback_url} · {clean(words.hotline_label)} {words.hotline}",
        clean(words.feedback_address),
    )
    base = at.foot + 4.6 * s
    for text in filter(None, feedback):
        base += _LINE * s
        size, lines = shrink(text, Face.REGULAR, 8.5 * s, 7.5, at.foot_width)
        surface.text(at.foot_text, base, lines[0], Face.REGULAR, size)
    wide = measure_width(clean(feedback[0]), Face.REGULAR, 8 * s)
    link = Rect(at.foot_text, at.foot + (4.6 + _LINE) * s - 8 * s * PT, min(wide, at.foot_width), 8 * s * PT * 1.3)
    surface.link(link, words.feedback_url)
    issued = (
        f"{clean(words.sheet)} {show_label(sheet.label)} · {clean(words.release)} {sheet.release}, "
        f"{clean(words.released)} {sheet.released:%d/%m/%Y}"
    )
    surface.text(at.foot_text + 48 * s, base + _LINE * s, issued, Face.REGULAR, 8.5 * s)


def draw_marks(surface: Surface, at: Masthead, sheet: Sheet) -> tuple[PlacedMark, ...]:
    """The marks in the two corners of the foot, if the sheet has any: one reflection does not lie over both."""
    if sheet.mark is None:
        return ()
    top = at.foot + 1.4
    matrix = plates.draw_coarse_mark(surface, at.left, top, sheet.mark)
    with surface.marked("Figure"):
        fine = plates.draw_sheet_mark(surface, at.right - plates.QR_SIDE, top - 2.2, sheet.mark)
    return fine, matrix
