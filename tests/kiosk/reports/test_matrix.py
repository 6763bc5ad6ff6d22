"""The matrix: always in the order of the table, each answer for itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kiosk.reports.coverage import Report, ScreenGap, SiteRow
from kiosk.reports.matrix import Light, make_tiles, rank_worst

WHOLE = SiteRow("10507", "Trung tâm Phục vụ hành chính công phường Một", 5, 5, 5, 4, 1, (), (), 12, 12)
HALF = SiteRow("10888", "Trung tâm Phục vụ hành chính công xã Hai", 5, 5, 5, 4, 1, (), (), 11, 3)
LACKING = SiteRow("10903", "Xã Ba", 5, 4, 5, 4, 1, ("thiếu",), (), 9, 0)
REPORT = Report(3, "2026-11-24", False, (WHOLE, HALF, LACKING))
OLD = ScreenGap("10888", 2, "Sảnh", "old", date(2026, 11, 20), "", "")
SILENT = ScreenGap("10888", 3, "Tầng 2", "silent", date(2026, 11, 20), "", "")


def test_published_hanging_and_shown_are_three_answers() -> None:
    shown = replace(WHOLE, kiosks=1, kiosks_current=1)
    behind = replace(HALF, kiosks=1, screen_gaps=(OLD,))
    tiles = make_tiles(replace(REPORT, sites=(shown, behind, LACKING)))
    assert [t.code for t in tiles] == ["10507", "10888", "10903"]
    assert [[light for light, _ in t.lights] for t in tiles] == [
        [Light.GOOD, Light.GOOD, Light.GOOD],
        [Light.GOOD, Light.PARTLY, Light.BAD],
        [Light.BAD, Light.UNKNOWN, Light.UNKNOWN],
    ]
    assert tiles[0].name == "phường Một" and tiles[1].hanging[1] == "đã xác nhận treo 3/11 tờ"


def test_a_site_without_a_kiosk_has_a_sign_of_its_own() -> None:
    half = replace(HALF, kiosks=3, kiosks_current=1, screen_gaps=(OLD, SILENT))
    tiles = make_tiles(replace(REPORT, sites=(replace(WHOLE, without_kiosk=True), half)))
    assert tiles[0].kiosk == (Light.NONE, "khai báo không có kiosk")
    assert tiles[1].kiosk == (Light.PARTLY, "1/3 kiosk hiện đúng bản, còn lại hiện bản cũ hoặc im lặng")


def test_the_worst_come_first_and_those_without_fault_not_at_all() -> None:
    assert [s.code for s in rank_worst(REPORT, 5)] == ["10903", "10888"]
    assert [s.code for s in rank_worst(REPORT, 1)] == ["10903"]
