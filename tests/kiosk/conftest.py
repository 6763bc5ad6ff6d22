"""A small city, built and published once, for tests that look at finished releases; masks of modes."""

from __future__ import annotations

import os
import shutil
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.model.manifest import Manifest
from kiosk.office.database.migrating import open_database
from kiosk.office.job_context import Workplace
from kiosk.settings import config as settings
from kiosk.workspace.store import Store
from tests.kiosk import made
from tests.kiosk.commands import Office
from tests.kiosk.pages import planning
from tests.proof.workplace import small_catalogue, write_catalogue


@pytest.fixture(scope="session")
def sample_office(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Office:
    """The bundled sample at four sites, published as release 1. Not to be changed: use `office`."""
    sample = Office.in_folder(tmp_path_factory.mktemp("office"), root)
    sample.ok("regenerate", "--as-of", "2026-11-24")
    return sample


@pytest.fixture(scope="session")
def earnest_office(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Office:
    """As `sample_office`, of procedures that may hang. Not to be changed: use `posting_office`."""
    earnest = Office.in_earnest(tmp_path_factory.mktemp("earnest"), root)
    earnest.ok("regenerate", "--as-of", "2026-11-24")
    return earnest


@pytest.fixture
def posting_office(earnest_office: Office, tmp_path: Path) -> Office:
    """A copy of the earnest office, free to change. Hard links become copies of their own."""
    shutil.copytree(earnest_office.folder, tmp_path / "posting", symlinks=True)
    return Office(tmp_path / "posting")


@pytest.fixture(scope="session")
def small_sample(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Office:
    """As `sample_office` with 30 procedures: what a command does to a workspace is the same, and takes a third of the
    time. Not to be changed: use `small_office`."""
    sample = Office.in_folder(tmp_path_factory.mktemp("small"), root)
    write_catalogue(sample.folder / "data/tthc-mau.csv", *small_catalogue())
    sample.ok("regenerate", "--as-of", "2026-11-24")
    return sample


@pytest.fixture
def small_office(small_sample: Office, tmp_path: Path) -> Office:
    """A copy of the small published office, free to change."""
    shutil.copytree(small_sample.folder, tmp_path / "office", symlinks=True)
    return Office(tmp_path / "office")


@pytest.fixture(scope="session")
def drawn_city(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, Manifest]:
    """The release of four sites and five procedures that `planning` plans, in a workspace. Not to be changed: use
    `city_tree`."""
    store = Store(tmp_path_factory.mktemp("city"))
    return store, made.draw(store, planning.gather())


@pytest.fixture
def city_store(drawn_city: tuple[Store, Manifest], tmp_path: Path) -> Store:
    """A copy of the workspace of `drawn_city`, free to change. Hard links become copies of their own."""
    store, _ = drawn_city
    return Store(Path(shutil.copytree(store.root, tmp_path / "city", copy_function=shutil.copyfile)))


@pytest.fixture
def city_tree(drawn_city: tuple[Store, Manifest], city_store: Store) -> Path:
    """The files of the release in `city_store`."""
    return city_store.tree(drawn_city[1].number)


@pytest.fixture
def office(sample_office: Office, tmp_path: Path) -> Office:
    """A copy of the published sample office, free to change. Hard links become copies of their own."""
    shutil.copytree(sample_office.folder, tmp_path / "office", symlinks=True)
    return Office(tmp_path / "office")


@pytest.fixture
def office_store(office: Office) -> Store:
    """The workspace of `office`."""
    return Store(office.folder / "var")


@pytest.fixture
def earnest_live(posting_office: Office) -> Iterator[Workplace]:
    """As `live_office`, of procedures that may hang."""
    store = Store(posting_office.folder / "var")
    database = open_database(store.root)
    yield Workplace(store, settings.load(posting_office.folder / "config.yaml"), database)
    database.close()


@pytest.fixture
def live_office(office: Office, office_store: Store) -> Iterator[Workplace]:
    """`office` as jobs and pages of the office get it."""
    database = open_database(office_store.root)
    yield Workplace(office_store, settings.load(office.folder / "config.yaml"), database)
    database.close()


@pytest.fixture
def small_live(small_office: Office) -> Iterator[Workplace]:
    """A published office of thirty procedures, as jobs and pages get it."""
    store = Store(small_office.folder / "var")
    opened = open_database(store.root)
    yield Workplace(store, settings.load(small_office.folder / "config.yaml"), opened)
    opened.close()


@pytest.fixture
def older_office(root: Path, tmp_path: Path) -> Office:
    """The office of three sites and ten procedures that commit d66b21d left (tests/workspaces/make.py)."""
    with tarfile.open(root / "tests/workspaces/d66b21d.tar.xz") as packed:
        packed.extractall(tmp_path, filter="data")
    (tmp_path / "office").rename(tmp_path / "older")
    return Office(tmp_path / "older")


@pytest.fixture(params=[0o077, 0o022, 0o000])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    """Under each of these masks."""
    before = os.umask(request.param)
    yield request.param
    os.umask(before)
