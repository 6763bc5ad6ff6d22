"""Rows of text that flow over pages. Pure: measures and places, draws nothing. Nothing is cut.

A row stands on one page. Only a row taller than a whole page, or said to be loose, is split, between lines, and every
page of it says whose it is. Lengths are millimetres from the top left of the type area, type sizes points.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from posters.errors import DrawingError
from posters.fonts import Face
from posters.surface import Align, Ink
from posters.text import PT, break_lines, clean, find_leading

LEADING = 1.29
"""Line distance over type size, as on cards."""

_CAPS = 0.26
"""Space above the capitals of a first line over its type size: beside a code they are flush with its top."""

_WORTH = 24.0
"""Space in mm that is worth beginning a loose row in."""


@dataclass(frozen=True, slots=True)
class Par:
    """A paragraph: text, face, size in points, ink, and the space in mm above it unless it comes first."""

    text: str
    face: Face = Face.REGULAR
    size: float = 8.5
    ink: Ink = Ink.BLACK
    gap: float = 0.0
    role: str = ""


@dataclass(frozen=True, slots=True)
class FlowCell:
    """Paragraphs in a column from `x`, `width` mm wide."""

    x: float
    width: float
    pars: tuple[Par, ...]
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class FlowRow:
    """Cells side by side. `payload` is what a code at the left edge says; `least` is the smallest height, which must
    hold that code, `above` and `below` the space around the text, `rule` the weight of the line under it
    in points from `rule_x` on. `keep` holds it on one page with the next row; `running` is placed first where this row
    opens a page, `continued` where the rest of a row too tall for a page does. `mark` names a row for a table of
    contents. A `loose` row may be split at any page's end. `tag` is what its text is (ISO 32000-2 14.8.4)."""

    cells: tuple[FlowCell, ...]
    payload: str = ""
    least: float = 0.0
    above: float = 1.0
    below: float = 1.0
    rule: float = 0.0
    rule_x: float = 0.0
    rule_ink: Ink = Ink.LINE
    keep: bool = False
    running: FlowRow | None = None
    continued: FlowRow | None = None
    mark: str = ""
    loose: bool = False
    tag: str = "P"


@dataclass(frozen=True, slots=True)
class SetLine:
    """One line of text: the column's edge, baseline below the row's top, and its paragraph."""

    x: float
    y: float
    text: str
    par: Par
    align: Align


@dataclass(frozen=True, slots=True)
class SetRow:
    """A measured row."""

    row: FlowRow
    lines: tuple[SetLine, ...]
    height: float


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A measured row with its top below the type area's top, `x` mm right of its left edge."""

    y: float
    set_row: SetRow
    x: float = 0.0


FlowPage = tuple[PlacedRow, ...]


def measure_row(row: FlowRow) -> SetRow:
    """Break the text of a row into lines. Raises `MissingGlyphError`."""
    lines: list[SetLine] = []
    foot = 0.0
    for cell in row.cells:
        y = row.above - (_CAPS * cell.pars[0].size * PT if row.payload and cell.pars else 0.0)
        for i, par in enumerate(cell.pars):
            y += par.gap if i else 0.0
            texts = break_lines(clean(par.text), par.face, par.size, cell.width)
            step = par.size * find_leading(texts, par.face, LEADING) * PT
            for text in texts:
                lines.append(SetLine(_find_edge(cell), y + par.size * PT * 0.97, text, par, cell.align))
                y += step
        foot = max(foot, y)
    return SetRow(row, tuple(lines), max(row.least, foot + row.below))


def _find_edge(cell: FlowCell) -> float:
    return cell.x + {"left": 0.0, "centre": cell.width / 2, "right": cell.width}[cell.align]


def fill_pages(rows: Iterable[FlowRow], first: float, room: float) -> Iterator[FlowPage]:
    """Place `rows` on pages: `first` mm high the first one, `room` the others.

    Rows that keep with the next move over together. Raises `DrawingError` if a single line is taller than a page,
    `MissingGlyphError`.
    """
    page: list[PlacedRow] = []
    y, room_left = 0.0, first
    for block in _group_rows(rows):
        tall = sum(set_row.height for set_row in block)
        if page and y + tall > room_left and not (block[0].row.loose and room_left - y > _WORTH):
            yield tuple(page)
            page, y, room_left = [], 0.0, room
        running = block[0].row.running
        opening = [measure_row(running)] if not page and running is not None else []
        for set_row in (*opening, *block):
            for i, part in enumerate(_split_row(set_row, room_left - y, room)):
                if i:
                    yield tuple(page)
                    page, y, room_left = [], 0.0, room
                page.append(PlacedRow(y, part))
                y += part.height
    if page:
        yield tuple(page)


def _group_rows(rows: Iterable[FlowRow]) -> Iterator[list[SetRow]]:
    """Runs of rows that stay together."""
    block: list[SetRow] = []
    for row in rows:
        block.append(measure_row(row))
        if not row.keep:
            yield block
            block = []
    if block:
        yield block


def _split_row(whole: SetRow, here: float, room: float) -> Iterator[SetRow]:
    """`made` whole, or cut between lines where it does not fit `here` (it then is taller than a page)."""
    rest, room_left = whole, here
    while rest.height > room_left + 1e-6:
        head, tail = _cut(rest, room_left)
        if room_left >= room and len(tail.lines) == len(rest.lines):
            raise DrawingError(
                "một dòng cao hơn cả trang",
                place="xếp trang",
                value=whole.lines[0].text[:80],
                way_out="dùng khổ giấy lớn hơn",
            )
        yield head
        rest, room_left = tail, room
    yield rest


def _cut(whole: SetRow, room: float) -> tuple[SetRow, SetRow]:
    """What fits into `room` and the remainder, each column cut between its own lines."""
    row = whole.row
    above = [line for line in whole.lines if _find_foot(line) + row.below <= room]
    kept_lines = set(map(id, above))
    over = [line for line in whole.lines if id(line) not in kept_lines]
    head = measure_row(row.continued) if row.continued is not None else SetRow(row, (), 0.0)
    lines = list(head.lines)
    for x in sorted({line.x for line in over}):
        column = [line for line in over if line.x == x]
        up = column[0].y - column[0].par.size * PT * 0.97 - row.above - head.height
        lines += [replace(line, y=line.y - up) for line in column]
    bare = replace(row, payload="", least=0.0, mark="")
    height = max((_find_foot(line) for line in lines), default=0.0) + row.below
    return SetRow(replace(row, rule=0.0), tuple(above), room), SetRow(bare, tuple(lines), height)


def _find_foot(line: SetLine) -> float:
    return line.y + line.par.size * PT * (LEADING - 0.97)
