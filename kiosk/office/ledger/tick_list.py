"""An order as a workbook in which the staff of a site tick what hangs, and its way back.

In comes an order, out go the rows of a table; in comes the filled workbook, out go the ticked rows. Whether a ticked
sheet belongs to the order is left to `confirming`.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from kiosk.errors import IntakeError
from kiosk.intake.containers import workbook
from kiosk.intake.containers.recognise import Container, recognise_container
from kiosk.intake.grid import GridRow
from kiosk.intake.read import load_file
from kiosk.model.ledger import PrintOrder
from kiosk.text import fold
from kiosk.workbook import Table

_COLUMNS = (
    ("Lệnh in", 8), ("Mã điểm", 10), ("Tờ", 10), ("Mã in trên tờ", 20), ("Khổ", 7), ("Vì sao in", 30),
    ("Đã treo (ghi x)", 12), ("Ngày treo", 14), ("Ghi chú", 30),
)  # fmt: skip
_ORDER, _SITE, _SHEET, _MARK, _TICK, _DAY, _NOTE = 0, 1, 2, 3, 6, 7, 8
_YES, _NO = {"x", "v", "co", "roi", "1", "✓", "✔", "da treo"}, {"", "-", "0", "khong", "chua"}


@dataclass(frozen=True, slots=True)
class TickedRow:
    """A sheet that somebody ticked; `day` is None where none is written."""

    row: int
    order: int
    site: str
    sheet: str
    mark: str
    day: date | None
    note: str


def tabulate_order(order: PrintOrder, marks: Mapping[str, str]) -> Table:
    """The open lines of an order as a table to tick; `marks` are the printed ids by revision."""
    rows = [
        (order.number, line.site, line.sheet, marks.get(line.revision, ""), line.paper, line.cause, "", "", "")
        for line in order.lines
        if line.is_open
    ]
    return Table(f"Lệnh in {order.number}", _COLUMNS, rows)


def read_ticks(path: Path) -> tuple[TickedRow, ...]:
    """The ticked rows of a filled workbook. Raises `IntakeError` with the row for what cannot be understood."""
    name, content = load_file(path)
    if recognise_container(name, content) is not Container.WORKBOOK:
        raise _explain_foreign(name)
    (grid, *_) = workbook.read_grids(name, content) or (None,)
    if grid is None or not grid.rows or grid.rows[0].text(_TICK) != _COLUMNS[_TICK][0]:
        raise _explain_foreign(name)
    return tuple(_read_ticked_row(name, row) for row in grid.rows[1:] if _is_ticked(name, row))


def _is_ticked(name: str, row: GridRow) -> bool:
    tick = fold(row.text(_TICK)) or row.text(_TICK)
    if tick in _YES:
        return True
    if tick in _NO:
        return False
    way_out = "ghi x nếu tờ đã treo, để trống nếu chưa"
    raise IntakeError(
        "không hiểu dấu ở cột đã treo", place=f"{name}, dòng {row.number}", value=row.text(_TICK)[:40], way_out=way_out
    )


def _read_ticked_row(name: str, row: GridRow) -> TickedRow:
    number = row.text(_ORDER).removeprefix("'").removesuffix(".0")
    if not number.isdigit() or not row.text(_SITE) or not row.text(_SHEET):
        raise IntakeError(
            "dòng được đánh dấu thiếu số lệnh in, mã điểm hoặc mã tờ",
            place=f"{name}, dòng {row.number}",
            value=row.text(_ORDER)[:40],
            way_out="giữ nguyên các cột đầu của bảng; ghi lại bảng bằng kiosk order show --xlsx",
        )
    site, sheet, mark = (row.text(at).removeprefix("'") for at in (_SITE, _SHEET, _MARK))
    return TickedRow(row.number, int(number), site, sheet, mark, _read_day(name, row), row.text(_NOTE))


def _read_day(name: str, row: GridRow) -> date | None:
    text = row.text(_DAY).removeprefix("'")
    if not text:
        return None
    for form in ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d %H:%M:%S"):
        with suppress(ValueError):
            return datetime.strptime(text, form).date()
    raise IntakeError(
        "không hiểu ngày treo", place=f"{name}, dòng {row.number}", value=text[:40], way_out="ghi như 28/11/2026"
    )


def _explain_foreign(name: str) -> IntakeError:
    return IntakeError(
        "tệp không phải là danh sách của một lệnh in",
        place=name,
        way_out="ghi danh sách bằng kiosk order show SỐ --xlsx TỆP, đánh dấu vào đó rồi đưa lại",
    )
