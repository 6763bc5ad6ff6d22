"""Drafts: files of decisions and lists on their way into the catalogue, and who has touched and approved them.

In comes a connection inside a transaction; out go drafts. Every edit names the revision that the person saw, voids what
was submitted or approved, and makes the person a contributor, who may not approve where two decide. What a draft would
change is left to `previews`, publishing it to `draft_publishing`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from kiosk.errors import OfficeError
from kiosk.office import events
from kiosk.office.catalogues import CatalogueId
from kiosk.office.choices import Approval
from kiosk.office.database.schema import CONTRIBUTION, DRAFT, DRAFT_ANSWER, DRAFT_FILE
from kiosk.office.events import Act, EventKind
from kiosk.text import tidy

_PLACE = "dự thảo"


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
    """What a person said to one problem of a draft, by the problem's key."""

    question: str
    accepted: bool
    person: int
    at: int


@dataclass(frozen=True, slots=True)
class ImportDraft:
    """A draft. `base`: the catalogue on which it stands; `revision` grows with every edit."""

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
    files: tuple[DraftFile, ...]
    answers: tuple[Answer, ...]
    contributors: frozenset[int]

    @property
    def subject(self) -> str:
        """How events name the draft."""
        return f"draft/{self.id}"


def draft_of(connection: Connection, number: int) -> ImportDraft:
    """The draft of this number. Raises `OfficeError`."""
    row = connection.execute(select(DRAFT).where(DRAFT.c.id == number)).mappings().first()
    if row is None:
        raise OfficeError("không có dự thảo này", place=_PLACE, value=str(number), way_out="xem danh sách dự thảo")
    facts: dict[str, Any] = dict(row)
    base = CatalogueId(facts.pop("base_number"), facts.pop("base_digest"))
    for name in ("effective", "publish_on"):
        facts[name] = date.fromisoformat(facts[name]) if facts[name] else None
    facts["state"] = DraftState(facts["state"])
    files = connection.execute(select(DRAFT_FILE).where(DRAFT_FILE.c.draft == number).order_by(DRAFT_FILE.c.id))
    answers = connection.execute(select(DRAFT_ANSWER).where(DRAFT_ANSWER.c.draft == number))
    people = connection.execute(select(CONTRIBUTION.c.person).where(CONTRIBUTION.c.draft == number)).scalars()
    return ImportDraft(
        **facts,
        base=base,
        files=tuple(DraftFile(f.name, f.sha256, f.size, FilePart(f.part)) for f in files),
        answers=tuple(Answer(a.question, a.accepted, a.person, a.at) for a in answers),
        contributors=frozenset(people),
    )


def list_drafts(connection: Connection, state: DraftState | None = None) -> tuple[ImportDraft, ...]:
    """Drafts, the newest first, of one state where it is named."""
    query = select(DRAFT.c.id).order_by(DRAFT.c.id.desc())
    if state is not None:
        query = query.where(DRAFT.c.state == state.value)
    return tuple(draft_of(connection, number) for number in connection.execute(query).scalars())


def make_draft(connection: Connection, act: Act, title: str, base: CatalogueId) -> ImportDraft:
    """A new draft on the catalogue in force. Raises `OfficeError` without a title."""
    shown = tidy(title)[:200]
    if not shown or act.person is None:
        raise OfficeError("dự thảo chưa có tên", place=_PLACE, way_out="ghi số quyết định hoặc nội dung chính")
    values = {
        "title": shown,
        "state": DraftState.OPEN.value,
        "base_number": base.number,
        "base_digest": base.digest,
        "created_by": act.person,
        "created_at": act.at,
    }
    number = connection.execute(insert(DRAFT).values(values)).inserted_primary_key[0]  # type: ignore[index]
    connection.execute(insert(CONTRIBUTION).values(draft=number, person=act.person))
    events.record(connection, act, EventKind.DRAFT_MADE, f"draft/{number}", after={"base": str(base)})
    return draft_of(connection, number)


def _edit(connection: Connection, act: Act, number: int, revision: int, **values: object) -> ImportDraft:
    """One edit by one person, who saw `revision`. Raises `OfficeError` where somebody else was faster."""
    draft = draft_of(connection, number)
    if not draft.state.is_editable:
        raise OfficeError(f"dự thảo {draft.state.label} nên không sửa được", place=_PLACE, way_out="lập dự thảo mới")
    seen = update(DRAFT).where(DRAFT.c.id == number, DRAFT.c.revision == revision)
    fresh = {"revision": revision + 1, "state": DraftState.OPEN.value, "approved_digest": None, "publish_on": None}
    if connection.execute(seen.values({**fresh, "preview": None, **values})).rowcount == 0:
        raise OfficeError(
            "dự thảo đã có người khác sửa từ khi mở trang này, chưa lưu gì",
            place=_PLACE,
            value=draft.title,
            way_out="mở lại dự thảo, xem người kia đã sửa gì rồi làm lại",
        )
    if act.person is not None and act.person not in draft.contributors:
        connection.execute(insert(CONTRIBUTION).values(draft=number, person=act.person))
    return draft


def set_facts(
    connection: Connection, act: Act, number: int, revision: int, *, decision: str, effective: date | None, drop: bool
) -> None:
    """Number of the decision and day of effect where a person states them; whether much may leave."""
    values = {"decision": tidy(decision)[:120], "effective": effective.isoformat() if effective else None}
    before = _edit(connection, act, number, revision, **values, allow_drop=drop)
    was = {"decision": before.decision, "effective": before.effective}
    events.record(connection, act, EventKind.DRAFT_CHANGED, before.subject, was, values)


def add_files(connection: Connection, act: Act, number: int, revision: int, files: tuple[DraftFile, ...]) -> None:
    """Files are added; one of the same name takes the place of the earlier one."""
    before = _edit(connection, act, number, revision)
    for file in files:
        same = (DRAFT_FILE.c.draft == number, DRAFT_FILE.c.name == file.name)
        connection.execute(delete(DRAFT_FILE).where(*same))
        row = {"name": file.name, "sha256": file.sha256, "size": file.size, "part": file.part.value}
        connection.execute(insert(DRAFT_FILE).values(draft=number, **row))
    after = {"files": [f.name for f in files]}
    events.record(connection, act, EventKind.DRAFT_CHANGED, before.subject, after=after)


def remove_file(connection: Connection, act: Act, number: int, revision: int, name: str) -> None:
    """A file is taken out; its content stays with the draft's others."""
    before = _edit(connection, act, number, revision)
    connection.execute(delete(DRAFT_FILE).where(DRAFT_FILE.c.draft == number, DRAFT_FILE.c.name == name))
    events.record(connection, act, EventKind.DRAFT_CHANGED, before.subject, {"files": [name]})


def answer_questions(
    connection: Connection, act: Act, number: int, revision: int, questions: tuple[str, ...], *, accepted: bool
) -> None:
    """A person accepts or refuses what the program did or proposes at some rows."""
    before = _edit(connection, act, number, revision)
    for question in questions:
        same = (DRAFT_ANSWER.c.draft == number, DRAFT_ANSWER.c.question == question)
        connection.execute(delete(DRAFT_ANSWER).where(*same))
        row = {"question": question[:64], "accepted": accepted, "person": act.person, "at": act.at}
        connection.execute(insert(DRAFT_ANSWER).values(draft=number, **row))
    after = {"accepted": accepted, "questions": list(questions)}
    events.record(connection, act, EventKind.DRAFT_ANSWERED, before.subject, after=after)


def rebase_draft(connection: Connection, act: Act, number: int, revision: int, base: CatalogueId) -> None:
    """The draft is looked at again on the catalogue that is in force now."""
    before = _edit(connection, act, number, revision, base_number=base.number, base_digest=base.digest)
    events.record(
        connection, act, EventKind.DRAFT_CHANGED, before.subject, {"base": str(before.base)}, {"base": str(base)}
    )


def submit_draft(connection: Connection, act: Act, number: int, revision: int, digest: str) -> None:
    """The draft, with exactly this content, is put before those who approve."""
    _move(connection, number, revision, (DraftState.OPEN, DraftState.REJECTED), DraftState.SUBMITTED)
    connection.execute(update(DRAFT).where(DRAFT.c.id == number).values(approved_digest=digest, reason=""))
    events.record(connection, act, EventKind.DRAFT_SUBMITTED, f"draft/{number}", after={"digest": digest})


def approve_draft(
    connection: Connection, act: Act, number: int, digest: str, approval: Approval, publish_on: date | None
) -> None:
    """Exactly what was submitted and seen (`digest`) is approved, to go out now or on a day. Raises `OfficeError`."""
    draft = draft_of(connection, number)
    if draft.approved_digest != digest:
        raise OfficeError(
            "dự thảo đã đổi từ khi mở trang này nên chưa duyệt", place=_PLACE, way_out="mở lại, xem rồi duyệt"
        )
    if approval is Approval.TWO and act.person in draft.contributors:
        raise OfficeError(
            "người đã soạn hoặc sửa dự thảo thì không duyệt dự thảo ấy", place=_PLACE, way_out="nhờ người khác duyệt"
        )
    state = DraftState.APPROVED if publish_on else DraftState.PUBLISHING
    _move(connection, number, draft.revision, (DraftState.SUBMITTED,), state)
    day = publish_on.isoformat() if publish_on else None
    values = {"decided_by": act.person, "decided_at": act.at, "publish_on": day}
    connection.execute(update(DRAFT).where(DRAFT.c.id == number).values(values))
    alone = act.person in draft.contributors
    after = {"digest": digest, "publish_on": day, "own_work": alone}
    events.record(connection, act, EventKind.DRAFT_APPROVED, draft.subject, after=after)


def reject_draft(connection: Connection, act: Act, number: int, revision: int, reason: str) -> None:
    """The draft goes back to those who prepared it. Raises `OfficeError` without a reason."""
    if not tidy(reason):
        raise OfficeError("chưa ghi lý do trả lại", place=_PLACE, way_out="ghi lý do để người soạn biết phải sửa gì")
    _move(connection, number, revision, (DraftState.SUBMITTED, DraftState.APPROVED), DraftState.REJECTED)
    values = {"reason": tidy(reason)[:2000], "approved_digest": None, "publish_on": None}
    connection.execute(update(DRAFT).where(DRAFT.c.id == number).values(values))
    events.record(connection, act, EventKind.DRAFT_REJECTED, f"draft/{number}", after={"reason": tidy(reason)[:2000]})


def drop_draft(connection: Connection, act: Act, number: int, revision: int) -> None:
    """The draft is given up; what was in it stays readable."""
    states = (DraftState.OPEN, DraftState.REJECTED, DraftState.SUBMITTED)
    _move(connection, number, revision, states, DraftState.DROPPED)
    events.record(connection, act, EventKind.DRAFT_DROPPED, f"draft/{number}")


def _move(
    connection: Connection, number: int, revision: int, before: tuple[DraftState, ...], after: DraftState
) -> None:
    """From one state to another, once, for the revision that was seen. Raises `OfficeError`."""
    draft = draft_of(connection, number)
    states = [state.value for state in before]
    moving = update(DRAFT).where(DRAFT.c.id == number, DRAFT.c.revision == revision, DRAFT.c.state.in_(states))
    if connection.execute(moving.values(state=after.value)).rowcount == 0:
        raise OfficeError(
            f"dự thảo nay {draft.state.label}, đã có người khác làm trước hoặc đã sửa",
            place=_PLACE,
            value=draft.title,
            way_out="mở lại dự thảo rồi xem còn phải làm gì",
        )


def take_due(connection: Connection, today: date) -> tuple[ImportDraft, ...]:
    """Approved drafts whose day has come, now being published."""
    due = select(DRAFT.c.id).where(DRAFT.c.state == DraftState.APPROVED.value, DRAFT.c.publish_on <= today.isoformat())
    numbers = connection.execute(due).scalars().all()
    for number in numbers:
        connection.execute(update(DRAFT).where(DRAFT.c.id == number).values(state=DraftState.PUBLISHING.value))
    return tuple(draft_of(connection, number) for number in numbers)


def mark_applied(connection: Connection, act: Act, number: int, catalogue: int | None) -> None:
    """The draft's catalogue is in force."""
    applying = update(DRAFT).where(DRAFT.c.id == number, DRAFT.c.state == DraftState.PUBLISHING.value)
    if connection.execute(applying.values(state=DraftState.APPLIED.value)).rowcount:
        events.record(connection, act, EventKind.DRAFT_APPLIED, f"draft/{number}", after={"catalogue": catalogue})


def return_draft(connection: Connection, act: Act, number: int, reason: str) -> None:
    """What was approved no longer holds: the draft must be looked at again."""
    returning = update(DRAFT).where(DRAFT.c.id == number, DRAFT.c.state == DraftState.PUBLISHING.value)
    values = {"state": DraftState.REJECTED.value, "reason": reason[:2000], "approved_digest": None, "publish_on": None}
    if connection.execute(returning.values(values)).rowcount:
        events.record(connection, act, EventKind.DRAFT_REJECTED, f"draft/{number}", after={"reason": reason[:2000]})


def keep_preview(connection: Connection, number: int, revision: int, preview: str) -> None:
    """What the draft costs, for the revision that was counted."""
    counted = update(DRAFT).where(DRAFT.c.id == number, DRAFT.c.revision == revision)
    connection.execute(counted.values(preview=preview))
