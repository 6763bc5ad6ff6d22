"""What a draft would change, what must be answered in it, and what it costs.

In come the workplace and a draft; out go the proposal bound to the catalogue in force, the problems with their answers,
the digest of all that is approved, and counts by day. Nothing is changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from kiosk.canonical import digest, dump_canonical
from kiosk.clock import read_moment
from kiosk.errors import OfficeError
from kiosk.intake.entry import write_place
from kiosk.intake.rules.answers import make_refusal_key, make_word_key
from kiosk.model.catalogue import Ending, Procedure
from kiosk.model.problem import Problem, Severity
from kiosk.model.statement import LIST_STATUSES, Statement
from kiosk.office import catalogues, draft_files, imports, remembered
from kiosk.office.drafts import Answer, FilePart, ImportDraft
from kiosk.office.imports import BoundProposal
from kiosk.office.job_context import Workplace
from kiosk.settings import config as settings
from kiosk.settings.inputs import dump_catalogue
from kiosk.workspace.store import Store


@dataclass(frozen=True, slots=True)
class DraftQuestion:
    """A problem of a draft, and what a person answered, if anybody did.

    `rows`: how many rows ask the same because they stand under one heading. `remembered`: somebody accepted the same
    refusal before, so that it is not asked again.
    """

    problem: Problem
    answer: Answer | None
    rows: int = 1
    remembered: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it waits for a person."""
        return self.answer is None and not self.remembered


@dataclass(frozen=True, slots=True)
class CitedDecision:
    """A decision as the files name it: number, day of signing (None: the file names none), first day, how many rows say
    so, the first of them, and the cells and headings that said it."""

    number: str
    signed: date | None
    holds: date | None
    rows: int
    place: str
    reasons: tuple[str, ...]


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
        return sum(q.is_open for q in self.questions)

    @property
    def held_back(self) -> int:
        """How many questions stay open on purpose; their rows have no effect until somebody answers."""
        return sum(q.problem.severity is Severity.QUESTION and q.answer is not None and not q.answer.accepted
                   for q in self.questions)  # fmt: skip

    @property
    def search_links(self) -> tuple[Procedure, ...]:
        """What the draft touches and would hold today or later without the portal's id: its code leads to a search."""
        touched = {c.code for c in self.bound.proposal.changes}
        newest = {p.code: p for p in self.bound.proposal.catalogue.procedures if p.code in touched}
        return tuple(p for p in newest.values() if not p.portal_id and p.ending is Ending.NONE)

    @property
    def decisions(self) -> tuple[CitedDecision, ...]:
        """Each decision that the draft cites, with its days and where they were read."""
        cited: dict[tuple[str, date | None, date | None], list[Statement]] = {}
        for s in self.bound.proposal.statements:
            if s.status not in LIST_STATUSES:
                cited.setdefault((s.decision, None if s.assumed else s.dated, s.holds), []).append(s)
        ordered = sorted(cited.items(), key=lambda pair: (str(pair[0][2] or ""), pair[0][0]))
        return tuple(
            CitedDecision(number, signed, holds, len(rows), str(rows[0].source), rows[0].reasons)
            for (number, signed, holds), rows in ordered
        )

    def open_of(self, severity: Severity) -> tuple[Problem, ...]:
        """The problems of one kind that nobody has answered."""
        return tuple(q.problem for q in self.questions if q.is_open and q.problem.severity is severity)

    @property
    def objections(self) -> int:
        """How many rows a person does not accept as they are: the file must be mended."""
        refused = (q for q in self.questions if q.answer and not q.answer.accepted)
        return sum(q.problem.severity in {Severity.ERROR, Severity.WARNING} for q in refused)


def preview_draft(here: Workplace, draft: ImportDraft) -> DraftPreview:
    """What the draft would do to the catalogue in force. Raises `OfficeError` without files, `IntakeError`."""
    now = catalogues.load_in_force(here.store, here.config).id
    bound = _propose(_make_reading(here, draft, now.digest))
    questions = _list_questions(bound, draft)
    catalogue_digest = digest(dump_catalogue(bound.proposal.catalogue))
    facts = {
        "base": draft.base.digest,
        "files": sorted((f.part.value, f.name, f.sha256) for f in draft.files),
        "decision": draft.decision,
        "effective": draft.effective,
        "allow_drop": draft.allow_drop,
        "options": dict(draft.options),
        "answers": sorted((a.question, a.accepted, a.answer, a.reason) for a in draft.answers),
        "catalogue": catalogue_digest,
    }
    is_current = now == draft.base
    return DraftPreview(bound, questions, digest(dump_canonical(facts)), catalogue_digest, is_current)


def _list_questions(bound: BoundProposal, draft: ImportDraft) -> tuple[DraftQuestion, ...]:
    """What stands open, and what was answered, in the order of the files; of one heading's rows the first asks."""
    answers = {a.question: a for a in draft.answers}
    settled = (a.problem for a in draft.answers if a.problem and a.problem.severity is Severity.QUESTION)
    waiting = (w.problem for w in bound.proposal.waiting)
    problems = dict.fromkeys((*bound.proposal.problems, *bound.proposal.repairs, *waiting, *settled))
    groups: dict[str, list[Problem]] = {}
    for problem in sorted(problems, key=lambda p: (p.source, p.column, p.message)):
        question = problem.question
        key = make_word_key(question.topic, question.wording) if question and question.wording else problem.key
        groups.setdefault(key, []).append(problem)
    return tuple(_make_question(bound, group, answers) for group in groups.values())


def _make_question(bound: BoundProposal, group: list[Problem], answers: Mapping[str, Answer]) -> DraftQuestion:
    answered = [(p, answers[p.key]) for p in group if p.key in answers]
    problem, answer = answered[0] if answered else (group[0], None)
    is_remembered = problem.severity is Severity.ERROR and make_refusal_key(problem) in bound.accepted
    return DraftQuestion(problem, answer, len(group), is_remembered)


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
    answers: tuple[tuple[str, tuple[str, ...]], ...]
    remembered: str
    allow_drop: bool
    options: tuple[tuple[str, str], ...]


def _make_reading(here: Workplace, draft: ImportDraft, base: str) -> _DraftReading:
    if not draft.files:
        raise OfficeError("dự thảo chưa có tệp nào", place="dự thảo", value=draft.title, way_out="tải tệp lên trước")
    root = here.store.root
    return _DraftReading(
        root,
        here.config.source,
        base,
        read_moment(draft.created_at).date(),
        tuple(tuple(draft_files.require_path(root, f) for f in draft.files if f.part is part) for part in FilePart),
        draft.decision,
        draft.effective,
        frozenset(a.question for a in draft.answers if a.accepted and not a.answer),
        _group_answers(draft),
        digest(here.store.read(remembered.FILE) or b""),
        draft.allow_drop,
        tuple(sorted(draft.options.items())),
    )


def _group_answers(draft: ImportDraft) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The answers to questions as imports take them: by row."""
    by_row: dict[str, list[str]] = {}
    for a in draft.answers:
        if a.accepted and a.answer and a.problem is not None:
            by_row.setdefault(write_place(a.problem.source), []).append(a.answer)
    return tuple((place, tuple(row_answers)) for place, row_answers in sorted(by_row.items()))


@lru_cache(8)
def _propose(reading: _DraftReading) -> BoundProposal:
    files, commune, city = reading.paths
    request = replace(
        imports.read_options(dict(reading.options)),
        commune=commune,
        city=city,
        files=files,
        decision=reading.decision,
        effective=reading.effective,
        accept_repairs=reading.accepted,
        allow_drop=reading.allow_drop,
        answers=dict(reading.answers),
    )
    return imports.propose_import(Store(reading.root), settings.load(reading.config), request, reading.day)
