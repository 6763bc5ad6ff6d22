"""Simulated photos of walls: are sheets named with the right revision, are pasted and missing codes reported?"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from os import cpu_count
from random import Random

from posters.photo import reader
from posters.photo.wall import PhotoSheet
from tests.bench import scenes
from tests.bench.figures import Section, at_least, at_most
from tests.bench.material import Material
from tests.bench.scenes import BAD, GOOD, TYPICAL, Light
from tests.bench.wall import SITE, SIZE, drawn_sheet, pasted

FOREIGN = "https://dichvucong.gov.vn.example/nop-phi?ma=1"


@dataclass(frozen=True, slots=True)
class Trial:
    """A photo to take: so many sheets in some light, with a code pasted over or taken away or with none."""

    sheets: int
    light: Light
    seed: int
    tampered: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What reading a photo gave: sheets named with their revision, wrong names, sites read, and whether what was
    tampered with was reported."""

    trial: Trial
    named: int
    wrong: int
    sites: int
    reported: bool


TRIALS = (
    *(Trial(count, BAD, seed) for count in (1, 2, 3, 4) for seed in range(5)),
    *(Trial(9, TYPICAL, seed) for seed in range(10)),
    *(Trial(16, GOOD, seed) for seed in range(10)),
    *(
        Trial(1 + seed % 4, light, seed, tampered)
        for light in (GOOD, TYPICAL)
        for tampered in ("pasted", "missing")
        for seed in range(5)
    ),
)
"""Sixty photos."""
_BARS = ((BAD, "1 to 4 sheets", 97), (TYPICAL, "9 sheets", 97), (GOOD, "16 sheets", 95))


def run(material: Material, section: Section) -> None:
    """Measure."""
    outcomes = list(_outcomes(TRIALS))
    for light, what, bar in _BARS:
        chosen = [x for x in outcomes if x.trial.light == light and not x.trial.tampered]
        hung, named = sum(x.trial.sheets for x in chosen), sum(x.named for x in chosen)
        note = f"{hung - named} of {hung} not named; site read on {sum(x.sites for x in chosen)}"
        section.add(
            f"named with the right revision, {what}, {light.name}", 100 * named / hung, "%", at_least(bar), note
        )
    tampered = [x for x in outcomes if x.trial.tampered]
    share = 100 * sum(x.reported for x in tampered) / len(tampered)
    section.add("codes pasted over or missing, reported", share, "%", at_least(97), f"{len(tampered)} photos")
    section.add("sheets named wrongly", sum(x.wrong for x in outcomes), "sheets", at_most(0))


def _outcomes(trials: tuple[Trial, ...]) -> Iterator[Outcome]:
    """In the order of `trials`, on all cores."""
    with ProcessPoolExecutor(cpu_count(), mp_context=get_context("fork")) as pool:
        yield from pool.map(outcome, trials)


def outcome(trial: Trial) -> Outcome:
    """Draw the wall, take the photo, read it."""
    resolution = scenes.resolution(trial.sheets)
    wall = [drawn_sheet(number, resolution) for number in range(trial.sheets)]
    random = Random(trial.seed)
    at, slot = random.randrange(trial.sheets), random.randrange(12)
    if trial.tampered:
        wall[at] = pasted(wall[at], slot, FOREIGN if trial.tampered == "pasted" else None, resolution)
    scene = scenes.photograph([sheet.picture for sheet in wall], SIZE, trial.light, trial.seed)
    plans = [sheet.plan for sheet in wall]
    seen = reader.read_photo(scene.jpeg, plans)
    right = {(plan.label, plan.revision) for plan in plans}
    named = {(sheet.label, sheet.revision) for sheet in seen if sheet.revision}
    label, text = plans[at].label, tuple(plans[at].codes)[slot]
    reported = any(_reports(sheet, text, trial.tampered) for sheet in seen if sheet.label == label)
    wrong = len(named - right) + sum(sheet.label not in {plan.label for plan in plans} for sheet in seen)
    return Outcome(trial, len(named & right), wrong, sum(sheet.site == SITE for sheet in seen), reported)


def _reports(sheet: PhotoSheet, text: str, tampered: str) -> bool:
    """A pasted code is told by name; a missing one is unread."""
    return FOREIGN in sheet.foreign if tampered == "pasted" else text in sheet.unread
