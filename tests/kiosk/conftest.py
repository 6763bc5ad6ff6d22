"""A small city, built and published once, for tests that look at finished releases."""

from __future__ import annotations

import shutil
import tarfile
from pathlib import Path

import pytest

from kiosk.workspace.store import Store
from tests.kiosk.commands import Office


@pytest.fixture(scope="session")
def sample_office(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Office:
    """The bundled sample at four sites, published as release 1. Not to be changed: use `office`."""
    made = Office.in_folder(tmp_path_factory.mktemp("office"), root)
    made.ok("regenerate", "--as-of", "2026-11-24")
    return made


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
def older_office(root: Path, tmp_path: Path) -> Office:
    """The office of three sites and ten procedures that commit d66b21d left (tests/workspaces/make.py)."""
    with tarfile.open(root / "tests/workspaces/d66b21d.tar.xz") as packed:
        packed.extractall(tmp_path, filter="data")
    (tmp_path / "office").rename(tmp_path / "older")
    return Office(tmp_path / "older")
