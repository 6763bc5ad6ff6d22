"""What the headings of an annex say about the rows below them."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk.intake.grid import GridRow, TextGrid
from kiosk.intake.readers.annex_headings import (
    Section,
    find_doubt,
    is_closing,
    is_heading,
    is_numbering,
    is_signature,
    lower_heading,
    read_levels,
    read_stated_count,
    read_status,
    strip_heading,
)
from kiosk.model.catalogue import Level
from kiosk.model.statement import RowStatus
from kiosk.text import fold


def row(*cells: str) -> GridRow:
    return GridRow(1, cells)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI", RowStatus.NEW),
        ("Sửa đổi, bổ sung", RowStatus.AMENDED),
        ("bị bãi bỏ", RowStatus.REPEALED),
        ("ban hành mới, sửa đổi, bổ sung, bãi bỏ", RowStatus.PUBLISHED),
        ("Lĩnh vực hộ tịch", None),
    ],
)
def test_the_status_of_a_heading(text: str, status: RowStatus | None) -> None:
    assert read_status(fold(text)) is status


def test_levels_and_counts_of_headings() -> None:
    assert read_levels(fold("B. THỦ TỤC CẤP XÃ")) == (Level.COMMUNE,)
    assert read_levels(fold("C. DÙNG CHUNG")) == (Level.PROVINCE, Level.COMMUNE)
    assert read_levels("linh vuc") == ()
    assert read_stated_count("I. LĨNH VỰC HỘ TỊCH (05 TTHC)") == 5
    assert read_stated_count("Lĩnh vực hộ tịch: 12 thủ tục") == 12
    assert read_stated_count("Lĩnh vực hộ tịch") is None
    assert strip_heading("I. LĨNH VỰC HỘ TỊCH (05 TTHC)") == "LĨNH VỰC HỘ TỊCH"
    assert (lower_heading("HỘ TỊCH"), lower_heading("Hộ Tịch")) == ("Hộ tịch", "Hộ Tịch")


def test_a_section_keeps_what_an_inner_heading_does_not_change() -> None:
    section = Section()
    for text in (
        "(Kèm theo Quyết định số 3501/QĐ-UBND ngày 01/9/2026 của …, có hiệu lực từ ngày 01/3/2027)",
        "B. THỦ TỤC HÀNH CHÍNH CẤP XÃ",
        "I. LĨNH VỰC HỘ TỊCH",
    ):
        section = section.after(text)
    assert (section.decision, section.effective) == ("3501/QĐ-UBND", date(2027, 3, 1))
    assert (section.levels, section.field) == ((Level.COMMUNE,), "Hộ tịch")
    other = section.after("A. THỦ TỤC HÀNH CHÍNH CẤP TỈNH")
    assert (other.levels, other.field) == ((Level.PROVINCE,), "")


def test_rows_that_are_no_procedures() -> None:
    assert is_numbering(row("(1)", "(2)", "(3)"))
    assert not is_numbering(row("1", "1", "1"))
    assert is_signature(row("", "TM. ỦY BAN NHÂN DÂN"))
    assert is_heading(row("I", "LĨNH VỰC HỘ TỊCH", ""), 1)
    assert not is_heading(row("1", "Đăng ký khai sinh", ""), 1)
    assert is_closing(row("Tổng cộng", "12"))


def test_what_a_heading_leaves_open_is_told() -> None:
    assert find_doubt("THỦ TỤC HÀNH CHÍNH NỘI BỘ")[0].startswith("thủ tục nội bộ")
    assert find_doubt("I. LĨNH VỰC HỘ TỊCH") == ("", "")


@pytest.mark.parametrize(
    "text",
    [
        "NGỪNG TIẾP NHẬN", "THÔI CÔNG KHAI", "VÔ HIỆU", "BỎ", "TTHC THU HỒI", "TTHC CHUYỂN VỀ CẤP TỈNH", "TTHC ĐÃ BỎ",
        "KHÔNG BÃI BỎ", "BÃI BỎ MỘT PHẦN", "BÃI BỎ QUY ĐỊNH VỀ PHÍ", "Các thủ tục còn lại bị bãi bỏ",
        "Bãi bỏ thủ tục số 1", "GỠ BỎ KHỎI NIÊM YẾT", "SỬA ĐỔI, BỔ SUNG VÀ BÃI BỎ",
    ],
)  # fmt: skip
def test_a_heading_that_is_not_understood_settles_nothing(text: str) -> None:
    assert Section().after(text).unsettled == text


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("B Ã I  B Ỏ", RowStatus.REPEALED),
        ("BÃI-BỎ", RowStatus.REPEALED),
        ("ĐÌNH CHỈ", RowStatus.SUSPENDED),
        ("Điều 1. Công bố kèm theo Quyết định này danh mục TTHC bị bãi bỏ", RowStatus.REPEALED),
        ("QUYẾT ĐỊNH Về việc công bố danh mục TTHC bị bãi bỏ", RowStatus.REPEALED),
        ("Căn cứ Nghị định số 92/2017/NĐ-CP sửa đổi, bổ sung một số điều", RowStatus.PUBLISHED),
    ],
)
def test_a_heading_is_read_in_any_dress(text: str, status: RowStatus) -> None:
    section = Section().after(text)
    assert (section.status, section.unsettled) == (status, "")


@pytest.mark.parametrize(
    "text",
    [
        "DANH MỤC THỦ TỤC HÀNH CHÍNH THUỘC THẨM QUYỀN GIẢI QUYẾT CỦA SỞ TƯ PHÁP", "TTHC LIÊN THÔNG", "TTHC DÙNG CHUNG",
        "A. THỦ TỤC HÀNH CHÍNH CẤP XÃ", "I. HỘ TỊCH", "SỞ TƯ PHÁP", "CÁC THỦ TỤC HÀNH CHÍNH ĐƯỢC CÔNG BỐ", "BỘ",
        "TTHC KHÔNG PHỤ THUỘC ĐỊA GIỚI HÀNH CHÍNH", "TTHC LĨNH VỰC HỘ TỊCH", "PHỤ LỤC I",
    ],
)  # fmt: skip
def test_a_title_that_says_no_kind_leaves_nothing_open(text: str) -> None:
    section = Section().after(text)
    assert (section.status, section.kind_by, section.unsettled) == (RowStatus.PUBLISHED, "", "")


@pytest.mark.parametrize("name", ["BB", "Sửa đổi, bãi bỏ", "Dừng tiếp nhận", "Đã xóa", "TTHC_chuyển_về_tỉnh"])
def test_the_name_of_a_sheet_that_is_not_understood_settles_nothing(name: str) -> None:
    assert Section().inside(TextGrid(name, ())).unsettled == f"tên bảng «{name}»"
