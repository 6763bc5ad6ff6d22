"""Cells lie on the paper, fill the grid, and hold a code with its quiet zone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posters.errors import DrawingError
from posters.geometry import CODE_BOX, FRAMES, MODULE, PAPERS, QUIET, Rect, make_frame, order_in_columns, order_in_rows
from posters.spec import GRIDS, Grid

PLACES = [(paper, slot) for paper in GRIDS for slot in range(GRIDS[paper].capacity)]


def test_papers_halve_each_other() -> None:
    """ISO 216: the longer side of a size is the shorter one of the next larger; areas double, to the millimetre."""
    for small, large in zip(["A5", "A4", "A3", "A2"], ["A4", "A3", "A2", "A1"], strict=True):
        assert PAPERS[small][1] == PAPERS[large][0]
        assert 0 <= PAPERS[large][1] - 2 * PAPERS[small][0] <= 1


def test_edges_of_a_rectangle() -> None:
    area = Rect(10, 20, 30, 40)
    assert (area.right, area.bottom) == (40, 60)


def test_a_module_is_a_whole_number_of_printers_dots() -> None:
    """20 dots at 600 dpi, 10 at 300, 5 at 150: the edges of modules fall between dots."""
    for dpi in (150, 300, 600):
        dots = MODULE / 25.4 * dpi
        assert dots == pytest.approx(round(dots))
    modules = QUIET / MODULE, CODE_BOX / MODULE
    assert modules[0] == pytest.approx(4), "ISO/IEC 18004:2015 6.3.8: four modules wide"
    assert modules[1] == pytest.approx(37 + 8), "a version 5 symbol and its quiet zone"


@pytest.mark.parametrize("paper", GRIDS)
def test_the_frame_of_a_grid_is_on_its_paper(paper: str) -> None:
    known = make_frame(GRIDS[paper])
    assert (known.width, known.height) == PAPERS[paper]
    assert 0 < known.grid.x < known.left < known.right < known.width
    assert known.grid.right == pytest.approx(known.right)
    assert known.grid.bottom < known.height
    assert known.grid.x + QUIET == pytest.approx(known.left), "symbols are flush with headings"


@pytest.mark.parametrize("paper", GRIDS)
def test_cells_fill_the_grid_and_none_covers_another(paper: str) -> None:
    known = FRAMES[paper]
    cells = [known.cell(slot, 1) for slot in range(known.columns * known.rows)]
    assert sum(c.width * c.height for c in cells) == pytest.approx(known.grid.width * known.grid.height)
    corners = {(round(c.x, 6), round(c.y, 6)) for c in cells}
    assert len(corners) == len(cells)
    assert max(c.right for c in cells) == pytest.approx(known.grid.right)
    assert max(c.bottom for c in cells) == pytest.approx(known.grid.bottom)


@pytest.mark.parametrize("paper", GRIDS)
def test_the_code_fits_its_cell_and_leaves_room_for_text(paper: str) -> None:
    known = FRAMES[paper]
    assert known.code.y >= -0.06, "a hair of the quiet zone may touch the neighbour's"
    assert known.code.width == known.code.height == CODE_BOX
    assert known.cell_width - known.code.right > 40


@pytest.mark.parametrize(("paper", "slot"), PLACES)
def test_whole_rows_span_the_grid(paper: str, slot: int) -> None:
    known = FRAMES[paper]
    row, column = divmod(slot, known.columns)
    if column:
        return
    for rows in range(1, known.rows - row + 1):
        area = known.cell(slot, rows * known.columns)
        assert (area.x, area.width) == (known.grid.x, known.grid.width)
        assert area.height == pytest.approx(rows * known.cell_height)
        assert area.y == pytest.approx(known.grid.y + row * known.cell_height)


@given(st.sampled_from(sorted(FRAMES)), st.integers(-3, 40), st.integers(-3, 40))
def test_a_box_is_on_the_grid_or_refused(paper: str, slot: int, span: int) -> None:
    known = FRAMES[paper]
    try:
        area = known.cell(slot, span)
    except DrawingError:
        return
    assert area.x >= known.grid.x
    assert area.y >= known.grid.y
    assert area.right <= known.grid.right + 1e-9
    assert area.bottom <= known.grid.bottom + 1e-9
    assert area.width * area.height == pytest.approx(span * known.cell_width * known.cell_height)


@pytest.mark.parametrize(
    ("slot", "span"),
    [(-1, 1), (12, 1), (0, 0), (0, -2), (1, 2), (0, 3), (10, 4), (11, 2)],
)
def test_a_place_off_the_grid_is_told_with_the_way_out(slot: int, span: int) -> None:
    with pytest.raises(DrawingError, match="không nằm trong lưới 2 x 6") as caught:
        FRAMES["A4"].cell(slot, span)
    assert caught.value.value == f"{slot}+{span}"
    assert "kiosk relayout" in caught.value.way_out


@pytest.mark.parametrize("grid", [Grid("A2", 4, 12), Grid("Letter", 2, 6), replace(GRIDS["A4"], columns=3)])
def test_a_grid_without_a_frame_is_refused(grid: Grid) -> None:
    with pytest.raises(DrawingError, match="không có mẫu tờ niêm yết") as caught:
        make_frame(grid)
    assert caught.value.value == f"{grid.paper} ({grid.columns} x {grid.rows})"
    assert caught.value.way_out == "dùng A4, A3, A2, A1"


def test_columns_are_read_one_after_the_other_whatever_their_heights() -> None:
    left, right = [Rect(12, y, 25, 25) for y in (20, 60, 100)], [Rect(107, y, 25, 25) for y in (32.4, 47.6, 99.9)]
    areas = [left[1], right[2], left[0], right[0], left[2], right[1]]
    assert [areas[i] for i in order_in_columns(areas)] == [*left, *right]
    assert [areas[i] for i in order_in_rows(areas)][-2:] == [left[2], right[2]]
