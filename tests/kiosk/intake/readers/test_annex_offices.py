"""Annexes as offices type them: other headers, ordinals, marks, dittos, counts, names cut by a page."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

import docx
import pytest

from kiosk.intake.read import Doubt, FileKind
from kiosk.intake.readers.annex_headings import read_stated_count
from kiosk.model.problem import Severity
from kiosk.model.site import SiteKind
from kiosk.model.statement import RowStatus

UNDER = "(Ban hành kèm theo Quyết định số 3501/QĐ-UBND ngày 25/8/2026 của Chủ tịch UBND thành phố)"
HEAD = ["STT", "Mã TTHC", "Tên TTHC", "Thời hạn giải quyết", "Địa điểm thực hiện", "Phí, lệ phí", "Căn cứ pháp lý"]
CENTRE = "Trung tâm Phục vụ hành chính công"


def row(number: str, code: str, name: str, place: str = "", legal: str = "") -> list[str]:
    return [number, code, name, "5 ngày", place, "Không", legal]


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("Mã số TTHC", "Tên TTHC"),
        ("Số hồ sơ TTHC", "Tên thủ tục hành chính"),
        ("Số hiệu TTHC", "Tên thủ tục hành chính"),
        ("Mã\nTTHC", "Tên\nthủ tục hành chính"),
        ("Mã thủ tục hành chính trên CSDLQG", "Danh mục thủ tục hành chính"),
        ("Mã", "TTHC"),
    ],
)
def test_wording_of_the_header(read: Any, document: Any, code: str, name: str) -> None:
    table = [
        ["STT", code, name, "Tên VBQPPL quy định nội dung sửa đổi, bổ sung", "Lĩnh vực", "Cơ quan thực hiện"],
        ["1", "1.000593", "Đăng ký kết hôn", "NĐ 123/2015", "Hộ tịch", "UBND cấp xã"],
    ]
    reading = read(document("DANH MỤC SỬA ĐỔI, BỔ SUNG", UNDER, table))
    (p,) = reading.procedures
    assert (reading.kind, reading.problems) == (FileKind.ANNEX, ())
    assert (p.code, p.name, p.legal_basis, p.field) == ("1.000593", "Đăng ký kết hôn", "NĐ 123/2015", "Hộ tịch")


@pytest.mark.parametrize(
    "cell",
    [
        "Đăng ký kết hôn\n1.000593",
        "1.000593.000.00.00.H24\nĐăng ký kết hôn",
        "Đăng ký kết hôn\nMã TTHC: 1.000593",
        "Mã số: 1.000593 - Đăng ký kết hôn",
        "[1.000593.000.00.00.H42] Đăng ký kết hôn",
    ],
)
def test_the_code_stands_in_the_cell_of_the_name(read: Any, document: Any, cell: str) -> None:
    table = [
        ["STT", "Tên TTHC/Mã TTHC", "Thời hạn giải quyết", "Phí, lệ phí"],
        ["1", cell, "5 ngày", "Không"],
    ]
    (p,) = read(document("BAN HÀNH MỚI", UNDER, table)).procedures
    assert (p.code, p.name) == ("1.000593", "Đăng ký kết hôn")


@pytest.mark.parametrize("ordinal", ["*", "-", "a)", "1.1", "I.2", ""])
def test_sections_under_other_ordinals(read: Any, workbook: Any, ordinal: str) -> None:
    reading = read(
        workbook(
            [
                [UNDER],
                HEAD,
                ["A", "THỦ TỤC HÀNH CHÍNH CẤP XÃ", "(01 TTHC)"],
                [ordinal, "Thủ tục hành chính được sửa đổi, bổ sung (01)"],
                row("1", "1.000593", "Đăng ký kết hôn"),
            ]
        )
    )
    assert not reading.problems
    assert [e.status for e in reading.entries] == [RowStatus.AMENDED]


def test_a_lettered_row_under_a_procedure_is_its_case(read: Any, workbook: Any) -> None:
    reading = read(
        workbook(
            [
                ["DANH MỤC SỬA ĐỔI " + UNDER],
                HEAD,
                row("1", "1.000593", "Đăng ký kết hôn"),
                ["", "", "a) Trường hợp thường", "5 ngày"],
            ]
        )
    )
    (p,) = reading.procedures
    assert (p.name, p.cases) == ("Đăng ký kết hôn", ("a) Trường hợp thường",))


def test_a_case_below_a_refused_row_does_not_join_the_entry_before_it(read: Any, workbook: Any) -> None:
    reading = read(
        workbook(
            [
                ["DANH MỤC SỬA ĐỔI " + UNDER],
                HEAD,
                row("1", "1.000593", "Đăng ký kết hôn"),
                row("2", "1.0133611", "Đăng ký khai tử"),
                ["", "", "a) Trường hợp thường", "5 ngày"],
            ]
        )
    )
    assert [(p.code, p.cases) for p in reading.procedures] == [("1.000593", ())]
    assert [r.doubt for r in reading.rows[-2:]] == [Doubt.MALFORMED, Doubt.NO_CODE]


def test_a_name_that_runs_on_after_a_page_is_whole(read: Any, document: Any) -> None:
    table = [
        HEAD,
        row("1", "1.000593", "Đăng ký kết hôn có yếu tố", legal="Luật A;"),
        ["", "", "nước ngoài"] + [""] * 4,
    ]
    table[2][6] = "Luật B"
    reading = read(document("SỬA ĐỔI", UNDER, table))
    (p,) = reading.procedures
    assert (p.name, p.legal_basis) == ("Đăng ký kết hôn có yếu tố nước ngoài", "Luật A; Luật B")
    assert [(x.source.row, x.severity, x.value) for x in reading.problems] == [(3, Severity.WARNING, "nước ngoài")]
    assert (reading.tally.procedures, reading.tally.headings) == (2, 1)


@pytest.mark.parametrize(
    ("place", "kinds"),
    [
        ("Trung tâm PVHCC thành phố", (SiteKind.CITY,)),
        ("Trung tâm Phục vụ HCC xã, phường, đặc khu", (SiteKind.COMMUNE,)),
        ("Bộ phận Một cửa cấp xã", (SiteKind.COMMUNE,)),
        ("UBND cấp xã", (SiteKind.COMMUNE,)),
        (f"{CENTRE} thành phố Hải Phòng hoặc {CENTRE} cấp xã", (SiteKind.COMMUNE, SiteKind.CITY)),
        (f"{CENTRE} thành phố Hải Phòng, xã, phường, đặc khu", (SiteKind.COMMUNE, SiteKind.CITY)),
        (f"{CENTRE} thành phố (quầy Sở Xây dựng)", (SiteKind.CITY,)),
        (f"{CENTRE} thành phố, số 1 phường Hồng Bàng", (SiteKind.CITY,)),
        (f"{CENTRE} thành ph ố và cấp xã", (SiteKind.COMMUNE, SiteKind.CITY)),
        (
            "Trung tâm PVHCC TP Hải Phòng (phía Đông); TTPVHCC 114 xã, phường, đặc khu",
            (SiteKind.COMMUNE, SiteKind.CITY),
        ),
    ],
)
def test_whose_centre_a_place_names(read: Any, document: Any, place: str, kinds: tuple[SiteKind, ...]) -> None:
    (p,) = read(document("SỬA ĐỔI", UNDER, [HEAD, row("1", "1.000593", "Đăng ký kết hôn", place)])).procedures
    assert p.received_at == kinds
    assert p.place == place


def test_a_place_that_is_none_of_the_centres_is_asked(read: Any, document: Any) -> None:
    for place in ("x", "TTPVHCC", "Cơ sở 2"):
        assert read(document("SỬA ĐỔI", UNDER, [HEAD, row("1", "1.000593", "Đăng ký", place)])).tally.questions == 1
    reading = read(document("SỬA ĐỔI", UNDER, [HEAD, row("1", "1.000593", "Đăng ký kết hôn", "Sở Xây dựng")]))
    (problem,) = reading.problems
    assert problem.question is not None
    assert problem.question.answers == ("commune", "city", "commune+city", "bỏ")
    assert (reading.tally.procedures, reading.tally.questions) == (0, 1)


@pytest.mark.parametrize("ditto", ["-nt-", "- nt -", "Như trên", '"'])
def test_a_ditto_repeats_the_cell_above(read: Any, document: Any, ditto: str) -> None:
    table = [HEAD, row("1", "1.000593", "Một", f"{CENTRE} cấp xã"), row("2", "1.000594", "Hai", ditto, ditto)]
    table.append(row("3", "1.000595", "Ba", ditto))
    last = read(document("SỬA ĐỔI", UNDER, table)).procedures[-1]
    assert (last.received_at, last.place) == ((SiteKind.COMMUNE,), f"{CENTRE} cấp xã")


@pytest.mark.parametrize("mark", ["–", "/", "…", "Không tiếp nhận", "☐"])
def test_a_written_no_is_no_tick(read: Any, workbook: Any, mark: str) -> None:
    head = ["STT", "Mã TTHC", "Tên TTHC", "Địa điểm tiếp nhận cấp xã", "Địa điểm tiếp nhận thành phố"]
    (p,) = read(workbook([[UNDER], head, ["1", "1.000593", "Đăng ký kết hôn", mark, "x"]])).procedures
    assert p.received_at == (SiteKind.CITY,)


def test_a_tick_put_in_as_a_symbol_counts(read: Any, document: Any) -> None:
    head = ["STT", "Mã TTHC", "Tên TTHC", "Địa điểm tiếp nhận cấp xã", "Địa điểm tiếp nhận thành phố"]
    content = document("SỬA ĐỔI", UNDER, [head, ["1", "1.000593", "Đăng ký kết hôn", "DẤU", ""]])
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            data = old.read(name).replace(b"<w:t>D\xe1\xba\xa4U</w:t>", b'<w:sym w:font="Wingdings" w:char="F0FC"/>')
            new.writestr(name, data)
    (p,) = read(made.getvalue()).procedures
    assert p.received_at == (SiteKind.COMMUNE,)


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("I. LĨNH VỰC HỘ TỊCH (05 TTHC)", 5),
        ("Lĩnh vực Hộ tịch (2)", 2),
        ("A. CẤP TỈNH (12 TTHC: 03 ban hành mới, 09 sửa đổi)", 12),
        ("Lĩnh vực Đất đai: 07 thủ tục", 7),
        ("Lĩnh vực Đất đai (Luật số 31)", None),
        ("Danh mục năm (2026)", None),
    ],
)
def test_the_count_that_a_heading_states(heading: str, said: int | None) -> None:
    assert read_stated_count(heading) == said


def test_a_heading_whose_count_is_wrong_is_told(read: Any, workbook: Any) -> None:
    rows = [
        ["DANH MỤC BAN HÀNH MỚI, SỬA ĐỔI " + UNDER],
        HEAD,
        ["A. CẤP TỈNH (03 TTHC)"],
        ["I", "Lĩnh vực Hộ tịch (03 TTHC)"],
        row("1", "1.000593", "Một"),
        row("2", "1.000594", "Hai"),
        ["", "", "a) Trường hợp thường", "5 ngày"],
        ["II", "Lĩnh vực Đất đai (01 TTHC)"],
        row("3", "1.000595", "Ba"),
        ["B. CẤP XÃ (01 TTHC)"],
        ["I", "Lĩnh vực Hộ tịch (01 TTHC)"],
        row("1", "không rõ", "Bốn"),
    ]
    reading = read(workbook(rows))
    counts = [p for p in reading.problems if p.column == "đề mục"]
    assert [(p.source.row, p.severity) for p in counts] == [(4, Severity.WARNING)]
    assert counts[0].message == "đề mục ghi 3 thủ tục nhưng bên dưới có 2"
    assert counts[0].value == "Lĩnh vực Hộ tịch (03 TTHC)"


def test_a_name_that_begins_with_its_code_is_no_case_of_the_row_above(read: Any, document: Any) -> None:
    table = [
        ["TT", "Tên thủ tục hành chính", "Ghi chú"],
        ["1", "Đăng ký kết hôn (1.000593)", "Bãi bỏ"],
        ["2", "1.000594 - Đăng ký khai tử", ""],
    ]
    reading = read(document("DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ", UNDER, table))
    assert [(p.code, p.name) for p in reading.procedures] == [
        ("1.000593", "Đăng ký kết hôn"),
        ("1.000594", "Đăng ký khai tử"),
    ]


def test_old_and_new_under_two_header_rows(read: Any, workbook: Any) -> None:
    rows = [
        [f"DANH MỤC THỦ TỤC HÀNH CHÍNH ĐƯỢC THAY THẾ {UNDER}"],
        ["STT", "TTHC được thay thế", None, "TTHC thay thế", None, "Lĩnh vực"],
        [None, "Mã TTHC", "Tên TTHC", "Mã TTHC", "Tên TTHC", None],
        [1, "1.000593", "Tên cũ", "1.000777", "Tên mới", "Hộ tịch"],
    ]
    reading = read(workbook(rows, merged=("A2:A3", "B2:C2", "D2:E2", "F2:F3")))
    (entry,) = reading.entries
    assert entry.procedure is not None
    assert (entry.status, entry.procedure.code, entry.procedure.name) == (RowStatus.REPLACING, "1.000777", "Tên mới")
    assert entry.replaces == ("1.000593",)


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("Quyết định này có hiệu lực từ 01/3/2027.", date(2027, 3, 1)),
        ("Hiệu lực thi hành: 01/03/2027", date(2027, 3, 1)),
        ("Quyết định này có hiệu lực kể từ ngày ký ban hành.", date(2026, 8, 25)),
        ("Quyết định này có hiệu lực thi hành sau 10 ngày kể từ ngày ký.", date(2026, 9, 4)),
    ],
)
def test_how_the_effective_day_is_said(read: Any, document: Any, sentence: str, day: date | None) -> None:
    (p,) = read(
        document("QUYẾT ĐỊNH", sentence, "DANH MỤC SỬA ĐỔI", UNDER, [HEAD, row("1", "1.000593", "Kết hôn")])
    ).procedures
    assert (p.effective_from, p.decision_date) == (day, date(2026, 8, 25))


def test_people_who_sign_are_no_procedures(read: Any, document: Any) -> None:
    table = [HEAD, row("1", "1.000593", "Kết hôn"), ["NGƯỜI LẬP BIỂU", "", "", "", "GIÁM ĐỐC", "", ""]]
    table += [["Nguyễn Văn A", "", "Lê Thị B", "", "Trần Văn C", "", ""], HEAD, row("2", "1.000594", "Khai tử")]
    reading = read(document("SỬA ĐỔI", UNDER, table))
    assert not reading.problems
    assert [p.code for p in reading.procedures] == ["1.000593", "1.000594"]


def test_a_table_inside_a_frame_is_read_as_a_table(read: Any) -> None:
    made = docx.Document()
    made.add_paragraph(UNDER)
    inner = made.add_table(1, 1).cell(0, 0).add_table(2, len(HEAD))
    for line, texts in zip(inner.rows, [HEAD, row("1", "1.000593", "Kết hôn")], strict=True):
        for cell, text in zip(line.cells, texts, strict=True):
            cell.text = text
    out = io.BytesIO()
    made.save(out)
    reading = read(out.getvalue())
    assert (reading.kind, [p.name for p in reading.procedures]) == (FileKind.ANNEX, ["Kết hôn"])


def test_shifted_cells_of_a_separated_annex_are_refused(read: Any) -> None:
    head = "(Kèm theo Quyết định số 3/QĐ-UBND ngày 25/8/2026);;;\nSTT;Mã TTHC;Tên TTHC;Sau cắt giảm\n"
    reading = read(head + "1;1.000001;Nhận cha; mẹ, con;1 ngày\n2;1.000002;Kết hôn;1 ngày\n", "qd.csv")
    assert [p.code for p in reading.procedures] == ["1.000002"]
    assert "nhiều hơn 4 ô" in reading.problems[0].message
