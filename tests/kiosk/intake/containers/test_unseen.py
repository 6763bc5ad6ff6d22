"""What stands in a file where a person does not look: hidden sheets and rows, links behind cells, lost results."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml import OxmlElement

from kiosk.intake.read import FileKind
from kiosk.model.problem import Severity

PORTAL = ("Mã số", "Tên", "Cơ quan ban hành", "Cơ quan thực hiện", "Lĩnh vực")
UUID = "019d2bfd-382c-774c-bca0-e30c261d7be4"
ENTRY = f"https://dichvucong.gov.vn/thu-tuc-hanh-chinh/{UUID.upper()}?utm_source=zalo#top"


def saved(book: openpyxl.Workbook) -> bytes:
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


@pytest.fixture
def book() -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.title = "Danh sách TTHC"
    for line in (["DANH SÁCH"], PORTAL, ["1.000593", "Kết hôn", "Bộ Tư pháp", "UBND cấp xã", "Hộ tịch"]):
        sheet.append(line)
    return made


def test_a_hidden_sheet_is_not_read_and_told(read: Any, book: openpyxl.Workbook) -> None:
    hidden = book.create_sheet("cũ")
    hidden.sheet_state = "hidden"
    hidden.append(PORTAL)
    hidden.append(["1.999999", "Thủ tục cũ", "Bộ", "Sở", "Khác"])
    reading = read(saved(book))
    assert [p.code for p in reading.procedures] == ["1.000593"]
    assert [(p.value, p.message, p.severity) for p in reading.problems] == [("cũ", "bảng tính ẩn", Severity.WARNING)]


def test_rows_hidden_by_a_filter_are_read_and_told(read: Any, book: openpyxl.Workbook) -> None:
    book.worksheets[0].append(["1.000594", "Khai tử", "Bộ Tư pháp", "UBND cấp xã", "Hộ tịch"])
    book.worksheets[0].row_dimensions[4].hidden = True
    reading = read(saved(book))
    assert [p.code for p in reading.procedures] == ["1.000593", "1.000594"]
    assert [(p.source.row, p.message) for p in reading.problems] == [(4, "1 dòng bị ẩn (bộ lọc)")]


def test_a_formula_without_a_result_is_told_and_its_row_is_no_heading(read: Any, book: openpyxl.Workbook) -> None:
    book.worksheets[0].append(['="1.00"&"0594"', '=UPPER("x")', "Bộ Tư pháp", "UBND cấp xã", "Hộ tịch"])
    reading = read(saved(book))
    assert (reading.tally.procedures, reading.tally.headings, reading.tally.problems) == (1, 2, 1)
    assert [(p.source.row, p.severity, p.value) for p in reading.problems] == [
        (4, Severity.ERROR, ""),
        (4, Severity.WARNING, "A4"),
    ]


@pytest.mark.parametrize("column", [1, 2])
def test_the_entry_link_behind_a_code_or_a_name(read: Any, book: openpyxl.Workbook, column: int) -> None:
    book.worksheets[0].cell(3, column).hyperlink = ENTRY
    (p,) = read(saved(book)).procedures
    assert (p.portal_id, p.name) == (UUID, "Kết hôn")


@pytest.mark.parametrize("formula", [False, True])
def test_the_entry_link_behind_a_word(read: Any, formula: bool) -> None:
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.append(["STT", "Mã TTHC", "Tên TTHC", "Link truy cập"])
    sheet.append([1, "1.000593", "Kết hôn", f'=HYPERLINK("{ENTRY}","Xem")' if formula else "Xem chi tiết"])
    if not formula:
        sheet.cell(2, 4).hyperlink = ENTRY
    reading = read(saved(made))
    assert [p.portal_id for p in reading.procedures] == [UUID]
    assert not reading.problems


def test_an_export_with_a_number_column_is_still_the_portals(read: Any, workbook: Any) -> None:
    row = [1, "1.000593", "Kết hôn", "Bộ Tư pháp", "UBND cấp xã", "Hộ tịch"]
    assert read(workbook([["DANH SÁCH"], ["STT", *PORTAL], row])).kind is FileKind.PORTAL_XLSX


TABLE = [["STT", "Mã TTHC", "Tên TTHC"], ["1", "1.000593", "Kết hôn"], ["2", "1.000656", "Khai tử"]]


def changed(content: bytes, edit: Callable[[Any], object]) -> bytes:
    made = docx.Document(io.BytesIO(content))
    edit(made.tables[0])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_a_row_deleted_with_changes_tracked_is_gone(read: Any, document: Any) -> None:
    def mark(table: Any) -> None:
        table.rows[2]._tr.get_or_add_trPr().append(OxmlElement("w:del"))

    assert [p.code for p in read(changed(document(TABLE), mark)).procedures] == ["1.000593"]


def test_a_table_inside_a_cell_is_told(read: Any, document: Any) -> None:
    def nest(table: Any) -> None:
        table.rows[1].cells[2].add_table(1, 1).rows[0].cells[0].text = "bên trong"

    reading = read(changed(document(TABLE), nest))
    assert [(p.source.row, p.message) for p in reading.problems] == [(2, "1 dòng có bảng khác lồng trong ô")]
    assert [p.name for p in reading.procedures] == ["Kết hôn bên trong", "Khai tử"]
