"""Work on all cores: forked workers inherit what is at hand, and end with the process that started them.

A worker whose parent was killed would wait for work for ever, and hold the workspace's lock, which it inherited.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from threading import Thread


def workers() -> int:
    """Processes worth starting."""
    return max(1, min(os.cpu_count() or 1, 8))


def pool(prepare: Callable[..., None] | None = None, *inherited: object) -> ProcessPoolExecutor:
    """A pool whose workers call `prepare(*inherited)` first; what is inherited is never pickled."""
    return ProcessPoolExecutor(
        workers(), mp_context=get_context("fork"), initializer=_started, initargs=(prepare, inherited)
    )


def _started(prepare: Callable[..., None] | None, inherited: tuple[object, ...]) -> None:
    Thread(target=_end_with_parent, daemon=True).start()
    if prepare is not None:
        prepare(*inherited)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
