"""Posting sheets: everything on the page but what the site adds (name, contacts, sheet id)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from posters import cards, furniture, geometry, structure
from posters.body import Body, PlacedCode, finish_body
from posters.errors import DrawingError
from posters.furniture import Measures
from posters.geometry import CODE_BOX, Frame, Rect
from posters.outline import Bookmark
from posters.spec import GRIDS, Cell, Grid, Sheet
from posters.structure import Element
from posters.surface import Ink, Surface

__all__ = ["Body", "draw_sheet"]

_INKS = {"code": Ink.BLACK, "name": Ink.BLACK, "note": Ink.ACCENT, "field": Ink.MUTED, "host": Ink.ACCENT}


def draw_sheet(sheet: Sheet, codes: Mapping[str, bytes]) -> Body:
    """Draw a sheet; `codes` holds `qr.make_symbol` of every payload. Pure: equal arguments give equal bytes.

    Raises `DrawingError` (a cell off the grid or used twice, a name that does not fit, a code not given),
    `MissingGlyphError`.
    """
    grid = _grid(sheet)
    frame = geometry.make_frame(grid)
    at = measure_sheet(frame)
    cells = sorted(sheet.cells, key=lambda cell: cell.slot)
    _check(cells, sheet.label)
    surface = Surface(frame.width, frame.height)
    if sheet.sample:
        _watermark(surface, frame, sheet.wording.sample)
    number = f"{sheet.wording.sheet} {sheet.number}"
    warning = sheet.wording.sample if sheet.sample else ""
    at = furniture.draw_emblem(surface, at, sheet.emblem)
    with surface.marked("H1") as title:
        furniture.draw_head(surface, at, sheet.group, sheet.label, number, sheet.wording, warning)
    _rules(surface, frame, cells)
    placed = _codes(surface, frame, cells, codes)
    texts = []
    for cell in cells:
        with surface.marked("LBody") as text:
            _text(surface, _box(frame, cell.slot, cell.span), cards.lay_out(cell.card, grid, cell.span))
        texts.append(text)
    with surface.marked("P") as foot:
        furniture.draw_foot(surface, at, sheet.wording, sheet.release, sheet.released)
    return finish_body(
        surface,
        furniture.place_areas(at, sheet.wording),
        label=sheet.label,
        release=sheet.release,
        released=sheet.released,
        sample=sheet.sample,
        codes=placed,
        emblem=sheet.emblem,
        structure=_describe(surface, cells, title, texts, foot),
        bookmarks=(Bookmark(1, sheet.group), Bookmark(2, sheet.label)),
    )


def _describe(surface: Surface, cells: list[Cell], title: int, texts: list[int], foot: int) -> tuple[Element, ...]:
    """Title, the list of cards each with its code, and the foot with its link."""
    coded = zip(cells, texts, surface.figures, strict=False)
    cards_read = [
        (text, structure.describe_code(figure, i, f"{cell.card.host}, thủ tục {cell.card.code}"))
        for i, (cell, text, figure) in enumerate(coded)
    ]
    contacts = Element("P", (foot,), kids=tuple(Element("Link", link=i) for i in range(len(cells), len(surface.links))))
    return Element("H1", (title,)), structure.describe_list(cards_read), contacts


def measure_sheet(frame: Frame) -> Measures:
    """Head and foot of a posting sheet."""
    scale = 1.0 if frame.width <= 210 else 1.2
    return Measures(frame.left, frame.right, frame.grid.y - 24.5 * scale, frame.grid.bottom + 2, scale)


def _grid(sheet: Sheet) -> Grid:
    grid = GRIDS.get(sheet.paper)
    if grid is None:
        raise DrawingError(
            "không có mẫu tờ niêm yết cho khổ giấy này",
            place=sheet.label,
            value=sheet.paper,
            way_out="dùng A4 hoặc A3",
        )
    return grid


def _check(cells: list[Cell], label: str) -> None:
    """No cell is used twice."""
    free = 0
    for cell in cells:
        if cell.slot < free:
            raise DrawingError(
                f"ô {cell.slot} bị hai thủ tục dùng chung",
                place=f"tờ {label}",
                value=cell.card.code,
                way_out="xếp lại tờ này bằng kiosk relayout",
            )
        free = cell.slot + cell.span


def _codes(surface: Surface, frame: Frame, cells: list[Cell], codes: Mapping[str, bytes]) -> tuple[PlacedCode, ...]:
    """The codes of all cells, each a link to what it says."""
    symbols = []
    for cell in cells:
        kept = codes.get(cell.card.payload)
        if kept is None:
            raise DrawingError(
                "thiếu mã QR của thủ tục",
                place=f"thủ tục {cell.card.code}",
                value=cell.card.payload,
                way_out="dựng lại bản phát hành; nếu vẫn lỗi thì báo người quản trị",
            )
        symbols.append((_code_area(frame, cell.slot, cell.span), kept))
    placed = []
    for cell, symbol in zip(cells, surface.symbols(symbols), strict=True):
        surface.link(symbol, cell.card.payload)
        placed.append(PlacedCode(cell.slot, cell.card.payload, symbol))
    return tuple(placed)


@lru_cache(maxsize=1024)
def _box(frame: Frame, slot: int, span: int) -> Rect:
    return frame.cell(slot, span)


@lru_cache(maxsize=1024)
def _code_area(frame: Frame, slot: int, span: int) -> Rect:
    """The square of a code, quiet zone included, on the page."""
    box, code = frame.cell(slot, span), frame.code
    return Rect(box.x + code.x, box.y + code.y, code.width, code.height)


def _text(surface: Surface, box: Rect, layout: cards.CardLayout) -> None:
    """The text of a card in its box."""
    for block in layout.blocks:
        x, y, ink = box.x + block.x, box.y + block.y, _INKS[block.role]
        if block.role == "code":
            for i, line in enumerate(block.lines):
                surface.pieces(x, y + i * block.step, cards.split_aloud(line), cards.AIR, block.face, block.size, ink)
        else:
            surface.paragraph(x, y, block.lines, block.step, block.face, block.size, ink)


def _watermark(surface: Surface, frame: Frame, text: str) -> None:
    """Across the text of every cell, used or not: beside the codes it can be read whole."""
    for slot in range(frame.columns * frame.rows):
        box = frame.cell(slot, 1)
        room = Rect(box.x + CODE_BOX, box.y + 2, box.width - CODE_BOX - 3, box.height - 4)
        furniture.draw_watermark(surface, room, text, times=1)


def _rules(surface: Surface, frame: Frame, cells: list[Cell]) -> None:
    """Hairlines between the rows that are in use, outside every quiet zone and never through a card."""
    starts = {cell.slot // frame.columns for cell in cells}
    ends = {(cell.slot + cell.span - 1) // frame.columns + 1 for cell in cells}
    inside = {
        row
        for cell in cells
        for row in range(cell.slot // frame.columns + 1, (cell.slot + cell.span - 1) // frame.columns + 1)
    }
    for row in sorted((starts | ends) - inside - {0, frame.rows}):
        surface.rule(frame.left, frame.grid.y + row * frame.cell_height, frame.right - frame.left, 0.4)
