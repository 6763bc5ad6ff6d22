"""`kiosk report` and `kiosk evidence`: files, what is refused, and that a second run is the first one."""

from __future__ import annotations

from datetime import date, datetime

import pytest
import typer

from kiosk.cli.report import _choose_period
from kiosk.clock import get_today
from tests.kiosk.commands import Office

TODAY = f"{get_today()}"
PERIOD = ("report", "--from", TODAY, "--to", TODAY)


def test_files_are_the_same_twice_and_numbers_are_shown_without_one(small_office: Office) -> None:
    for name in ("a", "b"):
        small_office.ok(
            *PERIOD, "--pdf", f"{name}.pdf", "--xlsx", f"{name}.xlsx", "--csv", f"{name}.csv", "--by", "Lan"
        )
    for ending in ("pdf", "xlsx", "csv"):
        first, second = ((small_office.folder / f"{name}.{ending}").read_bytes() for name in "ab")
        assert first == second
    shown = small_office.ok(*PERIOD)
    assert "Đầu chuỗi nhật ký" in shown and "Tỷ lệ công bố điện tử" in shown


def test_the_period_is_the_month_before_where_none_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.cli.report.get_today", lambda: date(2026, 3, 5))
    assert _choose_period(None, None) == (date(2026, 2, 1), date(2026, 2, 28))
    assert _choose_period(None, datetime(2026, 1, 20)) == (date(2026, 1, 1), date(2026, 1, 20))
    assert _choose_period(datetime(2025, 12, 3), datetime(2026, 1, 20)) == (date(2025, 12, 3), date(2026, 1, 20))
    with pytest.raises(typer.BadParameter):
        _choose_period(datetime(2026, 1, 20), None)


def test_evidence_of_a_site_and_what_is_refused(small_office: Office) -> None:
    said = small_office.json("evidence", "10507", "--pdf", "e.pdf")
    assert said["release"] == 1 and said["tables"]["procedures"]
    assert (small_office.folder / "e.pdf").read_bytes().startswith(b"%PDF")
    assert "10507" in small_office.ok("evidence", "10507")
    assert "kiosk site list" in small_office.refused("evidence", "99999")
    assert "chưa kết thúc" in small_office.refused("report", "--from", TODAY, "--to", "2099-01-01")
    assert "không có thư mục" in small_office.refused(*PERIOD, "--pdf", "khong/co/r.pdf")
