"""How long work reports itself: a stage, what is done, out of how much."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]


def report_nothing(stage: str, done: int, total: int) -> None:
    """Report nothing."""
