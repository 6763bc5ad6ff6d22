"""A workspace, and the public side over it."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from kiosk.model.verdict import SiteCoverage, Verdict
from kiosk.release import lifecycle
from kiosk.web.public.app import create_app
from kiosk.workspace.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "var")


@pytest.fixture
def client(store: Store) -> TestClient:
    return TestClient(create_app(store))


@pytest.fixture
def small_city_live(city_store: Store) -> Store:
    """The small city, its release live."""
    manifest = lifecycle.load_manifest(city_store, 1)
    covered = (SiteCoverage("11824", 1, 1, 1, 1, 0, ()),)
    with city_store.writing():
        verdict = Verdict(manifest.digest(), 1, 1, 1, len(manifest.files), (), covered)
        lifecycle.save_verdict(city_store, 1, verdict)
        lifecycle.publish(city_store, manifest)
    return city_store
