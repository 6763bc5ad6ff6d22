"""Papers for the staff: complete, ticked off line by line, on one page wherever it fits."""

from __future__ import annotations

import pytest

from posters import inspect, notice, press
from posters.errors import MissingGlyphError
from posters.products_spec import Notice, NoticeItem, NoticeSection
from posters.spec import SiteHead
from tests.posters.products import DAY, LONG, clashes, flat, pages_of


def paper(details: int, sheets: int = 3, text: str = LONG) -> Notice:
    """A notice whose sheets have so many reasons each."""
    items = tuple(NoticeItem(f"11824-HT-{i:02d}", "Hộ tịch", (text,) * details, "1 x 2") for i in range(sheets))
    return Notice(
        "Thay tờ niêm yết",
        "THAY-TO",
        "In 3 tờ, gỡ 0 tờ, giữ nguyên 12 tờ.",
        (
            NoticeSection("In và treo các tờ này", items, figures="Số trang"),
            NoticeSection("Giữ nguyên", plain="DD-01–12"),
        ),
        7,
        DAY,
        facts=(("Địa chỉ", "Số 1"), ("Điện thoại", "")),
        closing=("Người thực hiện: ………",),
    )


def said_by(facts: Notice, head: SiteHead) -> list[str]:
    return pages_of(notice.draw_notice(facts, head))


def test_a_usual_notice_is_one_page_with_every_sheet_and_reason(head: SiteHead) -> None:
    (said,) = said_by(paper(2), head)
    assert all(f"11824-HT-{i:02d}" in said for i in range(3))
    assert flat(said).count(flat(LONG)) == 6
    assert "DD-01–12" in said
    assert "Số 1" in said
    assert "Điện thoại" not in said
    assert "Trang" not in said


@pytest.mark.parametrize("details", [20, 90])
def test_long_reasons_go_on_on_further_pages_that_say_whose_they_are(details: int, head: SiteHead) -> None:
    content = notice.draw_notice(paper(details), head)
    pages = pages_of(content)
    assert len(pages) > 1
    assert "".join(map(flat, pages)).count("(mục-77)") == 3 * details
    assert all(f"Trang {i}/{len(pages)}" in text for i, text in enumerate(pages, 1))
    assert "Người thực hiện" in pages[-1]
    assert press.read_labels(content) == [
        f"{head.code}-THAY-TO-{i:0{len(str(len(pages)))}d}" for i in range(1, len(pages) + 1)
    ]


def test_a_line_taller_than_a_page_names_its_sheet_on_every_page(head: SiteHead) -> None:
    pages = said_by(paper(90, sheets=1), head)
    within = [text for text in pages if "(mục-77)" in text]
    assert len(within) > 2
    assert all("11824-HT-00" in text for text in within)
    assert all("(tiếp theo)" in text.replace("In và treo các tờ này (tiếp theo)", "") for text in within[1:])


def test_one_detail_taller_than_a_page(head: SiteHead) -> None:
    pages = said_by(paper(1, sheets=1, text=LONG * 90), head)
    assert "".join(map(flat, pages)).count("(mục-77)") == 90


@pytest.mark.parametrize(("details", "sheets"), [(9, 3), (1, 60), (90, 2)])
def test_no_text_lies_on_another(details: int, sheets: int, head: SiteHead) -> None:
    content = notice.draw_notice(paper(details, sheets), head)
    assert [clash for i in range(len(pages_of(content))) for clash in clashes(content, i)] == []


def test_a_section_that_goes_on_says_so(head: SiteHead) -> None:
    pages = said_by(paper(1, sheets=80), head)
    assert all("In và treo các tờ này (tiếp theo)" in text for text in pages[1:-1])
    assert sum(text.count("11824-HT-") for text in pages) == 80


def test_a_character_without_glyph_is_named(head: SiteHead) -> None:
    for strange in (Notice("Thay tờ", "X", "\u4e2d", (), 7, DAY), Notice("\u4e2d", "X", "In", (), 7, DAY)):
        with pytest.raises(MissingGlyphError, match="U\\+4E2D"):
            notice.draw_notice(strange, head)


def test_a_notice_with_nothing_in_it(head: SiteHead) -> None:
    (said,) = said_by(Notice("Thay tờ", "X", "", (NoticeSection("Giữ nguyên 0 tờ"),), 7, DAY), head)
    assert "Giữ nguyên 0 tờ" in said


def test_the_reading_side_finds_no_code_on_it(head: SiteHead) -> None:
    assert inspect.read_codes(notice.draw_notice(paper(2), head), 0) == []
