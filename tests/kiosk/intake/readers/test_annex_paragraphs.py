"""What the sentences of a decision say beside its tables."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kiosk.intake.grid import TextGrid
from kiosk.intake.readers.annex_headings import Section
from kiosk.intake.readers.annex_paragraphs import read_paragraph, read_undone, speaks_without_tables
from kiosk.intake.rows import Row
from kiosk.model.catalogue import Source
from kiosk.model.question import Topic
from kiosk.model.statement import RowStatus

SOURCE = Source("a.docx", 3, "đoạn văn")
UNDER = "(Kèm theo Quyết định số 3501/QĐ-UBND ngày 25/8/2026)"
TABLE = [["STT", "Mã TTHC", "Tên TTHC", "Sau cắt giảm", "Phí"], ["1", "1.000593", "Đăng ký kết hôn", "", "Không"]]
MORE = ["2/QĐ-UBND", "3/QĐ-STP"]


def undone(text: str) -> list[tuple[str, bool]]:
    rows = read_undone(SOURCE, text, Section(decision="3501/QĐ-UBND"))
    assert all(row.status is RowStatus.ANNULLED for row in rows)
    return [(row.written, row.held) for row in rows]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Hủy bỏ Quyết định số 100/QĐ-UBND ngày 01/02/2026", ["100/QĐ-UBND"]),
        ("Thu hồi toàn bộ Quyết định 100/2025/QĐ-UBND", ["100/2025/QĐ-UBND"]),
        ("Bãi bỏ các Quyết định số 1/QĐ-UBND ngày 1/2/2026, số 2/QĐ-UBND và 3/QĐ-STP", ["1/QĐ-UBND", *MORE]),
        ("Quyết định số 100/QĐ-UBND ngày 01/02/2026 hết hiệu lực từ ngày Quyết định này có hiệu lực", ["100/QĐ-UBND"]),
        ("Hủy bỏ Quyết định số 3501/QĐ-UBND", []),
        ("CÁC TTHC ĐÃ CÔNG BỐ TẠI QUYẾT ĐỊNH SỐ 100/QĐ-UBND BỊ BÃI BỎ", []),
    ],
)  # fmt: skip
def test_a_decision_that_is_undone_is_a_change_of_its_own(text: str, numbers: list[str]) -> None:
    assert undone(text) == [(number, False) for number in numbers]


def test_a_decision_lapses_on_the_day_that_is_said_of_it() -> None:
    section = Section(decision="3501/QĐ-UBND", effective=date(2027, 1, 1))
    texts = ("Quyết định số 9/QĐ-UBND hết hiệu lực kể từ ngày 01/3/2027.", "Hủy bỏ Quyết định số 9/QĐ-UBND")
    rows = [row for text in texts for row in read_undone(SOURCE, text, section)]
    assert [r.procedure.effective_from for r in rows if r.procedure] == [date(2027, 3, 1), date(2027, 1, 1)]


@pytest.mark.parametrize(
    "text",
    [
        "Bãi bỏ một phần Quyết định số 100/QĐ-UBND", "Bãi bỏ Điều 2 Quyết định số 100/QĐ-UBND",
        "Hủy bỏ mục III Phụ lục I ban hành kèm theo Quyết định số 100/QĐ-UBND",
        "Quyết định này thay thế Quyết định số 100/QĐ-UBND ngày 01/02/2026",
    ],
)  # fmt: skip
def test_a_decision_that_is_undone_in_part_or_replaced_is_asked(text: str) -> None:
    assert undone(text) == [("100/QĐ-UBND", True)]


def test_codes_in_a_paragraph_are_asked_one_by_one() -> None:
    rows = read_paragraph(SOURCE, "Bãi bỏ 02 thủ tục có mã 1.000689 và 1.001193.", Section())
    assert [(row.written, row.held, row.status) for row in rows] == [
        ("1.000689", True, RowStatus.REPEALED),
        ("1.001193", True, RowStatus.REPEALED),
    ]


def last(read: Any, document: Any, *texts: str) -> Row:
    row: Row = read(document("DANH MỤC TTHC SỬA ĐỔI", UNDER, TABLE, *texts)).rows[-1]
    return row


@pytest.mark.parametrize(
    "text",
    ["Bãi bỏ các thủ tục hành chính sau đây", "Các thủ tục còn lại bị bãi bỏ", "Bãi bỏ thủ tục “Đăng ký khai tử”"],
)
def test_an_ending_that_no_row_follows_is_asked(read: Any, document: Any, text: str) -> None:
    row = last(read, document, text)
    assert [p.question.topic for p in row.problems if p.question] == [Topic.SUBJECT]
    assert (row.procedure, row.held) == (None, True)


@pytest.mark.parametrize(
    "text", ["Căn cứ Luật số 1 về việc bãi bỏ thủ tục", "Nơi nhận: Lưu VT", "Thực hiện bãi bỏ giấy tờ"]
)
def test_what_ends_no_procedure_is_not_asked(read: Any, document: Any, text: str) -> None:
    assert not last(read, document, text).held


def test_a_correction_heads_the_rows_as_they_should_be_or_is_asked(read: Any, document: Any) -> None:
    text = "Đính chính Quyết định số 100/QĐ-UBND ngày 01/02/2026"
    (entry,) = read(document(UNDER, text, TABLE)).entries
    assert (entry.status, entry.held) == (RowStatus.AMENDED, False)
    assert speaks_without_tables((TextGrid("", (), (text,)),))
    assert [row.held for row in read(document(UNDER, text)).rows] == [True]


def test_a_heading_of_a_workbook_undoes_a_decision_too(read: Any, workbook: Any) -> None:
    reading = read(workbook([[UNDER], ["Bãi bỏ Quyết định số 100/QĐ-UBND"], ["SỬA ĐỔI"], *TABLE]))
    assert [row.written for row in reading.rows if row.status is RowStatus.ANNULLED] == ["100/QĐ-UBND"]
