"""What words say of the kind of a change."""

from __future__ import annotations

from typing import Any

import pytest

from kiosk.intake.law import speaks_of_ending
from kiosk.intake.read import Reading
from kiosk.intake.readers.annex_kinds import read_kind
from kiosk.model.question import Topic
from kiosk.model.statement import RowStatus

UNDER = "(Kèm theo Quyết định số 3501/QĐ-UBND ngày 01/9/2026)"
HEAD = ["STT", "Mã TTHC", "Tên thủ tục hành chính", "Thời hạn giải quyết", "Phí"]


def row(number: int, code: str, *more: str) -> list[object]:
    return [number, code, f"Thủ tục {code}", "5 ngày", "0", *more]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("DANH MỤC TTHC BỊ BÃI BỎ, THAY THẾ", RowStatus.REPEALED),
        ("TTHC BỊ THAY THẾ VÀ BÃI BỎ", RowStatus.REPEALED),
        ("TTHC BỊ HỦY BỎ HOẶC THAY THẾ", RowStatus.REPEALED),
        ("CÁC TTHC ĐÃ CÔNG BỐ TẠI QUYẾT ĐỊNH SỐ 100/QĐ-UBND BỊ BÃI BỎ", RowStatus.REPEALED),
        ("TTHC được sửa đổi, bổ sung tại Quyết định số 9/QĐ-UBND ngày 1/1/2026 nay hết hiệu lực", RowStatus.REPEALED),
        ("THỦ TỤC HÀNH CHÍNH KHÔNG CÒN THỰC HIỆN", RowStatus.REPEALED),
        ("DANH MỤC TTHC TẠM DỪNG THỰC HIỆN", RowStatus.SUSPENDED),
        ("TTHC TẠM THỜI ĐÌNH CHỈ", RowStatus.SUSPENDED),
        ("TTHC TIẾP TỤC THỰC HIỆN", RowStatus.RESUMED),
        ("ĐÍNH CHÍNH NỘI DUNG DANH MỤC", RowStatus.AMENDED),
        ("DANH MỤC TTHC SỬA ĐỔI, BỔ SUNG, THAY THẾ", RowStatus.AMENDED),
        ("DANH MỤC TTHC (Kèm theo Quyết định số 1/QĐ-UBND)", None),
    ],
)
def test_a_heading_names_one_kind(text: str, status: RowStatus | None) -> None:
    kind = read_kind(text)
    assert (kind.status, kind.unsettled) == (status, False)


@pytest.mark.parametrize(
    "text",
    ["TTHC MỚI, SỬA ĐỔI, BÃI BỎ", "TTHC BÃI BỎ VÀ THAY THẾ", "TTHC NGỪNG TIẾP NHẬN", "TTHC ĐƯA RA KHỎI DANH MỤC"],
)
def test_several_kinds_or_an_unknown_word_of_law_settle_nothing(text: str) -> None:
    assert read_kind(text).unsettled


def test_papers_and_names_do_not_speak_of_ending() -> None:
    assert speaks_of_ending("Đã bãi bỏ theo QĐ 3509/QĐ-UBND")
    assert not speaks_of_ending("Thực hiện liên thông")


def asked(reading: Reading) -> list[Topic]:
    return [p.question.topic for p in reading.problems if p.question]


def test_a_sheets_name_says_the_kind_of_that_sheet_alone(read: Any) -> None:
    import io

    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for title, code in (("Bãi bỏ", "1.000001"), ("Sheet2", "1.000002"), ("PL3 tam dung thuc hien", "1.000003")):
        sheet = book.create_sheet(title)
        for cells in ([UNDER], [*HEAD[:3], "Thời hạn sau cắt giảm", "Phí"], row(1, code)):
            sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    statuses = [entry.status for entry in read(out.getvalue()).entries]
    assert statuses == [RowStatus.REPEALED, RowStatus.PUBLISHED, RowStatus.SUSPENDED]


@pytest.mark.parametrize(
    ("title", "column", "cell", "status"),
    [
        ("TTHC MỚI, SỬA ĐỔI, BÃI BỎ", "Hình thức công bố", "Bãi bỏ", RowStatus.REPEALED),
        ("TTHC MỚI, SỬA ĐỔI, BÃI BỎ", "Ghi chú", "Bãi bỏ từ ngày 01/02/2027", RowStatus.REPEALED),
        ("TTHC MỚI, SỬA ĐỔI, BÃI BỎ", "Tình trạng", "Tạm ngừng thực hiện", RowStatus.SUSPENDED),
        ("TTHC MỚI, SỬA ĐỔI, BÃI BỎ", "Ghi chú", "", None),
        ("DANH MỤC TTHC SỬA ĐỔI", "Ghi chú", "Bãi bỏ từ ngày 01/02/2027", None),
        ("DANH MỤC TTHC SỬA ĐỔI", "Trạng thái", "Đã bãi bỏ", None),
        ("DANH MỤC TTHC SỬA ĐỔI", "Ý kiến", "đã hủy công khai", None),
    ],
)
def test_a_cell_says_the_kind_or_the_row_waits(
    read: Any, workbook: Any, title: str, column: str, cell: str, status: RowStatus | None
) -> None:
    table = [[*HEAD, column], row(1, "1.000001", cell), row(2, "1.000002", "Sửa đổi, bổ sung")]
    reading = read(workbook([[title], [UNDER], *table]))
    first = next(r for r in reading.rows if r.written == "1.000001")
    assert first.held is (status is None)
    assert status is None or first.status is status
    assert reading.tally.questions == asked(reading).count(Topic.KIND)


def test_one_code_with_two_fates_waits_in_both_rows(read: Any, workbook: Any) -> None:
    table = [["BỊ BÃI BỎ"], row(1, "1.000001"), ["ĐƯỢC SỬA ĐỔI"], row(1, "1.000001"), row(2, "1.000002")]
    reading = read(workbook([["DANH MỤC TTHC"], [UNDER], HEAD, *table]))
    assert (reading.tally.questions, reading.tally.procedures) == (2, 1)
