"""The index board: everyday matters with their sheet, the groups of the wall, every field, how to scan, contacts.

In comes a board as facts, out come its pages: one where all is legible on one, else a front page that shows matters and
groups, and pages of fields behind it. Type is never under 12 points on A3 and larger papers; what does not fit takes
another page. Rows and columns are measured by `board_index`, steps and contacts drawn by `guide`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from posters import board_index, furniture, guide, pdf, plates, structure
from posters.board_index import IndexRow
from posters.body import Body, finish_body
from posters.emblem import Emblem
from posters.errors import DrawingError
from posters.fonts import Face
from posters.furniture import Measures
from posters.geometry import PAPERS, Rect
from posters.outline import Bookmark
from posters.spec import Board
from posters.structure import Element
from posters.surface import Ink, Surface
from posters.text import PT, clean, find_leading, shrink

PAPER = ("A3", "A2", "A1")
LEAST = 12.0
"""Points of the smallest type of an index."""
_LARGEST = 17.0
"""Points of the largest on A3; larger papers enlarge it."""
_STEP = 0.5
_GAP = 7.0
_ROOM = 20.0
"""Width of a column at least, in its type's size."""
_MATTERS = 3
"""Columns of matters on A3."""
_FIRST = 1.2
"""Size of matters over that of what stands below them: they are what people come for."""
_BALANCED = 4.0
"""Millimetres in which the columns of a last page are made equal."""


@dataclass(frozen=True, slots=True)
class _Columns:
    """Rows in columns of a page from `y` on, `room` mm wide each."""

    y: float
    room: float
    gap: float
    columns: list[list[IndexRow]]


@dataclass(frozen=True, slots=True)
class _Panel:
    """A heading over columns."""

    title: str
    rows: _Columns


def make_template(board: Board, drawn: Sequence[Body], emblem: Emblem | None = None) -> pdf.Template:
    """The board's pages, drawn, as a document to be addressed to sites. Raises `DrawingError` for another emblem."""
    return pdf.make_template(drawn, board.wording.board_title, emblem=emblem)


def draw_board(board: Board) -> tuple[Body, ...]:
    """Draw a board, page by page. Raises `DrawingError` for another paper or a row taller than a page,
    `MissingGlyphError`."""
    at = measure_board(board)
    pages = _fill_one_page(board, at) or _fill_several_pages(board, at)
    return tuple(_draw_page(board, at, blocks, i, len(pages)) for i, blocks in enumerate(pages))


def measure_board(board: Board) -> Measures:
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


def _find_front_room(at: Measures) -> Rect:
    """Room for rows under the steps of the first page."""
    y = at.top + (20.5 + guide.STEPS) * at.scale
    return Rect(at.left, y, at.width, at.foot - y - 2 * at.scale)


def _find_next_room(at: Measures) -> Rect:
    """Room for rows on the other pages."""
    y = at.top + 19.0 * at.scale
    return Rect(at.left, y, at.width, at.foot - y - 2 * at.scale)


def _list_sizes(at: Measures) -> Iterator[float]:
    """Type sizes in points, the largest first, down to the least."""
    size = _LARGEST * at.scale / 1.25
    while size >= LEAST:
        yield size
        size -= _STEP


def _split(width: float, count: int, scale: float) -> tuple[float, float]:
    """Width of a column and of the space between two, in mm."""
    gap = _GAP * scale / 1.25
    return (width - (count - 1) * gap) / count, gap


def _fill_one_page(board: Board, at: Measures) -> list[list[_Panel]]:
    """Matters and all fields on one page, in the largest type that holds them; empty where none does."""
    area = _find_front_room(at)
    for size in _list_sizes(at):
        matters = _lay_out_matters(board, area, size * _FIRST, at.scale)
        y = _find_foot(matters, area) + (1.0 * at.scale if matters else 0.0)
        fields = _lay_out_fields(board, at, size, [area.bottom - y], y)
        if fields is not None and len(fields) == 1:
            return [[*matters, _Panel("", fields[0])]]
    return []


def _fill_several_pages(board: Board, at: Measures) -> list[list[_Panel]]:
    """A front page of matters and groups; then all fields in the largest type on as few pages as in the least."""
    area = _find_next_room(at)
    pages: list[_Columns] | None = None
    for size in reversed(list(_list_sizes(at))):
        larger = _lay_out_fields(board, at, size, [area.height], area.y)
        if larger is None or (pages is not None and len(larger) > len(pages)):
            break
        pages = larger
    if pages is None:
        raise DrawingError(
            "một lĩnh vực có tên dài quá một cột của bảng chỉ dẫn",
            place="bảng chỉ dẫn",
            value=board.paper,
            way_out="dùng khổ giấy lớn hơn",
        )
    return [_fill_front_page(board, at), *[[_Panel("", page)] for page in pages]]


def _fill_front_page(board: Board, at: Measures) -> list[_Panel]:
    """Matters, and an overview of the groups as far as it fits."""
    area = _find_front_room(at)
    for lines in (1, 0):
        for size in _list_sizes(at):
            matters = _lay_out_matters(board, area, size * _FIRST, at.scale)
            top = _find_foot(matters, area) + _measure_heading(at.scale)
            room, gap = _split(at.width, 2, at.scale)
            rows = board_index.list_overview(board.groups, size * 1.12, room, lines, LEAST * at.scale / 1.25)
            columns = _even_columns(rows, [area.bottom - top], 2)
            if columns is not None:
                groups = _Panel(board.wording.board_groups, _Columns(top, room, gap, columns))
                return [*matters, groups]
    return _lay_out_matters(board, area, LEAST, at.scale)


def _measure_heading(scale: float) -> float:
    return 11.5 * scale


def _lay_out_matters(board: Board, area: Rect, size: float, scale: float) -> list[_Panel]:
    """The everyday matters under their heading, in columns of equal height; nothing where there are none."""
    if not board.matters:
        return []
    room, gap = _split(area.width, _MATTERS, scale)
    rows = board_index.list_matters(board.matters, size, room)
    deep = -(-len(rows) // _MATTERS)
    columns = [list(rows[i : i + deep]) for i in range(0, len(rows), deep)]
    return [_Panel(board.wording.board_matters, _Columns(area.y + _measure_heading(scale), room, gap, columns))]


def _find_foot(blocks: Sequence[_Panel], area: Rect) -> float:
    """Lower edge of the last block, or the upper one of the area."""
    if not blocks:
        return area.y
    last = blocks[-1].rows
    return last.y + max(sum(row.height for row in column) for column in last.columns)


def _lay_out_fields(
    board: Board, at: Measures, size: float, heights: Sequence[float], y: float
) -> list[_Columns] | None:
    """Every group and field on as many pages as it takes; None where a row is taller than a column."""
    count = max(1, int((at.width + _GAP) / (_ROOM * size * PT + _GAP * at.scale / 1.25)))
    room, gap = _split(at.width, count, at.scale)
    rows = list(board_index.list_rows(board.groups, size, room))
    columns = board_index.fill_columns(rows, heights)
    if columns is None:
        return None
    pages = -(-len(columns) // count)
    evened = _even_columns(
        _drop_repeated_headings([row for column in columns[(pages - 1) * count :] for row in column]), heights, count
    )
    full = [columns[i * count : (i + 1) * count] for i in range(pages - 1)]
    return [_Columns(y, room, gap, page) for page in [*full, evened or columns[(pages - 1) * count :]]]


def _drop_repeated_headings(rows: Sequence[IndexRow]) -> list[IndexRow]:
    """Rows without the headings that were repeated over them, but for one that a page begins with."""
    if not rows:
        return []
    first, *rest = rows
    opening = replace(first, again=first) if first.heads and first.again is None else first
    return [opening, *[row for row in rest if not row.heads or row.again is not None]]


def _even_columns(rows: Sequence[IndexRow], heights: Sequence[float], count: int) -> list[list[IndexRow]] | None:
    """Rows in at most `count` columns that end as high as possible; None where they do not fit."""
    best, height = None, heights[-1]
    while height > 0:
        columns = board_index.fill_columns(rows, [height])
        if columns is None or len(columns) > count:
            return best
        best, height = columns, height - _BALANCED
    return best


def _draw_page(board: Board, at: Measures, blocks: Sequence[_Panel], index: int, count: int) -> Body:
    wide, high = PAPERS[board.paper]
    surface = Surface(wide, high)
    label = board.label if count == 1 else f"{board.label}-{index + 1}"
    if board.sample:
        furniture.draw_watermark(surface, _find_front_room(at), board.wording.sample)
    mark = plates.grow_mark(board.seed, label)
    marked = guide.draw_marks(surface, at, mark)
    own = (surface.last_mark, len(surface.links) - 1 if surface.links else None)
    at = furniture.draw_emblem(surface, at, board.emblem)
    title = board.wording.board_title + (f", tờ {index + 1}/{count}" if count > 1 else "")
    with surface.marked("H1"):
        _draw_head(surface, at, title)
    elements, codes = [Element("H1", (surface.last_mark,))], []
    if index == 0:
        codes.append(guide.draw_steps(surface, at, at.top + 20.5 * at.scale, board))
        elements += _describe_code(surface, board.kiosk_url)
    for block in blocks:
        elements += _draw_block(surface, at, block)
    codes.append(guide.draw_foot(surface, at, board))
    elements += _describe_code(surface, board.wording.feedback_url)
    if mark is not None:
        figure = Element("Figure", own[:1], f"Mã của tờ {mark.id}")
        elements.append(figure if own[1] is None else Element("Link", link=own[1], kids=(figure,)))
    return finish_body(
        surface,
        guide.place_areas(at, marked=mark is not None),
        label=label,
        release=board.release,
        released=board.released,
        sample=board.sample,
        codes=tuple(codes),
        emblem=board.emblem,
        marks=marked,
        structure=tuple(elements),
        bookmarks=(Bookmark(1, title),),
    )


def _describe_code(surface: Surface, url: str) -> tuple[Element, Element]:
    """The code that was drawn last, and the text beside it."""
    code = structure.describe_code(surface.figures[-1], len(surface.links) - 1, url.removeprefix("https://"))
    return code, Element("P", (surface.last_mark,))


def _draw_head(surface: Surface, at: Measures, title: str) -> None:
    """Rule and title beside the coarse mark; the site's name over the rule is not drawn here."""
    s, left = at.scale, at.left + at.inset
    room = at.right - left - guide.BESIDE * s
    surface.rule(left, at.top + 7.4 * s, room, 1.4 * s, Ink.ACCENT)
    size, lines = shrink(clean(title), Face.BOLD, 21 * s, LEAST, room)
    surface.text(left, at.top + 15.8 * s, lines[0], Face.BOLD, size, Ink.ACCENT)


def _draw_block(surface: Surface, at: Measures, block: _Panel) -> Iterator[Element]:
    """Draw a heading over columns of rows."""
    rows = block.rows
    if block.title:
        with surface.marked("H2"):
            size = 15.5 * at.scale
            surface.text(at.left, rows.y - 4.4 * at.scale, clean(block.title), Face.BOLD, size, Ink.ACCENT)
        yield Element("H2", (surface.last_mark,))
        surface.rule(at.left, rows.y - 1.6 * at.scale, at.width, 1.2 * at.scale, Ink.ACCENT)
    items: list[Element] = []
    for i, column in enumerate(rows.columns):
        items += _draw_column(surface, at.left + i * (rows.room + rows.gap), rows.y, rows.room, column)
    yield Element("L", kids=tuple(items))


def _draw_column(surface: Surface, x: float, y: float, room: float, rows: Sequence[IndexRow]) -> Iterator[Element]:
    for row in rows:
        with surface.marked("LBody"):
            _draw_row(surface, x, y, room, row)
        yield Element("LI", kids=(Element("LBody", (surface.last_mark,)),))
        y += row.height
        weight = 0.9 if row.heads else 0.25
        surface.rule(x, y, room, weight, Ink.ACCENT if row.heads else Ink.LINE)


def _draw_row(surface: Surface, x: float, y: float, room: float, row: IndexRow) -> None:
    ink = Ink.ACCENT if row.heads else Ink.BLACK
    base = y + row.above + row.size * PT * 0.8
    if row.number:
        surface.text(x, base, row.number, Face.BOLD, row.size, ink)
    for i, line in enumerate(row.lines):
        surface.text(x + row.inset, base + i * row.step, line, row.face, row.size, ink)
    first = max(len(row.lines) - len(row.sheets), 0)
    for i, line in enumerate(row.sheets):
        surface.text(x + room, base + (first + i) * row.step, line, Face.BOLD, row.size, ink, "right")
    below = base + max(len(row.lines), len(row.sheets)) * row.step - (row.size - row.small) * PT * 0.4
    for i, line in enumerate(row.examples):
        step = find_leading(row.examples, Face.REGULAR, board_index.LEADING) * row.small * PT
        surface.text(x + row.inset, below + i * step, line, Face.REGULAR, row.small)
