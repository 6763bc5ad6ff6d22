"""Rows of a draft's files as they stand there, beside what is asked about them.

In come a file and the place of a problem; out goes the row, cell by cell, with the cell that decided, and above it the
row (a heading, say) that decided where the problem quotes one. What is asked is left to `previews`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kiosk.errors import IntakeError
from kiosk.intake.grid import GridRow, TextGrid, write_letter
from kiosk.intake.read import load_file, read_grids
from kiosk.model.problem import Problem
from kiosk.text import fold

_MOST_CELLS, _LONGEST = 24, 240
_LEAST_QUOTE = 3
"""Letters of a quotation that is looked for inside a cell; a shorter one must be the whole cell."""


@dataclass(frozen=True, slots=True)
class ShownCell:
    """One cell: the letter over its column, its text, whether it is the one that decided."""

    letter: str
    text: str
    decides: bool


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of a file: its number, and its cells that say something."""

    number: int
    cells: tuple[ShownCell, ...]


def show_rows(path: Path, problem: Problem) -> tuple[ShownRow, ...]:
    """The rows that a problem is about, in file order: what it quotes from above, and its own. None where the file's
    rows are no cells."""
    grid = next((g for g in _load_grids(path) if g.name == problem.source.sheet), None)
    row = next((r for r in grid.rows if r.number == problem.source.row), None) if grid else None
    if grid is None or row is None:
        return ()
    file_row = _show(row, problem)
    if any(cell.decides for cell in file_row.cells) or not problem.value:
        return (file_row,)
    above = [_show(r, problem) for r in grid.rows if r.number < row.number and _is_quoted(r, problem)]
    return (*above[-1:], file_row)


@lru_cache(4)
def _load_grids(path: Path) -> tuple[TextGrid, ...]:
    """A file is kept under its content, so what was read of it stays true."""
    try:
        return read_grids(*load_file(path))
    except IntakeError:
        return ()


def _is_quoted(row: GridRow, problem: Problem) -> bool:
    return any(_decides(text, problem) for _, text in row.filled())


def _show(row: GridRow, problem: Problem) -> ShownRow:
    cells = tuple(
        ShownCell(
            write_letter(column),
            text if len(text) <= _LONGEST else text[:_LONGEST] + "…",
            _decides(text, problem),
        )
        for column, text in row.filled()[:_MOST_CELLS]
    )
    return ShownRow(row.number, cells)


def _decides(text: str, problem: Problem) -> bool:
    """Whether a cell holds what the problem quotes."""
    quote, cell = fold(problem.value), fold(text)
    return bool(quote) and (quote == cell or (len(quote) >= _LEAST_QUOTE and quote in cell))
