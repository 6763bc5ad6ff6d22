"""The whole city: 116 sites, from lists to a published release, beside the naive baseline; then a change, then none."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from kiosk.catalogue import listing
from kiosk.model.listing import Posted
from kiosk.model.site import Site, SiteKind
from kiosk.release import lifecycle
from kiosk.settings.links import link
from kiosk.workspace.store import Store
from tests.bench import naive
from tests.bench.figures import Sample, Section, at_least, at_most, scaled, times_faster
from tests.bench.material import DAY, Lists, Material, amended, annex
from tests.bench.run import BenchError, Run, kiosk

TURNS, PART = 2, 240
"""What the naive baseline really draws: so many communes, and so many procedures of one city site."""
CHANGED = 20
_COLD = 40
"""Times faster than the naive baseline that a cold city must be."""
ELSEWHERE = ({"TZ": "Asia/Ho_Chi_Minh", "PYTHONHASHSEED": "1"}, {"TZ": "America/St_Johns", "PYTHONHASHSEED": "4242"})
_SCRATCH = ("lock", "cache.sqlite", "cache.sqlite-wal", "cache.sqlite-shm")
"""Files of a workspace that are no result: the lock that a writer takes, and the cache with its journals."""


def run(material: Material, section: Section) -> None:
    """Measure."""
    baseline = _Baseline(material)
    baseline.draw(0)
    store = Store(material.folder / "a" / "var")
    cold = _regenerate(store, material.lists, ELSEWHERE[0])
    baseline.draw(1)
    first = lifecycle.chosen(store, None)
    section.add("sites", len(first.sites), "sites", at_least(len(material.inputs.sites)))
    section.add("files of a release", len(first.files), "files")
    section.add("pages of sheets", sum(len(first.sheets(s)) for s in first.sites), "pages")
    section.add("distinct sheet bodies drawn", len(first.bodies), "bodies")
    total = baseline.total(section)
    section.add("cold: import, build, verify, publish", cold.seconds, "s", note=f"{cold.cpu:.1f} s of processor")
    faster = times_faster(total, cold.seconds)
    section.add("faster than the naive baseline", faster, "x", at_least(_COLD), "it verifies nothing")
    unchanged = _unchanged(store, material.lists, section)
    change = _changed(store, material, section, cold)
    note = f"{_COLD} times for cold, a tenth of that for a change; the ratio to our own cold stands above"
    section.add(
        "a change, faster than the naive baseline", times_faster(total, change.seconds), "x", at_least(10 * _COLD), note
    )
    decided = _decided(store, material, section)
    other = Store(material.folder / "elsewhere" / "another folder")
    again = _regenerate(other, material.lists, ELSEWHERE[1])
    same = lifecycle.chosen(other, None).digest() == first.digest()
    section.add("other folder, time zone, hash seed: other digests", int(not same), "", at_most(0))
    peak = max(done.peak_mb for done in (cold, unchanged, change, decided, again))
    section.add("largest process", peak, "MB", at_most(400))


def _regenerate(store: Store, lists: Lists, env: Mapping[str, str]) -> Run:
    """Import, build, verify and publish, as the office would today. The generated lists replace the bundled sample."""
    return kiosk(store.root, "regenerate", *lists.arguments(), "--allow-drop", env=env)


def _unchanged(store: Store, lists: Lists, section: Section) -> Run:
    """The same files once more: nothing may be written."""
    before, digest = tree(store.root), lifecycle.chosen(store, None).digest()
    done = _regenerate(store, lists, ELSEWHERE[0])
    written = rewritten(before, tree(store.root))
    section.fail(f"nothing changed, but {path} was written" for path in written)
    # The help of all commands would load all of them, which no command does.
    start = kiosk(store.root, "regenerate", "--help").seconds
    how = f"{done.seconds:.2f} s less {start:.2f} s in which Python starts and loads the program"
    section.add("nothing changed: work", done.seconds - start, "s", at_most(1), how)
    section.add("nothing changed: files rewritten", len(written), "files", at_most(0))
    other = lifecycle.chosen(store, None).digest() != digest
    section.add("nothing changed: other digests", int(other), "", at_most(0))
    return done


def _changed(store: Store, material: Material, section: Section, cold: Run) -> Run:
    """Lists in which some procedures are amended, on top of what is published."""
    before = lifecycle.chosen(store, None)
    done = _regenerate(store, amended(material.lists, material.folder / "amended", CHANGED), ELSEWHERE[0])
    after = lifecycle.chosen(store, None)
    if after.number == before.number:
        raise BenchError(f"{CHANGED} amended procedures made no new release")
    section.add(f"{CHANGED} procedures amended: import, build, verify, publish", done.seconds, "s")
    section.add("a change as a share of cold", done.seconds / cold.seconds, "", at_most(0.1))
    section.add("sheet bodies drawn for the change", len(after.bodies.keys() - before.bodies.keys()), "bodies")
    return done


def _decided(store: Store, material: Material, section: Section) -> Run:
    """As many other procedures amended by a decision, as an office gets it: its annex and nothing else."""
    before = lifecycle.chosen(store, None)
    path = annex(material.lists, material.folder / "annex.xlsx", CHANGED)
    decision = ("--decision", "3501/QĐ-UBND", "--effective", DAY.isoformat())
    done = kiosk(store.root, "regenerate", str(path), *decision, env=ELSEWHERE[0])
    if lifecycle.chosen(store, None).number == before.number:
        raise BenchError(f"an annex with {CHANGED} amended procedures made no new release")
    section.add(f"{CHANGED} procedures amended by a decision's annex", done.seconds, "s")
    return done


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it was found."""

    inode: int
    changed_ns: int
    sha256: str


def tree(root: Path) -> dict[str, Seen]:
    """Every file and link below `root`, but for scratch files."""
    found = {}
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if name in _SCRATCH or (path.is_dir() and not path.is_symlink()):
            continue
        at = path.lstat()
        content = str(path.readlink()).encode() if path.is_symlink() else path.read_bytes()
        found[name] = Seen(at.st_ino, at.st_mtime_ns, sha256(content).hexdigest())
    return found


def rewritten(before: Mapping[str, Seen], after: Mapping[str, Seen]) -> tuple[str, ...]:
    """Files that came, went, or are not the same file with the same time and content."""
    return tuple(name for name in sorted(before.keys() | after.keys()) if before.get(name) != after.get(name))


# The baseline.


class _Baseline:
    """The naive baseline on a sample of sites, in turns with what it is compared with."""

    def __init__(self, material: Material) -> None:
        inputs = material.inputs
        self._folder, self._links = material.folder / "naive", inputs.config.links
        self._found = listing.listings(inputs.catalogue, inputs.sites, inputs.config.listing, DAY)
        self._communes = [x for x in self._found if x.site.kind is SiteKind.COMMUNE]
        self._city = next(x for x in self._found if x.site.kind is SiteKind.CITY)
        self._seconds = {SiteKind.COMMUNE: 0.0, SiteKind.CITY: 0.0}

    def draw(self, turn: int) -> None:
        """One of `TURNS` portions: a whole commune and a part of a city site."""
        share = PART // TURNS
        commune = self._communes[turn]
        self._timed(commune.site, commune.posted)
        self._timed(self._city.site, self._city.posted[turn * share : (turn + 1) * share])

    def _timed(self, site: Site, posted: Sequence[Posted]) -> None:
        lines = [naive.Line(p.code, p.name, p.field, link(p, self._links).url) for p in (x.procedure for x in posted)]
        started = time.perf_counter()
        naive.site(self._folder / site.code, site.name, lines)
        self._seconds[site.kind] += time.perf_counter() - started

    def total(self, section: Section) -> float:
        """Seconds for the whole city, in proportion to the procedures at its sites."""
        communes = Sample(TURNS, len(self._communes[0].posted), self._seconds[SiteKind.COMMUNE])
        city = Sample(1, PART, self._seconds[SiteKind.CITY])
        seconds = sum(
            scaled(communes if x.site.kind is SiteKind.COMMUNE else city, 1, len(x.posted)) for x in self._found
        )
        drawn = (
            f"{TURNS} communes in {communes.seconds:.1f} s, {PART} procedures of a city site in {city.seconds:.1f} s"
        )
        return section.add("naive baseline, whole city", seconds, "s", note=f"scaled from {drawn}")
