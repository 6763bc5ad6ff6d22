"""A fake portal that answers over HTTP, and a conversation with it that waits for nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.settings.config import Watch
from kiosk.watch.portal import Portal
from tests.fake_portal import FakePortal, make_entry, serving


class Unbounded:
    """Counts questions and never refuses one."""

    def __init__(self) -> None:
        self.count = 0

    def spend(self) -> None:
        self.count += 1


@pytest.fixture
def fake() -> Iterator[FakePortal]:
    """A portal with seven entries on pages of three."""
    with serving(FakePortal([make_entry(n) for n in range(1, 8)], page_size=3)) as portal:
        yield portal


@pytest.fixture
def waits() -> list[float]:
    """How long the conversation would have waited, in seconds."""
    return []


@pytest.fixture
def talk(fake: FakePortal, waits: list[float]) -> Iterator[Portal]:
    """A conversation with `fake`."""
    settings = Watch(portal=fake.address, contact="mot-cua@example.gov.vn", pause_seconds=1.5)
    with Portal(settings, Unbounded(), waits.append) as portal:
        yield portal


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a run is kept."""
    (tmp_path / "run/answers").mkdir(parents=True)
    return tmp_path / "run"
