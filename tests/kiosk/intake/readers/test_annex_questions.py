"""What a row leaves open: a word of law that was not used is a question."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kiosk.intake.grid import GridRow
from kiosk.intake.readers.annex_headings import Section
from kiosk.intake.readers.annex_questions import ask_two_fates, read_row_day, read_row_kind
from kiosk.intake.rows import Row
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


def test_one_code_with_two_fates_on_one_day_is_asked_in_both_rows() -> None:
    p = Procedure(CODE, "Đăng ký", effective_from=date(2027, 1, 1))
    rows = tuple(Row(Source("a.docx", n), p, status=s) for n, s in ((2, RowStatus.AMENDED), (3, RowStatus.REPEALED)))
    assert [row.held for row in ask_two_fates(rows)] == [True, True]
    assert ask_two_fates(rows[:1]) == rows[:1]


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
