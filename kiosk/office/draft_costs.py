"""What a draft costs: sites, sheets, boards and kiosk pages that change, now and on later days on which lists change.

In come the workplace and a draft; out go counts by day. Nothing is changed. What differs in the catalogue is left to
`previews`, what the sheets look like to `draft_pictures`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date

from kiosk.catalogue import listing
from kiosk.clock import get_today
from kiosk.model.files import BOARD_FILE, SHEETS_FILE
from kiosk.model.manifest import Manifest
from kiosk.office import previews, settings_drafts
from kiosk.office.draft_records import DraftKind, ImportDraft
from kiosk.office.job_context import Workplace
from kiosk.paper.comparison import SheetAction, SheetChange, compare_sheets, list_sheets_of_layout, list_sheets_of_site
from kiosk.paper.plan import Plan
from kiosk.progress import Progress
from kiosk.release import build
from kiosk.release.build import Draft
from kiosk.settings import inputs
from kiosk.settings.inputs import Inputs

_MOST_DAYS = 4


@dataclass(frozen=True, slots=True)
class DayCost:
    """What a draft costs from one day on: sites at which something changes, sheets to print and to take down, index
    boards to print, sites whose kiosk page changes."""

    day: str
    sites: int
    sheets: int
    taken_down: int
    boards: int = 0
    pages: int = 0

    @property
    def is_free(self) -> bool:
        """Whether nothing changes."""
        return not (self.sites or self.boards or self.pages)


def gather_inputs(here: Workplace, draft: ImportDraft) -> Inputs:
    """Everything that a release would be built from where the draft had gone out. Raises `KioskError`."""
    if draft.kind is DraftKind.SETTINGS:
        return settings_drafts.gather_edited(here, draft)
    catalogue = previews.preview_draft(here, draft).bound.proposal.catalogue
    return inputs.gather(settings_drafts.load_fresh_config(here), catalogue)


def list_days(gathered: Inputs, draft: ImportDraft) -> tuple[date, ...]:
    """The day on which the draft goes out, and the next days on which lists change."""
    start = max(get_today(), draft.publish_on or get_today())
    later = listing.find_next_dates(gathered.catalogue, gathered.sites, gathered.config.listing, start)
    return (start, *later[:_MOST_DAYS])


def count_cost(here: Workplace, draft: ImportDraft, report: Progress) -> str:
    """The counts of each day, as JSON."""
    gathered = gather_inputs(here, draft)
    days = list_days(gathered, draft)
    costs = []
    for i, day in enumerate(days):
        report("Tính số tờ, bảng, trang", i, len(days))
        costs.append(_count_day(build.expect_files(here.store, gathered, day, report)))
    return json.dumps([asdict(c) for c in costs])


def _count_day(draft: Draft) -> DayCost:
    plan = draft.plan
    actions = [[change.action for change in changes] for _, changes in _list_changes(plan)]
    changed = list_changed_paths(draft, plan.parent)
    sites_of = {path: path.split("/")[1] for path in changed if path.startswith("sites/")}
    pages = {code for path, code in sites_of.items() if not path.endswith((SHEETS_FILE, BOARD_FILE))}
    return DayCost(
        plan.day.isoformat(),
        sum(any(a is not SheetAction.KEEP for a in of_site) for of_site in actions),
        sum(a is SheetAction.PRINT for of_site in actions for a in of_site),
        sum(a is SheetAction.TAKE_DOWN for of_site in actions for a in of_site),
        sum(path.endswith(BOARD_FILE) for path in changed),
        len(pages),
    )


def list_changed_paths(draft: Draft, published: Manifest | None) -> tuple[str, ...]:
    """The files that a release would hold and the published one does not, or holds otherwise."""
    known_keys: Mapping[str, str] = published.path_keys() if published else {}
    return tuple(a.path for a in draft.artefacts if known_keys.get(a.path) != a.key)


def _list_changes(plan: Plan) -> Iterator[tuple[str, tuple[SheetChange, ...]]]:
    for s in plan.sites:
        before = list_sheets_of_site(plan.parent, s.site.code)
        yield s.site.code, compare_sheets(before, list_sheets_of_layout(s.layout, s.head))


def read_costs(preview: str | None) -> tuple[DayCost, ...]:
    """The counts that `count_cost` made; none where nobody counted yet."""
    rows: list[Mapping[str, int | str]] = json.loads(preview) if preview else []
    return tuple(DayCost(**row) for row in rows)  # type: ignore[arg-type]
