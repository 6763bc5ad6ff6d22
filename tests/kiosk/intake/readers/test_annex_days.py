"""Days in cells, remarks and sentences."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from kiosk.intake.readers.annex_days import (
    TakingEffect,
    count_from_signing,
    is_of_itself,
    names_vague_day,
    read_day_cell,
    read_remark_days,
    read_taking_effect,
    split_exceptions,
)

JULY = date(2027, 7, 1)
UNDER = "(Kèm theo Quyết định số 3501/QĐ-UBND ngày 01/9/2026)"
HEAD = ["STT", "Mã TTHC", "Tên thủ tục hành chính", "Thời hạn giải quyết", "Ngày có hiệu lực"]


@pytest.mark.parametrize(
    "text",
    [
        "2027-07-01",
        "2027-07-01T00:00:00",
        "01/07/27",
        "1.7.2027",
        "ngày 01 tháng 7 năm 2027",
        "từ 01-07-2027",
        "46569",
        "2027/07/01",
        "kể từ 00 giờ ngày 1 tháng 7 năm 2027",
    ],
)
def test_one_day_in_any_form(text: str) -> None:
    assert read_day_cell(text) == JULY


@pytest.mark.parametrize(
    "text",
    ["tháng 7 năm 2027", "31/02/2027", "quý III/2027", "01/07/2027 hoặc 01/08/2027", "7/2027", "01/07/2027 (dự kiến)"],
)
def test_what_is_no_day_is_not_guessed(text: str) -> None:
    assert read_day_cell(text) is None


@pytest.mark.parametrize(
    ("cell", "holds"),
    [(datetime(2027, 7, 1), JULY), ("01/07/27", JULY), ("tháng 7 năm 2027", None), ("kể từ ngày ký", date(2026, 9, 1))],
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


def test_days_in_a_remark() -> None:
    assert read_remark_days("có hiệu lực từ ngày 01/3/2027") == (date(2027, 3, 1), None)
    assert read_remark_days("Hiệu lực 01/07/27") == (JULY, None)
    assert read_remark_days("") == (None, None)


@pytest.mark.parametrize(
    "text",
    [
        "Có hiệu lực kể từ 00 giờ ngày 1 tháng 7 năm 2027", "Thực hiện từ 0h00 ngày 01/7/2027", "hiệu lực: 1.7.2027",
        "Có hiệu lực từ 1-7-27", "Bắt đầu áp dụng ngày 01/7/2027", "Thời điểm áp dụng: 01/7/2027",
        "Có hiệu lực từ ngày 2027-07-01", "Thay thế Quyết định số 100/QĐ-UBND và có hiệu lực từ 01/7/2027",
    ],
)  # fmt: skip
def test_the_day_of_taking_effect_in_any_sentence(text: str) -> None:
    assert read_taking_effect(text) == TakingEffect(JULY)


@pytest.mark.parametrize(
    "text",
    [
        "Có hiệu lực từ quý III năm 2027", "Có hiệu lực từ tháng 7 năm 2027", "Có hiệu lực từ ngày 31/6/2027",
        "Có hiệu lực sau 10 ngày làm việc kể từ ngày ký", "Có hiệu lực từ ngày   /  /2027",
        "Có hiệu lực kể từ ngày Nghị định số 12/2027/NĐ-CP có hiệu lực thi hành", "Thực hiện từ đầu năm 2027",
    ],
)  # fmt: skip
def test_a_sentence_without_a_day_is_unread(text: str) -> None:
    effect = read_taking_effect(text)
    assert (effect.since, effect.unread) == (None, True)


def test_two_days_in_one_sentence_are_seen() -> None:
    both = "Có hiệu lực từ ngày 01/7/2027; các thủ tục còn lại từ ngày 01/10/2027"
    assert read_taking_effect(both).several
    assert not read_taking_effect("Có hiệu lực từ ngày 01/7/2027 đến hết ngày 31/12/2027").several


def test_days_counted_from_the_signing() -> None:
    texts = (
        "có hiệu lực sau 45 ngày kể từ ngày ký",
        "từ ngày ký",
        "có hiệu lực ngay sau khi ký",
        "sau 10 ngày làm việc",
    )
    assert [count_from_signing(text) for text in texts] == [45, 0, 0, None]


def test_words_about_a_day_that_name_none() -> None:
    assert all(map(names_vague_day, ("Thực hiện từ tháng 7 năm 2027", "Áp dụng sau 45 ngày", "hiệu lực từ quý III")))
    assert not names_vague_day("Thực hiện trong 7 ngày làm việc")
