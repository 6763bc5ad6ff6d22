"""Millimetres of paper, cells and codes. Origin top left, y downwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from posters.errors import DrawingError
from posters.spec import GRIDS, Grid

PAPERS: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "A5": (148.0, 210.0),
        "A4": (210.0, 297.0),
        "A3": (297.0, 420.0),
        "A2": (420.0, 594.0),
        "A1": (594.0, 841.0),
    }
)
"""Trimmed sizes upright, ISO 216."""

MODULE = 25.4 / 30
"""A module of a card's code: 20 dots of a 600 dpi printer, 5 pixels at 150 dpi, so that edges stay sharp."""
CODE_BOX = 45 * MODULE
"""Side of a card's code with its quiet zone: a version 5 symbol of 37 modules is 31.3 mm wide, 38.1 mm in all."""
QUIET = 4 * MODULE
"""Its quiet zone."""


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle on a page."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height


def order_in_rows(areas: Sequence[Rect]) -> list[int]:
    """The order in which areas are read: those whose tops differ by less than half of one's height stand in a row."""
    rows: list[list[int]] = []
    for i in sorted(range(len(areas)), key=lambda i: areas[i].y):
        if rows and areas[i].y - areas[rows[-1][0]].y < areas[i].height / 2:
            rows[-1].append(i)
        else:
            rows.append([i])
    return [i for row in rows for i in sorted(row, key=lambda i: areas[i].x)]


_APART = 8.0
"""Millimetres between the left edges of two columns at least."""


def order_in_columns(areas: Sequence[Rect]) -> list[int]:
    """The order in which columns are read, from the left, each from the top: what stands anywhere in a column has the
    same left edge, while rows of neighbouring columns may differ by any height."""
    columns: list[list[int]] = []
    for i in sorted(range(len(areas)), key=lambda i: areas[i].x):
        if columns and areas[i].x - areas[columns[-1][-1]].x < _APART:
            columns[-1].append(i)
        else:
            columns.append([i])
    return [i for column in columns for i in sorted(column, key=lambda i: areas[i].y)]


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A posting sheet of one paper size: text stands between `left` and `right`, cells start at `grid`.

    Cells begin a quiet zone left of the text margin, so that symbols and headings are flush.
    """

    width: float
    height: float
    left: float
    right: float
    grid: Rect
    columns: int
    rows: int

    @property
    def cell_width(self) -> float:
        """Width of one cell."""
        return self.grid.width / self.columns

    @property
    def cell_height(self) -> float:
        """Height of one cell."""
        return self.grid.height / self.rows

    @property
    def code(self) -> Rect:
        """The square of a card's code, quiet zone included, in the first cell of its box."""
        return Rect(0, (self.cell_height - CODE_BOX) / 2, CODE_BOX, CODE_BOX)

    def cell(self, slot: int, span: int) -> Rect:
        """The box of `span` cells from cell `slot` on. Raises `DrawingError` if that is off the grid."""
        row, column = divmod(slot, self.columns)
        inside = column + span <= self.columns or (span % self.columns == 0 and column == 0)
        if slot < 0 or span < 1 or slot + span > self.columns * self.rows or not inside:
            raise DrawingError(
                f"ô {slot} với độ rộng {span} không nằm trong lưới {self.columns} x {self.rows}",
                place="xếp ô trên tờ",
                value=f"{slot}+{span}",
                way_out="xếp lại tờ này bằng kiosk relayout",
            )
        height = self.cell_height * max(1, span // self.columns)
        width = self.cell_width * min(span, self.columns)
        return Rect(self.grid.x + column * self.cell_width, self.grid.y + row * self.cell_height, width, height)


ROW = 38.5
"""Height of a row of cells on every paper: two codes above each other keep eight light modules between them."""


def _place_frame(paper: str, margin: float, top: float, grid: Grid) -> Frame:
    """A frame with the same margin left and right and its first row `top` mm from the upper edge."""
    width, height = PAPERS[paper]
    cells = Rect(margin - QUIET, top, width - 2 * margin + QUIET, grid.rows * ROW)
    return Frame(width, height, margin, width - margin, cells, grid.columns, grid.rows)


FRAMES: Mapping[str, Frame] = MappingProxyType(
    {
        "A4": _place_frame("A4", 12, 34.5, GRIDS["A4"]),
        "A3": _place_frame("A3", 10, 40.0, GRIDS["A3"]),
        "A2": _place_frame("A2", 16, 51.5, GRIDS["A2"]),
        "A1": _place_frame("A1", 18, 59.5, GRIDS["A1"]),
    }
)


def make_frame(grid: Grid) -> Frame:
    """The frame of a grid. Raises `DrawingError` for a paper without one."""
    frame = FRAMES.get(grid.paper)
    if frame is None or (frame.columns, frame.rows) != (grid.columns, grid.rows):
        raise DrawingError(
            "không có mẫu tờ niêm yết cho khổ giấy này",
            place="khổ giấy",
            value=f"{grid.paper} ({grid.columns} x {grid.rows})",
            way_out=f"dùng {', '.join(FRAMES)}",
        )
    return frame
