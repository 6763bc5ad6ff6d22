"""XLSX bytes to grids, with calamine, after `zipped.checked`."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zipfile import BadZipFile

from lxml.etree import XMLSyntaxError
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from kiosk.errors import IntakeError
from kiosk.intake import limits
from kiosk.intake.containers.workbook_parts import WorkbookParts, read_parts
from kiosk.intake.grid import GridRow, TextGrid, Unseen, write_letter
from kiosk.intake.law import speaks_of_ending
from kiosk.intake.refusals import refuse_broken, refuse_too_big
from kiosk.text import tidy

Value = int | float | str | bool | time | date | datetime | timedelta
_NONE: frozenset[int] = frozenset()
_Merged = tuple[tuple[int, int], tuple[int, int]]


def read_grids(file: str, content: bytes) -> tuple[TextGrid, ...]:
    """The non-empty sheets of a workbook, in order; hidden ones only where no other holds anything.

    Raises `IntakeError`.
    """
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            worksheets = [m for m in book.sheets_metadata if m.typ == SheetTypeEnum.WorkSheet]
            visible_names = {m.name for m in worksheets if m.visible == SheetVisibleEnum.Visible}
            unread = read_parts(content)
            budget = _Budget(file)
            sheets = tuple(
                _read_grid(book.get_sheet_by_name(m.name), unread.get(m.name, WorkbookParts()), budget)
                for m in worksheets
            )
    except IntakeError:
        raise
    except (CalamineError, OSError, ValueError, KeyError, BadZipFile, XMLSyntaxError) as error:
        raise refuse_broken(file) from error
    return _keep_seen(tuple(grid for grid in sheets if grid.rows), visible_names)


def _keep_seen(sheets: tuple[TextGrid, ...], shown: set[str]) -> tuple[TextGrid, ...]:
    """The sheets that a person sees. What stands in a hidden one is often an older list."""
    visible = [grid for grid in sheets if grid.name in shown]
    hidden = [
        Unseen(1, grid.name, "bảng tính ẩn", "bảng này không được đọc") for grid in sheets if grid.name not in shown
    ]
    if not visible or not hidden:
        return sheets
    return (replace(visible[0], notes=(*visible[0].notes, *hidden)), *visible[1:])


class _Budget:
    """What all sheets together may cost: a cell far out makes its whole sheet dense."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._left = limits.CELLS

    def charge(self, sheet: CalamineSheet) -> None:
        """Refuse a sheet beyond the limits. Raises `IntakeError`."""
        height, width = (edge + 1 for edge in sheet.end or (-1, -1))
        covered = sum(bottom - top for (top, _), (bottom, _) in sheet.merged_cell_ranges or ())
        self._left -= height * width + covered
        if height > limits.ROWS or width > limits.COLUMNS or self._left < 0:
            raise refuse_too_big(self._file, f"bảng «{sheet.name}» {height} dòng, {width} cột")


def _read_grid(sheet: CalamineSheet, unread: WorkbookParts, budget: _Budget) -> TextGrid:
    budget.charge(sheet)
    values = sheet.to_python(skip_empty_area=False)
    table = [[_write_cell(value) for value in row] for row in values]
    _fill_down(table, sheet.merged_cell_ranges or ())
    links: dict[int, dict[int, str]] = {}
    for (row, column), address in unread.links.items():
        links.setdefault(row, {})[column] = address
    struck: dict[int, frozenset[int]] = {}
    for row, column in unread.struck:
        struck[row] = struck.get(row, _NONE) | {column}
    rows = tuple(
        GridRow(
            number, tuple(cells), _find_numeric(values[number - 1]), links.get(number, {}), struck.get(number, _NONE)
        )
        for number, cells in enumerate(table, start=1)
        if any(map(tidy, cells))
    )
    return TextGrid(sheet.name, rows, notes=_list_notes(rows, unread))


_DRESS = re.compile(r'&(?:"[^"]*"|[A-Z]|\d{1,3})')


def _list_notes(rows: tuple[GridRow, ...], unread: WorkbookParts) -> tuple[Unseen, ...]:
    notes: list[Unseen] = []
    if hidden := [row.number for row in rows if row.number in unread.hidden]:
        message = f"{len(hidden)} dòng bị ẩn, hoặc thấp đến mức không thấy"
        notes.append(Unseen(hidden[0], "", message, "dòng ẩn được đọc như dòng thường"))
    filled = {column for row in rows for column, _ in row.filled()} if unread.hidden_columns else set()
    if hidden_columns := sorted(unread.hidden_columns & filled):
        names = ", ".join(map(write_letter, hidden_columns))
        notes.append(Unseen(rows[0].number, names, "cột bị ẩn", "cột ẩn được đọc như cột thường"))
    for (number, column), text in sorted(unread.comments.items()):
        if speaks_of_ending(text):
            place = f"{write_letter(column)}{number}: {tidy(text)[:200]}"
            notes.append(Unseen(number, place, "chú thích của ô nói về bãi bỏ, tạm dừng", "chú thích không được dùng"))
    for text in unread.margins:
        # «&C», «&"Arial,Bold"», «&12» place and dress the text (ECMA-376 part 1, 18.3.1.46).
        if speaks_of_ending(printed := _DRESS.sub(" ", text)):
            message = "đầu trang, chân trang nói về bãi bỏ, tạm dừng"
            notes.append(Unseen(1, tidy(printed)[:200], message, "đầu trang, chân trang không được dùng"))
    for cells, message in (
        (unread.faint, "chữ người xem không thấy (chữ trắng, chữ quá nhỏ)"),
        (unread.struck, "chữ bị gạch ngang"),
    ):
        if cells:
            number, column = min(cells)
            place = f"{len(cells)} ô, đầu tiên là {write_letter(column)}{number}"
            notes.append(Unseen(number, place, f"bảng có {message}", "được đọc như chữ thường"))
    if unread.empty_formulas:
        row, column = unread.empty_formulas[0]
        message = f"{len(unread.empty_formulas)} ô công thức không có kết quả lưu trong tệp"
        rule = "coi như ô trống; mở tệp bằng Excel rồi lưu lại thì có kết quả"
        notes.append(Unseen(row, f"{write_letter(column)}{row}", message, rule))
    return tuple(notes)


def _find_numeric(values: list[Value]) -> frozenset[int]:
    return frozenset(i for i, v in enumerate(values) if isinstance(v, int | float) and not isinstance(v, bool))


def _fill_down(table: list[list[str]], merged: Iterable[_Merged]) -> None:
    """Repeat the text of cells merged downwards in every row they cover: the rows are cases of one entry."""
    for (top, left), (bottom, _) in merged:
        for row in range(top + 1, min(bottom, len(table) - 1) + 1):
            if left < len(table[row]) and left < len(table[top]):
                table[row][left] = table[row][left] or table[top][left]


def _write_cell(value: Value) -> str:
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
