"""The tables behind the numbers: always the same ones, each row as wide as its heading."""

from __future__ import annotations

from datetime import date

from kiosk.model.ledger import PaperAct
from kiosk.model.site_change import SiteChange, SiteChangeKind
from kiosk.office.ledger.period import IncidentFact, OrderFact, PaperFact
from kiosk.office.ledger.report_events import MadeReport, ReportScope
from kiosk.office.ledger.site_events import SiteEvent
from kiosk.reports.control_tables import list_tables
from kiosk.reports.report_table import ReportTable
from tests.kiosk.reports.periods import FIRST, LAST, period, sheet

DAY = date(2026, 11, 15)


def tables(**changed: object) -> dict[str, ReportTable]:
    known = period(sheet("1-1", hung=DAY), sheet("2-1", revision="e" * 64), **changed)
    return {table.key: table for table in list_tables(known)}


def test_levels_and_fields_are_counted_by_online_level() -> None:
    known = tables()
    assert known["levels"].rows == (("xã", 4, 3, 1, 0, 0), ("tỉnh, xã", 2, 0, 0, 0, 2))
    assert known["fields"].rows == (("Hộ tịch", 3, 3, 0, 0, 0), ("Đất đai", 3, 0, 1, 0, 2))


def test_every_row_is_as_wide_as_its_heading_and_titles_are_names_of_pages() -> None:
    made = MadeReport(ReportScope(FIRST, LAST, 30, "f" * 64), 33, 0, None, "Lan")
    change = SiteChange(SiteChangeKind.MERGED, "10888", DAY, "15/QĐ-UBND", {}, "10903")
    known = tables(
        previous=made,
        late=(PaperFact(35, "10507", "1-1", PaperAct.HUNG, DAY, 36),),
        orders=(OrderFact(1, DAY, 2, (21, 22), 1, 20, 12, 3),),
        incidents=(IncidentFact(1, "10507", "", "mã lạ", DAY, 8, None, None),),
        changes=(SiteEvent(change, 9, "Trung tâm Cẩm Giang"),),
    )
    for table in known.values():
        assert len(table.title) <= 31, "as workbooks allow"
        assert table.rows and {len(row) for row in table.rows} == {len(table.columns)}, table.key
    assert known["orders"].rows[0][-2:] == (5, "sự kiện 21-22")
    assert known["late"].rows[0][-1] == "đã hủy bằng sự kiện 36" and "sự kiện 30" in known["late"].note
    assert known["site_changes"].rows[0][2] == "nhập vào điểm khác 10903"
    assert known["rules"].rows[1][-1] == "chưa ghi số văn bản"
    assert known["gaps"].rows == (("10507", "2-1", "11/11/2026", 19, "chưa từng treo", "sự kiện 20"),)
