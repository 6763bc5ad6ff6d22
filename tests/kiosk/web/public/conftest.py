"""A workspace, and the public side over it."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from kiosk.web.public.app import create_app
from kiosk.workspace.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "var")


@pytest.fixture
def client(store: Store) -> TestClient:
    return TestClient(create_app(store))
