"""The page of openings, and its files."""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl
import pytest
from fastapi import FastAPI

from kiosk.clock import get_today
from kiosk.model.scan import ScanKey, ScanKind, ScanState
from kiosk.office.job_context import Workplace
from kiosk.office.people import Role
from kiosk.web.office.app import create_office
from kiosk.workspace.count_table import FILE, CountTable
from tests.kiosk.web.office.conftest import Desk

Sit = Callable[..., Desk]


@pytest.fixture
def here(live_office: Workplace) -> Workplace:
    """A published office."""
    return live_office


@pytest.fixture
def app(here: Workplace) -> FastAPI:
    """Its pages."""
    return create_office(here)


def test_openings_stand_on_the_page_and_in_files(here: Workplace, desk: Sit) -> None:
    reader = desk(Role.READER)
    assert "Chưa có ngày nào được đếm" in reader.get("/luot-mo").text
    today = get_today()
    keys = {
        ScanKey(today, ScanKind.SHEET, ScanState.RETIRED, "1-1-ABCDEF"): 4,
        ScanKey(today, ScanKind.PROCEDURE, ScanState.FOREIGN, ""): 2,
        ScanKey(today, ScanKind.SHEET, ScanState.UNCLEAR, "1-2-FEDCBA"): 1_234,
    }
    CountTable(here.store.root).add(keys)
    page = reader.get("/luot-mo").text
    assert "1-1-ABCDEF" in page
    assert "(các mã khác)" in page
    assert "1.234" in page
    assert "không ai được ghi lại" in page
    days = f"tu={today}&den={today}"
    book = openpyxl.load_workbook(io.BytesIO(reader.get(f"/luot-mo.xlsx?{days}").content))
    assert book["Theo mã"].max_row == 4
    text = reader.get(f"/luot-mo.csv?{days}").content.decode("utf-8-sig")
    assert "1-1-ABCDEF" in text
    assert reader.get("/luot-mo?tu=2020-01-01&den=2020-02-01").status_code == 200


@pytest.mark.parametrize("days", ["tu=hom-qua", "tu=2026-12-31&den=2026-01-01", "den=9999999"])
def test_days_that_are_none_are_told(desk: Sit, days: str) -> None:
    for path in ("/luot-mo", "/luot-mo.xlsx", "/luot-mo.csv"):
        answer = desk(Role.READER).get(f"{path}?{days}")
        assert answer.status_code == 409
        assert "chọn" in answer.text


def test_counts_that_cannot_be_read_are_told(here: Workplace, desk: Sit) -> None:
    (here.store.root / FILE).write_bytes(b"no database" * 99)
    answer = desk(Role.READER).get("/luot-mo")
    assert answer.status_code == 409
    assert "kiosk doctor" in answer.text
