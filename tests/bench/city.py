"""The whole city: 116 sites, from lists to a published release, beside the naive baseline; then no change, then one.

Every round starts in an empty workspace and takes its own portion of the baseline; ratios are made round by round.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.release import lifecycle
from kiosk.workspace.store import Store
from tests.bench import tree
from tests.bench.baseline import CITY_PROCEDURES, Baseline
from tests.bench.figures import Section, at_least, at_most, ratios
from tests.bench.material import DAY, Lists, Material, amended, annex
from tests.bench.run import BenchError, Run, kiosk

ROUNDS = 3
CHANGED = 20
COLD, UNCHANGED = 40, 800
"""Times faster than the naive baseline that a cold city, and a run that finds nothing changed, must be."""
SHARE = 0.4
"""The most that a change may take of what a cold city takes (docs/adr/0012)."""
ELSEWHERE = ({"TZ": "Asia/Ho_Chi_Minh", "PYTHONHASHSEED": "1"}, {"TZ": "America/St_Johns", "PYTHONHASHSEED": "4242"})
DECISION = ("--decision", "3501/QĐ-UBND", "--effective", DAY.isoformat())


@dataclass(frozen=True, slots=True)
class Round:
    """What one round took; `naive` the baseline's seconds for the whole city, `start` those in which Python starts and
    loads the program, `least` those for writing, flushing and hashing what the change wrote."""

    naive: float
    cold: Run
    unchanged: Run
    start: Run
    changed: Run
    decided: Run
    least: float
    digest: str
    moved: bool
    written: tuple[str, ...]

    @property
    def runs(self) -> tuple[Run, ...]:
        """All runs of the program."""
        return self.cold, self.unchanged, self.changed, self.decided


def run(material: Material, section: Section) -> None:
    """Measure."""
    baseline = Baseline(material)
    rounds = []
    for turn in range(ROUNDS):
        # The first is the workspace that the sections about the page serve.
        store = Store(material.folder / ("a" if turn == 0 else f"elsewhere {turn}") / "var")
        rounds.append(_round(store, material, baseline.draw(turn), turn))
    _counts(section, material, Store(material.folder / "a" / "var"))
    _times(section, rounds)
    _exactness(section, rounds)


def _round(store: Store, material: Material, naive: float, turn: int) -> Round:
    """An empty workspace, the same files once more, amended lists, and a decision's annex, one after the other."""
    env = ELSEWHERE[turn % len(ELSEWHERE)]
    cold = regenerate(store, material.lists, env)
    first = lifecycle.choose_release(store, None)
    before, digest = tree.look(store.root), first.digest()
    unchanged = regenerate(store, material.lists, env)
    written = tree.rewritten(before, tree.look(store.root))
    moved = lifecycle.choose_release(store, None).digest() != digest
    # The help of all commands would load all of them, which no command does.
    start = kiosk(store.root, "regenerate", "--help", env=env)
    lists = amended(material.lists, material.folder / f"amended {turn}", CHANGED)
    changed = regenerate(store, lists, env)
    fresh = tree.new_contents(store.releases / str(first.number), store.releases / str(_newer(store, first.number)))
    least = tree.write_flush_hash(fresh, store.root.parent / "least")
    number = lifecycle.choose_release(store, None).number
    path = annex(material.lists, material.folder / f"annex {turn}.xlsx", CHANGED)
    decided = kiosk(store.root, "regenerate", str(path), *DECISION, env=env)
    _newer(store, number)
    return Round(naive, cold, unchanged, start, changed, decided, least, digest, moved, written)


def regenerate(store: Store, lists: Lists, env: Mapping[str, str]) -> Run:
    """Import, build, verify and publish, as the office would today. The generated lists replace the bundled sample."""
    return kiosk(store.root, "regenerate", *lists.arguments(), "--allow-drop", env=env)


def _newer(store: Store, number: int) -> int:
    """The number of the release in force, which must not be `number` any more."""
    now = lifecycle.choose_release(store, None).number
    if now == number:
        raise BenchError(f"{CHANGED} amended procedures made no new release")
    return now


def _counts(section: Section, material: Material, store: Store) -> None:
    first, second = (lifecycle.choose_release(store, number) for number in (1, 2))
    section.add("sites", len(first.sites), "sites", at_least(len(material.inputs.sites)))
    section.add("files of a release", len(first.files), "files")
    section.add("pages of sheets", sum(len(first.sheets(s)) for s in first.sites), "pages")
    section.add("distinct sheet bodies drawn", len(first.bodies), "bodies")
    section.add("sheet bodies drawn for a change", len(second.bodies.keys() - first.bodies.keys()), "bodies")


def _times(section: Section, rounds: list[Round]) -> None:
    naive, cold = [x.naive for x in rounds], [x.cold.seconds for x in rounds]
    how = f"scaled from {ROUNDS} times a commune and {CITY_PROCEDURES} procedures of a city site; it verifies nothing"
    section.add_all("naive baseline, whole city", naive, "s", note=how)
    section.add_all("cold: import, build, verify, publish", cold, "s")
    section.add_all("cold: processor", [x.cold.cpu for x in rounds], "s")
    section.add_all("cold, faster than the naive baseline", ratios(naive, cold), "x", at_least(COLD))
    work = [x.unchanged.seconds - x.start.seconds for x in rounds]
    how = "less the time in which Python starts and loads the program"
    section.add_all("nothing changed: work", work, "s", note=how)
    section.add_all("nothing changed, faster than the naive baseline", ratios(naive, work), "x", at_least(UNCHANGED))
    changed = [x.changed.seconds for x in rounds]
    section.add_all(f"{CHANGED} procedures amended: import, build, verify, publish", changed, "s")
    section.add_all("a change as a share of cold", ratios(changed, cold), "", at_most(SHARE))
    section.add_all("a change, faster than the naive baseline", ratios(naive, changed), "x", at_least(COLD / SHARE))
    least = [x.least for x in rounds]
    section.add_all("writing, flushing and hashing what a change wrote", least, "s", note="nothing else")
    section.add_all("a change over writing, flushing and hashing", ratios(changed, least), "x", None, "the aim is 4")
    section.add_all(f"{CHANGED} procedures amended by a decision's annex", [x.decided.seconds for x in rounds], "s")


def _exactness(section: Section, rounds: list[Round]) -> None:
    written = [name for x in rounds for name in x.written]
    section.fail(f"nothing changed, but {name} was written" for name in written)
    section.add("nothing changed: files rewritten", len(written), "files", at_most(0))
    section.add("nothing changed: other digests", sum(x.moved for x in rounds), "", at_most(0))
    digests = len({x.digest for x in rounds}) - 1
    section.add("other folder, time zone, hash seed: other digests", digests, "", at_most(0))
    peak = max(done.peak_mb for x in rounds for done in x.runs)
    section.add("largest process", peak, "MB", at_most(400))
