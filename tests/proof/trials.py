"""One trial: a command in a fresh copy, disturbed once, then judged; kills and failing calls differ in the fault only.

Comes in: a command and a fault. Goes out: complaints. `Bench.ends` keeps the states before and after undisturbed runs.
"""

from __future__ import annotations

import json
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.proof.commands import USABLE, Command
from tests.proof.injector import Fault, Injector, Run
from tests.proof.sentences import check_sentences
from tests.proof.wholeness import State, check_result, check_workspace, litter, look_at, object_place, sha256
from tests.proof.workplace import Workplace

KILLS = ("kill", "tear")


@dataclass(frozen=True, slots=True)
class Ends:
    """A command undisturbed: the states before and after it, and how many calls it makes."""

    before: State
    after: State
    calls: int


@dataclass(slots=True)
class Bench:
    """A workplace and what is known of its commands."""

    workplace: Workplace
    _ends: dict[str, Ends] = field(default_factory=dict, init=False)

    @property
    def injector(self) -> Injector:
        """Where commands run."""
        return self.workplace.injector

    def ends(self, command: Command) -> Ends:
        """An undisturbed run. Raises `RuntimeError` where even that fails."""
        if command.name not in self._ends:
            folder = self.workplace.fresh(command.state)
            before = look_at(folder)
            run = self.injector.run(folder, command.words)
            after = look_at(folder)
            complaints = [*check_sentences(run, before, after), *after.damage]
            if run.code or complaints:
                raise RuntimeError(f"{command.name}, undisturbed: {complaints}\n{run.text}")
            self._ends[command.name] = Ends(before, after, run.calls)
        return self._ends[command.name]


def disturb(bench: Bench, command: Command, fault: Fault) -> list[str]:
    """Run `command` under `fault`, judge the disk and the sentences, run it again and judge the end."""
    ends = bench.ends(command)
    folder = bench.workplace.fresh(command.state)
    with reading(folder) as broken:
        run = bench.injector.run(folder, command.words, fault)
    now = look_at(folder)
    complaints = [*broken, *check_workspace(ends.before, ends.after, now)]
    if fault.kind not in KILLS:
        complaints += check_sentences(run, ends.before, now)
        if run.code == 0:
            complaints += [f"it says that all is done: {x}" for x in check_result(ends.after, now)]
    complaints += _again(bench, command, folder, ends)
    return [f"{command.name}, {fault.kind} at call {fault.at} of {ends.calls}: {x}" for x in complaints]


def _again(bench: Bench, command: Command, folder: Path, ends: Ends) -> list[str]:
    usable = bench.injector.run(folder, USABLE)
    if usable.code and not _is_damage_told(usable, folder):
        return [f"afterwards {_told(usable)}"]
    if not command.again:
        return []
    ended = command.once and not check_result(ends.after, look_at(folder))
    run = bench.injector.run(folder, command.again)
    if run.code and not ended:
        return [f"run again, {_told(run)}"]
    now = look_at(folder)
    left = [f"litter stays: {path}" for path in litter(folder)]
    return [f"run again: {x}" for x in (*check_result(ends.after, now), *left)]


def _is_damage_told(run: Run, folder: Path) -> bool:
    """Whether a look that ends with 1 names damage, and there is some."""
    lines = json.loads(run.out)["damage"] if run.code == 1 and run.out.strip() else []
    return bool(lines) and bool(look_at(folder).damage)


def _told(run: Run) -> str:
    return f"kiosk {' '.join(run.words)} ends with {run.code}: {run.err.strip()[-300:]}"


@contextmanager
def reading(folder: Path) -> Iterator[list[str]]:
    """While the body runs, a reader follows the pointer over and over; yields what it read that was wrong."""
    broken: list[str] = []
    ended = threading.Event()
    reader = threading.Thread(target=_read_on, args=(folder / "var", ended, broken))
    reader.start()
    try:
        yield broken
    finally:
        ended.set()
        reader.join()


def _read_on(var: Path, ended: threading.Event, broken: list[str]) -> None:
    """As a web server would: the pointer once, then files of that release, each compared with its manifest."""
    chosen, known = random.Random(1), dict[str, list[tuple[str, str]]]()
    while not ended.wait(0.002) and not broken:
        try:
            name = (var / "current").readlink().name
        except FileNotFoundError:
            continue
        tree = var / "releases" / name
        try:
            if name not in known:
                files = json.loads((tree / "manifest.json").read_bytes())["files"]
                known[name] = [(f["path"], f["sha256"]) for f in files]
            path, sha = chosen.choice(known[name])
            for place in (tree / path, var.parent / object_place(sha)):
                if sha256(place.read_bytes()) != sha:
                    broken.append(f"a reader got other bytes for {path} of release {name}")
        except (OSError, ValueError) as error:
            broken.append(f"a reader of release {name} met {error!r}")
