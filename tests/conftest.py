"""Fixtures shared by all tests."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Hypothesis fails an example after 200 ms and a slow generator, which a busy machine makes of any.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def _no_timers_left() -> Iterator[None]:
    """No batch of a server that is gone waits on: beside threads, commands run in slow processes of their own."""
    yield
    for thread in threading.enumerate():
        if isinstance(thread, threading.Timer):
            thread.cancel()
            thread.join()


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The real catalogue files: `KIOSK_REAL_DATA`, or `shared/data` beside the checkout."""
    found = Path(os.environ.get("KIOSK_REAL_DATA", ROOT.parent / "shared" / "data"))
    if not (found / "catalogue" / "commune.csv").is_file():
        pytest.skip(f"no real catalogue files at {found}")
    return found
