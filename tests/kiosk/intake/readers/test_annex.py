"""Annexes of decisions, as workbooks and as documents."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kiosk.intake.read import Doubt, FileKind, Mode, Reading
from kiosk.intake.readers.annex_headings import Section, read_levels, read_status
from kiosk.model.catalogue import Level, Online
from kiosk.model.problem import Severity
from kiosk.model.site import SiteKind
from kiosk.model.statement import RowStatus
from kiosk.text import fold

TITLE = "DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI, SỬA ĐỔI, BỔ SUNG"
UNDER = "(Kèm theo Quyết định số 3501/QĐ-UBND ngày 01 tháng 9 năm 2026 của Chủ tịch UBND thành phố)"
HEAD = ["STT", "Mã TTHC", "Tên thủ tục hành chính", "Thời hạn giải quyết", "", "Địa điểm thực hiện", "",
        "Phí, lệ phí", "Căn cứ pháp lý", "Mức độ DVC", ""]  # fmt: skip
SUB = ["", "", "", "Theo quy định", "Sau cắt giảm", "TTPVHCC thành phố", "TTPVHCC xã, phường, đặc khu", "", "",
       "Toàn trình", "Một phần"]  # fmt: skip
MERGED = ("A1:K1", "A2:K2", "A3:A4", "B3:B4", "C3:C4", "D3:E3", "F3:G3", "H3:H4", "I3:I4", "J3:K3")
REPEAL = ["STT", "Mã TTHC", "Tên TTHC", "Văn bản quy định việc bãi bỏ", "Lĩnh vực", "Cơ quan thực hiện", "QĐ công bố"]


def annex(workbook: Any, *rows: list[Any], under: str = UNDER) -> bytes:
    return bytes(workbook([[TITLE], [under], HEAD, SUB, *rows], title="Phụ lục I", merged=MERGED))


def statuses(reading: Reading) -> list[tuple[str, RowStatus]]:
    return [(e.procedure.code, e.status) for e in reading.entries if e.procedure]


def test_annex_as_a_workbook(read: Any, workbook: Any) -> None:
    reading = read(
        annex(
            workbook,
            [f"({n})" for n in range(1, 12)],
            ["A. THỦ TỤC HÀNH CHÍNH CẤP TỈNH"],
            ["I", "LĨNH VỰC AN TOÀN, VỆ SINH LAO ĐỘNG (02 TTHC)"],
            ["THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI"],
            [1, "1.116316", "Kiểm tra chất lượng\nhàng hóa", "01 ngày làm việc", "Không thực hiện cắt giảm", "x", "",
             "Không", "NĐ 37/2026/NĐ-CP", "x", ""],
            ["SỬA ĐỔI, BỔ SUNG"],
            [2, "1.000321", "Đăng ký khai thác tuyến", "5 ngày", "2,5 ngày", "x", "X", "Không quy định", "NĐ 158",
             "", "x"],
            ["B. THỦ TỤC HÀNH CHÍNH CẤP XÃ"],
            ["1. Lĩnh vực Hộ tịch"],
            ["THAY THẾ"],
            [1, "1.000593", "Đăng ký kết hôn"],
            ["BÃI BỎ"],
            [1, "2.000635", "Cấp bản sao"],
            ["", "", "TM. ỦY BAN NHÂN DÂN"],
            ["", "", "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"],
        )
    )  # fmt: skip
    assert (reading.kind, reading.mode) == (FileKind.ANNEX, Mode.CHANGE)
    assert not reading.problems
    assert (reading.tally.procedures, reading.tally.headings) == (4, 15)
    assert statuses(reading) == [
        ("1.116316", RowStatus.NEW),
        ("1.000321", RowStatus.AMENDED),
        ("1.000593", RowStatus.REPLACING),
        ("2.000635", RowStatus.REPEALED),
    ]
    new, amended, replacing, _ = reading.procedures
    assert (new.name, new.field) == ("Kiểm tra chất lượng hàng hóa", "An toàn, vệ sinh lao động")
    assert (new.levels, new.received_at, new.online) == ((Level.PROVINCE,), (SiteKind.CITY,), Online.FULL)
    assert (new.time_legal, new.time_city) == ("01 ngày làm việc", "Không thực hiện cắt giảm")
    assert (new.fee, new.legal_basis) == ("Không", "NĐ 37/2026/NĐ-CP")
    assert (new.decision, new.decision_date) == ("3501/QĐ-UBND", date(2026, 9, 1))
    assert (amended.received_at, amended.online) == ((SiteKind.COMMUNE, SiteKind.CITY), Online.PARTIAL)
    assert (replacing.levels, replacing.field) == ((Level.COMMUNE,), "Hộ tịch")


def test_annex_as_a_document(read: Any, document: Any) -> None:
    reading = read(
        document(
            "Căn cứ Quyết định số 997/QĐ-BXD ngày 01 tháng 8 năm 2026 của Bộ trưởng Bộ Xây dựng;",
            "PHỤ LỤC",
            "(Kèm theo Quyết định số 3500/QĐ-UBND ngày 30 tháng 8 năm 2026)",
            "I. DANH MỤC THỦ TỤC HÀNH CHÍNH ĐƯỢC SỬA ĐỔI, BỔ SUNG",
            [
                ["STT", "Mã TTHC", "Tên thủ tục hành chính", "Thời hạn giải quyết", None, "Địa điểm thực hiện"],
                ["", "", "", "Theo quy định", "Sau khi cắt giảm", ""],
                ["THỦ TỤC HÀNH CHÍNH DÙNG CHUNG (CẤP BỘ, CẤP TỈNH, CẤP XÃ)", None, None, None, None, None],
                ["LĨNH VỰC CÔNG CHỨC", None, None, None, None, None],
                ["1.", "1.014111", "Thủ tục thi tuyển công chức", "Tối đa 140 ngày", "Tối đa 70 ngày",
                 "- Trung tâm Phục vụ hành chính công thành phố\n"
                 "- Trung tâm Phục vụ hành chính công xã, phường, đặc khu"],
            ],
            "II. DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ",
            [REPEAL, ["1", "1.013723", "Thủ tục kiểm tra", "NĐ 37/2026", "An toàn", "Sở Nội vụ", "1234/QĐ-UBND"]],
            [["Nơi nhận:\n- Như trên", "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH"]],
        )
    )  # fmt: skip
    assert reading.kind is FileKind.ANNEX
    assert not reading.problems
    assert statuses(reading) == [("1.014111", RowStatus.AMENDED), ("1.013723", RowStatus.REPEALED)]
    shared, repealed = reading.procedures
    assert shared.levels == (Level.MINISTRY, Level.PROVINCE, Level.COMMUNE)
    assert (shared.time_legal, shared.time_city, shared.field) == ("Tối đa 140 ngày", "Tối đa 70 ngày", "Công chức")
    assert shared.received_at == (SiteKind.COMMUNE, SiteKind.CITY)
    assert {p.decision for p in reading.procedures} == {"3500/QĐ-UBND"}
    assert (repealed.ended_by, repealed.executing) == ("NĐ 37/2026", ("Sở Nội vụ",))


def test_inserted_text_of_tracked_changes_counts_and_deleted_does_not(read: Any, document: Any) -> None:
    import io
    import zipfile

    content = document([["STT", "Mã TTHC", "Tên TTHC", "Văn bản bãi bỏ"], ["1", "1.000593", "CU", "NĐ 1"]])
    tracked = b'<w:ins w:id="1" w:author="a"><w:r><w:t>M\xe1\xbb\x9bi</w:t></w:r></w:ins>'
    tracked += b'<w:del w:id="2" w:author="a"><w:r><w:delText>old</w:delText></w:r></w:del>'
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b"<w:r><w:t>CU</w:t></w:r>", tracked))
    (p,) = read(out.getvalue()).procedures
    assert p.name == "Mới"


@pytest.mark.parametrize(
    ("under", "effective"),
    [
        ("(Kèm theo Quyết định số 3501/QĐ-UBND ngày 01/9/2026; có hiệu lực từ ngày 01/3/2027)", date(2027, 3, 1)),
        ("(Kèm theo Quyết định số 3501/QĐ-UBND ngày 01/9/2026, có hiệu lực kể từ ngày ký)", date(2026, 9, 1)),
        (UNDER, None),
    ],
)
def test_effective_day(read: Any, workbook: Any, under: str, effective: date | None) -> None:
    (p,) = read(annex(workbook, [1, "1.000593", "Đăng ký kết hôn"], under=under)).procedures
    assert p.effective_from == effective


def test_effective_day_named_after_the_tables(read: Any, document: Any) -> None:
    table = [["STT", "Mã TTHC", "Tên TTHC", "Sau cắt giảm"], ["1", "1.000593", "Đăng ký kết hôn", "1 ngày"]]
    (p,) = read(document(table, "Quyết định này có hiệu lực thi hành kể từ ngày 01 tháng 3 năm 2027.")).procedures
    assert p.effective_from == date(2027, 3, 1)


def test_temporary_simplification(read: Any, workbook: Any) -> None:
    row = ["Thực hiện từ ngày 01/10/2026 đến hết ngày 28/02/2027"]
    (p,) = read(annex(workbook, row, [1, "1.000593", "Đăng ký kết hôn"])).procedures
    assert (p.effective_from, p.effective_to) == (date(2026, 10, 1), date(2027, 2, 28))


def test_cases_in_merged_cells_and_in_rows_without_a_code(read: Any, workbook: Any) -> None:
    rows = [
        [1, "1.000593", "Cấp thẻ", "1 ngày"],
        ["", "", "a) Cấp mới", "2 ngày"],
        ["", "", "b) Cấp lại", "3 ngày"],
        [2, "1.000594", "Cấp phép", "4 ngày"],
        ["", "", "", "5 ngày"],
    ]
    content = workbook([[TITLE], [UNDER], HEAD, SUB, *rows], merged=[*MERGED, "A8:A9", "B8:B9", "C8:C9"])
    first, second = read(content).procedures
    assert (first.name, first.cases) == ("Cấp thẻ", ("a) Cấp mới", "b) Cấp lại"))
    assert first.time_legal == "1 ngày; 2 ngày; 3 ngày"
    assert (second.code, second.time_legal) == ("1.000594", "4 ngày; 5 ngày")


def test_replaced_codes(read: Any, workbook: Any) -> None:
    head = ["STT", "Mã TTHC", "Tên TTHC", "Mã TTHC được thay thế", "Tên TTHC được thay thế"]
    reading = read(workbook([["THAY THẾ"], head, [1, "1.116316", "Kiểm tra", "1.000111\n1.000222", "Cũ"]]))
    assert [e.replaces for e in reading.entries] == [("1.000111", "1.000222")]


def test_field_in_the_title(read: Any, workbook: Any) -> None:
    title = "DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI LĨNH VỰC NỘI VỤ THUỘC PHẠM VI QUẢN LÝ CỦA SỞ NỘI VỤ"
    (entry,) = read(workbook([[title], HEAD, SUB, [1, "1.000593", "Đăng ký", "", "", "x"]])).entries
    assert entry.procedure
    assert (entry.procedure.field, entry.status) == ("Nội vụ", RowStatus.NEW)


def test_one_column_for_both_places_is_quoted_not_ticked(read: Any, workbook: Any) -> None:
    head = ["STT", "Mã TTHC", "Tên TTHC", "Sau cắt giảm", "Địa điểm tiếp nhận (TTPVHCC thành phố; xã, phường)"]
    (p,) = read(workbook([head, [1, "1.000593", "A", "", "Trung tâm PVHCC thành phố"]])).procedures
    assert (p.received_at, p.place) == ((SiteKind.CITY,), "Trung tâm PVHCC thành phố")


def test_a_column_about_territory_is_no_fee(read: Any, workbook: Any) -> None:
    head = ["STT", "Mã TTHC", "Tên TTHC", "Sau cắt giảm", "Thực hiện phi địa giới"]
    (p,) = read(workbook([head, [1, "1.000593", "A", "", "x"]])).procedures
    assert p.fee == ""


def test_a_row_without_a_code_waits(read: Any, workbook: Any) -> None:
    reading = read(annex(workbook, [1, "1.000593", "Đăng ký kết hôn"], [2, "", "Đăng ký khai sinh", "1 ngày"]))
    assert [row.doubt for row in reading.rows if row.refused] == [Doubt.NO_CODE]
    assert [p.severity for p in reading.problems] == [Severity.ERROR]


def test_a_table_without_a_header_that_holds_codes_is_told(read: Any, document: Any) -> None:
    known = [["STT", "Mã TTHC", "Tên TTHC", "Sau cắt giảm"], ["1", "1.000593", "Đăng ký kết hôn", "1 ngày"]]
    reading = read(document(known, [["1", "1.000594"]]))
    assert [p.message for p in reading.problems] == ["dòng có mã nhưng bảng không có dòng tiêu đề nhận ra được"]
    assert reading.tally.problems == 1


def test_a_table_continues_without_a_header(read: Any, document: Any) -> None:
    known = [["STT", "Mã TTHC", "Tên TTHC", "Sau cắt giảm"], ["1", "1.000593", "Đăng ký kết hôn", "1 ngày"]]
    reading = read(document(known, [["2", "1.000594", "Đăng ký khai tử", "2 ngày"]]))
    assert [p.time_city for p in reading.procedures] == ["1 ngày", "2 ngày"]


@pytest.mark.parametrize(
    ("heading", "status"),
    [
        ("THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI", RowStatus.NEW),
        ("TTHC được sửa đổi, bổ sung", RowStatus.AMENDED),
        ("SỬA ĐỔI, BỔ SUNG, THAY THẾ", RowStatus.AMENDED),
        ("THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ", RowStatus.REPEALED),
        ("BAN HÀNH MỚI, SỬA ĐỔI, BỔ SUNG, BÃI BỎ", RowStatus.PUBLISHED),
        ("CẤP XÃ", None),
    ],
)
def test_status_of_a_heading(heading: str, status: RowStatus | None) -> None:
    assert read_status(fold(heading)) is status


def test_levels_of_a_heading() -> None:
    assert read_levels(fold("C. THỦ TỤC HÀNH CHÍNH DÙNG CHUNG")) == (Level.PROVINCE, Level.COMMUNE)
    assert read_levels(fold("CẤP TỈNH, CẤP XÃ")) == (Level.PROVINCE, Level.COMMUNE)


def test_outer_headings_reset_inner_ones_whichever_way_they_nest() -> None:
    by_level = Section()
    for text in ("A. CẤP TỈNH", "I. LĨNH VỰC ĐẤT ĐAI", "BÃI BỎ", "B. CẤP XÃ"):
        by_level = by_level.after(text)
    assert (by_level.levels, by_level.field, by_level.status) == ((Level.COMMUNE,), "", RowStatus.PUBLISHED)
    by_status = Section()
    for text in ("I. BAN HÀNH MỚI", "A. CẤP TỈNH", "1. Lĩnh vực Đất đai", "II. BÃI BỎ"):
        by_status = by_status.after(text)
    assert (by_status.levels, by_status.field, by_status.status) == ((), "", RowStatus.REPEALED)
