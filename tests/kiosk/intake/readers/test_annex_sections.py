"""What stands in an annex besides its rows: statuses, days, who it is for, old and new, letterheads."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kiosk.errors import IntakeError
from kiosk.intake.read import FileKind
from kiosk.model.catalogue import Level
from kiosk.model.statement import RowStatus

UNDER = "(Ban hành kèm theo Quyết định số 3501/QĐ-UBND ngày 25/8/2026 của Chủ tịch UBND thành phố)"
HEAD = ["STT", "Mã TTHC", "Tên TTHC", "Thời hạn giải quyết", "Địa điểm thực hiện", "Phí, lệ phí", "Căn cứ pháp lý"]


def row(number: str, code: str, name: str) -> list[str]:
    return [number, code, name, "5 ngày", "UBND cấp xã", "Không", ""]


SECTIONS = [
    ("THỦ TỤC HÀNH CHÍNH GIỮ NGUYÊN", RowStatus.PUBLISHED),
    ("THỦ TỤC HÀNH CHÍNH BỊ HỦY CÔNG KHAI", RowStatus.REPEALED),
    ("THỦ TỤC HÀNH CHÍNH HẾT HIỆU LỰC", RowStatus.REPEALED),
    ("THỦ TỤC HÀNH CHÍNH BỊ THAY THẾ", RowStatus.REPEALED),
]


@pytest.mark.parametrize(("heading", "status"), SECTIONS)
def test_a_section_never_inherits_the_status_before_it(
    read: Any, document: Any, heading: str, status: RowStatus
) -> None:
    table = [HEAD, ["I", "", "TTHC MỚI BAN HÀNH", "", "", "", ""], row("1", "1.000593", "Kết hôn")]
    table += [["II", "", heading, "", "", "", ""], row("1", "1.000656", "Khai tử")]
    assert [e.status for e in read(document(UNDER, table)).entries] == [RowStatus.NEW, status]


def test_sections_numbered_like_procedures(read: Any, document: Any) -> None:
    table = [HEAD, ["1", "TTHC ban hành mới", "", "", "", "", ""], row("1.1", "1.000593", "Kết hôn")]
    table += [["2", "", "Thủ tục hành chính bị bãi bỏ", "", "", "", ""], row("2.1", "1.000656", "Khai tử")]
    reading = read(document(UNDER, table))
    assert [e.status for e in reading.entries] == [RowStatus.NEW, RowStatus.REPEALED]
    assert not reading.problems


def test_districts_are_no_more(read: Any, document: Any) -> None:
    table = [HEAD, ["A", "", "TTHC CẤP TỈNH", "", "", "", ""], row("1", "1.000593", "Kết hôn")]
    table += [["B", "", "TTHC CẤP HUYỆN", "", "", "", ""], row("1", "1.000656", "Khai tử")]
    assert [p.levels for p in read(document(UNDER, table)).procedures] == [(Level.PROVINCE,), ()]


@pytest.mark.parametrize(
    ("remark", "begins", "ends"),
    [
        ("Bãi bỏ từ ngày 01/01/2027", date(2027, 1, 1), None),
        ("Có hiệu lực từ 01/3/2027", date(2027, 3, 1), None),
        ("Thực hiện đến hết ngày 28/02/2027", None, date(2027, 2, 28)),
        ("Nghị định số 9/2026/NĐ-CP có hiệu lực từ ngày 01/3/2027", None, None),
        ("Liên thông", None, None),
    ],
)
def test_a_remark_names_the_days_of_its_row(
    read: Any, document: Any, remark: str, begins: date | None, ends: date | None
) -> None:
    table = [[*HEAD, "Ghi chú"], [*row("1", "1.000593", "Kết hôn"), remark], [*row("2", "1.000656", "Khai tử"), ""]]
    first, second = read(document("DANH MỤC BÃI BỎ", UNDER, table)).procedures
    assert (first.effective_from, first.effective_to) == (begins, ends)
    assert (second.effective_from, second.effective_to) == (None, None)


def test_the_day_of_a_section_is_not_that_of_the_next(read: Any, document: Any) -> None:
    table = [HEAD, ["I", "", "TTHC bị bãi bỏ từ ngày 01/01/2027", "", "", "", ""], row("1", "1.000593", "Kết hôn")]
    table += [["II", "", "TTHC mới ban hành (hiệu lực từ 01/3/2027)", "", "", "", ""], row("1", "1.000656", "Khai tử")]
    table += [["III", "", "TTHC sửa đổi, bổ sung", "", "", "", ""], row("1", "2.000815", "Chứng thực")]
    days = [p.effective_from for p in read(document(UNDER, table)).procedures]
    assert days == [date(2027, 1, 1), date(2027, 3, 1), None]


def test_internal_procedures_of_an_annex(read: Any, document: Any) -> None:
    table = [HEAD, row("1", "1.000593", "Kết hôn"), ["B", "", "THỦ TỤC HÀNH CHÍNH NỘI BỘ", "", "", "", ""]]
    table += [["I", "", "Lĩnh vực Tổ chức", "", "", "", ""], row("1", "1.000656", "Bổ nhiệm")]
    again = ["PHỤ LỤC II", "DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI", [HEAD, row("1", "2.000815", "Chứng thực")]]
    reading = read(document(UNDER, table, *again))
    assert [p.internal for p in reading.procedures] == [False, True, False]
    assert [p.message for p in reading.problems] == ["thủ tục nội bộ, không thuộc diện niêm yết"]


def test_a_decision_on_internal_process_is_not_for_posting(read: Any, document: Any) -> None:
    made = document("Phê duyệt quy trình nội bộ giải quyết TTHC", UNDER, [HEAD, row("1", "1.000593", "Kết hôn")])
    with pytest.raises(IntakeError, match=r"quy trình nội bộ, không phải danh mục để niêm yết.*--kind annex"):
        read(made)
    assert read(made, kind=FileKind.ANNEX).tally.procedures == 1
    both = document("Công bố danh mục và phê duyệt quy trình nội bộ", UNDER, [HEAD, row("1", "1.000593", "Kết hôn")])
    assert read(both).tally.procedures == 1


def replacing(old: str, new: str, code: str) -> list[list[str]]:
    head = ["STT", "Số hồ sơ TTHC", "Tên TTHC được thay thế", "Tên TTHC thay thế", "Lĩnh vực", "Cơ quan thực hiện"]
    return [head, ["1", code, old, new, "Hộ tịch", "UBND cấp xã"]]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("Tên cũ", "Tên mới (Mã số TTHC: 1.000777)", "1.000593"),
        ("Tên cũ (1.000593)", "Tên mới", "1.000777"),
        ("Tên cũ (1.000593)", "Tên mới (1.000777)", ""),
    ],
)
def test_one_code_beside_the_old_and_the_new_name(read: Any, document: Any, old: str, new: str, code: str) -> None:
    (entry,) = read(document("DANH MỤC TTHC ĐƯỢC THAY THẾ", UNDER, replacing(old, new, code))).entries
    assert entry.procedure is not None
    assert (entry.procedure.code, entry.procedure.name, entry.replaces) == ("1.000777", "Tên mới", ("1.000593",))


def test_a_code_that_may_be_the_old_one_is_not_guessed_at(read: Any, document: Any) -> None:
    reading = read(document("DANH MỤC TTHC ĐƯỢC THAY THẾ", UNDER, replacing("Tên cũ", "Tên mới", "1.000593")))
    assert reading.tally.problems == 1
    assert "không rõ mã là của thủ tục được thay thế hay" in reading.problems[-1].message


def test_a_heading_that_may_mean_the_old_procedures_is_asked(read: Any, document: Any) -> None:
    reading = read(document("TTHC ĐƯỢC THAY THẾ", UNDER, [HEAD, row("1", "1.000593", "Kết hôn")]))
    (problem,) = reading.problems
    assert problem.question
    assert problem.question.wording == "TTHC ĐƯỢC THAY THẾ"


@pytest.mark.parametrize("cells", [["II", "TTHC BỊ BÃI BỎ", "Lĩnh vực Hộ tịch", "", "", "", ""]])
def test_a_heading_in_several_cells(read: Any, document: Any, cells: list[str]) -> None:
    (entry,) = read(document(UNDER, [HEAD, cells, row("1", "1.000593", "Kết hôn")])).entries
    assert entry.procedure
    assert (entry.status, entry.procedure.field) == (RowStatus.REPEALED, "Hộ tịch")


def test_the_letterhead_in_one_cell_or_in_rows(read: Any, document: Any) -> None:
    head = [["UBND THÀNH PHỐ\nSố: 3333/QĐ-UBND", "CỘNG HÒA\nHải Phòng, ngày 15 tháng 8 năm 2026"]]
    rows = [["UBND THÀNH PHỐ", "CỘNG HÒA"], ["Số: 3333/QĐ-UBND", "Hải Phòng, ngày 15 tháng 8 năm 2026"]]
    for letterhead in (head, rows):
        reading = read(document(letterhead, "DANH MỤC TTHC LĨNH VỰC HỘ TỊCH", [HEAD, row("1", "1.000593", "Kết hôn")]))
        (p,) = reading.procedures
        assert (reading.kind, p.decision, p.decision_date) == (FileKind.ANNEX, "3333/QĐ-UBND", date(2026, 8, 15))


def test_an_annex_without_numbers_is_no_snapshot(read: Any, document: Any) -> None:
    table = [line[1:] for line in (HEAD, row("1", "1.000593", "Kết hôn"))]
    (entry,) = read(document("DANH MỤC TTHC BỊ BÃI BỎ", UNDER, table)).entries
    assert entry.status is RowStatus.REPEALED


def test_a_list_with_a_section_of_repeals_is_no_snapshot(read: Any, workbook: Any) -> None:
    rows = [["STT", "Mã TTHC", "Tên TTHC", "Lĩnh vực"], ["I", "TTHC sửa đổi"], [1, "1.000593", "Kết hôn", "Hộ tịch"]]
    reading = read(workbook([*rows, ["II", "TTHC bị bãi bỏ"], [1, "1.000656", "Khai tử", "Hộ tịch"]]))
    assert reading.kind is FileKind.ANNEX
    assert [e.status for e in reading.entries] == [RowStatus.AMENDED, RowStatus.REPEALED]


def test_codes_under_a_label_nobody_foresaw(read: Any, document: Any) -> None:
    table = [["STT", "Mã TTHC (trên Cổng DVC)", *HEAD[2:]], row("1", "1.000593", "Kết hôn"), row("2", "1.000656", "Tử")]
    reading = read(document("DANH MỤC SỬA ĐỔI", UNDER, table))
    assert ([p.code for p in reading.procedures], reading.problems) == (["1.000593", "1.000656"], ())
