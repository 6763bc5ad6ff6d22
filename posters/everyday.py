"""Sheets of everyday matters for the wall by the entrance: six to an A4, larger codes, everyday name over the official.

In come sheets whose cards bear the everyday name as their field; out come bodies with head and foot of posting sheets.
Which matters these are is left to the application.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from posters import cards, furniture, geometry, masthead, pdf, qr, structure
from posters.body import Body, PlacedCode, finish_body
from posters.emblem import Emblem
from posters.errors import DrawingError
from posters.fonts import Face
from posters.geometry import Rect
from posters.outline import Bookmark
from posters.spec import GRIDS, Card, Sheet, show_label
from posters.structure import Element
from posters.surface import Ink, Surface
from posters.text import PT, break_lines, clean, find_leading, measure_fall, shrink

TITLE = "Việc thường làm"
PAPER = "A4"
COLUMNS, ROWS = 2, 3
MODULES = (1.24, 1.12, 1.0, 0.9)
"""Of its codes in mm, preferred first: a phone reads the largest from half a metre; very long names leave less room."""
_NAMES = (20.0, 18.0, 16.0, 15.0, 14.0, 13.0, 12.0)
_OFFICIAL = (12.0, 11.5, 11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0)
_LEGIBLE = 10.0
_LEADING = 1.29
_CLEAR = 2.5
"""Between the everyday name and text that is raised towards it, in mm."""
_ABOVE = 5.0
"""From the symbol's top to the official name, in mm."""
_CODE_TOP, _GAP = 20.5, 4.0
_SYMBOL, _WHOLE = 37, 45
"""Modules of a code, without and with its quiet zone."""


def make_template(sheets: Sequence[Sheet], codes: Mapping[str, bytes], emblem: Emblem | None = None) -> pdf.Template:
    """The sheets as one document to be addressed to sites. Raises what `draw_everyday_sheet` raises."""
    return pdf.make_template([draw_everyday_sheet(sheet, codes) for sheet in sheets], TITLE, emblem)


def draw_everyday_sheet(sheet: Sheet, codes: Mapping[str, bytes]) -> Body:
    """Draw one; `codes` holds `qr.make_symbol` of every payload. Raises `DrawingError` for a code that is not given or
    a name that does not fit, `MissingGlyphError`."""
    frame = geometry.make_frame(GRIDS[PAPER])
    at = masthead.measure_masthead(frame, PAPER, sheet.label, sheet.emblem)
    surface = Surface(frame.width, frame.height)
    boxes = [_find_box(frame.grid, cell.slot) for cell in sheet.cells]
    if sheet.sample:
        for box in boxes:
            area = Rect(box.x + 60, box.y + _CODE_TOP, box.width - 64, box.height - _CODE_TOP - 6)
            furniture.draw_watermark(surface, area, sheet.wording.sample, times=1)
    elements = [*masthead.draw_head(surface, at, sheet)]
    placed = []
    for box, cell in zip(boxes, sheet.cells, strict=True):
        placed.append(_draw_card(surface, box, cell.slot, cell.card, codes))
        elements += _describe_card(surface, cell.card)
    masthead.draw_foot(surface, at, sheet)
    elements.append(Element("P", (surface.last_mark,), kids=(Element("Link", link=len(surface.links) - 1),)))
    marks = masthead.draw_marks(surface, at, sheet)
    if sheet.mark is not None:
        mark_figure = Element("Figure", (surface.last_mark,), f"Mã của tờ {sheet.mark.id}")
        elements.append(
            Element("Link", link=len(surface.links) - 1, kids=(mark_figure,)) if sheet.mark.address else mark_figure
        )
    masthead.draw_corner(surface, at, sheet)
    elements.insert(1, Element("P", (surface.last_mark,)))
    return finish_body(
        surface,
        masthead.place_areas(at, sheet.wording),
        label=sheet.label,
        release=sheet.release,
        released=sheet.released,
        sample=sheet.sample,
        codes=tuple(placed),
        emblem=sheet.emblem,
        marks=marks,
        structure=tuple(elements),
        bookmarks=(Bookmark(1, sheet.group), Bookmark(2, show_label(sheet.label))),
    )


def _describe_card(surface: Surface, card: Card) -> tuple[Element, Element]:
    """What was drawn last: the everyday name as a heading, the rest with the code."""
    where = f"{card.host}, thủ tục {card.code}"
    code = structure.describe_code(surface.figures[-1], len(surface.links) - 1, where)
    return Element("H2", (surface.last_mark - 1,)), Element("P", (surface.last_mark,), kids=(code,))


def _find_box(grid: Rect, slot: int) -> Rect:
    row, column = divmod(slot, COLUMNS)
    wide, high = grid.width / COLUMNS, grid.height / ROWS
    return Rect(grid.x + geometry.QUIET + column * wide, grid.y + row * high, wide - geometry.QUIET, high)


def _draw_card(surface: Surface, box: Rect, slot: int, card: Card, codes: Mapping[str, bytes]) -> PlacedCode:
    packed_symbol = codes.get(card.payload)
    if packed_symbol is None:
        raise DrawingError(
            "thiếu mã QR của thủ tục",
            place=f"thủ tục {card.code}",
            value=card.payload,
            way_out="dựng lại bản phát hành; nếu vẫn lỗi thì báo người quản trị",
        )
    size, lines = _fit_name(clean(card.field), box.width - _GAP)
    step = size * find_leading(lines, Face.BOLD, 1.26) * PT
    base = box.y + 2.2 + size * PT * 0.74
    free = box.y + _CODE_TOP - _CLEAR - (base + (len(lines) - 1) * step + measure_fall(lines[-1], Face.BOLD, size))
    module, area, official = _fit_card(box, card, max(free, 0.0))
    quiet = qr.QUIET_ZONE * module
    side = _WHOLE * module
    symbol = surface.symbol(Rect(box.x - quiet, box.y + _CODE_TOP - quiet, side, side), packed_symbol)
    surface.link(symbol, card.payload)
    surface.rule(box.x, box.y, box.width - 2.4, 0.9, Ink.ACCENT)
    with surface.marked("H2"):
        surface.paragraph(box.x, base, lines, step, Face.BOLD, size)
    with surface.marked("P"):
        _write_official(surface, area, card, official)
    return PlacedCode(slot, card.payload, symbol)


def _find_text_room(box: Rect, module: float, raised: float) -> Rect:
    """Where text stands beside a symbol of such modules, from so many mm above its top."""
    left, top = box.x + (_SYMBOL + qr.QUIET_ZONE) * module, box.y + _CODE_TOP - raised
    return Rect(left, top, box.right - left - 2.0, box.bottom - top - 3.0)


@dataclass(frozen=True, slots=True)
class _Official:
    """An official name set in lines."""

    size: float
    step: float
    lines: tuple[str, ...]


def _fit_card(box: Rect, card: Card, free: float) -> tuple[float, Rect, _Official]:
    """The largest code beside which the name has legible type, where it stands, and the name set. It begins at the
    code's top, or up to `free` mm above it where it would be small; of a name that cannot be legible the type goes
    before the code. Raises `DrawingError`."""
    for smallest in (size for size in _OFFICIAL if size <= _LEGIBLE):
        for raised in (0.0, free):
            for module in MODULES:
                area = _find_text_room(box, module, raised)
                official = _fit_official(area, card, smallest)
                if official is not None:
                    return module, area, official
    raise DrawingError(
        "tên thủ tục không vừa tờ việc thường làm",
        place=f"thủ tục {card.code}",
        value=card.name[:80],
        way_out="bỏ dấu «common» của việc này trong data/matters.csv",
    )


def _fit_official(area: Rect, card: Card, smallest: float) -> _Official | None:
    """The official name between code and notes, in the largest type down to `smallest`."""
    room = area.height - _ABOVE - 4.0 * (1 + sum(len(_note_lines(note, area.width)) for note in card.notes))
    for size in (size for size in _OFFICIAL if size >= smallest):
        lines = break_lines(clean(card.name), Face.REGULAR, size, area.width)
        step = size * find_leading(lines, Face.REGULAR, _LEADING) * PT
        if size * PT + (len(lines) - 1) * step <= room:
            return _Official(size, step, lines)
    return None


def _note_lines(note: str, room: float) -> tuple[str, ...]:
    return break_lines(clean(note), Face.BOLD, 8, room)


def _fit_name(name: str, room: float) -> tuple[float, tuple[str, ...]]:
    """On one line in large type, else on two."""
    for size in _NAMES:
        lines = break_lines(name, Face.BOLD, size, room)
        if len(lines) <= (1 if size > 16 else 2):
            return size, lines
    return shrink(name, Face.BOLD, _NAMES[-1], 9, room, 3)


def _write_official(surface: Surface, area: Rect, card: Card, official: _Official) -> None:
    """Code, official name, notes and host beside the symbol."""
    surface.pieces(area.x, area.y + 13 * PT * 0.74, cards.split_aloud(clean(card.code)), cards.AIR, Face.BOLD, 13)
    first = area.y + _ABOVE + official.size * PT * 0.8
    surface.paragraph(area.x, first, official.lines, official.step, Face.REGULAR, official.size)
    y = first + (len(official.lines) - 1) * official.step + official.size * PT * 0.35
    for line in (line for note in card.notes for line in _note_lines(note, area.width)):
        y += 4.0
        surface.text(area.x, y, line, Face.BOLD, 8, Ink.ACCENT)
    size, host = shrink(clean(card.host), Face.BOLD, 8.5, 7, area.width)
    surface.text(area.x, y + 4.0, host[0], Face.BOLD, size, Ink.ACCENT)
