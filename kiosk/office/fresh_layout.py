"""What laying sites out afresh would cost in paper: sheets now, sheets then, sheets to print. Builds nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kiosk.model.site import spell_codes
from kiosk.office import holding
from kiosk.paper.comparison import SheetAction, compare_sheets, list_sheets_of_layout, list_sheets_of_site
from kiosk.release.build import plan_release
from kiosk.settings.config import Config
from kiosk.workspace.store import Store


@dataclass(frozen=True, slots=True)
class RelayoutCost:
    """Sheets of a site now, after a fresh layout, and how many of those must be printed."""

    code: str
    name: str
    now: int
    then: int
    to_print: int


def count_relayout_cost(store: Store, config: Config, codes: frozenset[str], day: date) -> tuple[RelayoutCost, ...]:
    """What laying out `codes` afresh would cost in paper; builds nothing."""
    plan = plan_release(store, holding.gather_build_inputs(store, config), day, afresh=codes)
    exact = spell_codes(codes, (s.site.code for s in plan.sites))
    costs = []
    for s in plan.sites:
        if s.site.code in exact:
            hanging, fresh = list_sheets_of_site(plan.parent, s.site.code), list_sheets_of_layout(s.layout, s.head)
            to_print = sum(c.action is SheetAction.PRINT for c in compare_sheets(hanging, fresh))
            costs.append(RelayoutCost(s.site.code, s.site.name, len(hanging), len(fresh), to_print))
    return tuple(costs)
