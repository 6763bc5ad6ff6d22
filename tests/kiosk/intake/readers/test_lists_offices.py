"""Plain lists as offices keep them: sections, cases, signatures, several tables, pages cut in two."""

from __future__ import annotations

from typing import Any

import pytest

from kiosk.intake.read import FileKind
from kiosk.model.problem import Severity

HEAD = ["STT", "Mã TTHC", "Tên TTHC", "Lĩnh vực"]
ROWS = [["1", "1.000593", "Kết hôn", "Hộ tịch"], ["2", "1.000656", "Khai tử", "Hộ tịch"]]


@pytest.mark.parametrize(
    "section", [["I", "", "Hộ tịch", ""], ["1", "", "Lĩnh vực Hộ tịch", ""], ["", "", "LĨNH VỰC HỘ TỊCH", ""]]
)
def test_a_section_in_the_column_of_names(read: Any, document: Any, section: list[str]) -> None:
    reading = read(document([HEAD, section, *ROWS]))
    assert (reading.kind, reading.tally.procedures, reading.tally.headings) == (FileKind.TABLE, 2, 2)
    assert not reading.problems


def test_a_numbered_name_without_its_code_is_no_section(read: Any, document: Any) -> None:
    reading = read(document([HEAD, *ROWS, ["3", "", "Sửa đổi, bổ sung giấy phép", ""]]))
    assert [(p.source.row, p.message) for p in reading.problems] == [(4, "dòng không có mã thủ tục")]


def test_the_title_says_the_field_of_a_sheet(read: Any, workbook: Any) -> None:
    rows = [["LĨNH VỰC CHỨNG THỰC"], ["STT", "Mã TTHC", "Tên TTHC"], [1, "2.000815", "Chứng thực bản sao"]]
    (p,) = read(workbook(rows)).procedures
    assert p.field == "Chứng thực"


def test_cases_below_a_procedure(read: Any, workbook: Any) -> None:
    rows = [
        ["STT", "Mã TTHC", "Tên TTHC", "Phí"],
        [1, "1.000593", "Kết hôn", ""],
        ["", "", "a) Trong nước", "8.000"],
        ["", "", "b) Có yếu tố nước ngoài", "75.000"],
        [2, "1.000656", "Khai tử", ""],
    ]
    reading = read(workbook(rows))
    assert (reading.tally.procedures, reading.problems) == (4, ())
    assert [(p.code, p.cases) for p in reading.procedures] == [
        ("1.000593", ("a) Trong nước", "b) Có yếu tố nước ngoài")),
        ("1.000656", ()),
    ]


def test_where_a_list_is_dated_and_signed(read: Any, workbook: Any) -> None:
    foot = [
        ["Tổng cộng", "", 2, ""],
        ["", "", "Hải Phòng, ngày 01 tháng 9 năm 2026", ""],
        ["NGƯỜI LẬP BIỂU", "", "THỦ TRƯỞNG ĐƠN VỊ", ""],
        ["", "", "(Ký tên, đóng dấu)", ""],
    ]
    reading = read(workbook([HEAD, *ROWS, *foot]))
    assert (reading.tally.procedures, reading.tally.headings, reading.problems) == (2, 5, ())


def test_another_table_below_with_its_columns_in_another_order(read: Any, workbook: Any) -> None:
    other = [["STT", "Tên TTHC", "Lĩnh vực", "Mã TTHC"], [1, "Chứng thực bản sao", "Chứng thực", "2.000815"]]
    reading = read(workbook([HEAD, *ROWS, ["B. CẤP TỈNH"], *other]))
    assert [(p.code, p.field) for p in reading.procedures][2] == ("2.000815", "Chứng thực")
    assert not reading.problems


def test_a_table_cut_in_two_by_a_page(read: Any, document: Any) -> None:
    reading = read(document([HEAD, ROWS[0]], "", [ROWS[1]], "", [["Nơi nhận:", "CHỦ TỊCH", "", ""]]))
    assert [p.code for p in reading.procedures] == ["1.000593", "1.000656"]
    assert [p.value for p in reading.problems] == ["Bảng 3"]


def test_internal_procedures_are_marked_and_told(read: Any, workbook: Any) -> None:
    title = ["DANH MỤC THỦ TỤC HÀNH CHÍNH NỘI BỘ CỦA SỞ TƯ PHÁP"]
    reading = read(workbook([title, HEAD, *ROWS]))
    assert [p.internal for p in reading.procedures] == [True, True]
    assert [(p.severity, p.message) for p in reading.problems] == [
        (Severity.WARNING, "thủ tục nội bộ, không thuộc diện niêm yết")
    ]


def test_a_name_of_endless_length_is_no_name(read: Any) -> None:
    reading = read("Mã TTHC,Tên TTHC\n1.000593," + "A" * 40_000 + "\n1.000656,Khai tử\n")
    assert [p.code for p in reading.procedures] == ["1.000656"]
    (problem,) = reading.problems
    assert problem.message == "tên dài 40000 ký tự, không thể là tên một thủ tục"
    assert len(problem.value) < 300
