"""Monday's numbers are answers of their own queries."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.clock import get_today
from kiosk.office.database.migrating import open_database
from kiosk.office.job_context import Workplace
from kiosk.reports.weekly import WeeklyNumber, count_week
from kiosk.settings import config as settings
from kiosk.workspace.store import Store
from tests.kiosk.commands import Office
from tests.kiosk.kiosks import declare, say


@pytest.fixture
def here(tmp_path: Path, root: Path) -> Iterator[Workplace]:
    """An office that has published nothing."""
    bare = Office.in_folder(tmp_path, root)
    store = Store(bare.folder / "var")
    database = open_database(store.root)
    yield Workplace(store, settings.load(bare.folder / "config.yaml"), database)
    database.close()


def numbers(here: Workplace, days: int = 0) -> dict[str, WeeklyNumber]:
    return {n.key: n for n in count_week(here.store, here.config, get_today() + timedelta(days))}


def test_ten_numbers_and_each_query_gives_its_number_again(posting_office: Office, earnest_live: Workplace) -> None:
    posting_office.ok("order", "make")
    posting_office.ok("order", "send", "1")
    posting_office.ok("confirm", "--order", "1", "--site", "10507")
    for site, release in (("10507", 1), ("10888", 0)):
        say(earnest_live.store, declare(earnest_live.store, site)[0], release)
    declare(earnest_live.store, "10903")
    posting_office.ok("site", "no-kiosk", "HP-E")
    counted = numbers(earnest_live, 6)
    assert len(counted) == 10
    assert counted["kiosks"].values == {"declared": 3, "current": 1, "old": 1, "silent": 1, "absent": 1}
    assert counted["walls"].values == {"sites": 4, "whole": 1}
    assert counted["owed"].values["owed"] == 54
    assert counted["orders"].values == {"orders": 1, "sheets": 54}
    assert counted["sites"].values["unconfirmed"] == 3
    assert numbers(earnest_live, 91)["walls"].values["whole"] == 0, "a confirmation ages"
    database = sqlite3.connect(Path(earnest_live.store.root) / "office.sqlite")
    for key in ("walls", "owed", "orders", "incidents"):
        row = database.execute(counted[key].query).fetchone()
        assert set(row) <= set(counted[key].values.values()), key
    database.close()


def test_nothing_published_is_ten_numbers_too(here: Workplace) -> None:
    counted = count_week(here.store, here.config, get_today())
    assert len(counted) == 10
    assert counted[0].values == {"sites": 0, "whole": 0}
