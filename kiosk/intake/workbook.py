"""XLSX bytes to grids, with calamine, after `zipped.checked`."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum

from kiosk.errors import IntakeError
from kiosk.intake import limits
from kiosk.intake.grid import Grid, GridRow
from kiosk.intake.refusals import broken, too_big

Value = int | float | str | bool | time | date | datetime | timedelta
_Merged = tuple[tuple[int, int], tuple[int, int]]


def grids(file: str, content: bytes) -> tuple[Grid, ...]:
    """The non-empty sheets of a workbook, in order. Raises `IntakeError`."""
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            found = tuple(_grid(file, book.get_sheet_by_name(name)) for name in _sheet_names(book))
    except IntakeError:
        raise
    except (CalamineError, OSError, ValueError, KeyError) as error:
        raise broken(file) from error
    return tuple(grid for grid in found if grid.rows)


def _sheet_names(book: CalamineWorkbook) -> Iterable[str]:
    return [m.name for m in book.sheets_metadata if m.typ == SheetTypeEnum.WorkSheet]


def _grid(file: str, sheet: CalamineSheet) -> Grid:
    if sheet.height > limits.ROWS or sheet.width > limits.COLUMNS or sheet.height * sheet.width > limits.CELLS:
        raise too_big(file, f"bảng «{sheet.name}» {sheet.height} dòng, {sheet.width} cột")
    values = sheet.to_python(skip_empty_area=False)
    table = [[_text(value) for value in row] for row in values]
    _fill_down(table, sheet.merged_cell_ranges or ())
    rows = (
        GridRow(number, tuple(cells), _numeric(values[number - 1]))
        for number, cells in enumerate(table, start=1)
        if any(cell.strip() for cell in cells)
    )
    return Grid(sheet.name, tuple(rows))


def _numeric(values: list[Value]) -> frozenset[int]:
    return frozenset(i for i, v in enumerate(values) if isinstance(v, int | float) and not isinstance(v, bool))


def _fill_down(table: list[list[str]], merged: Iterable[_Merged]) -> None:
    """Repeat the text of cells merged downwards in every row they cover: the rows are cases of one entry."""
    for (top, left), (bottom, _) in merged:
        for row in range(top + 1, min(bottom, len(table) - 1) + 1):
            if left < len(table[row]) and left < len(table[top]):
                table[row][left] = table[row][left] or table[top][left]


def _text(value: Value) -> str:
    """A cell as text; a number as Python's shortest form, which shows that zeros are gone (`2.00161`)."""
    if isinstance(value, str):
        # Excel writes a carriage return inside a cell as this escape (ECMA-376 part 1, 22.9.2.19).
        return value[: limits.CELL_CHARACTERS].replace("_x000D_", "")
    if isinstance(value, bool):
        return "x" if value else ""
    if isinstance(value, datetime):
        return (value.date() if value.time() == time() else value).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
