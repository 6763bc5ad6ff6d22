"""What a group of sheets looks like from afar: its colour and its pattern, by its number.

Five colours that differ for every eye (Okabe and Ito) times patterns that differ in black and white: neighbours on the
wall have different colours, and no two groups have the same pair. A number says the same for ever.
"""

from __future__ import annotations

from enum import Enum

from posters.geometry import Rect
from posters.surface import COLOUR, MM, Ink, Surface, number

MOST = 20
"""Groups that have a look of their own."""
_INKS = (Ink.BAND_BLUE, Ink.BAND_RED, Ink.BAND_GREEN, Ink.BAND_YELLOW, Ink.BAND_PINK)
_DARK = frozenset({Ink.BAND_BLUE})


class Pattern(Enum):
    """How a band is filled, the first five groups first."""

    SOLID = 0
    DIAGONAL = 1
    DOTS = 2
    BARS = 3


def find_ink(group: int) -> Ink:
    """The colour of a group."""
    return _INKS[(group - 1) % len(_INKS)]


def find_pattern(group: int) -> Pattern:
    """The pattern of a group."""
    return Pattern((group - 1) // len(_INKS) % len(Pattern))


def find_text_ink(group: int) -> Ink:
    """What is legible on its colour: white on blue (5.2:1), black on the others (5.4:1 at least)."""
    return Ink.PAPER if find_ink(group) in _DARK else Ink.BLACK


def draw_band(surface: Surface, area: Rect, group: int) -> None:
    """The colour and pattern of a group in `area`, which is wider than high."""
    ink, pattern = find_ink(group), find_pattern(group)
    if pattern is Pattern.SOLID:
        surface.fill(area, ink)
    elif pattern is Pattern.DOTS:
        surface.path(_write_dots(surface, area, ink), ink)
    else:
        surface.path(_write_bars(surface, area, ink, 1 if pattern is Pattern.DIAGONAL else 0), ink)


def _write_bars(surface: Surface, area: Rect, ink: Ink, lean: int) -> str:
    """Bars as wide as what is left between them, as a dashed stroke; sheared by `lean` (8.3.4) they slant."""
    wide, length = area.height * 0.55, area.width - lean * area.height
    count = max(2, int((length + wide) / (2 * wide)))
    gap = (length - count * wide) / (count - 1)
    corner = f"{number(area.x * MM)} {number((surface.height - area.bottom) * MM)}"
    stroke = " ".join(map(number, COLOUR[ink]))
    dash = f"{number(area.height * MM)} w [{number(wide * MM)} {number(gap * MM)}] 0 d"
    middle = number(area.height / 2 * MM)
    return f"q 1 0 {lean} 1 {corner} cm {stroke} RG {dash} 0 {middle} m {number(length * MM)} {middle} l S Q"


def _write_dots(surface: Surface, area: Rect, ink: Ink) -> str:
    """A row of dots: dashes without length whose round ends meet (ISO 32000-2 8.4.3.3, 8.4.3.6)."""
    wide = area.height * 0.86
    count = max(1, int(area.width / (wide * 1.3)))
    pitch = (area.width - wide) / max(1, count - 1)
    middle = number((surface.height - area.y - area.height / 2) * MM)
    ends = [number((x) * MM) for x in (area.x + wide / 2, area.right - wide / 2 + pitch / 4)]
    stroke = " ".join(map(number, COLOUR[ink]))
    dash = f"1 J {number(wide * MM)} w [0 {number(pitch * MM)}] 0 d"
    return f"q {stroke} RG {dash} {ends[0]} {middle} m {ends[1]} {middle} l S Q"
