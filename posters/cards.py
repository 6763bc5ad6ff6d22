"""A card's text fitted into its cells. Pure: the same card and grid give the same lines on every machine.

Smaller type within the legible limit comes first, then more cells; nothing is cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from posters import fonts, geometry
from posters.errors import DrawingError
from posters.fonts import Face
from posters.geometry import CODE_BOX, QUIET, Rect
from posters.spec import Card, Grid
from posters.text import PT, break_lines, clean, leading, width

SIZES = (11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0)
"""Type sizes of a name in points, preferred first."""
LAST_RESORT = 7.0
"""Only in a card that already has the largest span."""
CODE_SIZE = 13.0
SMALL = 8.0
_CODE_SIZES = (CODE_SIZE, 12.0, 11.0, 10.0, 9.0, SMALL)
LEADING = 1.29
"""Usual line distance over type size."""
AIR = 90
"""Gap between the pieces of a code in thousandths of the type size; a text extractor sees no space in it."""
_TAIL_LEADING = 1.24
MAX_ROWS = 3
"""Rows that one card may take."""

_MARGIN = 0.8
_GAP = 3.2
_BELOW_CODE = 1.3
_OVERHANG = 1.9
_AIR_BELOW = 1.42
"""From a name's last baseline to the next, over the name's type size: more than its own line distance."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text: left edge and baseline in mm from the card's top left corner, type size in points."""

    x: float
    y: float
    text: str
    face: Face
    size: float
    role: str


@dataclass(frozen=True, slots=True)
class Layout:
    """A fitted card: size in mm, the square of its code (quiet zone included), lines in reading order."""

    width: float
    height: float
    code: Rect
    lines: tuple[Line, ...]

    @property
    def size(self) -> float:
        """Type size of the name in points."""
        return next((line.size for line in self.lines if line.role == "name"), SMALL)


def spans(grid: Grid) -> Iterator[int]:
    """Cells that a card may take, smallest first: one, then whole rows."""
    yield 1
    yield from (grid.columns * rows for rows in range(1, MAX_ROWS + 1))


def span(card: Card, grid: Grid) -> int:
    """Cells that `card` needs. Raises `DrawingError` if no span is enough, `MissingGlyphError`."""
    return _fit(card, grid)[0]


def layout(card: Card, grid: Grid, cells: int) -> Layout:
    """`card` in `cells` cells, as large as fits. Raises `DrawingError` if it does not."""
    needed, fitted = _fit(card, grid)
    if cells == needed:
        return fitted
    found = _within(_cleaned(card), grid, cells)
    if found is None:
        raise _too_long(card, cells)
    return found


@lru_cache(maxsize=8192)
def _fit(card: Card, grid: Grid) -> tuple[int, Layout]:
    card = _cleaned(card)
    fonts.require((card.code, card.name, card.field, card.host, *card.notes), f"thủ tục {card.code}")
    for cells in spans(grid):
        found = _within(card, grid, cells)
        if found is not None:
            return cells, found
    raise _too_long(card, max(spans(grid)))


def _cleaned(card: Card) -> Card:
    return Card(
        clean(card.code),
        clean(card.name),
        card.payload,
        clean(card.host),
        clean(card.field),
        tuple(map(clean, card.notes)),
    )


def _too_long(card: Card, cells: int) -> DrawingError:
    return DrawingError(
        f"tên dài {len(card.name)} ký tự không vừa {cells} ô",
        place=f"thủ tục {card.code}",
        value=card.name[:80],
        way_out="kiểm tra tên này trong danh mục nguồn; tên không bao giờ bị cắt khi in",
    )


def _within(card: Card, grid: Grid, cells: int) -> Layout | None:
    """The card in `cells` cells, or None where it does not fit. Caps of the first line are flush with the symbol's
    top, the last baseline with its foot; a long name may push the lines below it down by `_OVERHANG`."""
    frame = geometry.frame(grid)
    box = frame.cell(0, cells)
    code = Rect(0, (frame.cell_height - CODE_BOX) / 2, CODE_BOX, CODE_BOX)
    x, top = code.right + _MARGIN, code.y + QUIET
    room = box.width - x - _GAP
    head = _head(card.code, x, top, room)
    tail = _tail(card, x, box.height - top, room)
    for size in (*SIZES, LAST_RESORT) if cells == max(spans(grid)) else SIZES:
        name = _name(card.name, x, head[-1].y + _BELOW_CODE, room, size)
        excess = name[-1].y + size * _AIR_BELOW * PT - tail[0].y if name else 0.0
        if excess <= 0:
            return Layout(box.width, box.height, code, (*head, *name, *tail))
        if excess <= _OVERHANG:
            lowered = [replace(line, y=line.y + _OVERHANG) for line in tail]
            return Layout(box.width, box.height, code, (*head, *name, *lowered))
    return None


def _name(name: str, x: float, y: float, room: float, size: float) -> list[Line]:
    """The lines of a name below `y`."""
    lines = break_lines(name, Face.REGULAR, size, room)
    first, step = y + size * PT * 0.95, size * leading(lines, Face.REGULAR, LEADING) * PT
    return [Line(x, first + i * step, text, Face.REGULAR, size, "name") for i, text in enumerate(lines)]


def _head(code: str, x: float, top: float, room: float) -> list[Line]:
    """The code on one line if any legible size allows it, else on several."""
    gaps = (len(aloud(code)) - 1) * AIR / 1000
    fitting = (s for s in _CODE_SIZES if width(code, Face.BOLD, s) + gaps * s * PT <= room)
    size = next(fitting, 0.0)
    lines = (code,) if size else break_lines(code, Face.BOLD, _CODE_SIZES[-1], room * 0.94)
    size = size or _CODE_SIZES[-1]
    first, step = top + CODE_SIZE * PT * 0.74, size * 1.2 * PT
    return [Line(x, first + i * step, text, Face.BOLD, size, "code") for i, text in enumerate(lines)]


def _tail(card: Card, x: float, foot: float, room: float) -> list[Line]:
    """Notes, field and host, bottom up from the foot of the card."""
    wanted = [(note, Face.BOLD, "note") for note in card.notes]
    wanted += [(card.field, Face.REGULAR, "field"), (card.host, Face.BOLD, "host")]
    lines = [(text, face, role) for full, face, role in wanted for text in break_lines(full, face, SMALL, room)]
    step = SMALL * leading([text for text, _, _ in lines], Face.BOLD, _TAIL_LEADING) * PT
    first = foot - step * (len(lines) - 1)
    return [Line(x, first + i * step, text, face, SMALL, role) for i, (text, face, role) in enumerate(lines)]


def aloud(code: str) -> tuple[str, ...]:
    """A code in pieces as one reads it to somebody: long runs of digits by threes (1.000 | 080)."""
    return tuple(re.sub(r"\d{5,}", lambda m: re.sub(r"(\d{3})(?=\d)", "\\1\0", m[0]), code).split("\0"))
