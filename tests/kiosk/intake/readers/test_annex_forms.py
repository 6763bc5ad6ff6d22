"""Other forms of what annexes of decisions say: each is read as it is meant, or asked, and never passes in silence."""

from __future__ import annotations

import io
import json
from typing import Any

import docx
import openpyxl
import pytest

from kiosk.intake.read import Reading
from kiosk.model.question import Topic
from kiosk.model.statement import ENDING_STATUSES

TITLE = "(Kèm theo Quyết định số 100/QĐ-UBND ngày 01/12/2026, có hiệu lực từ ngày 01/01/2027)"
HEADER = ["STT", "Mã TTHC", "Tên TTHC", "Lĩnh vực", "Địa điểm thực hiện", "Ghi chú"]
AMENDED, REPEALED = "TTHC SỬA ĐỔI, BỔ SUNG", "TTHC BỊ BÃI BỎ"
ONE, TWO, THREE = "1.000001", "1.000002", "1.000003"
NAMES = {ONE: "Đăng ký khai sinh", TWO: "Cấp giấy phép xây dựng", THREE: "Công nhận hộ nghèo"}


def entry(number: int, code: str, note: str = "", place: str = "TTPVHCC xã") -> list[object]:
    return [number, code, NAMES[code], "Tư pháp", place, note]


BOTH = [entry(1, ONE), entry(2, TWO)]


def fates(reading: Reading) -> dict[str, str]:
    """What is done to each code: asked, ends, stays; and «beside» where a row or sentence beside them is asked."""
    said = {}
    for row in reading.rows:
        what = "asked" if row.held else "ends" if row.status in ENDING_STATUSES else "stays"
        if row.procedure is not None:
            said[row.written] = what
        elif row.held:
            said["beside"] = what
    return said


@pytest.mark.parametrize(
    "heading",
    [
        "TTHC DO LUẬT MỚI KHÔNG QUY ĐỊNH", "Các thủ tục đã được lồng ghép", "ABOLISHED PROCEDURES",
        "DANH MỤC TTHC SÁP NHẬP VÀO TTHC KHÁC", "DANH MUÏC TTHC BÒ BAÕI BOÛ", "Danh môc TTHC b·i bá",
        "TTHC NGỪNG CUNG CẤP", "NHÓM TTHC LỖI THỜI",
    ],
)  # fmt: skip
def test_a_heading_in_words_that_nobody_foresaw_is_asked(read: Any, document: Any, heading: str) -> None:
    texts = [[str(cell) for cell in row] for row in (HEADER, *BOTH)]
    assert fates(read(document(TITLE, heading, texts))) == {ONE: "asked", TWO: "asked"}


@pytest.mark.parametrize("heading", ["TTHC DO UBND CẤP XÃ GIẢI QUYẾT", "TTHC do Sở Tư pháp thực hiện", AMENDED])
def test_a_heading_that_says_who_does_it_is_not_asked(read: Any, workbook: Any, heading: str) -> None:
    assert fates(read(workbook([[TITLE], [heading], HEADER, *BOTH]))) == {ONE: "stays", TWO: "stays"}


@pytest.mark.parametrize(
    "text",
    [
        "Thủ tục số 2 nêu trên hết hiệu lực kể từ ngày 01/3/2027.",
        "(*) Thủ tục này ngừng tiếp nhận từ ngày 15/02/2027",
        "Ghi chú: (1) Thủ tục bị bãi bỏ",
        "Ghi chú: M: mới; S: sửa đổi; B: bãi bỏ",
        "Các dòng tô đỏ: bị bãi bỏ",
        "Bãi bỏ thủ tục số thứ tự 2 tại Phụ lục này.",
    ],
)
def test_a_sentence_beside_the_entries_of_a_sheet_is_asked(read: Any, workbook: Any, text: str) -> None:
    """A workbook has no paragraphs: they stand in rows, and count as rows."""
    reading = read(workbook([[TITLE], [AMENDED], HEADER, *BOTH, [text]]))
    assert fates(reading) == {ONE: "stays", TWO: "stays", "beside": "asked"}
    (problem,) = reading.rows[-1].problems
    assert problem.question and problem.question.topic is Topic.SUBJECT
    assert reading.tally.rows == 6


def test_a_sentence_with_a_code_is_no_case_of_the_entry_above_it(read: Any, workbook: Any) -> None:
    reading = read(workbook([[TITLE], [AMENDED], HEADER, *BOTH, [f"Thủ tục có mã số {THREE} bị bãi bỏ"]]))
    assert fates(reading) == {ONE: "stays", TWO: "stays", THREE: "asked"}


@pytest.mark.parametrize(
    "text",
    ["II. TTHC BỊ BÃI BỎ: Không có", "Tổng cộng: 2 thủ tục (02 sửa đổi, 0 bãi bỏ)", "TM. ỦY BAN NHÂN DÂN",
     "Ghi chú: hồ sơ nộp trực tuyến được giảm phí"],
)  # fmt: skip
def test_a_line_that_ends_nothing_is_not_asked(read: Any, workbook: Any, text: str) -> None:
    reading = read(workbook([[TITLE], [AMENDED], HEADER, *BOTH, [text]]))
    assert fates(reading) == {ONE: "stays", TWO: "stays"}


@pytest.mark.parametrize("name", ["PL2-BB", "Cắt giảm", "HHL từ 2027"])
def test_a_sheet_whose_name_shortens_an_ending_is_asked(read: Any, workbook: Any, name: str) -> None:
    assert fates(read(workbook([[TITLE], HEADER, *BOTH], title=name))) == {ONE: "asked", TWO: "asked"}


@pytest.mark.parametrize(
    "note",
    ["Thay thế bằng dịch vụ công khác", "Bị thay", "Đã thay bằng 1.000003", "Lồng ghép vào TTHC số 3", "Removed"],
)
def test_an_ending_in_other_words_beside_an_entry_is_asked(read: Any, workbook: Any, note: str) -> None:
    rows = [[TITLE], [AMENDED], HEADER, entry(1, ONE, note), entry(2, TWO)]
    assert fates(read(workbook(rows))) == {ONE: "asked", TWO: "stays"}


@pytest.mark.parametrize(
    "place",
    ["Không tiếp nhận tại TTPVHCC xã", "114 TTPVHCC xã, trừ đặc khu Cát Hải", "TTPVHCC thành phố, riêng xã thì không"],
)
def test_a_centre_that_is_named_to_be_left_out_is_asked(read: Any, workbook: Any, place: str) -> None:
    rows = [[TITLE], [AMENDED], HEADER, entry(1, ONE, place=place), entry(2, TWO, place="TTPVHCC xã, không phụ thuộc")]
    assert fates(read(workbook(rows))) == {ONE: "asked", TWO: "stays"}


@pytest.mark.parametrize(
    ("effect", "day"),
    [
        (", thi hành từ 01/3/2027", "2027-03-01"),
        (", có hiệu lực từ 01/7/2026 đối với cấp xã; 01/01/2027 đối với cấp tỉnh", ""),
        (", có hiệu lực từ 24 giờ ngày 28/02/2027", ""),
        (", kể từ ngày 01/3/2027 niêm yết", ""),
        (", có hiệu lực từ ngày 01/3/2072", ""),
    ],
)
def test_the_day_of_a_title_is_read_or_asked(read: Any, workbook: Any, effect: str, day: str) -> None:
    title = f"(Kèm theo Quyết định số 100/QĐ-UBND ngày 01/12/2026{effect})"
    rows = read(workbook([[title], [REPEALED], HEADER, *BOTH])).rows
    days = {str(row.procedure.effective_from) for row in rows if row.taken and row.procedure}
    topics = {p.question.topic for row in rows for p in row.problems if p.question}
    assert (days, topics) == (({day}, set()) if day else (set(), {Topic.DAY}))


def test_what_stands_at_the_head_of_printed_pages_is_told(read: Any, workbook: Any, document: Any) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook([[TITLE], [AMENDED], HEADER, *BOTH])))
    book.worksheets[0].oddHeader.center.text = "DANH MỤC BỊ BÃI BỎ"
    out = io.BytesIO()
    book.save(out)
    paper = docx.Document(io.BytesIO(document(TITLE, [[str(cell) for cell in row] for row in (HEADER, *BOTH)])))
    paper.sections[0].footer.paragraphs[0].text = "Các thủ tục trên hết hiệu lực"
    pages = io.BytesIO()
    paper.save(pages)
    for content in (out.getvalue(), pages.getvalue()):
        assert ["đầu trang, chân trang" in str(note) for note in read(content).notes] == [True]


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ({"status": "EXPIRED"}, True),
        ({"isDeleted": True}, True),
        ({"isActive": False}, True),
        ({"isDeleted": False, "isActive": True, "status": "ACTIVE"}, False),
        ({"description": "Thủ tục bãi bỏ quyết định hành chính"}, False),
    ],
)
def test_a_field_of_the_portal_that_speaks_of_an_ending_is_asked(read: Any, said: Any, asked: bool) -> None:
    answer = {"code": "OK", "message": "", "data": [{"code": ONE, "name": NAMES[ONE], **said}]}
    assert fates(read(json.dumps(answer))) == {ONE: "asked" if asked else "stays"}
