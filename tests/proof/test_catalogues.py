"""Hostile catalogues: rows conserved, told, bounded; what cannot be printed is refused before it blocks a build."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.proof.catalogues import check_catalogues, judge_report
from tests.proof.trials import Bench
from tests.proof.workplace import DAY, small_catalogue, write_catalogue

SAMPLED, AT_ONCE = 150, 50
UNPRINTABLE = {
    "arabic letters": "Thủ tục \u0628\u062a\u062b",
    "full-width signs": "Ｔｈủ ｔục",
    "a name of 3,999 wide capitals": ("WMWMWM " * 600)[:3_999],
    "3,000 combining marks": "Thủ tục a" + "\u0301" * 3000,
    "a word of control characters": "Thủ tục \x9b\x1b[31m",
}


@pytest.mark.parametrize("first", range(0, SAMPLED, AT_ONCE))
def test_rows_of_malformed_catalogues_add_up(bench: Bench, first: int) -> None:
    complaints, tried = check_catalogues(bench, range(first, first + AT_ONCE))
    assert complaints == []
    assert tried == AT_ONCE


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(st.lists(st.integers(10**6, 10**9), min_size=5, max_size=20, unique=True))
def test_rows_of_any_malformed_catalogues_add_up(bench: Bench, numbers: list[int]) -> None:
    assert check_catalogues(bench, numbers)[0] == []


@pytest.mark.parametrize("name", UNPRINTABLE)
def test_what_cannot_be_printed_is_refused_at_import(bench: Bench, name: str) -> None:
    """The catalogue in force does not hold it, its line or its code is named, and building goes on."""
    folder = bench.workplace.fresh("first")
    head, rows = small_catalogue()
    rows[3]["name"] = UNPRINTABLE[name]
    write_catalogue(folder / "la.csv", head, rows)
    taken = bench.injector.run(folder, ("import", "la.csv", "--apply"))
    assert "Traceback" not in taken.text
    assert f"la.csv, dòng {len(head) + 5}," in taken.err or rows[3]["code"] in taken.out
    in_force = "".join(p.read_text(encoding="utf-8") for p in (folder / "var/catalogue").glob("*.json"))
    assert unicodedata.normalize("NFC", UNPRINTABLE[name]).strip() not in in_force
    assert bench.injector.run(folder, ("build", "--as-of", DAY)).code == 0


def test_rows_that_do_not_add_up_are_caught() -> None:
    """The proof can fail: a lost row, a file left out, a refusal without a word, a traceback."""
    lost = {"file": "a.csv", "tally": {"rows": 3, "procedures": 1, "headings": 1, "problems": 0}, "problems": []}
    report = json.dumps({"files": [lost], "refused": [{"file": "b.csv", "message": " "}]})
    complaints = judge_report(report, "", ["a.csv", "b.csv", "c.csv"])
    assert len(complaints) == 3
    assert "traceback" in judge_report("", "Traceback (most recent call last):\nKeyError", ["a.csv"])[0]
