"""A card's text fitted into its cells. Pure: the same card and grid give the same lines on every machine.

Smaller type within the legible limit comes first, then more cells; nothing is cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from posters import fonts, geometry
from posters.errors import DrawingError, MissingGlyphError
from posters.fonts import Face
from posters.geometry import QUIET, Rect
from posters.spec import Card, Grid
from posters.text import PT, break_lines, clean, leading, may_fit, roomy, width

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
class CardLayout:
    """A fitted card: size in mm, the square of its code (quiet zone included), text in reading order."""

    width: float
    height: float
    code: Rect
    blocks: tuple[Block, ...]


def spans(grid: Grid) -> Iterator[int]:
    """Cells that a card may take, smallest first: one, then whole rows."""
    yield 1
    yield from (grid.columns * rows for rows in range(1, MAX_ROWS + 1))


def span(card: Card, grid: Grid) -> int:
    """Cells that `card` needs. Raises `DrawingError` if no span is enough, `MissingGlyphError`."""
    for cells in spans(grid):
        if _within(card, grid, cells) is not None:
            return cells
    raise _too_long(card, max(spans(grid)))


def layout(card: Card, grid: Grid, cells: int) -> CardLayout:
    """`card` in `cells` cells, as large as fits. Raises `DrawingError` if it does not, `MissingGlyphError`."""
    fitted = _within(card, grid, cells)
    if fitted is None:
        raise _too_long(card, cells)
    return fitted


def _too_long(card: Card, cells: int) -> DrawingError:
    return DrawingError(
        f"tên dài {len(clean(card.name))} ký tự không vừa {cells} ô",
        place=f"thủ tục {card.code}",
        value=card.name[:80],
        way_out="kiểm tra tên này trong danh mục nguồn; tên không bao giờ bị cắt khi in",
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Room:
    """The box of a card, the square of its code, and where its text stands: left edge, upper and lower edge, width, all
    in mm; type sizes of its name."""

    box: Rect
    code: Rect
    x: float
    top: float
    foot: float
    width: float
    sizes: tuple[float, ...]


@cache
def _room(grid: Grid, cells: int) -> _Room:
    """Caps of the first line are flush with the symbol's top, the last baseline with its foot."""
    frame = geometry.frame(grid)
    box, code = frame.cell(0, cells), frame.code
    x, top = code.right + _MARGIN, code.y + QUIET
    sizes = (*SIZES, LAST_RESORT) if cells == max(spans(grid)) else SIZES
    return _Room(box, code, x, top, box.height - top, box.width - x - _GAP, sizes)


@lru_cache(maxsize=8192)
def _within(card: Card, grid: Grid, cells: int) -> CardLayout | None:
    """The card in `cells` cells, or None where it does not fit. A long name may push the lines below it down by
    `_OVERHANG`."""
    try:
        return _fitted(card, _room(grid, cells))
    except MissingGlyphError:
        fonts.require(map(clean, (card.code, card.name, card.field, card.host, *card.notes)), f"thủ tục {card.code}")
        raise


def _fitted(card: Card, room: _Room) -> CardLayout | None:
    name, texts = clean(card.name), (*card.notes, card.field, card.host)
    head = _head(clean(card.code), room)
    tail = _tail(texts, room, room.foot)
    middle = _name(name, head.last + _BELOW_CODE, tail[0].y + _OVERHANG, room)
    if middle is None:
        return None
    if middle.last + _air(middle.size) > tail[0].y:
        tail = _tail(texts, room, room.foot + _OVERHANG)
    return CardLayout(room.box.width, room.box.height, room.code, (head, middle, *tail) if name else (head, *tail))


def _air(size: float) -> float:
    """From the last baseline of a name in type of this size to the next baseline, in mm."""
    return size * _AIR_BELOW * PT


def _name(name: str, y: float, following: float, room: _Room) -> Block | None:
    """The lines of a name below `y`, in the largest type that leaves its air above the baseline `following`."""
    usual = roomy(name, Face.REGULAR, LEADING)
    for size in room.sizes:
        first, step, foot = y + size * PT * 0.95, size * LEADING * PT, following - _air(size)
        if not may_fit(name, Face.REGULAR, size, room.width, int((foot - first) / step + 1.001)):
            continue
        lines = break_lines(name, Face.REGULAR, size, room.width)
        if not usual:
            step = size * leading(lines, Face.REGULAR, LEADING) * PT
        if first + (len(lines) - 1) * step <= foot:
            return Block(room.x, first, step, lines, Face.REGULAR, size, "name")
    return None


def _head(code: str, room: _Room) -> Block:
    """The code on one line if any legible size allows it, else on several."""
    gaps = (len(aloud(code)) - 1) * AIR / 1000
    y = room.top + CODE_SIZE * PT * 0.74
    for size in _CODE_SIZES:
        if width(code, Face.BOLD, size) + gaps * size * PT <= room.width:
            return Block(room.x, y, size * 1.2 * PT, (code,), Face.BOLD, size, "code")
    size = _CODE_SIZES[-1]
    lines = break_lines(code, Face.BOLD, size, room.width * 0.94)
    return Block(room.x, y, size * 1.2 * PT, lines, Face.BOLD, size, "code")


@lru_cache(maxsize=4096)
def _tail(texts: tuple[str, ...], room: _Room, foot: float) -> tuple[Block, ...]:
    """Notes, field and host, bottom up from `foot`."""
    *notes, field, host = map(clean, texts)
    parts = [*((note, Face.BOLD, "note") for note in notes), (field, Face.REGULAR, "field"), (host, Face.BOLD, "host")]
    broken = [break_lines(text, face, SMALL, room.width) for text, face, _ in parts]
    lines = [line for block in broken for line in block]
    step = SMALL * leading(lines, Face.BOLD, _TAIL_LEADING) * PT
    first, above, blocks = foot - step * (len(lines) - 1), 0, []
    for block, (_, face, role) in zip(broken, parts, strict=True):
        if block:
            blocks.append(Block(room.x, first + above * step, step, block, face, SMALL, role))
        above += len(block)
    return tuple(blocks)


_LONG = re.compile(r"\d{5,}")


@lru_cache(maxsize=8192)
def aloud(code: str) -> tuple[str, ...]:
    """A code in pieces as one reads it to somebody: long runs of digits by threes (1.000 | 080)."""
    return tuple(_LONG.sub(_by_threes, code).split("\0"))


def _by_threes(run: re.Match[str]) -> str:
    digits = run[0]
    return "\0".join(digits[i : i + 3] for i in range(0, len(digits), 3))
