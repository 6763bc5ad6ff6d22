"""The questions of people that the kiosk's search is judged by: true to the real list, divided once and by chance.

`questions_inside_*` are what a commune does, each with every code that answers it. `questions_outside_*` are what a
commune does not do: `office` says who does it (the kinds of `data/elsewhere.csv`, or `nobody`), `near` names codes
that are a fair part of the answer though not the answer (the contract that a commune certifies before the land
registration office writes a new owner into a title). They were written from the names of the list alone, before any
answer of a page was looked at. Sorted by question and shuffled with the seed below, the first half is `work`; the
other half, `unseen`, is run once when the code is frozen. `seen` are both halves of the set before, the second run too.
`voices` is a later set, divided the same way with a seed of its own; `cityown` and `citycommune` of it are for the
city's page: what the city does, and what a commune does.
`people` came later still, of five writers who saw the list of procedures and nothing else, each one's questions divided
by chance; `stranger` (of a sixth), `last` (of one more, when all was learnt) and `crowd` (of two more, after the last
lesson) were asked once; by `learning`, of ten more, and by what had been asked once before, the page learns when to
doubt (tests/browser/learning.py).
"""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest

from kiosk.text import fold

SEEDS = {"work unseen": 20261130, "voices_work voices_unseen": 20261201}
NEWER = ("people_work", "people_unseen", "stranger_unseen", "last_unseen", "crowd_unseen", "learning")
HALVES = ("work", "unseen", "seen", "voices_work", "voices_unseen", *NEWER)
LEAST = {"inside": 240, "outside": 240, "cityown": 80, "citycommune": 80}


def rows(root: Path, name: str) -> list[dict[str, str]]:
    return _rows_of(root / f"tests/golden/questions_{name}.csv")


def _rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize(
    ("side", "halves"),
    [("inside", "work unseen"), ("outside", "work unseen")] + [(side, "voices_work voices_unseen") for side in LEAST],
)
def test_the_halves_are_those_of_the_seed(root: Path, side: str, halves: str) -> None:
    work, unseen = ([row["query"] for row in rows(root, f"{side}_{half}")] for half in halves.split())
    shuffled = sorted(work + unseen)
    random.Random(SEEDS[halves]).shuffle(shuffled)
    assert len(shuffled) >= LEAST[side]
    assert (work, unseen) == (shuffled[: len(work)], shuffled[len(work) :])
    assert abs(len(work) - len(unseen)) <= 1


def _is_newer(path: Path) -> bool:
    return "voices" in path.stem or path.stem.endswith(NEWER)


def test_no_newer_question_was_asked_before(root: Path) -> None:
    golden = root / "tests/golden"
    older = {fold(row["query"]) for path in golden.glob("*.csv") if not _is_newer(path) for row in _rows_of(path)}
    newer = [
        fold(row["query"]) for half in NEWER for side in ("inside", "outside") for row in rows(root, f"{side}_{half}")
    ]
    assert len(set(newer)) == len(newer)
    assert older & set(newer) == set()


def test_no_voice_asks_what_was_asked_before(root: Path) -> None:
    golden = root / "tests/golden"
    older = {fold(row["query"]) for path in golden.glob("*.csv") if not _is_newer(path) for row in _rows_of(path)}
    asked = [fold(row["query"]) for path in golden.glob("questions_*side_voices_*.csv") for row in _rows_of(path)]
    assert len(set(asked)) == len(asked)
    assert older & set(asked) == set()


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
    for half in HALVES:
        assert all(row["voice"] and row["codes"].split() for row in rows(root, f"inside_{half}"))
        assert all(row["voice"] and row["office"] for row in rows(root, f"outside_{half}"))


@pytest.mark.real
@pytest.mark.parametrize("half", HALVES)
def test_every_code_stands_in_the_list_of_a_commune(root: Path, real_data: Path, half: str) -> None:
    with (real_data / "catalogue/commune.csv").open(encoding="utf-8", newline="") as lines:
        posted = {row["code"] for row in csv.DictReader(lines)}
    named = {code for row in rows(root, f"inside_{half}") for code in row["codes"].split()}
    named |= {code for row in rows(root, f"outside_{half}") for code in row["near"].split()}
    assert named - posted == set()
