"""Head and foot of posting sheets: what is large stays in its corner, what the site adds keeps clear of it."""

from __future__ import annotations

import contextlib
import itertools
from datetime import date

import pypdfium2
import pytest

from posters import geometry, inspect, masthead, pdf, plates, sheets
from posters.body import MarkKind
from posters.emblem import load
from posters.spec import GRIDS, Sheet, SheetMark, SiteHead, Wording
from posters.text import PT
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
    assert body.marks[0].area.right < body.marks[1].area.x - 2


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


def _touching(content: bytes, below: float, right: float) -> list[str]:
    """Pairs of letters above `below` and left of `right` (mm) whose own boxes, marks included, lie on each other."""
    with contextlib.closing(pypdfium2.PdfDocument(content)) as document:
        page = document[0]
        text, high = page.get_textpage(), page.get_height()
        letters = [(text.get_charbox(i), text.get_text_range(i, 1)) for i in range(text.count_chars())]
        boxes = [
            (b, c) for b, c in letters if c.strip() and (high - b[3]) * 25.4 / 72 < below and b[2] * 25.4 / 72 < right
        ]
        return [
            f"{c} {d}"
            for (a, c), (b, d) in itertools.combinations(boxes, 2)
            if min(a[2], b[2]) - max(a[0], b[0]) > 0.15 and min(a[3], b[3]) - max(a[1], b[1]) > 0.15
        ]


@pytest.mark.parametrize("paper", ["A4", "A3"])
@pytest.mark.parametrize("label", ["1-1", "4-10", "15-12"])
@pytest.mark.parametrize("emblem", [None, "png opaque", "png wide"])
def test_no_line_of_the_head_lies_on_another(paper: str, label: str, emblem: str | None) -> None:
    """The longest names beside the longest numbers: what to do lay on the group's name beside «4·10»."""
    shown = None if emblem is None else load(FILES[emblem], "biểu trưng")
    mark = shown.mark if shown else None
    frame = geometry.make_frame(GRIDS[paper])
    corner = masthead.measure_masthead(frame, paper, label, mark).corner
    for group in ("Người có công, chính sách", "Công Thương, khoa học, viễn thông", "Đất đai"):
        for name in (CITY, LONG, "Trung tâm Phục vụ hành chính công xã Vĩnh Bảo"):
            sheet = _sheet(paper, label, group=group, emblem=mark)
            template = pdf.make_template([sheets.draw_sheet(sheet, {})], emblem=shown)
            content = pdf.address_file(template, SiteHead("HP-E", name))
            assert _touching(content, frame.grid.y, corner.x) == [], (group, name)
