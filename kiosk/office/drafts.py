"""Drafts: files of decisions and lists, or changes of settings, on their way to the walls, and who touched them.

In comes a connection inside a transaction; out go drafts. Every edit names the revision that the person saw, voids what
was submitted or approved, and makes the person a contributor, who may not approve where two decide. What a draft would
change is left to `previews`, publishing it to `draft_publishing`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection, delete, insert, select, update

from kiosk.canonical import dump_canonical
from kiosk.errors import OfficeError
from kiosk.model.problem import Problem
from kiosk.office import events
from kiosk.office.catalogues import CatalogueId
from kiosk.office.choices import Approval
from kiosk.office.database.schema import CONTRIBUTION, DRAFT, DRAFT_ANSWER, DRAFT_EDIT, DRAFT_FILE
from kiosk.office.draft_records import (
    PLACE,
    Answer,
    DraftEdit,
    DraftFile,
    DraftKind,
    DraftState,
    FilePart,
    ImportDraft,
    list_drafts,
    load_draft,
    write_problem,
)
from kiosk.office.events import Act, EventKind
from kiosk.text import tidy

__all__ = [
    "Answer",
    "DraftEdit",
    "DraftFacts",
    "DraftFile",
    "DraftKind",
    "DraftState",
    "FilePart",
    "GivenAnswer",
    "ImportDraft",
    "list_drafts",
    "load_draft",
]


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """What a person says to a problem: accepted or not; to a question with its `answer`, of a refusal with a reason.

    A question that is not accepted is held back on purpose. `problem`: as it was shown.
    """

    problem: Problem
    accepted: bool
    answer: str = ""
    reason: str = ""


def make_draft(
    connection: Connection, act: Act, title: str, base: CatalogueId, kind: DraftKind = DraftKind.IMPORT
) -> ImportDraft:
    """A new draft on what is in force. Raises `OfficeError` without a title."""
    title_text = tidy(title)[:200]
    if not title_text or act.person is None:
        raise OfficeError("dự thảo chưa có tên", place=PLACE, way_out="ghi số quyết định hoặc nội dung chính")
    values = {
        "title": title_text,
        "state": DraftState.OPEN.value,
        "base_number": base.number,
        "base_digest": base.digest,
        "created_by": act.person,
        "created_at": act.at,
        "kind": kind.value,
    }
    number = connection.execute(insert(DRAFT).values(values)).inserted_primary_key[0]  # type: ignore[index]
    connection.execute(insert(CONTRIBUTION).values(draft=number, person=act.person))
    events.record(connection, act, EventKind.DRAFT_MADE, f"draft/{number}", after={"base": str(base)})
    return load_draft(connection, number)


def _edit(connection: Connection, act: Act, number: int, revision: int, **values: object) -> ImportDraft:
    """One edit by one person, who saw `revision`. Raises `OfficeError` where somebody else was faster."""
    draft = load_draft(connection, number)
    if not draft.state.is_editable:
        raise OfficeError(f"dự thảo {draft.state.label} nên không sửa được", place=PLACE, way_out="lập dự thảo mới")
    edit = update(DRAFT).where(DRAFT.c.id == number, DRAFT.c.revision == revision)
    fresh = {"revision": revision + 1, "state": DraftState.OPEN.value, "approved_digest": None, "publish_on": None}
    if connection.execute(edit.values({**fresh, "preview": None, **values})).rowcount == 0:
        raise OfficeError(
            "dự thảo đã có người khác sửa từ khi mở trang này, chưa lưu gì",
            place=PLACE,
            value=draft.title,
            way_out="mở lại dự thảo, xem người kia đã sửa gì rồi làm lại",
        )
    if act.person is not None and act.person not in draft.contributors:
        connection.execute(insert(CONTRIBUTION).values(draft=number, person=act.person))
    return draft


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """What a person states of a draft's files: number and day of the decision, whether much may leave, how to read."""

    decision: str = ""
    effective: date | None = None
    allow_drop: bool = False
    options: Mapping[str, str] = field(default_factory=dict)


def set_facts(connection: Connection, act: Act, number: int, revision: int, facts: DraftFacts) -> None:
    """Keep what a person states of the files."""
    stated = {
        "decision": tidy(facts.decision)[:120],
        "effective": facts.effective.isoformat() if facts.effective else None,
        "options": dump_canonical({name: text for name, text in facts.options.items() if text}).decode(),
    }
    before = _edit(connection, act, number, revision, **stated, allow_drop=facts.allow_drop)
    was: dict[str, object] = {
        "decision": before.decision,
        "effective": before.effective.isoformat() if before.effective else None,
    }
    was |= {"options": dump_canonical(dict(before.options)).decode(), "allow_drop": before.allow_drop}
    after = {**stated, "allow_drop": facts.allow_drop}
    events.record(connection, act, EventKind.DRAFT_CHANGED, before.subject, was, after)


def add_files(connection: Connection, act: Act, number: int, revision: int, files: tuple[DraftFile, ...]) -> None:
    """Files are added; one of the same name takes the place of the earlier one, and answers about that one go."""
    before = _edit(connection, act, number, revision)
    for file in files:
        _forget(connection, before, file.name, file.sha256)
        row = {"name": file.name, "sha256": file.sha256, "size": file.size, "part": file.part.value}
        connection.execute(insert(DRAFT_FILE).values(draft=number, **row))
    after = {"files": [f.name for f in files]}
    events.record(connection, act, EventKind.DRAFT_CHANGED, before.subject, after=after)


def remove_file(connection: Connection, act: Act, number: int, revision: int, name: str) -> None:
    """A file is taken out, and what was answered about its rows; its content stays with the draft's others."""
    before = _edit(connection, act, number, revision)
    _forget(connection, before, name, "")
    events.record(connection, act, EventKind.DRAFT_CHANGED, before.subject, {"files": [name]})


def _forget(connection: Connection, draft: ImportDraft, name: str, sha256: str) -> None:
    """Take a file out. Its rows may say something else in the next file of that name: no answer is carried over."""
    connection.execute(delete(DRAFT_FILE).where(DRAFT_FILE.c.draft == draft.id, DRAFT_FILE.c.name == name))
    if any(file.name == name and file.sha256 == sha256 for file in draft.files):
        return
    stale = [a.question for a in draft.answers if a.problem is None or a.problem.source.file == tidy(name)]
    about = (DRAFT_ANSWER.c.draft == draft.id, DRAFT_ANSWER.c.question.in_(stale))
    connection.execute(delete(DRAFT_ANSWER).where(*about))


def answer_problems(
    connection: Connection, act: Act, number: int, revision: int, given: tuple[GivenAnswer, ...]
) -> None:
    """A person accepts or refuses what the program did or proposes at some rows, and answers what it asks."""
    before = _edit(connection, act, number, revision)
    for each in given:
        same = (DRAFT_ANSWER.c.draft == number, DRAFT_ANSWER.c.question == each.problem.key)
        connection.execute(delete(DRAFT_ANSWER).where(*same))
        row = {
            "question": each.problem.key,
            "accepted": each.accepted,
            "answer": each.answer,
            "reason": tidy(each.reason)[:2000],
            "problem": write_problem(each.problem),
            "person": act.person,
            "at": act.at,
        }
        connection.execute(insert(DRAFT_ANSWER).values(draft=number, **row))
        after = {"row": str(each.problem.source), "accepted": each.accepted, "answer": each.answer}
        reason = {"reason": tidy(each.reason)[:2000]} if each.reason else {}
        events.record(connection, act, EventKind.DRAFT_ANSWERED, before.subject, after={**after, **reason})


def withdraw_answer(connection: Connection, act: Act, number: int, revision: int, key: str) -> None:
    """What a person answered is open again."""
    before = _edit(connection, act, number, revision)
    answer = next((a for a in before.answers if a.question == key), None)
    connection.execute(delete(DRAFT_ANSWER).where(DRAFT_ANSWER.c.draft == number, DRAFT_ANSWER.c.question == key))
    if answer is not None:
        was = {"row": str(answer.problem.source) if answer.problem else "", "answer": answer.answer}
        events.record(connection, act, EventKind.DRAFT_ANSWERED, before.subject, was)


def add_edits(connection: Connection, act: Act, number: int, revision: int, edits: tuple[str, ...]) -> None:
    """Changes of settings are added to a draft."""
    before = _edit(connection, act, number, revision)
    for edit in edits:
        connection.execute(insert(DRAFT_EDIT).values(draft=number, edit=edit, person=act.person, at=act.at))
    events.record(connection, act, EventKind.DRAFT_CHANGED, before.subject, after={"edits": len(edits)})


def remove_edit(connection: Connection, act: Act, number: int, revision: int, edit: int) -> None:
    """A change of settings is taken out."""
    before = _edit(connection, act, number, revision)
    edits = [e.edit for e in before.edits if e.id == edit]
    connection.execute(delete(DRAFT_EDIT).where(DRAFT_EDIT.c.draft == number, DRAFT_EDIT.c.id == edit))
    events.record(connection, act, EventKind.DRAFT_CHANGED, before.subject, {"edits": len(edits)})


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
    draft = load_draft(connection, number)
    if draft.approved_digest != digest:
        raise OfficeError(
            "dự thảo đã đổi từ khi mở trang này nên chưa duyệt", place=PLACE, way_out="mở lại, xem rồi duyệt"
        )
    if approval is Approval.TWO and act.person in draft.contributors:
        raise OfficeError(
            "người đã soạn hoặc sửa dự thảo thì không duyệt dự thảo ấy", place=PLACE, way_out="nhờ người khác duyệt"
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
        raise OfficeError("chưa ghi lý do trả lại", place=PLACE, way_out="ghi lý do để người soạn biết phải sửa gì")
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
    draft = load_draft(connection, number)
    states = [state.value for state in before]
    moving = update(DRAFT).where(DRAFT.c.id == number, DRAFT.c.revision == revision, DRAFT.c.state.in_(states))
    if connection.execute(moving.values(state=after.value)).rowcount == 0:
        raise OfficeError(
            f"dự thảo nay {draft.state.label}, đã có người khác làm trước hoặc đã sửa",
            place=PLACE,
            value=draft.title,
            way_out="mở lại dự thảo rồi xem còn phải làm gì",
        )


def take_due(connection: Connection, today: date) -> tuple[ImportDraft, ...]:
    """Approved drafts whose day has come, now being published."""
    due = select(DRAFT.c.id).where(DRAFT.c.state == DraftState.APPROVED.value, DRAFT.c.publish_on <= today.isoformat())
    numbers = connection.execute(due).scalars().all()
    for number in numbers:
        connection.execute(update(DRAFT).where(DRAFT.c.id == number).values(state=DraftState.PUBLISHING.value))
    return tuple(load_draft(connection, number) for number in numbers)


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
