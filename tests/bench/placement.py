"""Sheets of a commune that change after a decision: placed stably, and laid out afresh beside it. Many decisions in
each field, because which procedures a decision names is chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from kiosk.catalogue import listing
from kiosk.model.catalogue import Procedure
from kiosk.model.placement import Item, PlacedSheet, Placement
from kiosk.model.site import SiteKind
from kiosk.paper import plan
from kiosk.paper.placement import place
from kiosk.settings.inputs import Inputs
from kiosk.settings.links import make_link
from tests.bench.figures import Section, at_least, at_most
from tests.bench.material import DAY, Material

FIELDS = 10
DECISIONS = 100
"""Decisions tried in each field, each naming other procedures."""
AMENDED, NEW, REPEALED = 12, 3, 2


def run(material: Material, section: Section) -> None:
    """Measure."""
    inputs = material.inputs
    mine = posted(inputs)
    before = place(None, _items(inputs, mine), plan.make_grid("A4"))
    section.add("sheets of a commune", len(before.sheets), "sheets")
    largest = Counter(p.field for p in mine).most_common(FIELDS)
    found: list[Cost] = []
    for name in [*(name for name, _ in largest), ""]:
        costs = [_measured(inputs, before, mine, name, Random(seed)) for seed in range(DECISIONS)]
        worst = max(costs, key=lambda x: x.stable)
        mean = sum(x.stable for x in costs) / DECISIONS
        least = sum(x.least for x in costs) / DECISIONS
        how = f"most of {DECISIONS} decisions; mean {mean:.2f}, no placement under {least:.2f}, afresh {worst.afresh}"
        where, target = (f"field {name}", at_most(5)) if name else ("all fields", None)
        section.add(f"{where}: sheets to change", worst.stable, "sheets", target, how)
        found += costs
    ratio = sum(x.afresh for x in found) / max(sum(x.stable for x in found), 1)
    section.add("fewer sheets than laid out afresh", ratio, "x", at_least(1))
    excess = sum(max(x.stable - x.must - x.groups, 0) for x in found)
    section.add("sheets beyond those that must change and one a group for newcomers", excess, "sheets", at_most(0))
    spare = sum(x.stable - x.least for x in found)
    section.add("sheets beyond what any placement needs", spare, "sheets", None, f"of {sum(x.stable for x in found)}")


def posted(inputs: Inputs) -> tuple[Procedure, ...]:
    """What the first commune posts."""
    site = next(s for s in inputs.sites if s.kind is SiteKind.COMMUNE)
    return tuple(
        x.procedure for x in listing.list_postings(inputs.catalogue, (site,), inputs.config.listing, DAY)[0].posted
    )


def _items(inputs: Inputs, procedures: Sequence[Procedure]) -> tuple[Item, ...]:
    made = {p.code: plan.describe_card(p, make_link(p, inputs.config.links), DAY) for p in procedures}
    return plan.order_items(made, inputs.groups, lambda card, face: plan.measure_fits(card, face, "A4")[0].span)


@dataclass(frozen=True, slots=True)
class Decision:
    """A commune's procedures after a decision, and the codes it names."""

    after: tuple[Procedure, ...]
    amended: frozenset[str]
    repealed: frozenset[str]
    new: frozenset[str]


def decision(procedures: Sequence[Procedure], field: str, rng: Random) -> Decision:
    """12 amended (their names), 3 new, 2 repealed in a field, or over all fields where `field` is empty. A field with
    fewer procedures gives what it has."""
    members = [p for p in procedures if field in ("", p.field)]
    chosen = rng.sample(members, min(AMENDED + REPEALED, len(members)))
    repealed, amended = chosen[:REPEALED], chosen[REPEALED:]
    patterns = rng.choices(members, k=NEW)
    new = [replace(p, code=f"9.{i:06d}", portal_id="") for i, p in enumerate(patterns)]
    after = {p.code: p for p in procedures}
    after |= {p.code: replace(p, name=f"{p.name} (sửa đổi, bổ sung)") for p in amended}
    for p in repealed:
        del after[p.code]
    named = [frozenset(p.code for p in group) for group in (amended, repealed, new)]
    return Decision((*after.values(), *new), *named)


@dataclass(frozen=True, slots=True)
class Cost:
    """Sheets that change with stable placement and laid out afresh, those on which something amended or repealed
    stands, those that no placement could do without, and groups to which something new comes."""

    stable: int
    afresh: int
    must: int
    least: int
    groups: int


def _measured(inputs: Inputs, before: Placement, mine: Sequence[Procedure], field: str, rng: Random) -> Cost:
    made = decision(mine, field, rng)
    wanted = _items(inputs, made.after)
    stable, fresh = place(before, wanted, plan.make_grid("A4")), place(None, wanted, plan.make_grid("A4"))
    touched = made.amended | made.repealed
    must = [s for s in before.sheets if any(c.code in touched for c in s.cells)]
    groups = {i.group for i in wanted if i.code in made.new}
    changes = len(changed(before, stable)), len(changed(before, fresh)), len(must)
    return Cost(*changes, len(must) + _crowded(before, must, wanted), len(groups))


def _crowded(before: Placement, must: Sequence[PlacedSheet], wanted: Sequence[Item]) -> int:
    """Groups whose sheets that must change cannot hold, in number of cells, what does not stand on the others."""
    kept = {c.code for s in before.sheets if s not in must for c in s.cells}
    room = Counter({g: plan.make_grid("A4").capacity * n for g, n in Counter(s.group for s in must).items()})
    needed = Counter[str]()
    for item in wanted:
        needed[item.group] += 0 if item.code in kept else item.span
    return sum(needed[g] > room[g] for g in needed)


def changed(before: Placement, after: Placement) -> set[tuple[str, int]]:
    """Sheets (group, number) that must be printed again or taken down."""
    old, new = ({(s.group, s.number): s.cells for s in x.sheets} for x in (before, after))
    return {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}
