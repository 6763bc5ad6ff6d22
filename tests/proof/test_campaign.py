"""The long campaign keeps its place, counts what it tried, and repeats a trial by its number."""

from __future__ import annotations

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


def test_it_goes_on_where_it_stopped(kept: Path) -> None:
    totals = campaign.load_totals()
    numbers: list[int] = []

    def trial(_: Bench, number: int) -> tuple[int, list[str]]:
        numbers.append(number)
        return 2, ["bad"] if number else []

    proof = Proof(PROOFS[0].name, "things", 10, trial)
    for _ in range(2):
        campaign.take_trial(None, proof, totals[proof.name])  # type: ignore[arg-type]
    campaign.save_totals(totals)
    campaign.take_trial(None, proof, campaign.load_totals()[proof.name])  # type: ignore[arg-type]
    assert numbers == [0, 1, 2]
    total = campaign.load_totals()[proof.name]
    assert (total.tried, total.found, total.findings) == (4, 1, {"1": ["bad"]})
    campaign.write_table(campaign.load_totals())
    assert f"| {proof.name} | 4 kills | 5,000 | 1 |" in (kept / "proofs.md").read_text(encoding="utf-8")


def test_a_trial_that_breaks_is_a_finding(kept: Path) -> None:
    total = campaign.Total()
    proof = Proof("x", "things", 10, lambda _, number: (1 // number, []))
    assert "ZeroDivisionError" in campaign.take_trial(None, proof, total)[0]  # type: ignore[arg-type]
    assert total.next == 1


def test_the_same_number_is_the_same_trial() -> None:
    assert [make_text(n) for n in range(99)] == [make_text(n) for n in range(99)]
    assert len({make_address(n) for n in range(300)}) > 270
    assert make_catalogue(b"a,b\n1,2\n", 7) == make_catalogue(b"a,b\n1,2\n", 7)
