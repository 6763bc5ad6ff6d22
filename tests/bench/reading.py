"""Every distinct sheet of the city read under hard conditions by two readers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from os import cpu_count
from pathlib import Path

from posters import hardship, pdf, qr, sheets, spec
from tests.bench.figures import Section, at_least, at_most
from tests.bench.material import Material
from tests.bench.posters import planned

_PAGES = 8


def run(material: Material, section: Section) -> None:
    """Measure."""
    made = planned(material.inputs)
    drawn = list({e.body: s for x in made.layouts() for e, s in zip(x.sheets, x.drawn, strict=True)}.values())
    head = spec.SiteHead(made.sites[0].site.code, made.sites[0].site.name)
    codes = {c.card.payload: b"" for s in drawn for c in s.cells}
    codes = {payload: qr.make_symbol(payload) for payload in codes}
    path = material.folder / "sheets.pdf"
    path.write_bytes(pdf.address_file(pdf.make_template([sheets.draw_sheet(s, codes) for s in drawn]), head))
    expected = [tuple(c.card.payload for c in s.cells) for s in drawn]
    for line in hardship.name_absent_readers(hardship.READERS):
        section.skip("a reader", line)
    section.add("distinct sheets", len(drawn), "sheets")
    section.add("codes on them", sum(map(len, expected)), "codes")
    _count(section, path, expected, {c.card.payload: c.card.code for s in drawn for c in s.cells})


def _count(section: Section, path: Path, expected: list[tuple[str, ...]], names: dict[str, str]) -> None:
    wanted, lost = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    foreign = 0
    for page, found in _trials(path, len(expected)):
        for trial in found:
            key = (trial.condition, trial.reader)
            missing = set(expected[page]) - trial.texts
            wanted[key] += len(set(expected[page]))
            lost[key] += len(missing)
            foreign += len(trial.texts.difference(expected[page]))
            section.fail(
                f"{trial.reader} did not read {names[text]} ({text}) on sheet {page + 1}, {trial.condition}"
                for text in sorted(missing)
            )
    for key, count in wanted.items():
        share = 100 * (1 - lost[key] / count)
        section.add(f"{key[0]}, {key[1]}", share, "%", None, f"{lost[key]} of {count} not read")
    share = 100 * (1 - sum(lost.values()) / sum(wanted.values()))
    section.add(
        "all conditions, both readers",
        share,
        "%",
        at_least(99.9),
        f"{sum(lost.values())} of {sum(wanted.values())} readings failed",
    )
    section.add("codes read as something else", foreign, "codes", at_most(0))


def _trials(path: Path, pages: int) -> Iterator[tuple[int, list[hardship.Trial]]]:
    """What was read from every page, on all cores."""
    portions = [(path, range(i, min(i + _PAGES, pages))) for i in range(0, pages, _PAGES)]
    with ProcessPoolExecutor(cpu_count(), mp_context=get_context("fork")) as pool:
        for found in pool.map(_portion, portions):
            yield from found


def _portion(job: tuple[Path, range]) -> list[tuple[int, list[hardship.Trial]]]:
    path, pages = job
    content = path.read_bytes()
    return [(page, list(hardship.run_trials(content, page))) for page in pages]
