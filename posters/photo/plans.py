"""Where codes and marks stand on pages as they are drawn, for looking at photos of them.

In come the facts of a page (paper, mark, cells with what their codes say), out comes its `SheetPlan`. Places come from
the functions that draw, on a surface that nobody keeps; no text is set.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from posters import board, geometry, guide, marks, masthead, qr
from posters.body import MarkKind, PlacedMark
from posters.geometry import Frame, Rect
from posters.photo.wall import SheetPlan
from posters.spec import GRIDS, Board, Sheet, SheetMark
from posters.surface import Surface

PlannedCell = tuple[int, int, str]
"""First cell, cells taken, what the code says."""
_NO_DAY = date.min
"""Nothing that is placed here depends on a day."""


def plan_sheet(paper: str, label: str, mark: SheetMark, cells: Sequence[PlannedCell]) -> SheetPlan:
    """The plan of a posting sheet. Raises `DrawingError` for an unknown paper or a cell off the grid."""
    frame = geometry.make_frame(GRIDS[paper])
    surface = Surface(frame.width, frame.height)
    sheet = Sheet(paper, "", label, 0, (), 0, _NO_DAY, mark=mark)
    placed = masthead.draw_marks(surface, masthead.measure_masthead(frame, paper, label), sheet)
    areas = [(_find_code_area(frame, slot, span), qr.make_symbol(payload)) for slot, span, payload in cells]
    symbols = surface.symbols(areas) if areas else []
    codes = {payload: symbol for (_, _, payload), symbol in zip(cells, symbols, strict=True)}
    return _plan(mark, frame.width, frame.height, codes, placed)


def _find_code_area(frame: Frame, slot: int, span: int) -> Rect:
    box, code = frame.cell(slot, span), frame.code
    return Rect(box.x + code.x, box.y + code.y, code.width, code.height)


def plan_board(paper: str, mark: SheetMark) -> SheetPlan:
    """The plan of a page of an index board: its marks alone, its other codes are not judged. Raises `DrawingError`."""
    width, height = geometry.PAPERS[paper]
    surface = Surface(width, height)
    at = board.measure_board(Board(paper, (), "", 0, _NO_DAY))
    return _plan(mark, width, height, {}, guide.draw_marks(surface, at, mark))


def _plan(
    mark: SheetMark, width: float, height: float, codes: dict[str, Rect], placed: Iterable[PlacedMark]
) -> SheetPlan:
    areas = {one.kind: one.area for one in placed}
    printed = marks.read_id(marks.SHEET, mark.id)
    name, revision = (printed.name, printed.revision) if printed else (mark.id, "")
    return SheetPlan(name, revision, width, height, codes, areas.get(MarkKind.QR), areas.get(MarkKind.MATRIX))
