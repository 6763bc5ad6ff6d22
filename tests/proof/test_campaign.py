"""The long campaign keeps its place, counts what it tried, and repeats a trial by its number."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from tests.proof import __main__ as campaign
from tests.proof.campaign import PROOFS, Proof
from tests.proof.catalogues import make_catalogue
from tests.proof.texts import make_address, make_text
from tests.proof.trials import Bench


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Totals of this test alone."""
    monkeypatch.setattr(campaign, "KEPT", tmp_path / "proofs.json")
    monkeypatch.setattr(campaign, "TABLE", tmp_path / "proofs.md")
    return tmp_path


def take_next(proof: Proof, totals: dict[str, campaign.Total]) -> None:
    """Take the proof's next trial and count it."""
    total = totals[proof.name]
    campaign.count_trial(total, *campaign.take_trial(None, proof, total.next))  # type: ignore[arg-type]


def test_it_goes_on_where_it_stopped(kept: Path) -> None:
    totals = campaign.load_totals()
    numbers: list[int] = []

    def trial(_: Bench, number: int) -> tuple[int, list[str]]:
        numbers.append(number)
        return 2, ["bad"] if number else []

    proof = Proof(PROOFS[0].name, "things", 10, trial)
    take_next(proof, totals)
    take_next(proof, totals)
    campaign.save_totals(totals)
    take_next(proof, campaign.load_totals())
    assert numbers == [0, 1, 2]
    total = campaign.load_totals()[proof.name]
    assert (total.next, total.tried, total.found, total.findings) == (2, 4, 1, {"1": ["bad"]})
    campaign.write_table(campaign.load_totals())
    assert f"| {proof.name} | 4 kills | 5,000 | 1 |" in (kept / "proofs.md").read_text(encoding="utf-8")


def test_a_trial_that_breaks_is_a_finding(kept: Path) -> None:
    proof = Proof("x", "things", 10, lambda _, number: (1 // number, []))
    tried, complaints = campaign.take_trial(None, proof, 0)  # type: ignore[arg-type]
    assert tried == 0 and "ZeroDivisionError" in complaints[0]


def test_trials_side_by_side_are_counted_in_their_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """None is left out, none taken twice, each bench has a process of its own; what wants the machine is alone."""
    proof = Proof("x", "things", 10, lambda bench, number: (number, [f"{os.getpid()} {bench.workplace.scratch}"]))
    alone = replace(proof, name="y", alone=True)
    monkeypatch.setattr(campaign, "PROOFS", (proof, alone))
    with campaign.Benches(tmp_path / "no library", tmp_path) as benches:
        outcomes = benches.take_trials(proof, 3)
        assert [tried for tried, _ in benches.take_trials(alone, 7)] == [7]
    assert [tried for tried, _ in outcomes] == list(range(3, 3 + campaign.count_cores()))
    assert not any(told.startswith(f"{os.getpid()} ") or told.endswith(str(tmp_path)) for _, (told,) in outcomes)


def test_the_same_number_is_the_same_trial() -> None:
    assert [make_text(n) for n in range(99)] == [make_text(n) for n in range(99)]
    assert len({make_address(n) for n in range(300)}) > 270
    assert make_catalogue(b"a,b\n1,2\n", 7) == make_catalogue(b"a,b\n1,2\n", 7)
