"""What a change to one site costs in paper is known before it is made, and is what the next build then does."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kiosk.errors import ConfigError
from kiosk.office.site_costs import foresee_change
from kiosk.paper.comparison import SheetAction
from kiosk.settings import config
from kiosk.workspace.store import Store
from tests.kiosk.commands import Office

DAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Office:
    """A city whose sample is published."""
    office = Office.in_folder(tmp_path_factory.mktemp("city"), root)
    office.ok("regenerate", "--as-of", DAY.isoformat(), "--early")
    return office


def _cost(city: Office, **values: str) -> tuple[str, int, int, int]:
    settings = config.load(city.folder / "config.yaml")
    forecast = foresee_change(Store(city.folder / "var"), settings, DAY, "10507", values)
    assert forecast is not None
    actions = (SheetAction.PRINT, SheetAction.KEEP, SheetAction.TAKE_DOWN)
    prints, kept, gone = map(forecast.count, actions)
    return forecast.paper, prints, kept, gone


def test_what_is_not_printed_costs_nothing_and_a_hotline_every_sheet(city: Office) -> None:
    before = (city.folder / "data/sites.csv").read_bytes()
    paper, prints, kept, gone = _cost(city, email="a@haiphong.gov.vn")
    assert (paper, prints, gone) == ("A4", 0, 0)
    assert _cost(city, hotline="0225 3 123 456") == ("A4", kept, 0, 0)
    larger = _cost(city, paper="A3")
    assert larger[0] == "A3"
    assert larger[1] + larger[3] == kept
    assert (city.folder / "data/sites.csv").read_bytes() == before


def test_the_command_tells_first_and_writes_when_told_to(city: Office) -> None:
    before = (city.folder / "data/sites.csv").read_bytes()
    assert "--yes" in city.refused("site", "set", "10888", "hotline=0225 3 123 456")
    assert (city.folder / "data/sites.csv").read_bytes() == before
    shown = city.ok("site", "set", "10888", "hotline=0225 3 123 456", "--yes")
    assert "điểm 10888 (khổ A4) phải in" in shown
    (changed,) = [s for s in city.json("plan", "--as-of", DAY.isoformat())["sites"] if s["code"] == "10888"]
    assert {sheet["action"] for sheet in changed["sheets"]} == {"in"}
    assert changed["small_names"] <= changed["names"] * 0.02


def test_what_cannot_be_written_is_refused_before_anything_is_planned(city: Office) -> None:
    with pytest.raises(ConfigError, match="cột «paper» không hợp lệ"):
        _cost(city, paper="Letter")


def test_before_the_first_release_nothing_hangs(tmp_path: Path, root: Path) -> None:
    office = Office.in_folder(tmp_path, root)
    settings = config.load(office.folder / "config.yaml")
    assert foresee_change(Store(office.folder / "var"), settings, DAY, "10507", {"hotline": "0225 1"}) is None
