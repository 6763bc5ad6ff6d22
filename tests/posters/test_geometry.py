"""Cells of a sheet: each its own place, none off the grid."""

from __future__ import annotations

from itertools import combinations

import pytest

from posters import geometry
from posters.errors import DrawingError
from posters.geometry import PAPERS, Rect
from posters.spec import GRIDS, Grid


@pytest.mark.parametrize("grid", GRIDS.values(), ids=lambda grid: grid.paper)
def test_cells_lie_on_the_paper_and_not_on_each_other(grid: Grid) -> None:
    frame = geometry.frame(grid)
    boxes = [frame.cell(slot, 1) for slot in range(grid.capacity)]
    assert (frame.width, frame.height) == PAPERS[grid.paper]
    for box in boxes:
        assert box.x > 0
        assert box.right <= frame.right + 1e-6
        assert box.bottom <= frame.grid.bottom + 1e-6
        assert frame.code.width <= box.width
        assert frame.code.bottom <= box.height
    for a, b in combinations(boxes, 2):
        assert a.right <= b.x + 1e-6 or b.right <= a.x + 1e-6 or a.bottom <= b.y + 1e-6 or b.bottom <= a.y + 1e-6


@pytest.mark.parametrize("grid", GRIDS.values(), ids=lambda grid: grid.paper)
def test_a_wide_card_takes_whole_rows(grid: Grid) -> None:
    frame = geometry.frame(grid)
    box = frame.cell(grid.columns, 2 * grid.columns)
    assert box == Rect(frame.grid.x, frame.cell(grid.columns, 1).y, frame.grid.width, 2 * frame.cell_height)


@pytest.mark.parametrize(("slot", "span"), [(-1, 1), (0, 0), (12, 1), (1, 2), (10, 4), (0, 3)])
def test_a_place_off_the_grid_is_refused(slot: int, span: int) -> None:
    with pytest.raises(DrawingError, match="không nằm trong lưới"):
        geometry.frame(GRIDS["A4"]).cell(slot, span)


@pytest.mark.parametrize("grid", [Grid("A5", 2, 6), Grid("A4", 3, 6)])
def test_a_grid_without_a_frame_is_refused(grid: Grid) -> None:
    with pytest.raises(DrawingError, match="không có mẫu tờ niêm yết"):
        geometry.frame(grid)
