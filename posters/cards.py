"""A card's text fitted into its cells. Pure: the same card and grid give the same lines on every machine.

Legible type comes first, then more cells, smaller type last; nothing is cut. A card that begins a field on its sheet
bears the field's name above its code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from posters import fonts, geometry
from posters.errors import DrawingError, MissingGlyphError
from posters.fonts import Face
from posters.geometry import QUIET, Rect
from posters.spec import Card, Cell, Grid
from posters.text import (
    PT,
    break_lines,
    break_to_limit,
    clean,
    find_leading,
    find_limit,
    is_roomy,
    measure_rise,
    measure_total,
    measure_units,
    measure_width,
)

SIZES = (14.0, 13.5, 13.0, 12.5, 12.0, 11.5, 11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0)
"""Type sizes of a name in points, preferred first."""
GOOD = 10.5
"""Type of names wherever a free cell allows it: read at half a metre by everybody but the oldest."""
FINE = 9.0
"""Type in points under which no name stands beside a free cell that could be its own, or for words that stand
together."""
LEAST = 8.5
"""Type for which a card takes more cells at once; smaller only where the largest span has no room for it."""
CODE_SIZE = 13.0
SMALL = 8.0
_CODE_SIZES = (CODE_SIZE, 12.0, 11.0, 10.0, 9.0, SMALL)
LEADING = 1.29
"""Usual line distance over type size."""
AIR = 90
"""Gap between the pieces of a code in thousandths of the type size; a text extractor sees no space in it."""
_TAIL_LEADING = 1.26
MAX_ROWS = 6
"""Rows that one card may take."""
_HEADINGS = ((11.0, 1), (10.5, 1), (10.0, 1), (9.5, 1), (9.0, 1), (10.0, 2), (9.5, 2), (9.0, 2), (9.0, 9))
"""Type sizes of a field's name over its cards, each with the lines that it may take, preferred first."""
_HEADING_TOP, _HEADING_BELOW = 1.1, 2.0
_HEADING_CLEAR = 0.25
"""From the upper edge of a card to the highest mark upon its heading, clear of the rule there, in mm."""

_MARGIN = 0.8
_GAP = 3.2
_BELOW_CODE = 1.3
_OVERHANG = 1.9
_AIR_BELOW = 1.42
"""From a name's last baseline to the next, over the name's type size: more than its own line distance."""


class Block(NamedTuple):
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


class CardLayout(NamedTuple):
    """A fitted card: size in mm, the square of its code (quiet zone included), text in reading order."""

    width: float
    height: float
    code: Rect
    blocks: tuple[Block, ...]


def list_spans(grid: Grid) -> Iterator[int]:
    """Cells that a card may take, smallest first: up to three of a row, then whole rows."""
    yield from (cells for cells in (1, 2, 3) if cells < grid.columns)
    yield from (grid.columns * rows for rows in range(1, min(MAX_ROWS, grid.rows) + 1))


def find_span(card: Card, grid: Grid) -> int:
    """Cells that `card` needs wherever it stands. Raises `DrawingError` if no span is enough, `MissingGlyphError`."""
    return measure_card(card, grid)[0].span


@dataclass(frozen=True, slots=True)
class Fit:
    """The largest type in points that a name has in so many cells: under its field's name, and without."""

    span: int
    headed: float
    plain: float

    def size(self, *, headed: bool) -> float:
        """The one of the two."""
        return self.headed if headed else self.plain


def measure_card(card: Card, grid: Grid) -> tuple[Fit, ...]:
    """What `card` needs and what more cells would give it: fits by growing span, the first the one that it needs, the
    last the first with good type. Raises `DrawingError` if no span is enough, `MissingGlyphError`."""
    fits: list[Fit] = []
    for cells in list_spans(grid):
        headed, plain = (
            _fit_card(prepare_card(card, grid, cells, headed=beginning), SIZES[0]) for beginning in (True, False)
        )
        if headed is None or plain is None:
            continue
        fits.append(Fit(cells, measure_name(headed), measure_name(plain)))
        if fits[-1].headed >= GOOD:
            break
    legible = next((i for i, fit in enumerate(fits) if fit.plain >= LEAST), None)
    if not fits:
        raise _explain_too_long(card, max(list_spans(grid)))
    return tuple(fits[legible if legible is not None else 0 :])


def find_size(card: Card, grid: Grid, cells: int, *, headed: bool) -> float:
    """The largest type of its name in so many cells. Raises `DrawingError` if it does not fit, `MissingGlyphError`."""
    return measure_name(lay_out(card, grid, cells, headed=headed))


def measure_name(layout: CardLayout) -> float:
    """The type of its name in points."""
    return next((block.size for block in layout.blocks if block.role == "name"), SIZES[0])


def find_beginnings(cells: Iterable[Cell]) -> frozenset[int]:
    """The first cells of those cards that begin a field: another stands before them on the sheet, or none."""
    beginnings, before = set[int](), None
    for cell in sorted(cells, key=lambda cell: cell.slot):
        if cell.card.field != before and cell.card.field:
            beginnings.add(cell.slot)
        before = cell.card.field
    return frozenset(beginnings)


def lay_out(card: Card, grid: Grid, cells: int, *, headed: bool = False, largest: float = SIZES[0]) -> CardLayout:
    """`card` in `cells` cells, its name as large as fits up to `largest`, under its field's name if `headed`. Raises
    `DrawingError` if it does not fit, `MissingGlyphError`."""
    return fit_card(prepare_card(card, grid, cells, headed=headed), largest)


def _explain_too_long(card: Card, cells: int) -> DrawingError:
    return DrawingError(
        f"tên dài {len(clean(card.name))} ký tự không vừa {cells} ô",
        place=f"thủ tục {card.code}",
        value=card.name[:80],
        way_out="kiểm tra tên này trong danh mục nguồn; tên không bao giờ bị cắt khi in",
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Room:
    """The box of a card, the square of its code, and where its text stands: left edge, upper and lower edge, width, all
    in mm."""

    box: Rect
    code: Rect
    x: float
    top: float
    foot: float
    width: float


@cache
def _measure_room(grid: Grid, cells: int) -> _Room:
    """Caps of the first line are flush with the symbol's top, the last baseline with its foot."""
    frame = geometry.make_frame(grid)
    box, code = frame.cell(0, cells), frame.code
    x, top = code.right + _MARGIN, code.y + QUIET
    return _Room(box, code, x, top, box.height - top, box.width - x - _GAP)


class PreparedCard(NamedTuple):
    """A card in so many cells with all about its name in place: `above` it, its room from `top` to the baseline
    `following`, below it notes and host, which a long name may push down by `_OVERHANG`. `total` is the name's width on
    one line; its lines are `roomy` if they may follow each other as usual wherever they end."""

    card: Card
    cells: int
    room: _Room
    above: tuple[Block, ...]
    top: float
    following: float
    tail: tuple[Block, ...]
    name: str
    total: int
    roomy: bool


def prepare_card(card: Card, grid: Grid, cells: int, *, headed: bool) -> PreparedCard:
    """`card` in `cells` cells, ready to be fitted, under its field's name if `headed`. Raises `MissingGlyphError`."""
    try:
        return _prepare_at(card, _measure_room(grid, cells), cells, headed)
    except MissingGlyphError:
        fonts.require(map(clean, (card.code, card.name, card.field, card.host, *card.notes)), f"thủ tục {card.code}")
        raise


def _prepare_at(card: Card, room: _Room, cells: int, headed: bool) -> PreparedCard:
    name, field = clean(card.name), clean(card.field) if headed else ""
    heading = (_place_heading(field, room),) if field else ()
    code = _place_code(clean(card.code), room, heading[0].last + _HEADING_BELOW if heading else room.top)
    tail = _place_tail((*card.notes, card.host), room, room.foot)
    top, following = code.last + _BELOW_CODE, tail[0].y + _OVERHANG
    total, roomy = measure_total(name, Face.REGULAR), is_roomy(name, Face.REGULAR, LEADING)
    return PreparedCard(card, cells, room, (*heading, code), top, following, tail, name, total, roomy)


def fit_card(prepared: PreparedCard, largest: float = SIZES[0]) -> CardLayout:
    """Its name as large as fits up to `largest`. Raises `DrawingError` if it does not fit."""
    fitted = _fit_card(prepared, largest)
    if fitted is None:
        raise _explain_too_long(prepared.card, prepared.cells)
    return fitted


def _fit_card(prepared: PreparedCard, largest: float) -> CardLayout | None:
    middle, room, tail = _fit_name(prepared, largest), prepared.room, prepared.tail
    if middle is None:
        return None
    if middle.last + _measure_air(middle.size) > tail[0].y:
        tail = _place_tail((*prepared.card.notes, prepared.card.host), room, room.foot + _OVERHANG)
    name = (middle,) if prepared.name else ()
    return CardLayout(room.box.width, room.box.height, room.code, (*prepared.above, *name, *tail))


def _measure_air(size: float) -> float:
    """From the last baseline of a name in type of this size to the next baseline, in mm."""
    return size * _AIR_BELOW * PT


def _fit_name(prepared: PreparedCard, largest: float) -> Block | None:
    """The name in the largest type that leaves its air above the baseline that follows. Type of 9 points goes before
    words that stand together."""
    block = _set_name(prepared, 0.0, largest, joined=True)
    if block is None or block.size < FINE:
        least = block.size if block is not None else 0.0
        return _set_name(prepared, least, min(largest, FINE), joined=False) or block
    return block


def _set_name(prepared: PreparedCard, above: float, largest: float, *, joined: bool) -> Block | None:
    """The lines of the name in the largest type that fits, larger than `above`."""
    _, _, room, _, top, following, _, name, total, roomy = prepared
    space = measure_units(" ", Face.REGULAR)
    for size, limit, rise, step, air in _list_steps(room.width):
        if not above < size <= largest:
            continue
        first, foot = top + rise, following - air
        most = int((foot - first) / step + 1.001)
        # Too long even if all lines were full: they need not be broken.
        if total > most * limit + (most - 1) * space:
            continue
        lines = break_to_limit(name, Face.REGULAR, limit, joined=joined)
        apart = step if roomy else size * find_leading(lines, Face.REGULAR, LEADING) * PT
        if first + (len(lines) - 1) * apart <= foot:
            return Block(room.x, first, apart, lines, Face.REGULAR, size, "name")
    return None


class _TypeStep(NamedTuple):
    """A type size in points, how wide a line may be in thousandths of it, from the top of a name to its first baseline,
    from line to line, and from its last baseline to the next, in mm."""

    size: float
    limit: int
    rise: float
    step: float
    air: float


@cache
def _list_steps(width: float) -> tuple[_TypeStep, ...]:
    """The type sizes of a name in lines of `width` mm, preferred first."""
    return tuple(
        _TypeStep(size, find_limit(size, width), size * PT * 0.95, size * LEADING * PT, _measure_air(size))
        for size in SIZES
    )


@lru_cache(maxsize=4096)
def _place_heading(field: str, room: _Room) -> Block:
    """A field's name over the first of its cards: in the strip between two rows of codes, and on as many lines as it
    needs."""
    for size, most in _HEADINGS:
        lines = break_lines(field, Face.BOLD, size, room.width)
        if len(lines) <= most:
            break
    step = size * find_leading(lines, Face.BOLD, _TAIL_LEADING) * PT
    first = max(_HEADING_TOP + size * PT * 0.74, _HEADING_CLEAR + measure_rise(lines[0], Face.BOLD, size))
    return Block(room.x, first, step, lines, Face.BOLD, size, "heading")


def _place_code(code: str, room: _Room, top: float) -> Block:
    """The code on one line if any legible size allows it, else on several."""
    gaps = (len(split_aloud(code)) - 1) * AIR / 1000
    y = top + CODE_SIZE * PT * 0.74
    for size in _CODE_SIZES:
        if measure_width(code, Face.BOLD, size) + gaps * size * PT <= room.width:
            return Block(room.x, y, size * 1.25 * PT, (code,), Face.BOLD, size, "code")
    size = _CODE_SIZES[-1]
    lines = break_lines(code, Face.BOLD, size, room.width * 0.94)
    return Block(room.x, y, size * 1.25 * PT, lines, Face.BOLD, size, "code")


@lru_cache(maxsize=4096)
def _place_tail(texts: tuple[str, ...], room: _Room, foot: float) -> tuple[Block, ...]:
    """Notes and host, bottom up from `foot`."""
    *notes, host = map(clean, texts)
    parts = [*((note, "note") for note in notes), (host, "host")]
    broken = [break_lines(text, Face.BOLD, SMALL, room.width) for text, _ in parts]
    lines = [line for block in broken for line in block]
    step = SMALL * find_leading(lines, Face.BOLD, _TAIL_LEADING) * PT
    first, above, blocks = foot - step * (len(lines) - 1), 0, []
    for block, (_, role) in zip(broken, parts, strict=True):
        if block:
            blocks.append(Block(room.x, first + above * step, step, block, Face.BOLD, SMALL, role))
        above += len(block)
    return tuple(blocks)


_LONG = re.compile(r"\d{5,}")


@lru_cache(maxsize=8192)
def split_aloud(code: str) -> tuple[str, ...]:
    """A code in pieces as one reads it to somebody: long runs of digits by threes (1.000 | 080)."""
    return tuple(_LONG.sub(_split_by_threes, code).split("\0"))


def _split_by_threes(run: re.Match[str]) -> str:
    digits = run[0]
    return "\0".join(digits[i : i + 3] for i in range(0, len(digits), 3))
