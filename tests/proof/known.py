"""Faults of the program that the proofs show and that stand in the list of faults, by the number there.

A test that meets one is a strict expected failure: it turns red when the fault is mended, and its line here goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pytest

FAULTS = {
    1: "what is served is not what was hashed",
    2: "it says that nothing has changed after the point of no return",
    3: "a kept verdict is trusted at publishing",
    4: "damage that is not seen or not healed",
    5: "a crashed build blocks every later one",
    6: "export removes the old copy before the new one has its name, and leaves litter",
    7: "objects/ itself is never flushed",
    8: "unprintable input is taken, then every build fails",
    9: "public posts are not bounded",
    10: "traces of a dying process or a foreign terminal",
    11: "a rollback is undone in the night",
    13: "there is no backup command",
}


def with_known(values: Iterable[str], known: Mapping[str, int]) -> list[object]:
    """Parameters for a test; those with a known fault are expected to fail, strictly."""
    return [
        pytest.param(
            value,
            marks=[pytest.mark.xfail(strict=True, reason=f"fault {known[value]}: {FAULTS[known[value]]}")]
            if value in known
            else [],
        )
        for value in values
    ]
