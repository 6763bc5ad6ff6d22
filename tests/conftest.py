"""Fixtures shared by all tests."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import threading
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Hypothesis fails an example after 200 ms and a slow generator, which a busy machine makes of any.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

ROOT = Path(__file__).resolve().parent.parent

MEMORY, ROOM = Path("/dev/shm"), 2 << 30  # noqa: S108 - folders with names of their own are made below it
"""A file system in memory, and the bytes that it must have free for us to use it."""


def pytest_configure() -> None:
    """Folders of tests stand in memory where there is room: on a disk each flush takes milliseconds of waiting.
    That flushes are made is shown by the proofs, which count and simulate them."""
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))
    # A shell starts what runs in the background deaf to Ctrl+C, and what tests start would be deaf too and never end.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN and threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.default_int_handler)


FIRST = ("proof", "browser", "test_", "posters", "hostile")
"""Beginnings of names below `tests/`: the longest files come first and the many short ones last, so that no core is
idle while another ends its last file."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest first; within a folder nothing changes its place."""
    here = Path(__file__).parent

    def rank(item: pytest.Item) -> int:
        name = item.path.relative_to(here).parts[0]
        return next((i for i, start in enumerate(FIRST) if name.startswith(start)), len(FIRST))

    items.sort(key=rank)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Seven thousand tests and the program they import stay until the end: the collector looks through them neither
    while they come nor after, and what tests leave behind it collects more at a time."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.set_threshold(50_000, 20, 50)
        gc.enable()


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
