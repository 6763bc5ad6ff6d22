"""Tampering: what is served is right or refused, harm is said, and success means that all is whole."""

from __future__ import annotations

import random

import pytest

from tests.proof.damage import ALL, HARMS, OBSERVERS, TARGETS, Case, tamper
from tests.proof.trials import Bench
from tests.proof.wholeness import State, check_workspace, look_at

SAMPLED = 40
SEED = 3
"""`make proof` takes every case with seeds of its own."""


@pytest.mark.parametrize("case", random.Random(SEED).sample(ALL, SAMPLED), ids=", ".join)
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


def test_what_is_lost_is_harm_and_not_an_older_state(bench: Bench) -> None:
    """The proof can fail: without its newest catalogue, or its ledger, a workspace looks like an earlier one."""
    for name, harm in (
        ("catalogue in force", "catalogue 3 was in force and is gone"),
        ("ledger", "the ledger is gone"),
    ):
        folder = bench.workplace.fresh("live")
        (folder / TARGETS[name](folder)).unlink()
        assert harm in look_at(folder).damage
