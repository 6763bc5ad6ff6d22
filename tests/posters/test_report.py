"""A report on paper: every cell is there, headings are repeated, data is no markup, the same facts the same bytes."""

from __future__ import annotations

from datetime import date

import pypdfium2

from posters.report import draw_report
from posters.report_spec import PaperTable, ReportPaper, ShareBar, TableColumn
from posters.spec import SiteHead

LONG = "Thủ tục đăng ký khai sinh kết hợp đăng ký nhận cha, mẹ, con có yếu tố nước ngoài tại khu vực biên giới"


def paper(rows: int) -> ReportPaper:
    columns = (TableColumn("Mã", 10), TableColumn("Số lượt", 8, figures=True), TableColumn("Tên", 60))
    listed = tuple((f"1.{n:06d}", str(n * 7), f"{LONG} {n} <img src='x'/>") for n in range(rows))
    bars = (ShareBar("Trên giấy", 2, 3, "2/3: 66,6 %"), ShareBar("Không có gì", 0, 0, "0/0"))
    table = PaperTable("Thủ tục", "Theo bản 3.", columns, listed, bars)
    site = SiteHead("BC", "Ủy ban nhân dân thành phố Hải Phòng")
    return ReportPaper(
        title="Báo cáo",
        label="2026-11",
        site=site,
        facts=(("Kỳ", "tháng 11"), ("Trống", "")),
        tables=(table, PaperTable("Sự cố", "", columns, ())),
        closing=("Người lập: …",),
        release=3,
        released=date(2026, 11, 30),
        foot="Kỳ 11/2026 · sự kiện 9",
    )


def read(content: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content)]


def test_every_cell_stands_on_paper_and_headings_on_every_page() -> None:
    pages = read(draw_report(paper(60)))
    assert len(pages) > 1 and all("Số lượt" in page for page in pages[:-1])
    words = " ".join(" ".join(pages).split())
    for n in range(60):
        assert f"1.{n:06d}" in words
    assert "<img src='x'/>" in words and "Trống" not in words and "Không có." in words
    assert all("sự kiện 9" in page for page in pages), "the foot of every page"


def test_the_same_facts_are_the_same_bytes() -> None:
    assert draw_report(paper(3)) == draw_report(paper(3))
