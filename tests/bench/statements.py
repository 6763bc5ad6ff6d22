"""A catalogue with ten years of decisions behind it, against one with the lists alone: opened, and a day listed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from kiosk.catalogue import listing
from kiosk.intake.revision import rebuild
from kiosk.model.catalogue import Catalogue, Procedure, Source
from kiosk.model.statement import Past, RowStatus, Statement
from kiosk.settings.inputs import Inputs, dump_catalogue, load_catalogue
from tests.bench.figures import Section, at_most
from tests.bench.material import DAY, Material

MONTHS, DECISIONS, ROWS = 120, 20, 30
TURNS = 7


def run(material: Material, section: Section) -> None:
    """Measure."""
    plain = material.inputs.catalogue
    said = tuple(decisions(plain))
    started = time.perf_counter()
    old = rebuild(plain, Past(plain, said), plain.lists, DAY).catalogue
    section.add("deriving all of it anew", time.perf_counter() - started, "s", None, f"{len(said)} statements")
    files = [dump_catalogue(catalogue) for catalogue in (plain, old)]
    section.add("catalogue file", len(files[1]) / len(files[0]), "x", None, f"{len(old.procedures)} versions")
    turns = [[_opened(content, material.inputs) for content in files] for _ in range(TURNS)]
    ratios = sorted(ten_years / lists for lists, ten_years in turns)
    section.add("opened and a day listed, against the lists alone", ratios[TURNS // 2], "x", at_most(2))


def decisions(catalogue: Catalogue) -> Iterator[Statement]:
    """Ten years of them, each of which amends or repeals procedures of the lists, or brings new ones."""
    rng = Random(10)
    names = [(p.code, p.name) for p in catalogue.procedures]
    for n in range(MONTHS * DECISIONS):
        signed = DAY - timedelta(days=(MONTHS * DECISIONS - n) * 30 // DECISIONS)
        for row in range(ROWS):
            status = rng.choices((RowStatus.AMENDED, RowStatus.NEW, RowStatus.REPEALED), (970, 29, 1))[
                0
            ]  # few end: in the end hardly one would be left
            code, name = rng.choice(names)
            yield _statement(status, code, name, signed, f"{n}/QĐ-UBND", row)


def _statement(status: RowStatus, code: str, name: str, signed: date, decision: str, row: int) -> Statement:
    stated = Procedure(code, name, fee=decision, decision=decision, decision_date=signed, source=Source(decision, row))
    return Statement(
        code, status, (stated,), signed, holds=signed + timedelta(days=30), decision=decision, origin=decision
    )


def _opened(content: bytes, inputs: Inputs) -> float:
    load_catalogue.cache_clear()
    started = time.perf_counter()
    listing.list_postings(load_catalogue(content), inputs.sites, inputs.config.listing, DAY)
    return time.perf_counter() - started
