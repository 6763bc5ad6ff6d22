"""What stands in a file where a person does not look: hidden sheets and rows, links behind cells, lost results."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml import OxmlElement
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

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
    assert [(p.source.row, p.message) for p in reading.problems] == [(4, "1 dòng bị ẩn, hoặc thấp đến mức không thấy")]


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


def test_a_hidden_column_is_told(read: Any, book: openpyxl.Workbook) -> None:
    book.worksheets[0].column_dimensions["E"].hidden = True
    (problem,) = read(saved(book)).problems
    assert (problem.message, problem.value) == ("cột bị ẩn", "E")


def test_a_comment_is_told_only_where_it_speaks_of_ending(read: Any, book: openpyxl.Workbook) -> None:
    sheet = book.worksheets[0]
    sheet["A3"].comment = Comment("Đã bãi bỏ theo QĐ 9", "an")
    sheet["B3"].comment = Comment("Xem lại chính tả", "an")
    (problem,) = read(saved(book)).problems
    assert (problem.source.row, problem.message) == (3, "chú thích của ô nói về bãi bỏ, tạm dừng")
    assert problem.value.startswith("A3: ")


@pytest.mark.parametrize("how", ["cell", "words"])
def test_a_row_with_struck_letters_waits(read: Any, book: openpyxl.Workbook, how: str) -> None:
    sheet = book.worksheets[0]
    sheet.append(["1.000594", "Khai tử", "Bộ Tư pháp", "UBND cấp xã", "Hộ tịch"])
    if how == "cell":
        sheet["B4"].font = Font(strike=True)
    else:
        sheet["B4"] = CellRichText("Khai ", TextBlock(InlineFont(strike=True), "tử"))
    reading = read(saved(book))
    assert [p.code for p in reading.procedures] == ["1.000593"]
    assert [row.source.row for row in reading.rows if row.held] == [4]


@pytest.mark.parametrize("value", ["1", "0"])
def test_a_struck_row_of_a_document_waits(read: Any, document: Any, value: str) -> None:
    rows = [["STT", "Mã TTHC", "Tên TTHC", "Phí"], ["1", "1.000593", "Kết hôn", "0"], ["2", "1.000594", "Khai tử", "0"]]
    made = docx.Document(io.BytesIO(document("DANH MỤC SỬA ĐỔI", "Quyết định số 9/QĐ-UBND", rows)))
    strike = OxmlElement("w:strike")
    strike.set("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}val", value)
    made.tables[0].rows[2].cells[2].paragraphs[0].runs[0]._r.get_or_add_rPr().append(strike)
    out = io.BytesIO()
    made.save(out)
    assert [row.written for row in read(out.getvalue()).rows if row.held] == (["1.000594"] if value == "1" else [])


def test_a_document_with_macros_is_read_as_a_document(read: Any, document: Any) -> None:
    rows = [["STT", "Mã TTHC", "Tên TTHC", "Phí"], ["1", "1.000593", "Kết hôn", "0"]]
    plain = document("DANH MỤC SỬA ĐỔI", rows)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "[Content_Types].xml":
                kind = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
                content = content.replace(kind, b"application/vnd.ms-word.document.macroEnabled.main+xml")
            new.writestr(name, content)
    assert [p.code for p in read(out.getvalue()).procedures] == ["1.000593"]


def hide_height(sheet: Any) -> None:
    sheet.row_dimensions[3].height = 0.5


def hide_width(sheet: Any) -> None:
    sheet.column_dimensions["B"].width = 0.3


def hide_colour(sheet: Any) -> None:
    sheet["B3"].font = Font(color="FFFFFFFF")


def hide_size(sheet: Any) -> None:
    sheet["B3"].font = Font(size=1)


def hide_format(sheet: Any) -> None:
    sheet["B3"].number_format = ";;;"


@pytest.mark.parametrize(
    ("hide", "message"),
    [
        (hide_height, "thấp đến mức không thấy"),
        (hide_width, "cột bị ẩn"),
        (hide_colour, "người xem không thấy"),
        (hide_size, "người xem không thấy"),
        (hide_format, "người xem không thấy"),
    ],
)
def test_what_nobody_sees_is_told_however_it_is_hidden(
    read: Any, book: openpyxl.Workbook, hide: Callable[[Any], None], message: str
) -> None:
    hide(book.worksheets[0])
    (problem,) = read(saved(book)).problems
    assert message in problem.message


def test_white_letters_on_a_dark_ground_are_seen(read: Any, book: openpyxl.Workbook) -> None:
    for cell in book.worksheets[0][2]:
        cell.font, cell.fill = Font(color="FFFFFFFF"), PatternFill("solid", fgColor="FF1F4E79")
    assert read(saved(book)).problems == ()


def test_struck_words_beside_the_name_are_told(read: Any, book: openpyxl.Workbook) -> None:
    book.worksheets[0]["E3"].font = Font(strike=True)
    (problem,) = read(saved(book)).problems
    assert (problem.message, problem.severity) == ("bảng có chữ bị gạch ngang", Severity.WARNING)


def test_a_strict_document_is_read(read: Any, document: Any) -> None:
    table = [["STT", "Mã TTHC", "Tên TTHC", "Sau cắt giảm"], ["1", "1.000593", "Đăng ký kết hôn", "1 ngày"]]
    usual = io.BytesIO(document("SỬA ĐỔI", "(Kèm theo Quyết định số 3/QĐ-UBND ngày 25/8/2026)", table))
    strict = io.BytesIO()
    with zipfile.ZipFile(usual) as archive, zipfile.ZipFile(strict, "w") as made:
        for name in archive.namelist():
            part = archive.read(name)
            for path in (b"wordprocessingml", b"officeDocument"):
                old = b"http://schemas.openxmlformats.org/" + path + b"/2006/"
                part = part.replace(old, b"http://purl.oclc.org/ooxml/" + path + b"/")
            made.writestr(name, part)
    assert [p.code for p in read(strict.getvalue()).procedures] == ["1.000593"]
