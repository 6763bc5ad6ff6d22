"""Head and foot of posting sheets: what is large stays in its corner, what the site adds keeps clear of it."""

from __future__ import annotations

import itertools
from collections import Counter
from datetime import date

import pytest

from posters import geometry, inspect, masthead, pdf, plates, sheets
from posters.body import MarkKind
from posters.emblem import load
from posters.spec import GRIDS, Sheet, SheetMark, SiteHead, Wording
from posters.text import PT
from tests.posters.letters import find_touching, read_letters
from tests.posters.test_emblem import FILES

MARK = SheetMark("15-12-234567", "HTTPS://NIEMYET.HAIPHONG.GOV.VN/T/15-12-234567")
CITY = "Trung tâm Phục vụ hành chính công thành phố Hải Phòng – Cơ sở 1 (phía Đông)"
LONG = "Trung tâm Phục vụ hành chính công phường Nguyễn Bỉnh Khiêm"


def _sheet(paper: str, label: str = "15-12", **facts: object) -> Sheet:
    made = Sheet(paper, "Công Thương, khoa học, viễn thông", label, 15, (), 1, date(2026, 11, 29), mark=MARK)
    return made if not facts else Sheet(**{**{k: getattr(made, k) for k in made.__dataclass_fields__}, **facts})  # type: ignore[arg-type]


@pytest.mark.parametrize("paper", GRIDS)
def test_everything_stands_within_the_page_and_apart(paper: str) -> None:
    frame = geometry.make_frame(GRIDS[paper])
    at = masthead.measure_masthead(frame, paper, "15-12")
    areas = masthead.place_areas(at, Wording())
    assert areas.mark is not None
    assert at.top >= 5
    assert areas.mark.bottom <= frame.grid.y
    assert areas.mark.right <= at.text
    assert at.text + at.width < at.corner.x
    assert at.corner.bottom <= frame.grid.y
    body = sheets.draw_sheet(_sheet(paper), {})
    assert [mark.kind for mark in body.marks] == [MarkKind.QR, MarkKind.MATRIX]
    assert all(frame.grid.bottom < mark.area.y and mark.area.bottom < frame.height - 5 for mark in body.marks)
    fine, coarse = (mark.area for mark in body.marks)
    assert coarse.right + 3 < at.foot_text, "one reflection does not lie over both"
    assert at.foot_text + at.foot_width < fine.x - 2


@pytest.mark.parametrize("paper", GRIDS)
def test_the_longest_name_and_all_marks_are_read(paper: str) -> None:
    head = SiteHead("11824", LONG, "Số 1 đường Trần Hưng Đạo", "0220 3 123 456", "Thứ Hai–Thứ Sáu 7:30–17:00")
    content = pdf.address_file(pdf.make_template([sheets.draw_sheet(_sheet(paper), {})]), head)
    (read,) = inspect.read_sheets(content, [0])
    assert list(inspect.read_site_marks(content, [0])) == [(str(plates.identify_site(head)),)]
    assert read.names == (MARK.id,)
    assert [code.text for code in read.codes] == [MARK.address]
    text = " ".join(inspect.read_text(content, 0).split())
    assert all(part in text for part in (LONG, "15·12", MARK.id, "Tờ 15·12", "11824-15-12", "0220 3 123 456"))


def test_the_number_is_read_at_three_metres_and_sheets_of_one_group_share_their_head() -> None:
    assert masthead.LABEL_SIZE >= 80
    frame = geometry.make_frame(GRIDS["A4"])
    one, other, long = (masthead.measure_masthead(frame, "A4", label) for label in ("1-1", "4-8", "15-12"))
    assert one == other
    assert long.corner.width > one.corner.width > 3 * masthead.LABEL_SIZE * PT * 0.4


def test_without_a_mark_a_sheet_is_drawn_all_the_same() -> None:
    assert sheets.draw_sheet(_sheet("A4", mark=None), {}).marks == ()


STACKED = "HỘ TỊCH, CỨNG ẾCH, THỬA ẨN, ĐỒ GỖ Ổ ỄN"
GROUPS = ("Công Thương, khoa học, viễn thông", "Đất đai", "ĐẤT ẨM Ễ Ẳ", STACKED)
NAMES = (CITY, LONG, "Trung tâm Phục vụ hành chính công xã Vĩnh Bảo", CITY.upper(), f"{LONG.upper()} Ặ Ẳ Ễ", "Ổ Ẳ")
SCANS = (Wording().scan, "QUÉT MÃ ĐỂ MỞ THỦ TỤC Ổ ẲN, DỄ ỢT", "Quét mã")


EMBLEMS = (None, "png opaque", "png wide")
HEADS = [*itertools.product(["A4"], ["1-1", "4-10", "15-12"], EMBLEMS), ("A3", "15-12", "png wide")]


@pytest.mark.parametrize(("paper", "label", "emblem"), HEADS)
def test_no_line_of_the_head_lies_on_another(paper: str, label: str, emblem: str | None) -> None:
    """The longest and shortest names beside the longest and shortest numbers, in capitals with two marks too, whatever
    a group is called; nor does a line lie on the band or reach the first card."""
    shown = None if emblem is None else load(FILES[emblem], "biểu trưng")
    mark = shown.mark if shown else None
    frame = geometry.make_frame(GRIDS[paper])
    at = masthead.measure_masthead(frame, paper, label, mark)
    for group, scan in itertools.product(GROUPS, SCANS):
        sheet = _sheet(paper, label, group=group, emblem=mark, wording=Wording(scan=scan))
        template = pdf.make_template([sheets.draw_sheet(sheet, {})], emblem=shown)
        for name in NAMES:
            content = pdf.address_file(template, SiteHead("HP-E", name))
            boxes = [box for box in read_letters(content) if box.bottom < frame.grid.y and box.right < at.corner.x]
            assert find_touching(boxes) == [], (group, name, scan)
            assert min(box.top for box in boxes) >= at.top + 7.0 * at.scale - 0.1, (group, name, scan)
            shown_text = Counter("".join(box.sign for box in boxes))
            assert shown_text == Counter("".join((group, name, scan)).replace(" ", "")), (group, name, scan)
