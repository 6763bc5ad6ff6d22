"""The index board: groups and fields with counts, sheets, how to scan, contacts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from posters import furniture, pdf, qr
from posters.body import Body, PlacedCode, finished
from posters.errors import DrawingError
from posters.fonts import Face
from posters.furniture import Measures
from posters.geometry import PAPERS, Rect
from posters.spec import Board, BoardField, BoardGroup
from posters.surface import COLOUR, Ink, Palette, Surface
from posters.text import PT, break_lines, clean, shrink, width

PAPER = ("A3", "A2", "A1")
_SIZES = (14.0, 13.0, 12.0, 11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0)
"""Type sizes of the index on A3 in points, preferred first; larger papers enlarge them."""
_GUTTER = 6.0
_LEADING = 1.25


@dataclass(frozen=True, slots=True)
class _Row:
    """A piece of the index that is not split: lines, height in mm, and whether it heads what follows."""

    lines: tuple[str, ...]
    value: str
    height: float
    size: float
    heading: bool


def template(board: Board, palette: Palette = COLOUR) -> pdf.Template:
    """The board as a document to be addressed to sites. Raises `DrawingError`, `MissingGlyphError`."""
    return pdf.template([draw(board, palette)], board.wording.board_title, palette)


def draw(board: Board, palette: Palette = COLOUR) -> Body:
    """Draw a board. Raises `DrawingError` for another paper or too long an index, `MissingGlyphError`."""
    at = measures(board)
    wide, high = PAPERS[board.paper]
    surface = Surface(wide, high, palette)
    s = at.scale
    list_area = Rect(at.left, at.top + 63 * s, at.width, at.foot - at.top - 65 * s)
    if board.sample:
        furniture.watermark(surface, list_area, board.wording.sample)
    total = f"{sum(group.count for group in board.groups)} thủ tục"
    furniture.head(surface, at, board.wording.board_title, "", total)
    code = _guide(surface, at, board)
    _index(surface, list_area, board, wide / 297)
    furniture.foot(surface, at, board.wording, board.release, board.released)
    areas = furniture.areas(at, board.wording)
    return finished(
        surface,
        areas,
        label=board.label,
        release=board.release,
        released=board.released,
        sample=board.sample,
        codes=(code,),
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
    return Measures(14 * wide / 297, wide - 14 * wide / 297, 11 * wide / 297, high - 29 * wide / 297, s)


def _guide(surface: Surface, at: Measures, board: Board) -> PlacedCode:
    """How to scan on the left, the code of the site's page on the right."""
    s = at.scale
    top, side = at.top + 20 * s, 38 * s
    area = Rect(at.right - side + side * 4 / 45, top - side * 4 / 45, side, side)
    symbol = surface.symbol(area, qr.symbol(board.kiosk_url))
    surface.link(symbol, board.kiosk_url)
    size, lines = shrink(clean(board.wording.board_kiosk), Face.BOLD, 9 * s, 8, symbol.width + 12 * s)
    host = re.sub(r"^https://|/.*", "", board.kiosk_url)
    surface.text(at.right, symbol.bottom + 4.6 * s, lines[0], Face.BOLD, size, Ink.BLACK, "right")
    surface.text(at.right, symbol.bottom + 8.6 * s, host, Face.BOLD, 8 * s, Ink.ACCENT, "right")
    legend = break_lines(clean(board.wording.board_legend), Face.REGULAR, 9 * s, symbol.x - at.left - 20 * s)
    for i, line in enumerate(legend):
        surface.text(
            at.left, symbol.bottom + (8.6 - 4.2 * (len(legend) - 1 - i)) * s, line, Face.REGULAR, 9 * s, Ink.MUTED
        )
    base = top + 6 * s
    for i, step in enumerate(board.wording.steps, 1):
        surface.text(at.left, base, str(i), Face.BOLD, 22 * s, Ink.ACCENT)
        lines = break_lines(clean(step), Face.REGULAR, 12 * s, area.x - at.left - 16 * s)
        for j, line in enumerate(lines):
            surface.text(at.left + 9 * s, base + j * 5.4 * s, line, Face.REGULAR, 12 * s)
        base += 11.6 * s
    return PlacedCode(0, board.kiosk_url, symbol)


def _index(surface: Surface, area: Rect, board: Board, scale: float) -> None:
    """All groups in columns, in the largest type that holds them."""
    gutter = _GUTTER * scale
    for size in _SIZES:
        for columns in (2, 3, 4):
            room = (area.width - (columns - 1) * gutter) / columns
            filled = _columns(list(_rows(board.groups, size * scale, room)), area.height)
            if len(filled) <= columns:
                for i, rows in enumerate(filled):
                    _column(surface, area.x + i * (room + gutter), area.y, room, rows)
                return
    raise DrawingError(
        f"{sum(len(g.fields) for g in board.groups)} lĩnh vực không vừa bảng chỉ dẫn",
        place="bảng chỉ dẫn",
        value=board.paper,
        way_out="dùng khổ giấy lớn hơn",
    )


def _rows(groups: Sequence[BoardGroup], size: float, room: float) -> Iterator[_Row]:
    for group in groups:
        prefix = _prefix(group)
        title = f"{prefix} · {group.title}" if prefix else group.title
        yield _row(title, str(group.count), Face.BOLD, size * 1.12, room, heading=True)
        for field in group.fields:
            yield _row(field.name, _value(field, prefix), Face.REGULAR, size, room, heading=False)


def _row(text: str, value: str, face: Face, size: float, room: float, *, heading: bool) -> _Row:
    taken = width(value, face, size) + size * PT
    lines = break_lines(clean(text) or "–", face, size, room - taken)
    height = (len(lines) * _LEADING + (1.0 if heading else 0.22)) * size * PT
    return _Row(lines, value, height, size, heading)


def _prefix(group: BoardGroup) -> str:
    """What the labels of all sheets of a group begin with; it stands in the heading."""
    found = {label.rpartition("-")[0] for field in group.fields for label in field.sheets}
    return found.pop() if len(found) == 1 else ""


def _value(field: BoardField, prefix: str) -> str:
    sheets = sheet_range(field.sheets).removeprefix(f"{prefix}-" if prefix else "")
    return f"{field.count} · {sheets}" if sheets else str(field.count)


def sheet_range(labels: Sequence[str]) -> str:
    """Labels with runs drawn together: HT-01, HT-02, HT-03, HT-07 is «HT-01…03, 07»."""
    found: list[str] = []
    for prefix, same in groupby(labels, key=lambda label: label.rpartition("-")[0]):
        parts = []
        numbered = [label.rpartition("-")[2] for label in same]
        for _, run in groupby(enumerate(numbered), key=lambda p: int(p[1]) - p[0] if p[1].isdigit() else p[1]):
            ends = [number for _, number in run]
            parts.append(ends[0] if len(ends) == 1 else f"{ends[0]}–{ends[-1]}")
        found.append((f"{prefix}-" if prefix else "") + ", ".join(parts))
    return ", ".join(found)


def _columns(rows: list[_Row], height: float) -> list[list[_Row]]:
    """Rows from top to bottom; a heading never ends a column."""
    columns: list[list[_Row]] = [[]]
    used = 0.0
    for i, row in enumerate(rows):
        needed = row.height + (rows[i + 1].height if row.heading and i + 1 < len(rows) else 0)
        if columns[-1] and used + needed > height:
            columns.append([])
            used = 0.0
        columns[-1].append(row)
        used += row.height
    return columns


def _column(surface: Surface, x: float, y: float, room: float, rows: Sequence[_Row]) -> None:
    for row in rows:
        face = Face.BOLD if row.heading else Face.REGULAR
        ink = Ink.ACCENT if row.heading else Ink.BLACK
        base = y + row.size * PT * (1.45 if row.heading else 0.95)
        for i, line in enumerate(row.lines):
            surface.text(x, base + i * row.size * PT * _LEADING, line, face, row.size, ink)
        last = base + (len(row.lines) - 1) * row.size * PT * _LEADING
        surface.text(x + room, last, row.value, face, row.size, ink, "right")
        y += row.height
        if row.heading:
            surface.rule(x, y - 0.25 * row.size * PT, room, 0.5, Ink.LINE)
