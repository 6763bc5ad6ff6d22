"""The index board: groups and fields with counts, sheets, how to scan, contacts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

from posters import furniture, guide, pdf
from posters.body import Body, finished
from posters.emblem import Emblem
from posters.errors import DrawingError
from posters.fonts import Face
from posters.furniture import Measures
from posters.geometry import PAPERS, Rect
from posters.spec import Board, BoardField, BoardGroup
from posters.surface import Ink, Surface
from posters.text import PT, break_lines, clean, width

PAPER = ("A3", "A2", "A1")
_SIZES = (16.0, 15.0, 14.0, 13.0, 12.0, 11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5)
"""Type sizes of the index on A3 in points, preferred first; larger papers enlarge them."""
_COLUMNS = ((2, 8.0, 12.0), (3, 6.0, 10.0), (4, 4.5, 8.0), (5, 4.0, 8.0), (5, 4.0, 6.0), (6, 3.5, 5.5))
"""Numbers of columns, preferred first, the space between them in mm on A3, and the smallest type they are for.

The last two are for lists with far more fields than any city has now: a crowded board is better than no release."""
_LEADING = 1.2


@dataclass(frozen=True, slots=True)
class _BoardRow:
    """A piece of the index that is not split: lines, height in mm, whether it heads what follows, and how it then
    stands over what goes on in the next column."""

    lines: tuple[str, ...]
    value: str
    height: float
    size: float
    heading: bool
    again: _BoardRow | None = None


def template(board: Board, drawn: Body, emblem: Emblem | None = None) -> pdf.Template:
    """The board, drawn, as a document to be addressed to sites. Raises `DrawingError` for another emblem."""
    return pdf.template([drawn], board.wording.board_title, emblem=emblem)


def draw(board: Board) -> Body:
    """Draw a board. Raises `DrawingError` for another paper or too long an index, `MissingGlyphError`."""
    at = measures(board)
    wide, high = PAPERS[board.paper]
    surface = Surface(wide, high)
    s = at.scale
    above = at.top + (20.5 + guide.STEPS) * s
    list_area = Rect(at.left, above, at.width, at.foot - above - 1.5 * s)
    if board.sample:
        furniture.watermark(surface, list_area, board.wording.sample)
    total = f"{sum(group.count for group in board.groups)} thủ tục"
    at = furniture.emblem(surface, at, board.emblem)
    furniture.head(surface, at, board.wording.board_title, "", total)
    codes = (guide.steps(surface, at, at.top + 20.5 * s, board), guide.foot(surface, at, board))
    _index(surface, list_area, board, wide / 297)
    areas = guide.areas(at)
    return finished(
        surface,
        areas,
        label=board.label,
        release=board.release,
        released=board.released,
        sample=board.sample,
        codes=codes,
        emblem=board.emblem,
    )


def measures(board: Board) -> Measures:
    """Head and foot of a board. Raises `DrawingError` for a paper that is not a board's."""
    if board.paper not in PAPER:
        raise DrawingError(
            "không có mẫu bảng chỉ dẫn cho khổ giấy này",
            place="bảng chỉ dẫn",
            value=board.paper,
            way_out="dùng A3, A2 hoặc A1",
        )
    wide, high = PAPERS[board.paper]
    s = wide / 297 * 1.25
    return Measures(
        14 * wide / 297, wide - 14 * wide / 297, 11 * wide / 297, high - 10 * wide / 297 - guide.FOOT * s, s
    )


def _index(surface: Surface, area: Rect, board: Board, scale: float) -> None:
    """All groups in columns, in the largest type that holds them."""
    for columns, gap, smallest in _COLUMNS:
        room = (area.width - (columns - 1) * gap * scale) / columns
        for size in (size for size in _SIZES if size >= smallest):
            filled = _columns(list(_rows(board.groups, size * scale, room)), area.height)
            if len(filled) <= columns:
                for i, rows in enumerate(filled):
                    _column(surface, area.x + i * (room + gap * scale), area.y, room, rows)
                return
    raise DrawingError(
        f"{sum(len(g.fields) for g in board.groups)} lĩnh vực không vừa bảng chỉ dẫn",
        place="bảng chỉ dẫn",
        value=board.paper,
        way_out="dùng khổ giấy lớn hơn",
    )


def _rows(groups: Sequence[BoardGroup], size: float, room: float) -> Iterator[_BoardRow]:
    for group in groups:
        again = _row(f"{group.title} (tiếp)", "", Face.BOLD, size * 1.12, room, heading=True)
        yield replace(_row(group.title, str(group.count), Face.BOLD, size * 1.12, room, heading=True), again=again)
        for field in group.fields:
            yield _row(field.name, _value(field), Face.REGULAR, size, room, heading=False)


def _row(text: str, value: str, face: Face, size: float, room: float, *, heading: bool) -> _BoardRow:
    taken = width(value, face, size) + size * PT
    lines = break_lines(clean(text) or "–", face, size, room - taken)
    height = (len(lines) * _LEADING + (0.85 if heading else 0.16)) * size * PT
    return _BoardRow(lines, value, height, size, heading)


@lru_cache(maxsize=1024)
def _value(field: BoardField) -> str:
    return f"{field.count} · {sheet_range(field.sheets)}" if field.sheets else str(field.count)


def sheet_range(labels: Sequence[str]) -> str:
    """Labels with runs drawn together: HT-01, HT-02, HT-03, HT-07 is «HT-01…03, 07»."""
    ranges: list[str] = []
    for prefix, same in groupby(labels, key=lambda label: label.rpartition("-")[0]):
        parts = []
        numbered = [label.rpartition("-")[2] for label in same]
        for _, run in groupby(enumerate(numbered), key=lambda p: int(p[1]) - p[0] if p[1].isdigit() else p[1]):
            ends = [number for _, number in run]
            parts.append(ends[0] if len(ends) == 1 else f"{ends[0]}–{ends[-1]}")
        ranges.append((f"{prefix}-" if prefix else "") + ", ".join(parts))
    return ", ".join(ranges)


def _columns(rows: list[_BoardRow], height: float) -> list[list[_BoardRow]]:
    """Rows from top to bottom; a heading never ends a column, and stands again over what goes on in the next."""
    columns: list[list[_BoardRow]] = [[]]
    used, again = 0.0, None
    for i, row in enumerate(rows):
        again = row.again or again
        needed = row.height + (rows[i + 1].height if row.heading and i + 1 < len(rows) else 0)
        if columns[-1] and used + needed > height:
            columns.append([])
            used = 0.0
            if again is not None and not row.heading:
                columns[-1].append(again)
                used = again.height
        columns[-1].append(row)
        used += row.height
    return columns


def _column(surface: Surface, x: float, y: float, room: float, rows: Sequence[_BoardRow]) -> None:
    for row in rows:
        face = Face.BOLD if row.heading else Face.REGULAR
        ink = Ink.ACCENT if row.heading else Ink.BLACK
        base = y + row.size * PT * (1.35 if row.heading else 0.95)
        for i, line in enumerate(row.lines):
            surface.text(x, base + i * row.size * PT * _LEADING, line, face, row.size, ink)
        last = base + (len(row.lines) - 1) * row.size * PT * _LEADING
        surface.text(x + room, last, row.value, face, row.size, ink, "right")
        y += row.height
        if row.heading:
            surface.rule(x, y - 0.25 * row.size * PT, room, 0.5, Ink.LINE)
