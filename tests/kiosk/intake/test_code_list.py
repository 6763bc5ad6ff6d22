"""Plain lists of codes."""

from __future__ import annotations

from typing import Any

import pytest

from kiosk.intake.read import Kind, Mode
from kiosk.model import Severity

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
    assert (reading.kind, reading.mode) == (Kind.CODE_LIST, Mode.CHANGE)
    assert [p.code for p in reading.procedures] == CODES
    assert reading.tally.procedures == 2


def test_workbook_with_one_column(read: Any, workbook: Any) -> None:
    reading = read(workbook([["Mã TTHC"], ["1.000593"], ["2.001610"]]))
    assert reading.kind is Kind.CODE_LIST
    assert [p.code for p in reading.procedures] == CODES


def test_number_cells_wait_for_a_name_that_a_list_does_not_have(read: Any, workbook: Any) -> None:
    reading = read(workbook([["1.000593"], [2.00161]]))
    assert [(p.value, p.severity) for p in reading.problems] == [("2.00161", Severity.REPAIR)]
    assert reading.tally.problems == 1


def test_lines_without_a_code_are_headings(read: Any) -> None:
    reading = read("Danh sách niêm yết\n1.000593\n2.001610\n1.001193\n")
    assert (reading.tally.headings, reading.tally.procedures) == (1, 3)
