"""Tables whose headers nobody foresaw: what stands in a column says what the column is, and a person is told."""

from __future__ import annotations

from typing import Any

import pytest

from kiosk.intake.by_content import find_code_column, find_name_column
from kiosk.intake.grid import GridRow
from kiosk.intake.read import FileKind
from kiosk.model.catalogue import Level

UUID = "019d2bfd-382c-774c-bca0-e30c261d7be4"
LINK = f"https://dichvucong.gov.vn/thu-tuc-hanh-chinh/{UUID}"
NAMES = {"1.000593": "Đăng ký kết hôn lưu động", "1.000656": "Đăng ký khai tử", "2.000815": "Chứng thực bản sao"}


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("Mã số TTHC trên Cổng DVCQG", "Tên TTHC"),
        ("Mã TTHC (trên Cổng DVC Quốc gia)", "Tên thủ tục hành chính (TTHC)"),
        ("Mã thủ tục hành chính quốc gia", "Tên thủ tục hành chính/dịch vụ công"),
        ("Mã số hồ sơ", "Tên dịch vụ công"),
        ("Mã DVC", "Tên dịch vụ công trực tuyến"),
        ("Mã TTHC/ Mã DVC", "Tên TTHC/ DVC"),
        ("Mã quy trình", "Nội dung thủ tục"),
        ("Mã TTHC", "Tên thủ tục hành chính thực hiện tại cấp xã"),
        ("maTTHC", "tenTTHC"),
        ("procedure_code", "procedure_name"),
        ("ID", "Thủ tục"),
    ],
)
def test_wording_of_the_header(read: Any, workbook: Any, code: str, name: str) -> None:
    rows = [["STT", code, name, "Lĩnh vực"], *([n, c, NAMES[c], "Hộ tịch"] for n, c in enumerate(NAMES, start=1))]
    reading = read(workbook(rows))
    assert (reading.kind, reading.tally.procedures, reading.tally.headings) == (FileKind.TABLE, 3, 1)
    assert {p.code: p.name for p in reading.procedures} == NAMES
    assert all("nhận theo nội dung là cột" in p.rule for p in reading.problems)


def test_a_person_is_told_which_column_was_taken(read: Any, workbook: Any) -> None:
    rows = [["STT", "Mã DVC", "Tên dịch vụ"], [1, "1.000593", "Kết hôn"], [2, "1.000656", "Khai tử"]]
    told = [(p.value, p.rule) for p in read(workbook(rows)).problems]
    assert told == [
        ("cột B «Mã DVC»", "nhận theo nội dung là cột mã"),
        ("cột C «Tên dịch vụ»", "nhận theo nội dung là cột tên"),
    ]


@pytest.mark.parametrize("cell", ["{name} ({code})", "{code} - {name}", "{name}\n(Mã: {code}.000.00.00.H24)"])
def test_a_list_whose_names_carry_their_codes(read: Any, workbook: Any, cell: str) -> None:
    rows = [["TT", "Mã, tên thủ tục hành chính", "Lĩnh vực"]]
    rows += [[str(n), cell.format(name=NAMES[c], code=c), "Hộ tịch"] for n, c in enumerate(NAMES, start=1)]
    reading = read(workbook(rows))
    assert {p.code: p.name for p in reading.procedures} == NAMES
    assert "lấy mã ghi trong tên thủ tục" in {p.rule for p in reading.problems}


def test_no_row_of_a_list_without_header_is_taken_for_one(read: Any, workbook: Any) -> None:
    rows = [["1", f"{NAMES[c]} ({c})", "Hộ tịch"] for c in NAMES]
    reading = read(workbook(rows))
    assert (reading.kind, reading.tally.rows, reading.tally.procedures) == (FileKind.CODE_LIST, 3, 3)
    deleted = [["thủ tục", "1.014955-Xoa"], *(["thủ tục", c] for c in NAMES)]
    reading = read(workbook(deleted))
    assert (reading.tally.rows, reading.tally.procedures, reading.tally.problems) == (4, 3, 1)


def test_two_columns_of_codes_are_not_guessed_at() -> None:
    rows = [GridRow(n, (code, "2.000815", "Tên")) for n, code in enumerate(NAMES)]
    assert find_code_column(rows) is None
    assert find_code_column([GridRow(row.number, (row.cells[0], "", "Tên")) for row in rows]) == 0
    assert find_code_column([]) is None


def test_the_name_is_where_the_label_says_so() -> None:
    labels = {0: "STT", 1: "Mã thủ tục", 2: "Nội dung thủ tục", 3: "Tên gọi khác", 4: "Ghi chú"}
    assert find_name_column(labels, {4}) == 3
    assert find_name_column({0: "Mã TTHC", 1: "Ghi chú"}, ()) is None


@pytest.mark.parametrize("label", ["Cổng Dịch vụ công quốc gia", "Địa chỉ trên Cổng", "detail_url"])
def test_the_column_of_links_gives_the_entries(read: Any, workbook: Any, label: str) -> None:
    rows = [["STT", "Mã TTHC", "Tên TTHC", label, "Mã QR"], [1, "1.000593", "Kết hôn", LINK, ""]]
    (p,) = read(workbook(rows)).procedures
    assert p.portal_id == UUID


def test_a_header_far_down_and_to_the_right(read: Any, workbook: Any) -> None:
    rows: list[list[object]] = [[f"Căn cứ văn bản thứ {n}"] for n in range(60)]
    rows += [["", "", "", "STT", "Mã TTHC", "Tên TTHC"], ["", "", "", 1, "1.000593", "Kết hôn"]]
    reading = read(workbook(rows))
    assert [(p.code, p.name) for p in reading.procedures] == [("1.000593", "Kết hôn")]
    assert reading.tally.headings == 61


def test_a_plain_list_with_two_header_rows(read: Any, workbook: Any) -> None:
    rows = [
        ["DANH MỤC THỦ TỤC HÀNH CHÍNH LĨNH VỰC HỘ TỊCH"],
        ["Số TT", "Mã số", "Tên thủ tục", "Cấp thực hiện", None, "Dịch vụ BCCI", None],
        [None, None, None, "Cấp tỉnh", "Cấp xã", "Tiếp nhận", "Trả kết quả"],
        [1, "1.000593", "Kết hôn", "", "x", "x", "x"],
        [2, "1.000656", "Khai tử", "x", "x", "", ""],
    ]
    for merged in ((), ("A2:A3", "B2:B3", "C2:C3", "D2:E2", "F2:G2")):
        reading = read(workbook(rows, merged=merged))
        assert (reading.tally.headings, reading.tally.problems) == (3, 0)
        assert [(p.name, p.field, p.levels) for p in reading.procedures] == [
            ("Kết hôn", "Hộ tịch", (Level.COMMUNE,)),
            ("Khai tử", "Hộ tịch", (Level.PROVINCE, Level.COMMUNE)),
        ]
