"""Workbooks: the same bytes at any time, no cell is a formula."""

from __future__ import annotations

import io
import zipfile

import openpyxl

from kiosk import workbook
from kiosk.workbook import Table, write_csv, write_workbook

ROWS = [["=HYPERLINK(1)", 3], ["Cẩm Giàng", 4], ["+84 225", 5]]
TABLES = (Table("Danh sách", (("Điểm", 40), ("Số", 8)), ROWS), Table("Tổng", (("Khổ", 8),), [["A4"]]))


def test_bytes_say_nothing_of_the_time_of_writing() -> None:
    once = write_workbook(TABLES)
    with zipfile.ZipFile(io.BytesIO(once)) as archive:
        assert {info.date_time for info in archive.infolist()} == {workbook.EPOCH}
        assert b"1980-01-01T00:00:00Z" in archive.read("docProps/core.xml")


def test_cells_are_text_or_numbers_and_never_formulas() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(TABLES)))
    assert book.sheetnames == ["Danh sách", "Tổng"]
    page = book.worksheets[0]
    assert [[c.value for c in row] for row in page.iter_rows()] == [
        ["Điểm", "Số"],
        ["'=HYPERLINK(1)", 3],
        ["Cẩm Giàng", 4],
        ["'+84 225", 5],
    ]
    assert {c.data_type for row in page.iter_rows() for c in row} <= {"s", "n"}
    assert page.freeze_panes == "A2"


def test_nothing_in_it_depends_on_the_machines_zlib() -> None:
    with zipfile.ZipFile(io.BytesIO(write_workbook(TABLES))) as archive:
        assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_STORED}
    assert write_workbook(TABLES) == write_workbook(TABLES)


def test_a_table_of_text_shows_its_letters_and_holds_no_formula() -> None:
    table = Table("Bảng", (("Tên", 9), ("Số", 9)), [("=1+1", 2), ('Đỗ "Ủy"\n', -3)])
    assert write_csv(table).decode("utf-8-sig") == 'Tên,Số\r\n\'=1+1,2\r\n"Đỗ ""Ủy""\n",-3\r\n'
