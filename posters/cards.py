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
from posters.geometry import QUIET, Rect
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
_OVERHANG = 2.2
_AIR_BELOW = 4.5


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one kind: left edge and first baseline in mm from the card's top left corner, `step` mm from line to
    line, type size in points."""

    x: float
    y: float
    step: float
    lines: tuple[str, ...]
    face: Face
    size: float
    role: str

    @property
    def last(self) -> float:
        """The last baseline."""
        return self.y + (len(self.lines) - 1) * self.step


@dataclass(frozen=True, slots=True)
class Layout:
    """A fitted card: size in mm, the square of its code (quiet zone included), text in reading order."""

    width: float
    height: float
    code: Rect
    blocks: tuple[Block, ...]

    @property
    def size(self) -> float:
        """Type size of the name in points."""
        return next((block.size for block in self.blocks if block.role == "name"), SMALL)


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
    code = frame.code
    x, top = code.right + _MARGIN, code.y + QUIET
    room = box.width - x - _GAP
    head = _head(card.code, x, top, room)
    tail = _tail((*card.notes, card.field, card.host), len(card.notes), x, box.height - top, room)
    for size in (*SIZES, LAST_RESORT) if cells == max(spans(grid)) else SIZES:
        name = _name(card.name, x, head.last + 1.6, room, size)
        excess = name.last + _AIR_BELOW - tail[0].y if name.lines else 0.0
        if excess <= 0:
            return Layout(box.width, box.height, code, (head, name, *tail))
        if excess <= _OVERHANG:
            lowered = [replace(block, y=block.y + _OVERHANG) for block in tail]
            return Layout(box.width, box.height, code, (head, name, *lowered))
    return None


def _name(name: str, x: float, y: float, room: float, size: float) -> Block:
    """The lines of a name below `y`."""
    lines = break_lines(name, Face.REGULAR, size, room)
    step = size * leading(lines, Face.REGULAR, LEADING) * PT
    return Block(x, y + size * PT * 0.95, step, lines, Face.REGULAR, size, "name")


def _head(code: str, x: float, top: float, room: float) -> Block:
    """The code on one line if any legible size allows it, else on several."""
    gaps = (len(aloud(code)) - 1) * AIR / 1000
    fitting = (s for s in _CODE_SIZES if width(code, Face.BOLD, s) + gaps * s * PT <= room)
    size = next(fitting, 0.0)
    lines = (code,) if size else break_lines(code, Face.BOLD, _CODE_SIZES[-1], room * 0.94)
    size = size or _CODE_SIZES[-1]
    return Block(x, top + CODE_SIZE * PT * 0.74, size * 1.2 * PT, lines, Face.BOLD, size, "code")


@lru_cache(maxsize=4096)
def _tail(texts: tuple[str, ...], notes: int, x: float, foot: float, room: float) -> tuple[Block, ...]:
    """Notes (the first `notes` texts), field and host, bottom up from the foot of the card."""
    roles = [(Face.BOLD, "note")] * notes + [(Face.REGULAR, "field"), (Face.BOLD, "host")]
    broken = [break_lines(text, face, SMALL, room) for text, (face, _) in zip(texts, roles, strict=True)]
    lines = [line for block in broken for line in block]
    step = SMALL * leading(lines, Face.BOLD, _TAIL_LEADING) * PT
    first, above, made = foot - step * (len(lines) - 1), 0, []
    for block, (face, role) in zip(broken, roles, strict=True):
        if block:
            made.append(Block(x, first + above * step, step, block, face, SMALL, role))
        above += len(block)
    return tuple(made)


def aloud(code: str) -> tuple[str, ...]:
    """A code in pieces as one reads it to somebody: long runs of digits by threes (1.000 | 080)."""
    return tuple(re.sub(r"\d{5,}", lambda m: re.sub(r"(\d{3})(?=\d)", "\\1\0", m[0]), code).split("\0"))
