"""Sheets of one commune beside Typst, WeasyPrint and the naive baseline, their weight, what a further one costs."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from unicodedata import normalize

from kiosk.catalogue import listing
from kiosk.model.site import SiteKind
from kiosk.paper import plan
from kiosk.paper.plan import Plan
from kiosk.settings.inputs import Inputs
from posters import inspect, pdf, qr, spec
from posters.sheets import draw_sheet
from tests.bench.contest import FURTHER
from tests.bench.figures import Section, at_least, at_most, ratios, times_faster
from tests.bench.job import Job, prepare
from tests.bench.material import DAY, Material
from tests.bench.run import BenchError, observed

_ROUNDS = {
    "ours": 5, "ours_on_all_cores": 5, "ours_encoding": 3, "further": 5, "copied": 5, "naive": 3, "typst": 5,
    "weasyprint": 1,
}  # fmt: skip
_FURTHER = 8
"""The most that one more commune may cost, as a multiple of hashing and writing its bytes."""


def run(material: Material, section: Section) -> None:
    """Measure."""
    made = planned(material.inputs)
    layouts = made.layouts()
    pages = sum(len(s.layout.sheets) for s in made.sites)
    bodies = {entry.body for x in layouts for entry in x.sheets}
    section.add("sheets on all sites", pages, "sheets")
    section.add("distinct sheet bodies drawn", len(bodies), "bodies", note="each is drawn once for all sites")
    commune = next(s for s in made.sites if s.site.kind is SiteKind.COMMUNE)
    sheets = commune.layout.drawn
    payloads = sorted({c.card.payload for s in sheets for c in s.cells})
    head = spec.SiteHead(commune.site.code, commune.site.name)
    _weigh(section, sheets, head)
    folder = material.folder / "contest"
    prepare(Job(sheets, {p: qr.make_symbol(p) for p in payloads}, head), folder)
    _report(section, _seconds(section, folder), folder, sheets)


def _weigh(section: Section, drawn: tuple[spec.Sheet, ...], head: spec.SiteHead) -> None:
    """The file of a commune, and what it would weigh without structure and outline."""
    codes = {c.card.payload: b"" for s in drawn for c in s.cells}
    codes = {payload: qr.make_symbol(payload) for payload in codes}
    bodies = [draw_sheet(sheet, codes) for sheet in drawn]
    bare = [replace(body, structure=(), bookmarks=()) for body in bodies]
    for pages, what, target in ((bodies, "tagged, with outline", at_most(450)), (bare, "without", None)):
        size = len(pdf.address_file(pdf.make_template(pages), head)) / 1000
        section.add(f"the file of a commune in colour, {what}", size, "kB", target)


def planned(inputs: Inputs) -> Plan:
    """What a first release of all sites would print."""
    wanted = listing.list_postings(inputs.catalogue, inputs.sites, inputs.config.listing, DAY)
    return plan.make_plan(inputs, wanted, None, 1, "bench")


def _seconds(section: Section, folder: Path) -> dict[str, list[float]]:
    """All times of every contestant, in turns, so that a busy machine hits all alike; under "NAME, processor" what all
    cores together worked."""
    times: dict[str, list[float]] = {}
    names = [name for name in _ROUNDS if _installed(section, name)]
    for turn in range(max(_ROUNDS.values())):
        for name in names:
            if turn < _ROUNDS[name]:
                done = observed(("-m", "tests.bench.contest", name, str(folder)))
                measured = json.loads(done.output)
                times.setdefault(name, []).append(measured["seconds"])
                times.setdefault(f"{name}, processor", []).append(measured["processor"])
    return times


def _installed(section: Section, name: str) -> bool:
    if name not in {"typst", "weasyprint"} or find_spec(name):
        return True
    section.skip(f"sheets of one commune by {name}", f"{name} is not installed (dependency group bench)")
    return False


def _report(section: Section, times: dict[str, list[float]], folder: Path, sheets: tuple[spec.Sheet, ...]) -> None:
    cards = sum(len(s.cells) for s in sheets)
    what = f"one commune, {cards} cards on {len(sheets)} sheets, codes and marks ready"
    ours = section.add_all(what, times["ours"], "s", note="one core")
    all_cores = section.add_all(what, times["ours_on_all_cores"], "s", note="all cores, as a build and as Typst")
    ours_worked = section.add_all(f"{what}, processor", times["ours, processor"], "s")
    for name, target in (("typst", 3), ("weasyprint", 30)):
        if name in times:
            _complete(folder / f"{name}.pdf", sheets)
            note = "marks, links, tags; lines broken by it, type sizes given"
            rival = section.add_all(f"the same sheets by {name}", times[name], "s", note=note)
            size = (folder / f"{name}.pdf").stat().st_size / 1000
            section.add(f"the file by {name}", size, "kB")
            note = "medians; both on all cores" if name == "typst" else "medians; both on one core"
            quick = all_cores if name == "typst" else ours
            section.add(f"faster than {name}", times_faster(rival, quick), "x", at_least(target), note)
            worked = median(times[f"{name}, processor"])
            note = "medians; Typst takes all cores, we one" if name == "typst" else "medians"
            ratio = times_faster(worked, ours_worked)
            section.add(f"less processor than {name}", ratio, "x", at_least(target), note)
    encoding = section.add_all("one commune, codes included", times["ours_encoding"], "s", note="one process")
    naive = section.add_all("one commune by the naive baseline", times["naive"], "s")
    section.add("faster than the naive baseline", times_faster(naive, encoding), "x", at_least(5), "medians")
    further = [seconds / FURTHER * 1000 for seconds in times["further"]]
    copied = [seconds / FURTHER * 1000 for seconds in times["copied"]]
    section.add_all("each further commune", further, "ms", note="addressed, hashed, written")
    section.add_all("the same bytes hashed and written", copied, "ms")
    section.add_all("each further commune over its bytes", ratios(further, copied), "x", at_most(_FURTHER))


def _complete(path: Path, sheets: tuple[spec.Sheet, ...]) -> None:
    """A rival that drew something else is no rival: all codes and names of every sixteenth page are looked for."""
    made = path.read_bytes()
    for index in range(0, len(sheets), 16):
        cells = [c.card for c in sheets[index].cells]
        read = {found.text for found in inspect.read_codes(made, index)}
        text = _squeezed(inspect.read_text(made, index))
        lost = [c.code for c in cells if c.payload not in read or c.code not in text]
        lost += [c.name for c in cells if _squeezed(c.name) not in text]
        if lost:
            raise BenchError(f"{path.name}, page {index + 1} is not the same sheet; missing: {lost}")


def _squeezed(text: str) -> str:
    """NFC without white space and hyphens: where lines break is each contestant's own affair."""
    return "".join(normalize("NFC", text).translate(dict.fromkeys(map(ord, "-\u2010\ufffe"))).split())
