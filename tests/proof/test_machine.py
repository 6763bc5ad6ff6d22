"""Any sequence of the office's acts keeps the disk whole and the sentences true."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.proof.machine import machine_for
from tests.proof.trials import Bench
from tests.proof.wholeness import look_at

RUNS, STEPS = 20, 20
"""`make proof` makes longer ones, and many."""


def quiet(runs: int, steps: int, *, derandomize: bool) -> settings:
    """Settings of a run of the machine: commands take as long as they take."""
    return settings(
        max_examples=runs,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        derandomize=derandomize,
        suppress_health_check=list(HealthCheck),
    )


def test_any_sequence_of_acts(bench: Bench) -> None:
    run_state_machine_as_test(machine_for(bench), settings=quiet(RUNS, STEPS, derandomize=True))


def test_a_machine_that_loses_a_file_is_caught(bench: Bench) -> None:
    """The proof can fail: a file goes, and nobody has said that the disk was harmed."""
    office = machine_for(bench)()
    office.begin()  # type: ignore[attr-defined]
    try:
        office.harm("sheet object")  # type: ignore[attr-defined]
        office.harmed = False  # type: ignore[attr-defined]
        assert look_at(office.folder).damage  # type: ignore[attr-defined]
        with pytest.raises(AssertionError, match="in objects: not there"):
            office.whole()  # type: ignore[attr-defined]
    finally:
        office.teardown()
