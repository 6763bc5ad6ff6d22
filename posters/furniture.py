"""What every printed page shares: head, foot, watermark, and the places left to the site."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from math import atan2, cos, hypot, sin

from posters.areas import fit_area
from posters.body import Area, SiteAreas
from posters.fonts import Face
from posters.geometry import Rect
from posters.spec import Mark, Wording
from posters.surface import Ink, Surface
from posters.text import PT, clean, measure_width, shrink

EMBLEM = "Emblem"
"""Name of the image resource that holds the emblem."""
_EMBLEM_TOP = 1.6
_EMBLEM_HEIGHT = 15.6
"""From the capitals of the site's name to the descenders of the title, in mm at scale 1."""
_EMBLEM_WIDTH = 28.0
_EMBLEM_SPACE = 3.0
_NAME = 113.0
"""Left to the site's name in mm at scale 1: the longest of a hundred takes 110 mm in 8 pt."""
BESIDE = 42.0
"""Left at the right of the site's name to what stands beside it."""


@dataclass(frozen=True, slots=True)
class Measures:
    """Where head and foot stand between `left` and `right`, in mm, and by how much their type is enlarged. The site's
    name, rule and title begin `inset` mm further right, beside an emblem."""

    left: float
    right: float
    top: float
    foot: float
    scale: float = 1.0
    inset: float = 0.0

    @property
    def width(self) -> float:
        """Width of the type area."""
        return self.right - self.left


def place_areas(at: Measures, wording: Wording) -> SiteAreas:
    """The places that head and foot leave to the site."""
    s = at.scale
    contact = at.foot + (18.2 if wording.feedback_address else 13.8) * s
    return SiteAreas(
        name=Area(at.left + at.inset, at.top + 4.6 * s, at.width - at.inset - BESIDE * s, 11.5 * s, 8 * s),
        contact=Area(at.left, contact, at.width, 8.5 * s, 8, 2),
        sheet_id=Area(at.right, at.foot + 4.9 * s, 44 * s, 9.5 * s, 8, align="right"),
    )


def draw_emblem(
    surface: Surface, at: Measures, mark: Mark | None, beside: float = BESIDE, name: float = _NAME
) -> Measures:
    """Draw the emblem, if there is one, at the left of the head; returns where the head's text then stands. The site's
    name keeps `name` mm, and `beside` at its right (both at scale 1)."""
    if mark is None:
        return at
    widest = min(_EMBLEM_WIDTH, at.width / at.scale - at.inset - beside - name - _EMBLEM_SPACE)
    high = min(_EMBLEM_HEIGHT, widest / mark.ratio) * at.scale
    wide = high * mark.ratio
    top = at.top + _EMBLEM_TOP * at.scale + (_EMBLEM_HEIGHT * at.scale - high) / 2
    surface.image(Rect(at.left + at.inset, top, wide, high), EMBLEM)
    return replace(at, inset=at.inset + wide + _EMBLEM_SPACE)


def draw_head(
    surface: Surface,
    at: Measures,
    title: str,
    label: str,
    beside: str,
    wording: Wording | None = None,
    sample: str = "",
    largest: float = 21.0,
) -> float:
    """Rule, title of at most `largest` points, and what to do if `wording` is given; `label` large at the right,
    `beside` small above it, `sample` white on a bar below it.

    The site's name stands over the rule and is not drawn here. Returns the lower edge in mm.
    """
    s, left, room = at.scale, at.left + at.inset, at.width - at.inset
    surface.text(at.right, at.top + 4.6 * s, clean(beside), Face.REGULAR, 11.5 * s, Ink.BLACK, "right")
    surface.rule(left, at.top + 7.4 * s, room, 1.4 * s, Ink.ACCENT)
    base = at.top + 15.8 * s
    taken_width = surface.text(at.right, base, clean(label), Face.BOLD, 21 * s, Ink.ACCENT, "right")
    below = Area(
        left, base, room - taken_width - 8 * s, largest * s, 11 * s, top=at.top + 8.9 * s, bottom=at.top + 18 * s
    )
    fitted = fit_area(below, clean(title), Face.BOLD)
    surface.text(left, fitted.y, fitted.lines[0], Face.BOLD, fitted.size, Ink.ACCENT)
    if wording is None:
        return at.top + 18.4 * s
    taken_width = _draw_bar(surface, at.right, at.top + 21.6 * s, clean(sample), 9.5 * s) if sample else 0.0
    size, lines = shrink(clean(wording.scan), Face.REGULAR, 9.5 * s, 8, at.width - taken_width)
    surface.text(at.left, at.top + 21.6 * s, lines[0], Face.REGULAR, size, Ink.MUTED)
    return at.top + 24 * s


def draw_foot(surface: Surface, at: Measures, wording: Wording, release: int, released: date) -> None:
    """Warning, feedback and release; the sheet id and the site's contacts are not drawn here."""
    s = at.scale
    surface.rule(at.left, at.foot, at.width, 0.7 * s, Ink.ACCENT)
    warning = clean(wording.antifraud)
    size, lines = shrink(warning, Face.BOLD, 9.5 * s, 8, at.width - 48 * s)
    surface.text(at.left, at.foot + 4.9 * s, lines[0], Face.BOLD, size, Ink.BLACK)
    issued = f"{clean(wording.release)} {release}, {clean(wording.released)} {released:%d/%m/%Y}"
    base = at.foot + 9.4 * s
    taken_width = surface.text(at.right, base, issued, Face.REGULAR, 8.5 * s, Ink.BLACK, "right")
    phone = f"{clean(wording.hotline_label)} {wording.hotline}"
    text = f"{clean(wording.feedback)}: {wording.feedback_url} · {phone}"
    size, lines = shrink(text, Face.REGULAR, 8.5 * s, 8, at.width - taken_width - 3 * s)
    surface.text(at.left, base, lines[0], Face.REGULAR, size)
    wide = measure_width(lines[0], Face.REGULAR, size)
    surface.link(Rect(at.left, base - size * PT, wide, size * PT * 1.3), wording.feedback_url)
    if wording.feedback_address:
        size, lines = shrink(clean(wording.feedback_address), Face.REGULAR, 8.5 * s, 8, at.width, 1)
        surface.text(at.left, at.foot + 13.8 * s, lines[0], Face.REGULAR, size)


def _draw_bar(surface: Surface, right: float, base: float, text: str, size: float) -> float:
    """White text on a bar that ends at `right`; returns how much room it takes."""
    em = size * PT
    wide = measure_width(text, Face.BOLD, size) + 1.4 * em
    surface.fill(Rect(right - wide, base - 1.12 * em, wide, 1.56 * em), Ink.BLACK)
    surface.text(right - 0.7 * em, base, text, Face.BOLD, size, Ink.PAPER, "right")
    return wide + em


def draw_watermark(surface: Surface, area: Rect, text: str, times: int = 3) -> None:
    """`text` across `area`, `times` below each other, drawn before everything else: codes cover it."""
    text = clean(text)
    high = area.height / times
    angle = atan2(high, area.width) * 0.8
    size = 0.87 * hypot(area.width, high * 0.8) / measure_width(text, Face.BOLD, 1)
    for i in range(times):
        middle = area.y + high * (i + 0.5)
        surface.turned(area.x + area.width / 2, middle, cos(angle), sin(angle), text, Face.BOLD, size, Ink.PALE)
