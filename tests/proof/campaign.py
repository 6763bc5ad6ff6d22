"""The proofs as a campaign that goes on where it stopped: each proof is a numbered row of trials.

Comes in: a bench and a trial's number. Goes out: how many things were tried, and complaints. The same number is the
same trial, so that a finding can be repeated by its seed.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from hypothesis import seed as seeded
from hypothesis.stateful import run_state_machine_as_test

from tests.proof.addresses import check_addresses
from tests.proof.catalogues import check_catalogues
from tests.proof.commands import WRITING, Command
from tests.proof.crashtrials import CRASHED, judge_crashes, record, unnoticed_flushes
from tests.proof.damage import ALL, tamper
from tests.proof.injector import ERRORS, Fault
from tests.proof.load import put_under_load
from tests.proof.machine import machine_for
from tests.proof.sinks import flow
from tests.proof.test_machine import quiet
from tests.proof.texts import make_text
from tests.proof.trials import Bench, disturb

Trial = Callable[[Bench, int], tuple[int, list[str]]]
_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Proof:
    """A row of trials: its name, what is counted, how many are the aim, one trial by its number, and whether it wants
    the machine for itself."""

    name: str
    unit: str
    aim: int
    trial: Trial
    alone: bool = False


def _call_of(bench: Bench, number: int) -> tuple[Command, int]:
    """Command and call number of trial `number`: every call of every command once, then again."""
    calls = [(command, bench.ends(command).calls) for command in WRITING]
    left = number % sum(count for _, count in calls)
    for command, count in calls:
        if left < count:
            return command, left + 1
        left -= count
    raise AssertionError(number)


def _kill(bench: Bench, number: int) -> tuple[int, list[str]]:
    command, at = _call_of(bench, number)
    return 1, disturb(bench, command, Fault(("kill", "tear")[number % 3 == 2], at))


def _fail(bench: Bench, number: int) -> tuple[int, list[str]]:
    command, at = _call_of(bench, number // len(ERRORS))
    return 1, disturb(bench, command, Fault(list(ERRORS)[number % len(ERRORS)], at))


def _fill(bench: Bench, number: int) -> tuple[int, list[str]]:
    chosen = random.Random(number)
    return 1, disturb(bench, chosen.choice(WRITING), Fault("ENOSPC", quota=int(10 ** chosen.uniform(0, 6))))


def _crash(bench: Bench, number: int) -> tuple[int, list[str]]:
    name = CRASHED[number % len(CRASHED)]
    run = record(bench, next(command for command in WRITING if command.name == name))
    pair = [judge_crashes(run, number, 30, strict=strict) for strict in (False, True)]
    return sum(f.states for f in pair), list(dict.fromkeys(x for f in pair for x in f.complaints))


def _flushes(bench: Bench, number: int) -> tuple[int, list[str]]:
    runs = [record(bench, command) for command in WRITING if command.name in CRASHED]
    return 1, [f"nobody misses the flush of {kind}" for kind, _ in unnoticed_flushes(runs, number + 1)]


def _tamper(bench: Bench, number: int) -> tuple[int, list[str]]:
    return 1, tamper(bench, ALL[number % len(ALL)], number)


def _catalogues(bench: Bench, number: int) -> tuple[int, list[str]]:
    complaints, tried = check_catalogues(bench, range(number * _AT_ONCE, (number + 1) * _AT_ONCE))
    return tried, complaints


def _text(bench: Bench, number: int) -> tuple[int, list[str]]:
    return 1, flow(bench, make_text(number))


def _addresses(bench: Bench, number: int) -> tuple[int, list[str]]:
    complaints, tried = check_addresses(bench, range(number * 300, (number + 1) * 300))
    return tried, complaints


def _load(bench: Bench, _: int) -> tuple[int, list[str]]:
    idle, busy = put_under_load(bench, clients=200, seconds=30)
    print(f"load: p99 {idle.p99():.3f} s idle, {busy.p99():.3f} s during {busy.published} publications", flush=True)
    return 1, [*idle.wrong, *busy.wrong]


def _machine(bench: Bench, number: int) -> tuple[int, list[str]]:
    machine = seeded(number)(machine_for(bench))
    try:
        run_state_machine_as_test(machine, settings=quiet(1, 50, derandomize=False))
    except AssertionError as error:
        return 1, [f"sequence {number}: {error}"]
    return 1, []


PROOFS = (
    Proof("kill -9", "kills", 5_000, _kill),
    Proof("failing calls", "failures", 6_000, _fail),
    Proof("crash states", "states", 1_000_000, _crash),
    Proof("missing flushes", "rounds", 3, _flushes),
    Proof("disk full", "sizes", 100, _fill),
    Proof("tampering", "cases", 2_000, _tamper),
    Proof("hostile catalogues", "files", 50_000, _catalogues),
    Proof("hostile text", "texts x all sinks", 2_000, _text),
    Proof("hostile addresses", "addresses", 60_000, _addresses),
    Proof("load, 200 clients", "half minutes", 60, _load, alone=True),
    Proof("sequences of acts", "sequences of up to 50", 1_000, _machine),
)
