"""What nothing prints is refused at its row, by file, row, column and character."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import IntakeError
from kiosk.intake.printing import _LONGEST_NOTE, refuse_unprintable
from kiosk.intake.proposal import Options, propose
from kiosk.intake.rows import Doubt, Row
from kiosk.model.catalogue import Catalogue, Channel, Ending, Procedure, Source
from kiosk.model.problem import Problem, Severity
from kiosk.paper import plan
from posters import cards, fonts, spec
from tests.kiosk.intake.conftest import Read, Workbook

AT = Source("a.csv", 5)
HEAD = "code,name,field,executing\n"
GOOD = "1.000001,Đăng ký khai sinh,Hộ tịch,Ủy ban nhân dân cấp xã\n"


def refusal(row: Row) -> Problem | None:
    return next((p for p in refuse_unprintable(row).problems if p.severity is Severity.ERROR), None)


@pytest.mark.parametrize(
    ("row", "column", "character"),
    [
        ("1.000002,Cấp giấy ا phép,Đất đai,Sở", "tên", "U+0627, ARABIC LETTER ALEF"),
        ("1.000002,Cấp（giấy）,Đất đai,Sở", "tên", "U+FF08, FULLWIDTH LEFT PARENTHESIS"),
        ("1.000002,Cấp giấy,Đất １ đai,Sở", "lĩnh vực", "U+FF11, FULLWIDTH DIGIT ONE"),
        ("1.000002,Cấp giấy,Đất đai,Sở 厅", "cơ quan thực hiện", "U+5385"),
        ("1.000002,Cấp a" + "\u0301" * 3000 + ",Đất đai,Sở", "tên", "U+0301, COMBINING ACUTE ACCENT"),
    ],
)
def test_a_row_is_refused_by_place_and_character(read: Read, row: str, column: str, character: str) -> None:
    reading = read(HEAD + GOOD + row + "\n", "a.csv")
    assert (reading.tally.procedures, reading.tally.problems) == (1, 1)
    (problem,) = [p for p in reading.problems if p.severity is Severity.ERROR]
    assert (problem.source, problem.column) == (Source("a.csv", 3), column)
    assert character in problem.message
    assert problem.way_out


def test_a_hundred_thousand_marks_in_every_row(read: Read) -> None:
    rows = "".join(f"1.{n:06},Cấp a{chr(0x301) * 50_000}{chr(0x323) * 50_000},Đất đai,Sở\n" for n in range(2, 9))
    reading = read(HEAD + GOOD + rows, "a.csv")
    assert (reading.tally.procedures, reading.tally.problems) == (1, 7)


def test_characters_that_are_none_are_told_in_json(read: Read) -> None:
    def row(code: str, name: str) -> dict[str, str]:
        return {"code": code, "name": name, "field": "Hộ tịch"}

    rows = [row("1.000001", "Đăng ký"), row("1.000002", "Đăng \ud800 ký"), row("1.000003", "Đăng \0 ký")]
    reading = read(json.dumps(rows), "a.json")
    assert (reading.tally.procedures, reading.tally.problems) == (1, 2)
    assert all("�" in p.message for p in reading.problems if p.severity is Severity.ERROR)


def test_a_zero_byte_in_a_table_is_told_by_line(read: Read) -> None:
    with pytest.raises(IntakeError, match=r"U\+0000 ở dòng 3"):
        read(HEAD + GOOD + "1.000002,Đăng \0 ký,Hộ tịch,Sở\n" * 40, "a.csv")


CAPITALS = "CẤP GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT "


@pytest.mark.parametrize(
    ("words", "length", "taken"),
    [
        ("Cấp giấy phép hoạt động ", 1_192, True),
        ("Cấp giấy phép hoạt động ", 3_610, True),
        (CAPITALS, 3_610, True),
        ("WMWMWM ", 3_999, False),
    ],
)
def test_a_name_longer_than_a_sheet_is_refused(
    read: Read, workbook: Workbook, words: str, length: int, taken: bool
) -> None:
    """What a whole sheet of every paper holds is taken, however long; a wide name of as many characters is not."""
    name = (words * 600)[:length].strip()
    content = workbook([("code", "name", "field"), ("1.000001", "Đăng ký", "Hộ tịch"), ("1.000002", name, "Hộ tịch")])
    reading = read(content, "a.xlsx")
    assert reading.tally.procedures == 1 + taken
    if not taken:
        (problem,) = [p for p in reading.problems if p.severity is Severity.ERROR]
        assert (problem.source.row, problem.column) == (3, "tên")
        assert "không vừa chỗ lớn nhất trên một tờ niêm yết" in problem.message


@given(
    st.text("ếệộABWiij /-", min_size=380, max_size=3_900),
    st.text("ếệộABWi ", max_size=300),
)
def test_a_card_that_was_taken_can_be_placed(name: str, field: str) -> None:
    p = Procedure("1.000001", name.strip() or "x", field.strip())
    row = refuse_unprintable(Row(AT, p))
    if row.taken:
        note = plan.note_end(Procedure("1", "x", effective_to=date(2026, 12, 31), ending=Ending.REPEALED), date.min)
        card = spec.Card(p.code, p.name, "", "dichvucong.gov.vn", p.field, note)
        assert cards.find_span(card, spec.GRIDS["A4"])


def test_no_note_of_an_end_is_wider_than_the_one_that_is_reckoned_with() -> None:
    ended = Procedure("1", "x", effective_to=date(2088, 8, 28), ending=Ending.REPEALED)
    widest = max("0123456789", key=lambda digit: fonts.read_advances(fonts.Face.BOLD)[digit])
    assert [re.sub(r"\d", widest, note) for note in plan.note_end(ended, date.min)] == [_LONGEST_NOTE]


@pytest.mark.parametrize(
    ("p", "column"),
    [
        (Procedure("1.000001", "x", decision="１/QĐ"), "quyết định"),
        (Procedure("1.000001", "x", everyday="😀"), "tên thường gọi"),
        (Procedure("1.000001", "x", keywords=("một", "二")), "từ khóa"),
        (Procedure("1.000001", "x", channels=(Channel("Trực tiếp", "5 ngày", "0 đồng ﷼"),)), "cách thức thực hiện"),
        (Procedure("1.000001", "x", dossier=("Đơn", "Ảnh \ue000")), "thành phần hồ sơ"),
        (Procedure("1.000001 １", "x"), "mã"),
        (Procedure("1.000001", "x", field="Hộ tịch " * 90), "lĩnh vực"),
    ],
)
def test_every_text_of_a_procedure_is_looked_at(p: Procedure, column: str) -> None:
    problem = refusal(Row(AT, p))
    assert problem is not None
    assert problem.column == column
    assert len(problem.value) <= 82
    doubted = refuse_unprintable(Row(AT, p, doubt=Doubt.LOST_ZEROS))
    assert (doubted.doubt, doubted.refused) == (None, True)


def test_a_decision_that_a_person_names_is_looked_at() -> None:
    with pytest.raises(IntakeError, match="U\\+FF11"):
        propose(Catalogue(), Options(decision="１/QĐ-UBND"))
