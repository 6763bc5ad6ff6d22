"""The numbers of a period: shares, walls, days, incidents, each with its source."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kiosk.office.ledger.period import IncidentFact
from kiosk.office.ledger.period_screens import ScreenFact
from kiosk.reports.control_numbers import is_closed, is_closed_in, list_codes_on_walls, summarise_period, tell_screens
from kiosk.reports.decision_effects import list_effects
from tests.kiosk.reports.periods import RELEASE, period, sheet

HUNG = date(2026, 11, 15)


def test_numbers_and_sources_of_a_period_with_one_sheet_hung_and_one_not() -> None:
    known = period(sheet("1-1", hung=HUNG), sheet("2-1", revision="e" * 64))
    table = summarise_period(known, list_effects(known))
    rows = {name: (value, source) for name, value, source in table.rows}
    assert rows["Tỷ lệ niêm yết mã QR trên giấy"] == ("100 %", "bản phát hành 2 (sự kiện 20); sự kiện 31")
    assert rows["Tờ và bảng xác nhận đang treo đúng bản"][0] == 1
    assert rows["Điểm có mọi tờ và bảng treo đúng bản"][0] == 0
    assert rows["Số ngày từ công bố đến tường, lâu nhất"] == (4, "sự kiện 31")
    assert rows["Số ngày từ hiệu lực đến tường, trung vị"][0] == "4"
    assert list_codes_on_walls(known) == {"10507": {"1.000001", "1.000002"}}
    assert [bar[1:] for bar in table.bars] == [(2, 2), (2, 2)]


def test_of_a_release_without_facts_nothing_is_claimed() -> None:
    bare = replace(RELEASE, facts=None)
    table = summarise_period(period(releases=(bare,), live=bare), ())
    rows = [row[0] for row in table.rows]
    assert "Tỷ lệ công bố điện tử" not in rows and "Tờ và bảng phải treo (cộng các điểm)" not in rows
    assert "Tờ và bảng trên tường" in rows and table.bars == ()
    assert "Thủ tục, điểm và công bố điện tử" in rows


@pytest.mark.parametrize(
    ("closed_on", "closed", "within"),
    [(None, False, False), (date(2026, 10, 30), True, False), (HUNG, True, True), (date(2026, 12, 1), False, False)],
)
def test_an_incident_is_closed_by_the_end_and_in_the_period(closed_on: date | None, closed: bool, within: bool) -> None:
    incident = IncidentFact(1, "10507", "", "mã lạ", date(2026, 10, 20), 8, 9 if closed_on else None, closed_on)
    assert (is_closed(period(), incident), is_closed_in(period(), incident)) == (closed, within)


def test_screens_are_told_by_what_the_ledger_knows_of_each() -> None:
    screens = (ScreenFact(1, "A", 3), ScreenFact(2, "A", 2), ScreenFact(3, "A", 3, is_silent=True))
    known = period(screens=screens, absent={"B": 7})
    told = [tell_screens(known, site, release) for site, release in (("A", 3), ("A", 0), ("B", 3), ("C", 3))]
    assert told == ["1/3 kiosk đúng bản, 1 im lặng", "chưa rõ", "không có kiosk", "chưa khai báo kiosk"]
