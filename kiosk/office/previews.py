"""What a draft would change, what must be answered in it, and what it costs.

In come the workplace and a draft; out go the proposal bound to the catalogue in force, the problems with their answers,
the digest of all that is approved, and counts by day. Nothing is changed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from kiosk.canonical import digest, dump_canonical
from kiosk.catalogue import listing
from kiosk.clock import get_today, moment
from kiosk.errors import OfficeError
from kiosk.model.catalogue import Ending, Procedure
from kiosk.model.problem import Problem, Severity
from kiosk.office import catalogues, draft_files, imports
from kiosk.office.drafts import Answer, FilePart, ImportDraft
from kiosk.office.imports import BoundProposal, ImportRequest
from kiosk.office.job_context import Workplace
from kiosk.paper.comparison import SheetAction, compare_sheets, list_sheets_of_layout, list_sheets_of_site
from kiosk.release import build
from kiosk.settings import config as settings
from kiosk.settings import inputs
from kiosk.settings.inputs import dump_catalogue
from kiosk.workspace.store import Store

_MOST_DAYS = 4


@dataclass(frozen=True, slots=True)
class DraftQuestion:
    """A problem of a draft, and what a person answered, if anybody did."""

    problem: Problem
    answer: Answer | None


@dataclass(frozen=True, slots=True)
class DayCost:
    """What a draft costs from one day on: sites at which something changes, sheets to print and to take down."""

    day: str
    sites: int
    sheets: int
    taken_down: int


@dataclass(frozen=True, slots=True)
class DraftPreview:
    """What a draft would do. `digest` names it with its base, files and answers; `is_current`: its base is in force."""

    bound: BoundProposal
    questions: tuple[DraftQuestion, ...]
    digest: str
    catalogue_digest: str
    is_current: bool

    @property
    def unanswered(self) -> int:
        """How many problems nobody has answered."""
        return sum(q.answer is None for q in self.questions)

    @property
    def search_links(self) -> tuple[Procedure, ...]:
        """What the draft touches and would hold today or later without the portal's id: its code leads to a search."""
        touched = {c.code for c in self.bound.proposal.changes}
        newest = {p.code: p for p in self.bound.proposal.catalogue.procedures if p.code in touched}
        return tuple(p for p in newest.values() if not p.portal_id and p.ending is Ending.NONE)

    @property
    def decisions(self) -> tuple[tuple[str, date | None, int, str], ...]:
        """(number, first day, how many changes, where the first was read) of each decision that changes cite."""
        rows: dict[tuple[str, date | None], list[str]] = {}
        sources = {p.code: str(p.source) for p in self.bound.proposal.catalogue.procedures if p.source}
        for change in self.bound.proposal.changes:
            rows.setdefault((change.decision, change.effective), []).append(sources.get(change.code, ""))
        ordered = sorted(rows.items(), key=lambda row: (str(row[0][1] or ""), row[0][0]))
        return tuple((number, day, len(places), places[0]) for (number, day), places in ordered)

    @property
    def open_warnings(self) -> tuple[Problem, ...]:
        """The warnings that nobody has answered."""
        waiting = (q.problem for q in self.questions if q.answer is None)
        return tuple(p for p in waiting if p.severity is Severity.WARNING)

    @property
    def objections(self) -> int:
        """How many rows a person does not accept as they are: the file must be mended."""
        refused = (q for q in self.questions if q.answer and not q.answer.accepted)
        return sum(q.problem.severity is not Severity.REPAIR for q in refused)


def preview_draft(here: Workplace, draft: ImportDraft) -> DraftPreview:
    """What the draft would do to the catalogue in force. Raises `OfficeError` without files, `IntakeError`."""
    now = catalogues.load_in_force(here.store, here.config).id
    bound = _propose(_reading(here, draft, now.digest))
    answers = {a.question: a for a in draft.answers}
    problems = (*bound.proposal.problems, *(r for r in bound.proposal.repairs if r not in bound.proposal.problems))
    questions = tuple(DraftQuestion(p, answers.get(p.key)) for p in problems)
    catalogue_digest = digest(dump_catalogue(bound.proposal.catalogue))
    facts = {
        "base": draft.base.digest,
        "files": sorted((f.part.value, f.name, f.sha256) for f in draft.files),
        "decision": draft.decision,
        "effective": draft.effective,
        "allow_drop": draft.allow_drop,
        "answers": sorted((a.question, a.accepted) for a in draft.answers),
        "catalogue": catalogue_digest,
    }
    is_current = now == draft.base
    return DraftPreview(bound, questions, digest(dump_canonical(facts)), catalogue_digest, is_current)


@dataclass(frozen=True, slots=True)
class _DraftReading:
    """All that decides a proposal, as a key: large annexes take seconds to read, and a page is opened often."""

    root: Path
    config: Path
    base: str
    day: date
    paths: tuple[tuple[Path, ...], ...]
    decision: str
    effective: date | None
    accepted: frozenset[str]
    allow_drop: bool


def _reading(here: Workplace, draft: ImportDraft, base: str) -> _DraftReading:
    if not draft.files:
        raise OfficeError("dự thảo chưa có tệp nào", place="dự thảo", value=draft.title, way_out="tải tệp lên trước")
    root = here.store.root
    return _DraftReading(
        root,
        here.config.source,
        base,
        moment(draft.created_at).date(),
        tuple(tuple(draft_files.path_of(root, f) for f in draft.files if f.part is part) for part in FilePart),
        draft.decision,
        draft.effective,
        frozenset(a.question for a in draft.answers if a.accepted),
        draft.allow_drop,
    )


@lru_cache(8)
def _propose(reading: _DraftReading) -> BoundProposal:
    files, commune, city = reading.paths
    request = ImportRequest(
        commune=commune,
        city=city,
        files=files,
        decision=reading.decision,
        effective=reading.effective,
        accept_repairs=reading.accepted,
        allow_drop=reading.allow_drop,
    )
    return imports.propose_import(Store(reading.root), settings.load(reading.config), request, reading.day)


def count_cost(here: Workplace, draft: ImportDraft) -> str:
    """What the draft costs on the day it goes out and on the next days on which lists change, as JSON."""
    catalogue = preview_draft(here, draft).bound.proposal.catalogue
    gathered = inputs.gather(here.config, catalogue)
    start = max(get_today(), draft.publish_on or get_today())
    days = (start, *listing.find_next_dates(catalogue, gathered.sites, here.config.listing, start)[:_MOST_DAYS])
    costs = []
    for day in days:
        plan = build.plan_release(here.store, gathered, day)
        changes = [
            compare_sheets(list_sheets_of_site(plan.parent, s.site.code), list_sheets_of_layout(s.layout, s.head))
            for s in plan.sites
        ]
        actions = [[c.action for c in of_site] for of_site in changes]
        costs.append(
            DayCost(
                day.isoformat(),
                sum(any(a is not SheetAction.KEEP for a in of_site) for of_site in actions),
                sum(a is SheetAction.PRINT for of_site in actions for a in of_site),
                sum(a is SheetAction.TAKE_DOWN for of_site in actions for a in of_site),
            )
        )
    return json.dumps([asdict(c) for c in costs])


def read_costs(preview: str | None) -> tuple[DayCost, ...]:
    """The counts that `count_cost` made; none where nobody counted yet."""
    rows: list[Mapping[str, int | str]] = json.loads(preview) if preview else []
    return tuple(DayCost(**row) for row in rows)  # type: ignore[arg-type]
