"""The matrix: always in the order of the table, each answer for itself."""

from __future__ import annotations

from kiosk.office.walls import KioskShown
from kiosk.reports.coverage import Report, SiteRow
from kiosk.reports.matrix import Light, make_tiles, rank_worst

WHOLE = SiteRow("10507", "Trung tâm Phục vụ hành chính công phường Một", 5, 5, 5, 4, 1, (), (), 12, 12)
HALF = SiteRow("10888", "Trung tâm Phục vụ hành chính công xã Hai", 5, 5, 5, 4, 1, (), (), 11, 3)
LACKING = SiteRow("10903", "Xã Ba", 5, 4, 5, 4, 1, ("thiếu",), (), 9, 0)
REPORT = Report(3, "2026-11-24", False, (WHOLE, HALF, LACKING))
KIOSKS = {"10507": KioskShown("10507", 3, 3, ""), "10888": KioskShown("10888", 2, 3, "")}


def test_published_hanging_and_shown_are_three_answers() -> None:
    tiles = make_tiles(REPORT, KIOSKS)
    assert [t.code for t in tiles] == ["10507", "10888", "10903"]
    assert [[light for light, _ in t.lights] for t in tiles] == [
        [Light.GOOD, Light.GOOD, Light.GOOD],
        [Light.GOOD, Light.PARTLY, Light.BAD],
        [Light.BAD, Light.UNKNOWN, Light.UNKNOWN],
    ]
    assert tiles[0].name == "phường Một" and tiles[1].hanging[1] == "đã xác nhận treo 3/11 tờ"


def test_the_worst_come_first_and_those_without_fault_not_at_all() -> None:
    assert [s.code for s in rank_worst(REPORT, 5)] == ["10903", "10888"]
    assert [s.code for s in rank_worst(REPORT, 1)] == ["10903"]
