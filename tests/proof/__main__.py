"""`python -m tests.proof [--hours H] [--only NAME] [--table]`: go on proving where the last run stopped.

Totals, the next trial of each proof and what was found are kept in docs/proofs.json, so that any machine goes on;
`--table` writes docs/proofs.md from it. Exit code 1 where this run has found anything.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
import time
import traceback
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


def take_trial(bench: Bench, proof: Proof, total: Total) -> list[str]:
    """One trial more; what it has found."""
    number = total.next
    try:
        tried, complaints = proof.trial(bench, number)
    except Exception:
        tried, complaints = 0, [f"the trial itself breaks: {traceback.format_exc(limit=-3)}"]
    total.next += 1
    total.tried += tried
    total.found += len(complaints)
    if complaints and len(total.findings) < _MOST:
        total.findings[str(number)] = complaints[:5]
    return complaints


def go_on(bench: Bench, chosen: list[Proof], hours: float) -> int:
    """Take turns between proofs that have not reached their aim, each as long as the others; how much was found."""
    totals, spent, end = load_totals(), dict.fromkeys(chosen, 0.0), time.monotonic() + 3600 * hours
    found = 0
    while time.monotonic() < end:
        open_ones = [proof for proof in chosen if totals[proof.name].tried < proof.aim]
        if not open_ones:
            print("every aim is reached")
            break
        proof = min(open_ones, key=lambda one: spent[one])
        started = time.monotonic()
        complaints = take_trial(bench, proof, totals[proof.name])
        spent[proof] += time.monotonic() - started
        found += len(complaints)
        for complaint in complaints[:3]:
            print(f"{proof.name}, trial {totals[proof.name].next - 1}: {complaint}", flush=True)
        save_totals(totals)
    return found


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
        with Injector(compile_library(scratch), scratch) as injector:
            found = go_on(Bench(Workplace(injector, scratch)), chosen, asked.hours)
    finally:
        shutil.rmtree(scratch)
    show(load_totals())
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
