"""The hanging plan: one page, every sheet in order, heights, what stays."""

from __future__ import annotations

from datetime import date

import pytest

from posters import hanging, inspect, press
from posters.products_spec import HungLabel, WallPlan
from posters.spec import SiteHead

DAY = date(2026, 11, 24)


def wall(count: int, paper: str = "A4") -> WallPlan:
    sheets = tuple(HungLabel(f"{1 + i // 16}-{1 + i % 16}", 1 + i // 16, i % 3 == 0) for i in range(count))
    return WallPlan(paper, sheets, 7, DAY, ("9-9",))


@pytest.mark.parametrize(("count", "paper"), [(1, "A4"), (56, "A4"), (29, "A3"), (15, "A1"), (236, "A4")])
def test_every_sheet_stands_on_one_page_in_order(count: int, paper: str, head: SiteHead) -> None:
    plan = wall(count, paper)
    content = hanging.draw_plan(plan, head)
    assert press.read_labels(content) == [f"{head.code}-SO-DO"]
    text = inspect.read_text(content, 0)
    assert "Gỡ bỏ: 9·9." in " ".join(text.split())
    assert f"{count} tờ {paper}" in text and head.name in text
    words = text.split()
    assert all(sheet.label.replace("-", "·") in words for sheet in plan.sheets)
    assert hanging.draw_plan(plan, head) == content


@pytest.mark.parametrize(("paper", "rows"), [("A4", 3), ("A3", 2), ("A2", 1), ("A1", 1)])
def test_rows_stay_within_reach_of_all_eyes(paper: str, rows: int) -> None:
    assert hanging.count_rows(paper) == rows


def test_heights_are_said(head: SiteHead) -> None:
    text = " ".join(inspect.read_text(hanging.draw_plan(wall(9), head), 0).split())
    assert "hàng 1: 150 cm, hàng 2: 120 cm, hàng 3: 91 cm" in text and "165 cm" in text
    assert "Treo mới 3 tờ" in text and "giữ nguyên 6 tờ" in text
