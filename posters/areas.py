"""A site's own text in the place that a page leaves to it: which size, which lines, and on which baselines.

Pages are drawn before it is known which sites they go to; so a page keeps its own lines out of the place, and the text
keeps to it, whatever it is.
"""

from __future__ import annotations

from typing import NamedTuple

from posters.body import Area
from posters.errors import DrawingError
from posters.fonts import Face
from posters.text import PT, break_lines, find_leading, measure_fall, measure_rise, measure_width, shrink

_STEP = 0.45 / PT
"""Line distance over type size where the letters allow it."""


class Fitted(NamedTuple):
    """Lines in type of `size` points, the first on the baseline `y`, `step` mm apart."""

    size: float
    lines: tuple[str, ...]
    y: float
    step: float


def fit_area(area: Area, text: str, face: Face) -> Fitted:
    """As few lines of `text`, which is clean, as possible in type as large as possible, their ink inside the area; type
    below the area's `smallest` only where that is not enough. Raises `DrawingError` where the text does not fit,
    `MissingGlyphError`."""
    # Most fit as they are: a hundred ids a file.
    if area.top is None and measure_width(text, face, area.size) <= area.width:
        return Fitted(area.size, (text,), area.y, 0.0)
    tries = [(area.size, area.smallest, most) for most in range(1, area.lines + 1)]
    if area.least:
        tries.append((area.smallest, area.least, area.lines))
    for size, smallest, most in tries:
        fitted = _fit_lines(area, text, face, size, smallest, most)
        if fitted:
            return fitted
    # It says what is too long, and for how much room.
    shrink(text, face, area.least or area.smallest, area.least or area.smallest, area.width, area.lines)
    raise DrawingError(
        f"các dòng chữ cao hơn chỗ dành cho chúng ({area.lines} dòng)",
        place="đầu hoặc chân tờ",
        value=text[:80],
        way_out="rút ngắn dòng chữ này, hoặc viết chữ thường thay chữ in hoa, trong data/",
    )


def _fit_lines(area: Area, text: str, face: Face, size: float, smallest: float, most: int) -> Fitted | None:
    """The largest type down to `smallest` in which at most `most` lines stand inside the area."""
    while size >= smallest:
        lines = break_lines(text, face, size, area.width)
        if len(lines) <= most:
            fitted = _set(area, lines, face, size)
            if fitted:
                return fitted
        size -= 0.5
    return None


def _set(area: Area, lines: tuple[str, ...], face: Face, size: float) -> Fitted | None:
    """Lines from the area's baseline on, moved up or down as far as their ink asks for; None if it is higher than the
    area."""
    step = size * PT * find_leading(lines, face, _STEP) if len(lines) > 1 else 0.0
    if area.top is None or area.bottom is None or not lines:
        return Fitted(size, lines, area.y, step)
    highest = area.top + measure_rise(lines[0], face, size)
    lowest = area.bottom - measure_fall(lines[-1], face, size) - (len(lines) - 1) * step
    if highest > lowest:
        return None
    return Fitted(size, lines, min(max(area.y, highest), lowest), step)
