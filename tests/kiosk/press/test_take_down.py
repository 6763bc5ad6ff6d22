"""The take-down list names every sheet that hangs, and why it goes."""

from __future__ import annotations

from datetime import date

from kiosk.press.notices import draw_notice
from kiosk.press.take_down import describe_take_down
from posters import inspect
from posters.spec import SiteHead


def test_every_sheet_stands_on_the_list_with_the_decision() -> None:
    labels = [f"{group}-{number}" for group in range(1, 9) for number in range(1, 8)] + ["0-0"]
    facts = (("Vì sao", "Nhập vào điểm khác 10903 từ 01/12/2026 theo 15/QĐ-UBND"),)
    notice = describe_take_down("10888", labels, facts, 7, date(2026, 11, 24))
    content = draw_notice(notice, SiteHead("10888", "Trung tâm Phục vụ hành chính công xã Cẩm Giang"))
    words = inspect.read_text(content, 0)
    assert "15/QĐ-UBND" in words and "Gỡ 57 tờ" in words
