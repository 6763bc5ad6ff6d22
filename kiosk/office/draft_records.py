"""What a draft is: its files, answers and changes, where it stands, and how it is found.

In comes a connection inside a transaction; out go drafts. Who may change them, and how, is left to `drafts`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, select

from kiosk.errors import OfficeError
from kiosk.model.problem import Problem
from kiosk.office.catalogues import CatalogueId
from kiosk.office.database.schema import CONTRIBUTION, DRAFT, DRAFT_ANSWER, DRAFT_EDIT, DRAFT_FILE

PLACE = "dự thảo"
_PROBLEM: TypeAdapter[Problem] = TypeAdapter(Problem)


class DraftKind(StrEnum):
    """What a draft changes: the catalogue by files, or the office's settings and tables."""

    IMPORT = "import"
    SETTINGS = "settings"

    @property
    def label(self) -> str:
        """Its name for people."""
        return "nhập danh mục" if self is DraftKind.IMPORT else "cài đặt và bảng"


class DraftState(StrEnum):
    """Where a draft stands."""

    OPEN = "open"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    PUBLISHING = "publishing"
    APPLIED = "applied"
    REJECTED = "rejected"
    DROPPED = "dropped"

    @property
    def label(self) -> str:
        """Its name for people."""
        return _LABELS[self]

    @property
    def is_editable(self) -> bool:
        """Whether a person may still change it."""
        return self in {DraftState.OPEN, DraftState.SUBMITTED, DraftState.APPROVED, DraftState.REJECTED}


_LABELS = {
    DraftState.OPEN: "đang soạn",
    DraftState.SUBMITTED: "chờ duyệt",
    DraftState.APPROVED: "đã duyệt, chờ ngày công bố",
    DraftState.PUBLISHING: "đang công bố",
    DraftState.APPLIED: "đã áp dụng",
    DraftState.REJECTED: "bị trả lại",
    DraftState.DROPPED: "đã bỏ",
}


class FilePart(StrEnum):
    """What a file of a draft is."""

    FILES = "files"
    COMMUNE = "commune"
    CITY = "city"

    @property
    def label(self) -> str:
        """Its name for people."""
        return {
            FilePart.FILES: "quyết định hoặc danh mục",
            FilePart.COMMUNE: "danh sách cấp xã niêm yết",
            FilePart.CITY: "danh sách cấp tỉnh niêm yết",
        }[self]


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A file of a draft: its own name, sha256 and size of its content, what it is."""

    name: str
    sha256: str
    size: int
    part: FilePart


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person said to one problem of a draft, by the problem's key.

    `answer`: one of those that a question has; a question that is not `accepted` is held back on purpose. `reason`: why
    a refused row may stay out. `problem`: as it was shown, None for answers of the time before it was kept.
    """

    question: str
    accepted: bool
    person: int
    at: int
    answer: str = ""
    reason: str = ""
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class DraftEdit:
    """One change of a draft of settings, as text, and whose it is."""

    id: int
    edit: str
    person: int
    at: int


@dataclass(frozen=True, slots=True)
class ImportDraft:
    """A draft. `base`: the catalogue on which it stands; `revision` grows with every edit; `options`: how
    its files are read, where a person says so."""

    id: int
    title: str
    state: DraftState
    revision: int
    base: CatalogueId
    decision: str
    effective: date | None
    allow_drop: bool
    created_by: int
    created_at: int
    preview: str | None
    approved_digest: str | None
    decided_by: int | None
    decided_at: int | None
    reason: str
    publish_on: date | None
    kind: DraftKind
    options: Mapping[str, str]
    files: tuple[DraftFile, ...]
    answers: tuple[Answer, ...]
    edits: tuple[DraftEdit, ...]
    contributors: frozenset[int]

    @property
    def subject(self) -> str:
        """How events name the draft."""
        return f"draft/{self.id}"


def load_draft(connection: Connection, number: int) -> ImportDraft:
    """The draft of this number. Raises `OfficeError`."""
    row = connection.execute(select(DRAFT).where(DRAFT.c.id == number)).mappings().first()
    if row is None:
        raise OfficeError("không có dự thảo này", place=PLACE, value=str(number), way_out="xem danh sách dự thảo")
    facts: dict[str, Any] = dict(row)
    base = CatalogueId(facts.pop("base_number"), facts.pop("base_digest"))
    for name in ("effective", "publish_on"):
        facts[name] = date.fromisoformat(facts[name]) if facts[name] else None
    facts["state"] = DraftState(facts["state"])
    facts["kind"] = DraftKind(facts["kind"])
    facts["options"] = json.loads(facts["options"])
    files = connection.execute(select(DRAFT_FILE).where(DRAFT_FILE.c.draft == number).order_by(DRAFT_FILE.c.id))
    answers = connection.execute(select(DRAFT_ANSWER).where(DRAFT_ANSWER.c.draft == number))
    edits = connection.execute(select(DRAFT_EDIT).where(DRAFT_EDIT.c.draft == number).order_by(DRAFT_EDIT.c.id))
    people = connection.execute(select(CONTRIBUTION.c.person).where(CONTRIBUTION.c.draft == number)).scalars()
    return ImportDraft(
        **facts,
        base=base,
        files=tuple(DraftFile(f.name, f.sha256, f.size, FilePart(f.part)) for f in files),
        answers=tuple(
            Answer(a.question, a.accepted, a.person, a.at, a.answer, a.reason, _parse_problem(a.problem))
            for a in answers
        ),
        edits=tuple(DraftEdit(e.id, e.edit, e.person, e.at) for e in edits),
        contributors=frozenset(people),
    )


def write_problem(problem: Problem) -> str:
    """A problem as an answer keeps it."""
    return _PROBLEM.dump_json(problem).decode()


def _parse_problem(text: str) -> Problem | None:
    return _PROBLEM.validate_json(text) if text else None


def list_drafts(connection: Connection, state: DraftState | None = None) -> tuple[ImportDraft, ...]:
    """Drafts, the newest first, of one state where it is named."""
    query = select(DRAFT.c.id).order_by(DRAFT.c.id.desc())
    if state is not None:
        query = query.where(DRAFT.c.state == state.value)
    return tuple(load_draft(connection, number) for number in connection.execute(query).scalars())
