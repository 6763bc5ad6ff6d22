"""Days in cells, remarks and sentences."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from kiosk.intake.readers.annex_days import is_of_itself, read_day_cell, split_exceptions

JULY = date(2027, 7, 1)
UNDER = "(Kèm theo Quyết định số 3501/QĐ-UBND ngày 01/9/2026)"
HEAD = ["STT", "Mã TTHC", "Tên thủ tục hành chính", "Thời hạn giải quyết", "Ngày có hiệu lực"]


@pytest.mark.parametrize(
    "text",
    ["2027-07-01", "2027-07-01T00:00:00", "01/07/27", "1.7.2027", "ngày 01 tháng 7 năm 2027", "từ 01-07-2027", "46569"],
)
def test_one_day_in_any_form(text: str) -> None:
    assert read_day_cell(text) == JULY


@pytest.mark.parametrize(
    "text", ["tháng 7 năm 2027", "31/02/2027", "quý III/2027", "01/07/2027 hoặc 01/08/2027", "7/2027"]
)
def test_what_is_no_day_is_not_guessed(text: str) -> None:
    assert read_day_cell(text) is None


@pytest.mark.parametrize(
    ("cell", "holds"),
    [(datetime(2027, 7, 1), JULY), ("01/07/27", JULY), ("tháng 7 năm 2027", None), ("kể từ ngày ký", date(2027, 1, 1))],
)
def test_a_rows_own_day_wins_and_an_unread_one_is_asked(
    read: Any, workbook: Any, cell: Any, holds: date | None
) -> None:
    rows = [
        ["DANH MỤC SỬA ĐỔI"],
        [UNDER],
        ["Có hiệu lực từ ngày 01/01/2027"],
        HEAD,
        [1, "1.000001", "Một", "5 ngày", cell],
    ]
    reading = read(workbook(rows))
    assert [p.effective_from for p in reading.procedures] == ([holds] if holds else [])
    assert reading.tally.questions == (0 if holds else 1)


@pytest.mark.parametrize(
    "sentence",
    [
        "Quyết định có hiệu lực từ ngày 01/01/2027; riêng thủ tục số 2 có hiệu lực từ ngày 01/07/2027",
        "Có hiệu lực từ ngày 01/01/2027, trừ các thủ tục số 2, 3 thực hiện từ ngày 01/07/2027.",
        "Có hiệu lực từ ngày 01/01/2027. Riêng TTHC mã 1.000002 áp dụng kể từ ngày 01 tháng 7 năm 2027",
    ],
)
def test_a_sentence_about_single_rows(read: Any, document: Any, sentence: str) -> None:
    table = [HEAD[:4], ["1", "1.000001", "Một", "x"], ["2", "1.000002", "Hai", "x"]]
    first, second = read(document("DANH MỤC SỬA ĐỔI", UNDER, sentence, table)).procedures
    assert (first.effective_from, second.effective_from) == (date(2027, 1, 1), JULY)


def test_an_exception_that_is_not_understood_is_asked(read: Any, document: Any) -> None:
    sentence = "Có hiệu lực từ ngày 01/01/2027, riêng các thủ tục lĩnh vực đất đai từ ngày 01/07/2027"
    assert split_exceptions(sentence)[1:] == ((), True)
    assert split_exceptions("Có hiệu lực từ ngày 01/01/2027") == ("Có hiệu lực từ ngày 01/01/2027", (), False)


@pytest.mark.parametrize(
    ("note", "itself"),
    [
        ("Phí giảm 50% đến hết ngày 31/12/2027", False),
        ("Áp dụng đến hết ngày 28/02/2027", True),
        ("Thủ tục này có hiệu lực từ ngày 01/7/2027", True),
        ("Lệ phí miễn từ ngày 01/01/2027", False),
    ],
)
def test_whose_days_a_remark_names(note: str, itself: bool) -> None:
    assert is_of_itself(note) is itself


def test_a_number_that_several_rows_bear_is_asked_in_each(read: Any, document: Any) -> None:
    sentence = "Có hiệu lực từ ngày 01/01/2027; riêng thủ tục số 2 có hiệu lực từ ngày 01/07/2027"
    table = [HEAD[:4], ["1", "1.000001", "Một", "x"], ["2", "1.000002", "Hai", "x"], ["2", "1.000003", "Ba", "x"]]
    reading = read(document("DANH MỤC SỬA ĐỔI", UNDER, sentence, table))
    assert [row.written for row in reading.rows if row.held] == ["1.000002", "1.000003"]


def test_the_day_below_the_number_is_the_day_of_signing(read: Any, document: Any) -> None:
    table = [HEAD[:4], ["1", "1.000001", "Một", "x"]]
    (p,) = read(document("Số: 9/QĐ-UBND", "Thành phố, ngày 20 tháng 12 năm 2026", "DANH MỤC SỬA ĐỔI", table)).procedures
    assert p.decision_date == date(2026, 12, 20)
