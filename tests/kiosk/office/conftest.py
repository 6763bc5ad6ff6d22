"""An office with settings and tables that has imported nothing yet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.office.database.engine import Database
from kiosk.office.database.migrating import open_database
from kiosk.office.job_context import Workplace
from kiosk.settings import config as settings
from kiosk.settings.config import Config
from kiosk.workspace.store import Store
from tests.kiosk.commands import Office
from tests.kiosk.office.ledger.conftest import city, fresh_city, known_city, live_city
from tests.kiosk.pages.planning import CONFIG

__all__ = ["city", "fresh_city", "known_city", "live_city"]


@pytest.fixture
def city_office(city: Store) -> Iterator[Workplace]:
    """The small city that is live, as jobs and pages of the office get it."""
    database = open_database(city.root)
    yield Workplace(city, CONFIG, database)
    database.close()


@pytest.fixture
def bare(tmp_path: Path, root: Path) -> Office:
    """The folder."""
    return Office.in_folder(tmp_path, root)


@pytest.fixture
def store(bare: Office) -> Store:
    """Its workspace."""
    return Store(bare.folder / "var")


@pytest.fixture
def config(bare: Office) -> Config:
    """Its settings."""
    return settings.load(bare.folder / "config.yaml")


@pytest.fixture
def database(store: Store) -> Iterator[Database]:
    """Its database."""
    opened = open_database(store.root)
    yield opened
    opened.close()


@pytest.fixture
def here(store: Store, config: Config, database: Database) -> Workplace:
    """All three, as jobs and pages get them."""
    return Workplace(store, config, database)
