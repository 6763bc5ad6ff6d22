"""`kiosk counts`."""

from __future__ import annotations

import json

import openpyxl

from kiosk.clock import get_today
from kiosk.model.scan import ScanKey, ScanKind, ScanState
from kiosk.workspace.count_table import CountTable
from tests.kiosk.commands import Office


def test_counts_are_shown_as_rows_json_and_a_workbook(small_office: Office) -> None:
    empty = small_office.ok("counts")
    assert "Chưa có ngày nào được đếm" in empty
    today = get_today()
    keys = {
        ScanKey(today, ScanKind.SHEET, ScanState.RETIRED, "1-1-ABCDEF"): 4,
        ScanKey(today, ScanKind.PROCEDURE, ScanState.FOREIGN, "9.99999"): 2,
    }
    CountTable(small_office.folder / "var").add(keys)
    shown = small_office.ok("counts")
    assert "Mã đã thôi dùng vẫn được mở" in shown
    assert "1-1-ABCDEF" in shown
    assert "4 lượt mở mã của tờ, 2 lượt mở mã thủ tục" in shown
    facts = json.loads(small_office.ok("counts", "--json", "--xlsx", "luot.xlsx"))
    assert (facts["days_counted"], len(facts["opened"]), len(facts["by_day"])) == (1, 2, 2)
    book = openpyxl.load_workbook(small_office.folder / "luot.xlsx")
    assert book["Theo ngày"].max_row == 3
    assert "Chưa có ngày nào" in small_office.ok("counts", "--from", "2026-01-01", "--to", "31/01/2026")
    wrong = small_office.run("counts", "--from", "2026-02-01", "--to", "2026-01-01")
    assert wrong.returncode == 2
