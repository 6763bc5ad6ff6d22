"""The questions of people that the kiosk's search is judged by: true to the real list, divided once and by chance.

`questions_inside_*` are what a commune does, each with every code that answers it. `questions_outside_*` are what a
commune does not do: `office` says who does it (the kinds of `data/elsewhere.csv`, or `nobody`), `near` names codes
that are a fair part of the answer though not the answer (the contract that a commune certifies before the land
registration office writes a new owner into a title). They were written from the names of the list alone, before any
answer of a page was looked at. Sorted by question and shuffled with the seed below, the first half is `work`; the other
half, `unseen`, is run once when the code is frozen. `seen` are both halves of the set before, the second run too.
"""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest

from kiosk.text import fold

SEED = 20261130
LEAST = 240


def rows(root: Path, name: str) -> list[dict[str, str]]:
    with (root / f"tests/golden/questions_{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("side", ["inside", "outside"])
def test_the_halves_are_those_of_the_seed(root: Path, side: str) -> None:
    work = [row["query"] for row in rows(root, f"{side}_work")]
    unseen = [row["query"] for row in rows(root, f"{side}_unseen")]
    shuffled = sorted(work + unseen)
    random.Random(SEED).shuffle(shuffled)
    assert len(shuffled) >= LEAST
    assert (work, unseen) == (shuffled[: len(work)], shuffled[len(work) :])
    assert abs(len(work) - len(unseen)) <= 1


def test_no_question_is_asked_twice_nor_taken_from_an_older_set(root: Path) -> None:
    older = {
        fold(row["query"])
        for path in (*(root / "tests/golden").glob("search_*.csv"), *(root / "tests/golden").glob("*_seen.csv"))
        for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    }
    names = [f"{side}_{half}" for side in ("inside", "outside") for half in ("work", "unseen")]
    asked = [fold(row["query"]) for name in names for row in rows(root, name)]
    assert len(set(asked)) == len(asked)
    assert older & set(asked) == set()


def test_every_question_tells_whose_voice_it_is_and_who_answers(root: Path) -> None:
    for half in ("work", "unseen", "seen"):
        assert all(row["voice"] and row["codes"].split() for row in rows(root, f"inside_{half}"))
        assert all(row["voice"] and row["office"] for row in rows(root, f"outside_{half}"))


@pytest.mark.real
@pytest.mark.parametrize("half", ["work", "unseen", "seen"])
def test_every_code_stands_in_the_list_of_a_commune(root: Path, real_data: Path, half: str) -> None:
    with (real_data / "catalogue/commune.csv").open(encoding="utf-8", newline="") as lines:
        posted = {row["code"] for row in csv.DictReader(lines)}
    named = {code for row in rows(root, f"inside_{half}") for code in row["codes"].split()}
    named |= {code for row in rows(root, f"outside_{half}") for code in row["near"].split()}
    assert named - posted == set()
