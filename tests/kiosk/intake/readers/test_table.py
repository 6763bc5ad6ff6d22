"""Tables with one header row: the own CSV, lists with other columns, the portal's exports."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any

import pytest

from kiosk.catalogue.diff import LABELS
from kiosk.errors import IntakeError
from kiosk.intake.columns import OWN
from kiosk.intake.read import FileKind, Mode, Reading
from kiosk.model.catalogue import Channel, Level
from kiosk.model.problem import Problem, Severity
from kiosk.model.site import SiteKind

UUID = "019d2bfd-382c-774c-bca0-e30c261d7be4"
NAME = "Thủ tục đăng ký kết hôn lưu động"
EXPORT = ("Mã số", "Tên", "Cơ quan ban hành", "Cơ quan thực hiện", "Lĩnh vực")
TITLE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập – Tự do – Hạnh phúc\n\nDANH SÁCH THỦ TỤC HÀNH CHÍNH\n"
COMMUNE = (
    "STT", "Mã TTHC", "Tên TTHC", "Link truy cập", "Số quyết định", "Ngày quyết định", "Cơ quan ban hành", "Lĩnh vực",
    "Cấp thực hiện", "Đối tượng thực hiện", "Loại TTHC", "Từ khoá", "Địa chỉ tiếp nhận", "Cơ quan thực hiện",
    "Cơ quan có thẩm quyền", "Cơ quan phối hợp", "Cơ quan được uỷ quyền", "Mô tả", "Trạng thái",
)  # fmt: skip


def only(reading: Reading, severity: Severity) -> list[Problem]:
    return [p for p in reading.problems if p.severity is severity]


def commune_row(**given: Any) -> list[object]:
    row = dict.fromkeys(COMMUNE, "") | {
        "STT": 1,
        "Mã TTHC": "1.000593",
        "Tên TTHC": NAME,
        "Link truy cập": f"https://dichvucong.gov.vn/thu-tuc-hanh-chinh/{UUID}",
        "Số quyết định": "163/QĐ-BTP",
        "Ngày quyết định": date(2026, 1, 16),
        "Cấp thực hiện": "Cấp Xã",
        "Từ khoá": "kết hôn, lưu động",
        "Trạng thái": "Còn hiệu lực",
    }
    return list((row | given).values())


def test_a_list_with_the_columns_of_the_public_catalogue(read: Any) -> None:
    text = (
        "code,name,field,promulgator,executing,type,state,uuid,level,level_source,decision\n"
        f"1.000593,{NAME},Hộ tịch,Bộ Tư pháp,Ủy ban nhân dân cấp xã | Sở Tư pháp,"
        f"STANDARD,UPDATED,{UUID},tỉnh+xã,x,163/QĐ-BTP\n"
    )
    reading = read(text)
    assert (reading.kind, reading.mode, reading.sample, reading.complete) == (
        FileKind.TABLE,
        Mode.SNAPSHOT,
        False,
        False,
    )
    (p,) = reading.procedures
    assert (p.code, p.name, p.field, p.promulgator) == ("1.000593", NAME, "Hộ tịch", "Bộ Tư pháp")
    assert p.executing == ("Ủy ban nhân dân cấp xã", "Sở Tư pháp")
    assert (p.levels, p.portal_id, p.decision) == ((Level.PROVINCE, Level.COMMUNE), UUID, "163/QĐ-BTP")
    assert not reading.problems


def test_vietnamese_headers_semicolons_and_dates(read: Any) -> None:
    text = (
        "\ufeffMã TTHC;Tên thủ tục;Hiệu lực từ;Hiệu lực đến;Nơi tiếp nhận;Nội bộ;Cách thức thực hiện;Hay dùng\n"
        "1.000593;Đăng ký kết hôn;01/03/2027;30/6/2027;xã, thành phố;x;trực tiếp: 5 ngày làm việc;có\n"
    )
    (p,) = read(text).procedures
    assert (p.effective_from, p.effective_to) == (date(2027, 3, 1), date(2027, 6, 30))
    assert p.received_at == (SiteKind.COMMUNE, SiteKind.CITY)
    assert (p.internal, p.common, p.channels) == (True, True, (Channel("trực tiếp", "5 ngày làm việc"),))


def test_sample_mark_and_remarks_above_the_header(read: Any) -> None:
    reading = read("# BẢN MẪU – KHÔNG NIÊM YẾT\n# ghi chú\ncode,name\n1.000593,A\n")
    assert reading.sample
    assert [row.source.row for row in reading.rows] == [3, 4]


def test_own_form_is_complete(read: Any) -> None:
    row = ",".join({"code": "1.000593", "name": "A"}.get(name, "") for name in OWN)
    assert read(",".join(OWN) + "\n" + row + "\n").complete


def test_own_form_saved_as_a_workbook(read: Any, workbook: Any) -> None:
    row = [{"code": "1.000593", "name": "A", "effective_from": date(2027, 3, 1)}.get(name, "") for name in OWN]
    reading = read(workbook([OWN, row]))
    assert (reading.kind, reading.complete) == (FileKind.TABLE, True)
    assert reading.procedures[0].effective_from == date(2027, 3, 1)


def test_name_is_never_cut_and_loses_only_spaces_and_line_ends(read: Any, workbook: Any) -> None:
    name = ("Chấp thuận chủ trương đầu tư " * 42).strip()[:1192].strip()
    raw = unicodedata.normalize("NFD", name).replace(" chủ trương", "\nchủ  trương")
    (p,) = read(workbook([EXPORT, ["1.000593", raw, "", "", ""]])).procedures
    assert p.name == name
    assert unicodedata.is_normalized("NFC", p.name)


def test_two_codes_with_one_name_stay_two(read: Any) -> None:
    reading = read("code,name\n1.000593,Cấp lại thẻ\n2.000593,Cấp lại thẻ\n")
    assert [p.code for p in reading.procedures] == ["1.000593", "2.000593"]
    assert not reading.problems


def test_portal_export(read: Any, workbook: Any) -> None:
    rows = [[TITLE], EXPORT, ["1.000593", f"{NAME} ", "Bộ Tư pháp", "Ủy ban nhân dân cấp xã\nSở Tư pháp\n", "Hộ tịch"]]
    reading = read(workbook(rows, title="Danh sách TTHC", merged=["A1:E1"]))
    assert (reading.kind, reading.mode) == (FileKind.PORTAL_XLSX, Mode.SNAPSHOT)
    (p,) = reading.procedures
    assert (p.name, p.executing, p.portal_id) == (NAME, ("Ủy ban nhân dân cấp xã", "Sở Tư pháp"), "")
    assert (reading.tally.rows, reading.tally.headings, p.source and p.source.row) == (3, 2, 3)


def test_commune_export(read: Any, workbook: Any) -> None:
    rows = [["Danh mục thủ tục hành chính cấp xã"], [], COMMUNE, commune_row()]
    reading = read(workbook(rows, title="TTHC2-CAPXA"))
    assert reading.kind is FileKind.COMMUNE_EXPORT
    (p,) = reading.procedures
    assert (p.portal_id, p.decision, p.decision_date) == (UUID, "163/QĐ-BTP", date(2026, 1, 16))
    assert (p.levels, p.keywords) == ((Level.COMMUNE,), ("kết hôn", "lưu động"))
    assert p.source and p.source.row == 4
    assert not reading.problems


def test_commune_export_is_known_by_its_columns_too(read: Any, workbook: Any) -> None:
    assert read(workbook([COMMUNE, commune_row()], title="Trang tính 1")).kind is FileKind.COMMUNE_EXPORT


def test_commune_export_without_known_labels_is_read_by_place(read: Any, workbook: Any) -> None:
    rows = [["Danh mục"], ["(xuất ngày 1/10/2026)"], [f"cot_{n}" for n in range(19)], commune_row()]
    reading = read(workbook(rows, title="TTHC2-CAPXA"))
    (p,) = reading.procedures
    assert (p.code, p.portal_id, p.levels, p.decision) == ("1.000593", UUID, (Level.COMMUNE,), "163/QĐ-BTP")
    assert reading.tally.headings == 3


def test_sections_sums_and_signatures_of_a_plain_list(read: Any) -> None:
    text = (
        "Mã TTHC,Tên TTHC,Cơ quan thực hiện\nI. CẤP XÃ,,\nLĨNH VỰC HỘ TỊCH (2 TTHC),,\n1.000593,A,\n1.000594,B,\n"
        "Tổng cộng: 2 thủ tục,,\n,,NGƯỜI LẬP\n"
    )
    reading = read(text)
    assert [(p.field, p.levels) for p in reading.procedures] == [("Hộ tịch", (Level.COMMUNE,))] * 2
    assert (reading.tally.headings, reading.tally.problems) == (5, 0)


def test_a_sample_saved_as_a_workbook_stays_a_sample(read: Any, workbook: Any) -> None:
    assert read(workbook([["# BẢN MẪU – KHÔNG NIÊM YẾT"], ["code", "name"], ["1.000593", "A"]])).sample
    assert read('"# BẢN MẪU, KHÔNG NIÊM YẾT",\ncode,name\n1.000593,A\n').sample


@pytest.mark.parametrize("text", ["code,name\r1.000593,A\r", "# x\r\ncode,name\r\n1.000593,A\r\n"])
def test_line_ends_of_every_system(read: Any, text: str) -> None:
    assert [p.name for p in read(text).procedures] == ["A"]


def test_unicode_text_from_a_spreadsheet(read: Any) -> None:
    assert [p.name for p in read("code\tname\n1.000593\tĐăng ký\n".encode("utf-16")).procedures] == ["Đăng ký"]


@pytest.mark.parametrize(
    "head", ["STT,Mã TTHC,Tên TTHC,Lĩnh vực,Số quyết định", "Mã,Tên,Thời hạn sau cắt giảm,Phí lệ phí,Căn cứ pháp lý"]
)
def test_a_plain_list_is_no_annex(read: Any, head: str) -> None:
    row = ["1", "1.000593", "A", "", ""] if head.startswith("STT") else ["1.000593", "A", "", "", ""]
    assert read(head + "\n" + ",".join(row) + "\n").kind is FileKind.TABLE


def test_carriage_returns_that_a_spreadsheet_escapes(read: Any, workbook: Any) -> None:
    (p,) = read(workbook([EXPORT, ["1.000593", "Đăng ký_x000D_\nkết hôn", "", "", ""]])).procedures
    assert p.name == "Đăng ký kết hôn"


def test_other_sheets_are_named_as_unread(read: Any) -> None:
    import io

    import openpyxl

    book = openpyxl.Workbook()
    main = book.worksheets[0]
    main.title = "TTHC2-CAPXA"
    main.append(COMMUNE)
    main.append(commune_row())
    book.create_sheet("TPHS").append(["STT", "Mã TTHC", "", "ten_giay_to"])
    made = io.BytesIO()
    book.save(made)
    reading = read(made.getvalue())
    assert len(reading.procedures) == 1
    assert [p.message for p in reading.problems] == ["bảng không phải danh mục thủ tục"]


def test_a_row_that_is_no_longer_in_force_is_refused(read: Any, workbook: Any) -> None:
    reading = read(
        workbook([COMMUNE, commune_row(), commune_row(**{"Mã TTHC": "1.000594", "Trạng thái": "Hết hiệu lực"})])
    )
    assert [p.code for p in reading.procedures] == ["1.000593"]
    assert [p.value for p in only(reading, Severity.ERROR)] == ["Hết hiệu lực"]


@pytest.mark.parametrize("kind", ["STANDARD_INTERNAL", "TTHC nội bộ"])
def test_internal_by_type(read: Any, kind: str) -> None:
    (p,) = read(f"code,name,type\n1.000593,A,{kind}\n").procedures
    assert p.internal


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("effective_from", "31/02/2027"),
        ("effective_from", "01/9/20226"),
        ("effective_to", "1900-01-01"),
        ("received_at", "huyện"),
        ("internal", "chắc là có"),
    ],
)
def test_a_vital_value_that_cannot_be_read_refuses_the_row(read: Any, column: str, value: str) -> None:
    reading = read(f"code,name,{column}\n1.000593,A,{value}\n1.000594,B,\n")
    assert [p.code for p in reading.procedures] == ["1.000594"]
    (problem,) = reading.problems
    assert (problem.column, problem.value, problem.severity) == (LABELS[column], value, Severity.ERROR)


def test_another_value_that_cannot_be_read_is_left_out_and_told(read: Any) -> None:
    reading = read("code,name,levels\n1.000593,A,cấp xóm\n")
    assert reading.procedures[0].levels == ()
    assert [(p.column, p.severity) for p in reading.problems] == [("cấp thực hiện", Severity.WARNING)]


def test_effect_before_the_decision_is_told_once(read: Any) -> None:
    rows = "".join(f"1.00059{n},A,99/QĐ-UBND,2026-09-01,2026-08-01\n" for n in range(3))
    reading = read("code,name,decision,decision_date,effective_from\n" + rows)
    (problem,) = reading.problems
    assert (problem.severity, problem.value) == (Severity.WARNING, "01/08/2026, quyết định ngày 01/09/2026")
    assert len(reading.procedures) == 3


def test_a_period_that_ends_before_it_begins(read: Any) -> None:
    reading = read("code,name,effective_from,effective_to\n1.000593,A,2027-03-01,2027-02-28\n1.000594,B,,\n")
    assert [p.message for p in only(reading, Severity.ERROR)] == ["hết hiệu lực trước khi có hiệu lực"]


def test_versions_that_overlap_are_refused(read: Any) -> None:
    text = "code,name,effective_from,effective_to\n1.000593,A,2027-01-01,2027-06-30\n1.000593,B,2027-06-30,\n"
    reading = read(text)
    assert [p.name for p in reading.procedures] == ["A"]
    (problem,) = only(reading, Severity.ERROR)
    assert (problem.source.row, problem.message) == (3, "hai dòng của mã này có thời gian hiệu lực chồng nhau")


def test_number_cells_are_noted_and_short_codes_wait(read: Any, workbook: Any) -> None:
    reading = read(workbook([EXPORT, [2.00161, "A", "", "", ""], [1.000593, "B", "", "", ""]]))
    assert [p.code for p in reading.procedures] == ["1.000593"]
    (note,) = only(reading, Severity.WARNING)
    assert note.message.startswith("2 ô mã có kiểu số")
    (repair,) = only(reading, Severity.REPAIR)
    assert (repair.value, repair.proposal) == ("2.00161", "2.001610")
    assert (reading.tally.procedures, reading.tally.problems) == (1, 1)


@pytest.mark.parametrize(
    ("written", "code"), [("1.000234.000.00.00.H42", "1.000234"), (" 1.000234", "1.000234"), ("1. 000234", "1.000234")]
)
def test_suffixed_and_spaced_codes_are_cut_with_a_warning(read: Any, written: str, code: str) -> None:
    reading = read(f"code,name\n{written},A\n")
    assert [p.code for p in reading.procedures] == [code]
    assert all(p.severity is Severity.WARNING and p.rule for p in reading.problems)


def test_a_deleted_entry_is_refused(read: Any) -> None:
    reading = read("code,name\n1.014955-Xoa,A\n1.000593,B\n")
    assert [p.code for p in reading.procedures] == ["1.000593"]
    assert "đánh dấu xóa" in only(reading, Severity.ERROR)[0].message


def test_a_malformed_code_stands_only_with_a_portal_id(read: Any) -> None:
    reading = read(f"code,name,uuid\n1.0133611,A,{UUID}\n1.0133612,B,\n")
    assert [p.code for p in reading.procedures] == ["1.0133611"]
    assert [(p.value, p.severity) for p in reading.problems] == [
        ("1.0133611", Severity.WARNING),
        ("1.0133612", Severity.ERROR),
    ]


@pytest.mark.parametrize("name", ["[1.000234] Cấp lại thẻ", "Cấp lại thẻ (Mã: 1.000234)"])
def test_the_code_inside_the_name(read: Any, name: str) -> None:
    (p,) = read(f"code,name\n,{name}\n").procedures
    assert (p.code, p.name) == ("1.000234", "Cấp lại thẻ")


def test_a_name_that_holds_its_own_code_stays_whole(read: Any) -> None:
    reading = read("code,name\n1.010736,Tham vấn (cấp xã) (1.010736)\n")
    assert reading.procedures[0].name == "Tham vấn (cấp xã) (1.010736)"
    assert not reading.problems


def test_a_name_with_another_code_is_told(read: Any) -> None:
    reading = read("code,name\n1.000593,Cấp lại thẻ (Mã: 1.000234)\n")
    assert reading.procedures[0].code == "1.000593"
    assert "1.000234" in reading.problems[0].message


def test_three_cases_of_one_code(read: Any) -> None:
    text = "code,name,fee\n1.000593,Cấp thẻ,\n1.000593,a) Cấp mới,10.000 đồng\n1.000593,b) Cấp lại,20.000 đồng\n"
    reading = read(text)
    (p,) = reading.procedures
    assert (p.name, p.cases, p.fee) == ("Cấp thẻ", ("a) Cấp mới", "b) Cấp lại"), "10.000 đồng; 20.000 đồng")
    assert reading.tally.procedures == 3
    assert not reading.problems


def test_cases_without_a_name_above_them_make_the_name_together(read: Any) -> None:
    (p,) = read("code,name\n1.000593,a) Cấp mới\n1.000593,b) Cấp lại\n").procedures
    assert p.name == "a) Cấp mới; b) Cấp lại"


def test_a_suffixed_case_joins_its_code(read: Any) -> None:
    reading = read("code,name\n1.001193,Đăng ký khai sinh\n1.001193.02,Đăng ký khai sinh tại nhà\n")
    (p,) = reading.procedures
    assert (p.name, p.cases) == ("Đăng ký khai sinh", ("Đăng ký khai sinh tại nhà",))
    assert [x.severity for x in reading.problems] == [Severity.WARNING]


def test_two_names_for_one_code_are_told(read: Any) -> None:
    reading = read("code,name\n1.000593,Cấp thẻ\n1.000593,Đăng ký xe\n")
    assert [p.name for p in reading.procedures] == ["Cấp thẻ"]
    assert "nhiều tên" in reading.problems[0].message


def test_page_breaks_repeat_header_and_numbering(read: Any) -> None:
    reading = read("code,name,field\n(1),(2),(3)\n1.000593,A,X\ncode,name,field\n1.000594,B,X\n")
    assert reading.tally.headings == 3
    assert len(reading.procedures) == 2


def test_columns_that_a_person_names(read: Any, workbook: Any) -> None:
    content = workbook([["x", "1.000593", "Đăng ký kết hôn"], ["y", "1.000594", "Đăng ký khai tử"]])
    reading = read(content, columns={"code": "B", "name": "c"})
    assert [(p.code, p.name) for p in reading.procedures] == [
        ("1.000593", "Đăng ký kết hôn"),
        ("1.000594", "Đăng ký khai tử"),
    ]
    by_text = read("Số hiệu,Nội dung\n1.000593,A\n", columns={"code": "Số hiệu", "name": "B"})
    assert [p.name for p in by_text.procedures] == ["A"]


@pytest.mark.parametrize(("columns", "message"), [({"code": "Z"}, "không có cột"), ({"la": "A"}, "không có trường")])
def test_columns_that_do_not_exist(read: Any, columns: dict[str, str], message: str) -> None:
    with pytest.raises(IntakeError, match=message):
        read("a,b\n1.000593,A\n", columns=columns)


def test_mode_and_kind_that_a_person_names(read: Any) -> None:
    assert read("code,name\n1.000593,A\n", mode=Mode.CHANGE).mode is Mode.CHANGE
    with pytest.raises(IntakeError, match="không phải là chi tiết"):
        read("code,name\n1.000593,A\n", kind=FileKind.PORTAL_DETAIL)


def test_unused_columns_are_named(read: Any) -> None:
    reading = read("code,name,Điện thoại\n1.000593,A,x\n")
    assert [(p.value, p.message) for p in reading.problems] == [("Điện thoại", "cột không dùng đến")]


LIST = "Mã TTHC;Tên TTHC;Lĩnh vực\n1.000593;Kết hôn;Hộ tịch\n1.000594;Khai tử;Hộ tịch\n"


@pytest.mark.parametrize(
    "content",
    [
        LIST.encode("utf-16-le"),
        LIST.encode("utf-16-be"),
        "DANH SÁCH TTHC, cập nhật tháng 9\n" + LIST,
        "sep=;\n" + LIST,
        LIST.replace(";", "|"),
        LIST.replace("1.000594", "１.０００５９４"),
    ],
)
def test_the_same_list_however_it_was_saved(read: Any, content: bytes | str) -> None:
    reading = read(content)
    assert reading.kind is FileKind.TABLE
    assert [(p.code, p.name) for p in reading.procedures] == [("1.000593", "Kết hôn"), ("1.000594", "Khai tử")]
    assert not only(reading, Severity.ERROR)


def test_a_quote_that_never_ends_swallows_no_rows(read: Any) -> None:
    with pytest.raises(IntakeError, match="bảng CSV sai cách ghi từ dòng 4"):
        read(LIST + '1.000595;"Chưa đóng ngoặc;Hộ tịch\n1.000596;Nhận cha, mẹ, con;Hộ tịch\n')


def test_a_damaged_letter_in_a_name_refuses_the_row(read: Any) -> None:
    (problem,) = read(LIST.replace("Khai tử", "Khai t\ufffd")).problems
    assert (problem.severity, problem.column, problem.value) == (Severity.ERROR, "tên", "Khai t\ufffd")


@pytest.mark.parametrize("nothing", ["\ufeff", "\u202e", "\u200b\u2060"])
def test_a_row_of_invisible_characters_is_no_row(read: Any, workbook: Any, nothing: str) -> None:
    assert read(LIST + nothing + ";;\n").tally.rows == 3
    annex = [["(Kèm theo Quyết định số 1/QĐ-UBND)"], ["STT", "Mã TTHC", "Tên TTHC", "Sau cắt giảm"]]
    assert read(workbook([*annex, [nothing], [1, "1.000593", "Kết hôn", ""]])).tally.rows == 3
