"""What laying sites out afresh would cost in paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kiosk.office import catalogues
from kiosk.release.build import planned
from kiosk.settings import inputs
from kiosk.settings.config import Config
from kiosk.workspace.store import Store


@dataclass(frozen=True, slots=True)
class Cost:
    """Sheets of a site now, after a fresh layout, and how many of those must be printed."""

    code: str
    name: str
    now: int
    then: int
    to_print: int


def relayout_cost(store: Store, config: Config, codes: frozenset[str], day: date) -> tuple[Cost, ...]:
    """What laying out `codes` afresh would cost in paper; builds nothing."""
    found = inputs.gather(config, catalogues.in_force(store, config).catalogue)
    plan = planned(store, found, day, afresh=codes)
    costs = []
    for s in plan.sites:
        if s.site.code in codes:
            old = {e.label: e.revision for e in s.before or ()}
            to_print = sum(old.get(e.label) != e.revision for e in s.layout.sheets)
            costs.append(Cost(s.site.code, s.site.name, len(old), len(s.layout.sheets), to_print))
    return tuple(costs)
