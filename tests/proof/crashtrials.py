"""Crash states of commands, judged; and records from which one kind of flush is taken away.

Comes in: a bench and a command. Goes out: how many states were looked at, and complaints.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from tests.proof.commands import Command
from tests.proof.crash import Disk, Tree, crashes, load_tree
from tests.proof.injector import Call
from tests.proof.trials import Bench
from tests.proof.wholeness import State, check_lasting, check_workspace, describe

CRASHED = ("publish", "publish checked", "rollback", "gc", "import", "confirm", "regenerate")
"""Names of the commands whose crashes are simulated."""


@dataclass(frozen=True, slots=True)
class Record:
    """A command as it ran: the tree before it, its calls, the states before and after."""

    name: str
    start: Tree
    calls: tuple[Call, ...]
    before: State
    after: State


def record(bench: Bench, command: Command) -> Record:
    """Run a command undisturbed and note its calls."""
    folder = bench.workplace.fresh(command.state)
    start = load_tree(folder)
    run, calls = bench.injector.record(folder, command.words)
    if run.code:
        raise RuntimeError(run.text)
    end = load_tree(folder)
    return Record(command.name, start, calls, describe(start), describe(end))


@dataclass(slots=True)
class Findings:
    """States looked at, and complaints with the number of calls after which the crash came."""

    states: int = 0
    complaints: list[str] = field(default_factory=list)


def judge_crashes(run: Record, seed: int, per_moment: int, *, strict: bool, enough: int = 10**9) -> Findings:
    """Look at crash states of a record until `enough` complaints are there."""
    findings = Findings()
    kind = "strict" if strict else "ordered"
    for number, disk in crashes(run.start, run.calls, seed, per_moment, strict=strict):
        findings.states += 1
        for complaint in judge(run, number, disk):
            findings.complaints.append(f"{run.name}, {kind}, crash after call {number}: {complaint}")
        if len(findings.complaints) >= enough:
            break
    return findings


def judge(run: Record, number: int, disk: Disk) -> list[str]:
    """Complaints about one state: neither old nor new; and at the end of the command, anything not new."""
    now = describe(disk)
    complaints = check_workspace(run.before, run.after, now)
    if number == len(run.calls):
        complaints += check_lasting(run.after, now)
    return list(dict.fromkeys(complaints))


def flush_kinds(calls: tuple[Call, ...]) -> list[str]:
    """Kinds of flushes in a record: the path without hashes, numbers and names of sites."""
    return sorted({kind_of(call) for call in calls if call.op == "fsync" and not call.path.startswith("var/cache")})


def kind_of(call: Call) -> str:
    """The kind of a flush, by what is flushed."""
    path = re.sub(r"[0-9a-f]{64}", "SHA", call.path)
    path = re.sub(r"objects/[0-9a-f]{2}\b", "objects/AB", path)
    path = re.sub(r"(release-\d+)/(?!manifest\.json).+", r"\1/FOLDER", path)
    return re.sub(r"\d+", "N", path)


def without(run: Record, kind: str) -> Record:
    """The same command if it had not made this kind of flush."""
    calls = tuple(c for c in run.calls if c.op != "fsync" or kind_of(c) != kind)
    return Record(run.name, run.start, calls, run.before, run.after)


def unnoticed_flushes(runs: list[Record], seed: int) -> Iterator[tuple[str, int]]:
    """(kind of flush, states looked at) for each kind whose absence no command's crashes show. A complaint that the
    whole record draws too shows nothing."""
    shortest = sorted(runs, key=lambda run: len(run.calls))
    kinds = {run.name: set(flush_kinds(run.calls)) for run in runs}
    known: dict[str, set[str]] = {}
    for kind in sorted(set().union(*kinds.values())):
        states = 0
        for run in (run for run in shortest if kind in kinds[run.name]):
            if run.name not in known:
                known[run.name] = {_essential(x) for x in judge_crashes(run, seed, 1, strict=True).complaints}
            seen = _states_until_shown(without(run, kind), seed, known[run.name])
            states += abs(seen)
            if seen < 0:
                break
        else:
            yield kind, states


def _states_until_shown(run: Record, seed: int, known: set[str]) -> int:
    """How many states were looked at; negative where the last of them drew a new complaint. Most flushes are missed
    at the end, where all that was said to be done must last: it is looked at first."""
    states = 0
    at_end = crashes(run.start, run.calls, seed, 0, strict=True, only_end=True)
    for number, disk in chain(at_end, crashes(run.start, run.calls, seed, 0, strict=True)):
        states += 1
        if any(_essential(f"{run.name}: {x}") not in known for x in judge(run, number, disk)):
            return -states
    return states


def _essential(complaint: str) -> str:
    """A complaint without the moment and the names in it: the same fault at another moment is the same."""
    return re.sub(r"[0-9a-f]{8,}|\d+", "N", complaint.split(": ", 1)[1])
