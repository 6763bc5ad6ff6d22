"""`python -m tests.proof [--hours H] [--only NAME] [--table]`: go on proving where the last run stopped.

Totals, the next trial of each proof and what was found are kept in docs/proofs.json, so that any machine goes on;
`--table` writes docs/proofs.md from it. Exit code 1 where this run has found anything.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import sys
import tempfile
import time
import traceback
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tests.proof.campaign import PROOFS, Proof
from tests.proof.injector import ROOT, Injector, compile_library, scratch_folder
from tests.proof.trials import Bench
from tests.proof.workplace import Workplace

KEPT = ROOT / "docs" / "proofs.json"
TABLE = ROOT / "docs" / "proofs.md"
_MOST = 200
"""Findings that are kept of a proof; all are counted."""
ANSWERS = {
    ("tampering", "1326"): "A flipped bit in the digest under which the history names the published list of files. "
    "The list was whole, and so was the gate's verdict on it, yet the history was believed against both, and a copy by "
    "the flipped name could not exist. Since then two witnesses count against one: `status` says that the line is "
    "wrong, and `kiosk doctor` writes the digest of the list that the gate has read (`is_history_wrong`). The same "
    "case with this seed and forty others complains no more.",
    ("kill -9", "1566 to 1569"): "A first publication that ended between the pointer and its line in the history: "
    "`status` said that the history was lost. The announcement stands there and the next command writes the line, so "
    "it is no damage (`Store.owes_line`). The same kills complain no more.",
}
"""By proof and trial, what became of a complaint: it stays counted."""


@dataclass(slots=True)
class Total:
    """What a proof has done: the number of its next trial, things tried, complaints, the first of them by trial."""

    next: int = 0
    tried: int = 0
    found: int = 0
    findings: dict[str, list[str]] = field(default_factory=dict)


def load_totals() -> dict[str, Total]:
    """Totals so far, by name of the proof."""
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    return {proof.name: Total(**kept.get(proof.name, {})) for proof in PROOFS}


def save_totals(totals: dict[str, Total]) -> None:
    """Keep them, by rename."""
    fresh = KEPT.with_suffix(".new")
    fresh.write_text(json.dumps({name: asdict(t) for name, t in totals.items()}, ensure_ascii=False, indent=1), "utf-8")
    fresh.replace(KEPT)


def take_trial(bench: Bench, proof: Proof, number: int) -> tuple[int, list[str]]:
    """One trial: how much was tried, and complaints."""
    try:
        return proof.trial(bench, number)
    except Exception:
        return 0, [f"the trial itself breaks: {traceback.format_exc(limit=-3)}"]


def count_trial(total: Total, tried: int, complaints: list[str]) -> None:
    """Add what the total's next trial has given."""
    if complaints and len(total.findings) < _MOST:
        total.findings[str(total.next)] = complaints[:5]
    total.next += 1
    total.tried += tried
    total.found += len(complaints)


def go_on(benches: Benches, chosen: list[Proof], hours: float) -> int:
    """Take turns between proofs that have not reached their aim, each as long as the others; how much was found."""
    totals, spent, end = load_totals(), dict.fromkeys(chosen, 0.0), time.monotonic() + 3600 * hours
    found = 0
    while time.monotonic() < end:
        open_ones = [proof for proof in chosen if totals[proof.name].tried < proof.aim]
        if not open_ones:
            print("every aim is reached")
            break
        proof = min(open_ones, key=lambda one: spent[one])
        total, started = totals[proof.name], time.monotonic()
        for tried, complaints in benches.take_trials(proof, total.next):
            for complaint in complaints[:3]:
                print(f"{proof.name}, trial {total.next}: {complaint}", flush=True)
            count_trial(total, tried, complaints)
            found += len(complaints)
        spent[proof] += time.monotonic() - started
        save_totals(totals)
    return found


@dataclass(slots=True)
class Benches:
    """One bench a core, each in a process and a folder of its own. Use as a context manager."""

    library: Path
    scratch: Path
    _pool: ProcessPoolExecutor = field(init=False)

    def __enter__(self) -> Benches:
        self._pool = ProcessPoolExecutor(count_cores(), initializer=_open_bench, initargs=(self.library, self.scratch))
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def take_trials(self, proof: Proof, first: int) -> list[tuple[int, list[str]]]:
        """As many trials from number `first` on as there are cores, side by side; what needs them all, alone."""
        numbers = range(first, first + (1 if proof.alone else count_cores()))
        return list(self._pool.map(_take_at_own_bench, [proof.name] * len(numbers), numbers))


def count_cores() -> int:
    """Cores that may be used."""
    return os.cpu_count() or 1


_own: Bench | None = None
"""In a process of the pool: its bench."""


def _open_bench(library: Path, scratch: Path) -> None:
    global _own  # noqa: PLW0603 - the one way to keep something from trial to trial in a process of a pool
    folder = Path(tempfile.mkdtemp(dir=scratch))
    _own = Bench(Workplace(Injector(library, folder), folder))


def _take_at_own_bench(name: str, number: int) -> tuple[int, list[str]]:
    assert _own is not None
    return take_trial(_own, next(proof for proof in PROOFS if proof.name == name), number)


def kind_of_finding(complaint: str) -> str:
    """A complaint without numbers and digests: the same fault elsewhere is the same."""
    return re.sub(r"\s+", " ", re.sub(r"[0-9a-f]{8,}|\d+", "N", complaint))[:160]


def write_table(totals: dict[str, Total]) -> None:
    """The totals as docs/proofs.md."""
    lines = [
        "# Proofs",
        "",
        "Totals of `make proof`, written by `python -m tests.proof --table`. One fault draws many complaints.",
        "",
        "| proof | tried | aim | complaints |",
        "|---|---|---|---|",
    ]
    for proof in PROOFS:
        total = totals[proof.name]
        lines.append(f"| {proof.name} | {total.tried:,} {proof.unit} | {proof.aim:,} | {total.found:,} |")
    lines += ["", "What became of the complaints:", ""]
    lines += [f"* {name}, trial {trial}: {answer}" for (name, trial), answer in ANSWERS.items()]
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def show(totals: dict[str, Total]) -> None:
    """What there is so far, kinds of findings included."""
    for proof in PROOFS:
        total = totals[proof.name]
        print(f"{proof.name}: {total.tried:,} of {proof.aim:,} {proof.unit}, {total.found:,} complaints")
        kinds = {kind_of_finding(x): number for number, found in total.findings.items() for x in found}
        for kind, number in list(kinds.items())[:20]:
            print(f"    trial {number}: {kind}")


def main(arguments: list[str]) -> int:
    """Run; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.proof", description=__doc__)
    parser.add_argument("--hours", type=float, default=1.0)
    parser.add_argument("--only", action="append", choices=[proof.name for proof in PROOFS])
    parser.add_argument("--table", action="store_true", help="write docs/proofs.md and prove nothing")
    asked = parser.parse_args(arguments)
    if asked.table:
        write_table(load_totals())
        return 0
    chosen = [proof for proof in PROOFS if not asked.only or proof.name in asked.only]
    scratch: Path = scratch_folder()
    try:
        with Benches(compile_library(scratch), scratch) as benches:
            found = go_on(benches, chosen, asked.hours)
    finally:
        shutil.rmtree(scratch)
    show(load_totals())
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
