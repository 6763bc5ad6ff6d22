"""Fixtures shared by all tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# A busy machine is no fault: what a test may cost is bounded where it is the subject, in work and not in time.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

ROOT = Path(__file__).resolve().parent.parent


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
