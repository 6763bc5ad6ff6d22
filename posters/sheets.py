"""Posting sheets: everything on the page but what the site adds (name, contacts, sheet id)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from posters import cards, furniture, geometry, masthead, structure
from posters.body import Body, PlacedCode, finish_body
from posters.errors import DrawingError
from posters.geometry import CODE_BOX, Frame, Rect
from posters.outline import Bookmark
from posters.spec import GRIDS, Cell, Grid, Sheet, show_label
from posters.structure import Element
from posters.surface import Ink, Surface

__all__ = ["Body", "draw_sheet"]

_INKS = {
    "heading": Ink.ACCENT,
    "code": Ink.BLACK,
    "name": Ink.BLACK,
    "note": Ink.ACCENT,
    "host": Ink.ACCENT,
}
_BEGINNING, _BETWEEN = 0.6, 0.4
"""Points of the rule over a field's first card, and between rows: 0.4 mm lie between the quiet zones of two rows, of
which the nearest pixel for a symbol takes up to 0.09 mm on either side, and no rule may enter what is left."""
_COLUMN_GAP = 2.4


def draw_sheet(sheet: Sheet, codes: Mapping[str, bytes]) -> Body:
    """Draw a sheet; `codes` holds `qr.make_symbol` of every payload. Pure: equal arguments give equal bytes.

    Raises `DrawingError` (a cell off the grid or used twice, a name that does not fit, a code not given),
    `MissingGlyphError`.
    """
    grid = _find_grid(sheet)
    frame = geometry.make_frame(grid)
    at = masthead.measure_masthead(frame, sheet.paper, sheet.label, sheet.emblem)
    cells = sorted(sheet.cells, key=lambda cell: cell.slot)
    _check(cells, sheet.label)
    surface = Surface(frame.width, frame.height)
    if sheet.sample:
        _draw_watermark(surface, frame, sheet.wording.sample)
    head = masthead.draw_head(surface, at, sheet)
    beginnings = cards.find_beginnings(cells)
    _draw_rules(surface, frame, cells, beginnings)
    placed = _draw_codes(surface, frame, cells, codes)
    # Beside the codes, which are shapes too: what is alike deflates to less together.
    marks = masthead.draw_marks(surface, at, sheet)
    mark = surface.last_mark
    texts = [
        _draw_text(surface, _find_box(frame, cell.slot, cell.span), cell, layout)
        for cell, layout in zip(cells, lay_out_cells(cells, grid), strict=True)
    ]
    masthead.draw_foot(surface, at, sheet)
    foot = surface.last_mark
    elements = _describe(surface, sheet, texts, head, foot, mark)
    masthead.draw_corner(surface, at, sheet)
    elements.insert(1, Element("P", (surface.last_mark,)))
    return finish_body(
        surface,
        masthead.place_areas(at, sheet.wording),
        label=sheet.label,
        release=sheet.release,
        released=sheet.released,
        sample=sheet.sample,
        codes=placed,
        emblem=sheet.emblem,
        marks=marks,
        structure=tuple(elements),
        bookmarks=(Bookmark(1, sheet.group), Bookmark(2, show_label(sheet.label))),
    )


def _describe(
    surface: Surface,
    sheet: Sheet,
    texts: list[tuple[Cell, int | None, int]],
    head: Sequence[Element],
    foot: int,
    mark: int,
) -> list[Element]:
    """The head, for every field its name and the list of its cards each with its code, the foot with its link, mark."""
    elements = [*head]
    listed: list[tuple[int, Element]] = []
    for i, (cell, heading, text) in enumerate(texts):
        if heading is not None:
            elements += [structure.describe_list(listed)] if listed else []
            elements.append(Element("H2", (heading,)))
            listed = []
        where = f"{cell.card.host}, thủ tục {cell.card.code}"
        listed.append((text, structure.describe_code(surface.figures[i], i, where)))
    elements.append(structure.describe_list(listed))
    elements.append(Element("P", (foot,), kids=(Element("Link", link=len(surface.links) - 1),)))
    if sheet.mark is not None:
        mark_figure = Element("Figure", (mark,), f"Mã của tờ {sheet.mark.id}")
        elements.append(Element("Link", link=len(texts), kids=(mark_figure,)) if sheet.mark.address else mark_figure)
    return elements


def lay_out_cells(cells: Sequence[Cell], grid: Grid) -> list[cards.CardLayout]:
    """The cards of a sheet, in the order of their cells. One type size for all names: the largest that all have which
    can have good type; the others fall short."""
    beginnings = cards.find_beginnings(cells)
    ready = [cards.prepare_card(cell.card, grid, cell.span, headed=cell.slot in beginnings) for cell in cells]
    largest, fitted = cards.SIZES[0], dict[int, cards.CardLayout]()
    # The longest names first: they mostly settle the size, so that each name is fitted once.
    for i in sorted(range(len(ready)), key=lambda i: -ready[i].total):
        layout = cards.fit_card(ready[i], largest)
        if cards.measure_name(layout) < largest:
            size = cards.measure_name(cards.fit_card(ready[i]))
            if cards.GOOD <= size < largest:
                largest, fitted = size, {}
        fitted[i] = layout
    return [fitted[i] if i in fitted else cards.fit_card(card, largest) for i, card in enumerate(ready)]


def _find_grid(sheet: Sheet) -> Grid:
    grid = GRIDS.get(sheet.paper)
    if grid is None:
        raise DrawingError(
            "không có mẫu tờ niêm yết cho khổ giấy này",
            place=sheet.label,
            value=sheet.paper,
            way_out=f"dùng {', '.join(GRIDS)}",
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


def _draw_codes(
    surface: Surface, frame: Frame, cells: list[Cell], codes: Mapping[str, bytes]
) -> tuple[PlacedCode, ...]:
    """The codes of all cells, each a link to what it says."""
    symbols = []
    for cell in cells:
        packed_symbol = codes.get(cell.card.payload)
        if packed_symbol is None:
            raise DrawingError(
                "thiếu mã QR của thủ tục",
                place=f"thủ tục {cell.card.code}",
                value=cell.card.payload,
                way_out="dựng lại bản phát hành; nếu vẫn lỗi thì báo người quản trị",
            )
        symbols.append((_find_code_area(frame, cell.slot, cell.span), packed_symbol))
    placed = []
    for cell, symbol in zip(cells, surface.symbols(symbols), strict=True):
        surface.link(symbol, cell.card.payload)
        placed.append(PlacedCode(cell.slot, cell.card.payload, symbol))
    return tuple(placed)


@lru_cache(maxsize=1024)
def _find_box(frame: Frame, slot: int, span: int) -> Rect:
    return frame.cell(slot, span)


@lru_cache(maxsize=1024)
def _find_code_area(frame: Frame, slot: int, span: int) -> Rect:
    """The square of a code, quiet zone included, on the page."""
    box, code = frame.cell(slot, span), frame.code
    return Rect(box.x + code.x, box.y + code.y, code.width, code.height)


def _draw_text(surface: Surface, box: Rect, cell: Cell, layout: cards.CardLayout) -> tuple[Cell, int | None, int]:
    """Draw the text of a card in its box; the marked content of the heading over it, if any, and of the rest."""
    heading = None
    for block in layout.blocks:
        if block.role == "heading":
            heading = surface.begin("H2")
            _draw_block(surface, box, block)
            surface.end()
    text = surface.begin("LBody")
    for block in layout.blocks:
        if block.role != "heading":
            _draw_block(surface, box, block)
    surface.end()
    return cell, heading, text


def _draw_block(surface: Surface, box: Rect, block: cards.Block) -> None:
    x, y, ink = box.x + block.x, box.y + block.y, _INKS[block.role]
    if block.role == "code":
        for i, line in enumerate(block.lines):
            surface.pieces(x, y + i * block.step, cards.split_aloud(line), cards.AIR, block.face, block.size, ink)
    else:
        surface.paragraph(x, y, block.lines, block.step, block.face, block.size, ink)


def _draw_watermark(surface: Surface, frame: Frame, text: str) -> None:
    """Across the text of every cell, used or not: beside the codes it can be read whole."""
    for slot in range(frame.columns * frame.rows):
        box = frame.cell(slot, 1)
        room = Rect(box.x + CODE_BOX, box.y + 2, box.width - CODE_BOX - 3, box.height - 4)
        furniture.draw_watermark(surface, room, text, times=1)


def _draw_rules(surface: Surface, frame: Frame, cells: list[Cell], beginnings: frozenset[int]) -> None:
    """A hairline over every card that stands under another, a stronger one over those that begin a field; all outside
    quiet zones and never through a card."""
    for cell in cells:
        box = _find_box(frame, cell.slot, cell.span)
        left, right = max(box.x, frame.left), min(box.right - _COLUMN_GAP, frame.right)
        if cell.slot in beginnings:
            surface.rule(left, box.y, right - left, _BEGINNING, Ink.ACCENT)
        elif cell.slot >= frame.columns:
            surface.rule(left, box.y, right - left, _BETWEEN)
