"""Banners over the sheets of a group: its number read across a hall, its name, its colour and pattern.

In come the facts of banners; out come pages of A4 across, to be addressed to sites.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from posters import bands, pdf
from posters.body import Area, Body, SiteAreas, finish_body
from posters.fonts import Face
from posters.geometry import Rect
from posters.outline import Bookmark
from posters.structure import Element
from posters.surface import Ink, Surface
from posters.text import PT, break_lines, clean, find_leading, is_torn, measure_width

TITLE = "Biển tên nhóm"
NUMBER_SIZE = 300.0
"""Points of the number."""
_WIDE, _HIGH, _MARGIN = 297.0, 210.0, 10.0
_NAMES = (90.0, 84.0, 78.0, 72.0, 66.0, 60.0, 54.0, 48.0, 42.0, 36.0)
_WORDS = (28.0, 26.0, 24.0, 22.0, 20.0, 18.0)
_BAND = 20.0
_DIGIT = 0.7


@dataclass(frozen=True, slots=True)
class Banner:
    """The banner of one group: number, title, words that citizens use; `sample` says so."""

    number: int
    title: str
    everyday: str
    release: int
    released: date
    sample: str = ""

    @property
    def label(self) -> str:
        """Its id without the site's code."""
        return f"B-{self.number}"


def make_template(banners: Sequence[Banner]) -> pdf.Template:
    """Several banners as one document to be addressed to sites."""
    return pdf.make_template([draw_banner(banner) for banner in banners], TITLE)


def draw_banner(banner: Banner) -> Body:
    """Draw one. Raises `MissingGlyphError`."""
    surface = Surface(_WIDE, _HIGH)
    number = str(banner.number)
    wide = measure_width("0" * len(number), Face.BOLD, NUMBER_SIZE) + 14
    tile = Rect(_MARGIN, _MARGIN, wide, _HIGH - 2 * _MARGIN - _BAND - 8)
    surface.fill(tile, bands.find_ink(banner.number))
    base = tile.y + (tile.height + _DIGIT * NUMBER_SIZE * PT) / 2
    ink = bands.find_text_ink(banner.number)
    with surface.marked("P") as numbered:
        surface.text(tile.x + tile.width / 2, base, number, Face.BOLD, NUMBER_SIZE, ink, "centre")
    bands.draw_band(surface, Rect(_MARGIN, tile.bottom + 3, _WIDE - 2 * _MARGIN, _BAND), banner.number)
    text = Rect(tile.right + 9, tile.y, _WIDE - _MARGIN - tile.right - 9, tile.height)
    with surface.marked("H1") as titled:
        below = _write_title(surface, text, clean(banner.title))
    with surface.marked("P") as worded:
        _write_words(surface, Rect(text.x, below + 6, text.width, text.bottom - below - 6), clean(banner.everyday))
    elements = (Element("H1", (titled,)), Element("P", (numbered,)), Element("P", (worded,)))
    if banner.sample:
        surface.text(_WIDE - _MARGIN, _MARGIN - 2, clean(banner.sample), Face.BOLD, 12, Ink.BLACK, "right")
    foot = _HIGH - _MARGIN + 3.6
    areas = SiteAreas(
        name=Area(_MARGIN, foot, 190, 9, 7),
        contact=Area(_MARGIN, foot + 4, 190, 7, 5, 1),
        sheet_id=Area(_WIDE - _MARGIN, foot, 80, 9, 7, align="right"),
    )
    facts = {"label": banner.label, "release": banner.release, "released": banner.released}
    return finish_body(
        surface,
        areas,
        **facts,  # type: ignore[arg-type]
        sample=bool(banner.sample),
        structure=elements,
        bookmarks=(Bookmark(1, f"{banner.number} {clean(banner.title)}"),),
    )


def _write_title(surface: Surface, area: Rect, title: str) -> float:
    """In the largest type whose lines take three fifths of the height; returns the last baseline."""
    for size in _NAMES:
        lines = break_lines(title, Face.BOLD, size, area.width)
        step = size * find_leading(lines, Face.BOLD, 1.26) * PT
        whole = all(measure_width(line, Face.BOLD, size) <= area.width for line in lines) and not is_torn(title, lines)
        if whole and size * PT + (len(lines) - 1) * step <= area.height * 0.62:
            break
    first = area.y + size * PT * 0.95
    surface.paragraph(area.x, first, lines, step, Face.BOLD, size)
    return first + (len(lines) - 1) * step + size * 0.28 * PT


def _write_words(surface: Surface, area: Rect, words: str) -> None:
    """As many of the words, parted by commas, as fit whole in the largest type for at least four lines."""
    for size in _WORDS:
        step = size * 1.3 * PT
        room = int(area.height / step)
        if room >= 4 or size == _WORDS[-1]:
            break
    parts = [part.strip() for part in words.split(",") if part.strip()]
    while parts:
        lines = break_lines(", ".join(parts), Face.REGULAR, size, area.width)
        if len(lines) <= max(0, room):
            surface.paragraph(area.x, area.y + size * PT, lines, step, Face.REGULAR, size)
            return
        parts.pop()
