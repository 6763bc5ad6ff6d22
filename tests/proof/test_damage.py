"""Tampering: what is served is right or refused, harm is said, and success means that all is whole."""

from __future__ import annotations

import random

import pytest

from tests.proof.damage import ALL, HARMS, OBSERVERS, TARGETS, Case, tamper
from tests.proof.known import FAULTS
from tests.proof.trials import Bench
from tests.proof.wholeness import State, check_workspace, look_at

SAMPLED = 40
SEED = 3
"""`make proof` takes every case with seeds of its own."""
_OBJECTS = ("page object", "sheet object", "style object")
_TREE = ("page in the tree", "sheet in the tree")


def known_fault(case: Case) -> int | None:
    """The number of the fault that this case is known to show."""
    target, harm, observer = case
    released = target in (*_OBJECTS, *_TREE)
    if observer == "served" and released and harm != "removed":
        apart = target in _TREE and harm in ("replaced", "linked")
        return None if apart else 1
    if observer == "served" and target == "manifest" and harm not in ("flipped", "removed"):
        return 4
    if observer == "status" and harm == "removed" and (released or target == "recorded input"):
        return 4
    if observer == "status" and target == "confirmed sheets" and harm in ("cut", "zeroed", "replaced", "linked"):
        return 4
    return None


def _parameters() -> list[object]:
    cases = random.Random(SEED).sample(ALL, SAMPLED)
    faults = [(case, known_fault(case)) for case in cases]
    return [
        pytest.param(
            case,
            id=", ".join(case),
            marks=[pytest.mark.xfail(strict=True, reason=f"fault {n}: {FAULTS[n]}")] if n is not None else [],
        )
        for case, n in faults
    ]


@pytest.mark.parametrize("case", _parameters())
def test_tampering(bench: Bench, case: Case) -> None:
    assert tamper(bench, case, SEED) == []


def test_the_sample_meets_every_kind() -> None:
    cases = random.Random(SEED).sample(ALL, SAMPLED)
    assert {harm for _, harm, _ in cases} == set(HARMS)
    assert {observer for _, _, observer in cases} == set(OBSERVERS)
    assert len({target for target, _, _ in cases}) >= len(TARGETS) - 2


def test_looking_at_sizes_alone_would_miss_what_is_caught(bench: Bench) -> None:
    """The proof can fail: a flipped byte leaves every size as it was, and is complained about."""
    folder = bench.workplace.fresh("live")
    healthy: State = look_at(folder)
    place = folder / TARGETS["sheet object"](folder)
    size = place.stat().st_size
    HARMS["flipped"](place, folder, random.Random(SEED))
    assert place.stat().st_size == size
    assert any("other bytes" in x for x in check_workspace(healthy, healthy, look_at(folder)))
