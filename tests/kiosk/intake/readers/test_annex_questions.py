"""What a row leaves open: a word of law that was not used is a question."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kiosk.intake.grid import GridRow
from kiosk.intake.readers.annex_headings import Section
from kiosk.intake.readers.annex_questions import (
    ask_beside,
    read_row_day,
    read_row_kind,
)
from kiosk.model.catalogue import Procedure, Source
from kiosk.model.problem import Severity
from kiosk.model.question import Topic
from kiosk.model.statement import RowStatus

SOURCE = Source("a.docx", 7)
CODE = "1.000001"
COLUMNS = {"code": 0, "name": 1, "status": 2, "note": 3, "effective": 4}
AMENDED = Section(status=RowStatus.AMENDED, kind_by="SỬA ĐỔI")


def cells(name: str = "Đăng ký", status: str = "", note: str = "", effective: str = "") -> GridRow:
    return GridRow(7, (CODE, name, status, note, effective))


def test_the_heading_says_the_kind_where_the_row_says_nothing() -> None:
    kind = read_row_kind(SOURCE, cells(), COLUMNS, AMENDED)
    assert (kind.status, kind.by, kind.question) == (RowStatus.AMENDED, "SỬA ĐỔI", None)


def test_the_row_says_it_itself_where_no_heading_does() -> None:
    kind = read_row_kind(SOURCE, cells(status="Bãi bỏ"), COLUMNS, Section())
    assert (kind.status, kind.question) == (RowStatus.REPEALED, None)


@pytest.mark.parametrize(
    "row",
    [
        cells(status="Bãi bỏ"),
        cells(note="đã hết hiệu lực"),
        cells(name="Đăng ký (tạm dừng)"),
    ],
)
def test_a_word_of_ending_under_a_heading_of_change_is_asked(row: GridRow) -> None:
    question = read_row_kind(SOURCE, row, COLUMNS, AMENDED).question
    assert question is not None
    assert (question.severity, question.question and question.question.topic) == (Severity.QUESTION, Topic.KIND)


def test_a_sheet_that_says_another_kind_is_asked() -> None:
    section = replace(AMENDED, sheet=RowStatus.REPEALED)
    assert read_row_kind(SOURCE, cells(), COLUMNS, section).question is not None


def test_the_day_of_the_row_itself_counts() -> None:
    section = replace(AMENDED, effective=date(2027, 1, 1))
    assert read_row_day(SOURCE, cells(effective="01/07/27"), COLUMNS, section, CODE).since == date(2027, 7, 1)
    unread = read_row_day(SOURCE, cells(effective="quý III năm sau"), COLUMNS, section, CODE)
    assert unread.question is not None


@pytest.mark.parametrize("cell", ["Dừng", "Bỏ", "BB", "Thu hồi", "Chuyển về Sở", "sẽ bãi bỏ từ 2028", "Không bãi bỏ"])
def test_a_state_that_is_not_understood_is_asked(cell: str) -> None:
    assert read_row_kind(SOURCE, cells(status=cell), COLUMNS, AMENDED).question is not None


@pytest.mark.parametrize("cell", ["Còn hiệu lực", "Giữ nguyên", "x", "Đang áp dụng", "Đã công khai", "-"])
def test_a_state_of_what_stands_is_not_asked(cell: str) -> None:
    assert read_row_kind(SOURCE, cells(status=cell), COLUMNS, AMENDED).question is None


@pytest.mark.parametrize(
    "name", ["Bãi bỏ: Đăng ký khai tử", "Đăng ký khai tử - bãi bỏ", "Đăng ký khai tử (hết hiệu lực từ 01/02/2027)"]
)
def test_a_word_of_ending_beside_the_name_is_asked(name: str) -> None:
    assert read_row_kind(SOURCE, cells(name=name), COLUMNS, AMENDED).question is not None


def test_a_remark_says_the_kind_where_nothing_else_does() -> None:
    kind = read_row_kind(SOURCE, cells(note="Bãi bỏ"), COLUMNS, Section())
    assert (kind.status, kind.by, kind.question) == (RowStatus.REPEALED, "ghi chú: Bãi bỏ", None)


def test_the_word_of_a_kind_in_a_column_of_something_else_is_asked() -> None:
    columns = {**COLUMNS, "fee": 5}
    row = replace(cells(), cells=(*cells().cells, "Bãi bỏ"))
    assert read_row_kind(SOURCE, row, columns, AMENDED).question is not None


def test_the_days_beside_a_kind_are_its_days() -> None:
    day = read_row_day(SOURCE, cells(status="Tạm dừng từ 01/02/2027 đến 30/06/2027"), COLUMNS, Section(), CODE)
    assert (day.since, day.until, day.question) == (date(2027, 2, 1), date(2027, 6, 30), None)


@pytest.mark.parametrize("row", [cells(note="Áp dụng sau 45 ngày"), GridRow(7, (*cells().cells, "2027-07-01"))])
def test_a_day_that_cannot_be_told_is_asked(row: GridRow) -> None:
    assert read_row_day(SOURCE, row, COLUMNS, replace(AMENDED, effective=date(2027, 1, 1)), CODE).question is not None


def test_a_second_code_in_a_column_of_its_own_is_asked() -> None:
    row = GridRow(7, (CODE, "Đăng ký", "", "", "", "1.000002"))
    problem = ask_beside(SOURCE, row, COLUMNS, Procedure(CODE, "Đăng ký"), RowStatus.AMENDED)
    assert problem is not None
    assert "hai mã" in problem.message


@pytest.mark.parametrize("cells", [(CODE, "Đăng ký", "x"), (CODE, "Đăng ký", "")])
def test_a_new_procedure_without_a_place_is_asked_where_the_table_has_one(cells: tuple[str, ...]) -> None:
    columns = {"code": 0, "name": 1, "place": 2}
    problem = ask_beside(SOURCE, GridRow(7, cells), columns, Procedure(CODE, "Đăng ký"), RowStatus.NEW)
    assert problem is not None
    assert problem.question
    assert problem.question.topic is Topic.PLACE


def test_a_heading_that_may_mean_the_old_procedures_is_asked_until_the_rows_say_what_they_replace() -> None:
    section = Section(status=RowStatus.REPLACING, kind_by="TTHC ĐƯỢC THAY THẾ")
    assert read_row_kind(SOURCE, cells(), COLUMNS, section).question is not None
    assert read_row_kind(SOURCE, cells(note="thay thế 1.000009"), COLUMNS, section).question is None
