"""Papers for the staff: complete, ticked off line by line, on one page wherever it fits."""

from __future__ import annotations

import pytest

from posters import notice, pdf
from posters.errors import MissingGlyphError
from posters.products_spec import Notice, NoticeItem, NoticeSection
from posters.spec import SiteHead
from tests.posters.products import DAY, LONG, clashes, flat, pages_of


def paper(details: int, sheets: int = 3) -> Notice:
    """A notice whose sheets have so many reasons each."""
    items = tuple(NoticeItem(f"11824-HT-{i:02d}", "Hộ tịch", (LONG,) * details, "1 x 2") for i in range(sheets))
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


def made(said: Notice, head: SiteHead) -> list[str]:
    return pages_of(pdf.address(notice.template(said), head))


def test_a_usual_notice_is_one_page_with_every_sheet_and_reason(head: SiteHead) -> None:
    (said,) = made(paper(2), head)
    assert all(f"11824-HT-{i:02d}" in said for i in range(3))
    assert flat(said).count(flat(LONG)) == 6
    assert "DD-01–12" in said
    assert "Số 1" in said
    assert "Điện thoại" not in said


@pytest.mark.parametrize("details", [20, 90])
def test_long_reasons_go_on_on_further_pages(details: int, head: SiteHead) -> None:
    pages = made(paper(details), head)
    assert len(pages) > 1
    assert "".join(map(flat, pages)).count("(mục-77)") == 3 * details
    assert all(f"Trang {i}/{len(pages)}" in text for i, text in enumerate(pages, 1))
    assert "Người thực hiện" in pages[-1]


def test_no_text_lies_on_another(head: SiteHead) -> None:
    content = pdf.address(notice.template(paper(9)), head)
    assert [clash for i in range(len(pages_of(content))) for clash in clashes(content, i)] == []


def test_a_section_that_goes_on_says_so(head: SiteHead) -> None:
    pages = made(paper(1, sheets=80), head)
    assert all("In và treo các tờ này (tiếp theo)" in text for text in pages[1:-1])
    assert sum(text.count("11824-HT-") for text in pages) == 80


def test_a_character_without_glyph_is_named(head: SiteHead) -> None:
    bad = Notice("Thay tờ", "X", "\u4e2d", (), 7, DAY)
    with pytest.raises(MissingGlyphError, match="U\\+4E2D"):
        made(bad, head)
