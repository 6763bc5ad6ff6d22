"""Plain lists of codes."""

from __future__ import annotations

from typing import Any

import pytest

from kiosk.errors import IntakeError
from kiosk.intake.read import FileKind, Mode
from kiosk.model.problem import Severity

CODES = ["1.000593", "2.001610"]


@pytest.mark.parametrize(
    "text",
    [
        "1.000593\n2.001610\n",
        "\ufeff1.000593\r\n\r\n2.001610",
        "Mã\n1.000593\n2.001610\n",
        "1.000593, 2.001610",
        "# ghi chú\n1.000593;2.001610\n",
        "Hộ tịch|1.000593 2.001610\n",
    ],
)
def test_text(read: Any, text: str) -> None:
    reading = read(text)
    assert (reading.kind, reading.mode) == (FileKind.CODE_LIST, Mode.CHANGE)
    assert [p.code for p in reading.procedures] == CODES
    assert reading.tally.procedures == 2


def test_workbook_with_one_column(read: Any, workbook: Any) -> None:
    reading = read(workbook([["Mã TTHC"], ["1.000593"], ["2.001610"]]))
    assert reading.kind is FileKind.CODE_LIST
    assert [p.code for p in reading.procedures] == CODES


def test_number_cells_wait_for_a_name_that_a_list_does_not_have(read: Any, workbook: Any) -> None:
    reading = read(workbook([["1.000593"], [2.00161]]))
    assert [(p.value, p.severity) for p in reading.problems] == [("2.00161", Severity.REPAIR)]
    assert reading.tally.problems == 1


def test_lines_without_a_code_are_headings(read: Any) -> None:
    reading = read("Danh sách niêm yết\n1.000593\n2.001610\n1.001193\n")
    assert (reading.tally.headings, reading.tally.procedures) == (1, 3)


def test_a_numbered_column_of_codes_is_no_catalogue(read: Any) -> None:
    reading = read("STT\tMã\n1\t1.000593\n2\t2.001610\n")
    assert (reading.kind, [p.code for p in reading.procedures]) == (FileKind.CODE_LIST, CODES)


def test_a_table_with_an_unknown_header_is_no_list_of_codes(read: Any, workbook: Any) -> None:
    rows = [["Ký hiệu", "Việc", "Hạn", "Phí", "Nơi"], ["1.000593", "Kết hôn", "5 ngày", "Không", "UBND"]]
    with pytest.raises(IntakeError, match="không tìm thấy dòng tiêu đề"):
        read(workbook(rows))


def test_digits_that_are_no_code_are_told(read: Any) -> None:
    reading = read("Danh sách 2026\n1.000593\n2.001610\n1001193\n1.001.193\n2\n")
    assert [p.value for p in reading.problems] == ["1001193", "1.001.193"]
    assert (reading.tally.procedures, reading.tally.headings, reading.tally.problems) == (2, 2, 2)


def test_codes_in_brackets_behind_names(read: Any) -> None:
    reading = read("1. Đăng ký kết hôn (1.000593)\n2. Đăng ký khai tử [1.000656].\n")
    assert (reading.kind, [p.code for p in reading.procedures]) == (FileKind.CODE_LIST, ["1.000593", "1.000656"])
