"""Work on all cores: forked workers inherit what is at hand, and end with the process that started them.

A worker whose parent was killed would wait for work for ever, and hold the workspace's lock, which it inherited. A fork
copies locks that other threads hold at that moment and not the threads that would let go of them, so a process with
threads of its own (a web server) is refused: it starts such work as a command of its own.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from typing import Any, Generic, TypeVar

from kiosk.errors import KioskError

Argument = TypeVar("Argument")
Result = TypeVar("Result")

_shared: Any = None
"""In a worker: what the process that forked it handed to `open_pool`."""


def count_workers() -> int:
    """Processes worth starting."""
    return max(1, min(os.cpu_count() or 1, 8))


@contextmanager
def open_pool(shared: object = None) -> Iterator[ProcessPoolExecutor]:
    """A pool whose workers inherit `shared`, which is never pickled; jobs made by `WithShared` are given it.

    Raises RuntimeError where other threads run: forking beside them can stop a worker for ever; `KioskError` where a
    worker was killed, by a person or by a system that had no memory left.
    """
    others = [t.name for t in threading.enumerate() if t is not threading.current_thread() and not _is_foreign(t)]
    if others:
        raise RuntimeError(f"workers cannot be forked beside threads ({', '.join(others)}): run a command instead")
    context = get_context("fork")
    try:
        with ProcessPoolExecutor(
            count_workers(), mp_context=context, initializer=_start, initargs=(shared,)
        ) as executor:
            yield executor
    except BrokenProcessPool as error:
        raise KioskError(
            "một tiến trình tính toán bị dừng giữa chừng, việc đang làm bị bỏ dở",
            place="máy này",
            way_out="thường do hết bộ nhớ hoặc bị tắt: kiểm tra bộ nhớ còn trống rồi chạy lại lệnh này",
        ) from error


def _is_foreign(thread: threading.Thread) -> bool:
    """Whether a thread was not started by Python's own means: a test runner's, which holds none of our locks."""
    return isinstance(thread, threading._DummyThread)


@dataclass(frozen=True, slots=True)
class WithShared(Generic[Argument, Result]):
    """A job for a pool: `function`, called with what the workers inherited and the job's own argument."""

    function: Callable[[Any, Argument], Result]

    def __call__(self, argument: Argument) -> Result:
        """Run in a worker."""
        return self.function(_shared, argument)


def _start(shared: object) -> None:
    global _shared  # noqa: PLW0603 - the one way to give a worker what is too large, or cannot be pickled, with a job
    _shared = shared
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
