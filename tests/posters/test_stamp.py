"""A stamped page says from when it may hang, and everything on it reads as before."""

from __future__ import annotations

from datetime import date

import pytest

from posters import inspect, notice, press
from posters.errors import DrawingError
from posters.products_spec import Notice, NoticeSection
from posters.spec import SiteHead
from posters.stamp import stamp_pages

TEXT = "CHƯA TREO TRƯỚC NGÀY 01/03/2027"


def page() -> bytes:
    facts = Notice("Thay tờ", "X", "Một dòng", (NoticeSection("Giữ nguyên", plain="HT-01"),), 1, date(2026, 11, 1))
    return notice.draw_notice(facts, SiteHead("10507", "Trung tâm"))


def test_the_stamp_stands_on_every_page_and_takes_nothing_away() -> None:
    before = page()
    after = stamp_pages(before, TEXT)
    assert press.read_labels(after) == press.read_labels(before)
    words = inspect.read_text(after, 0)
    assert TEXT in words
    assert "HT-01" in words
    assert stamp_pages(before, TEXT) == after


def test_a_broken_file_is_told() -> None:
    with pytest.raises(DrawingError, match="đóng dấu"):
        stamp_pages(b"%PDF-nothing", TEXT)
