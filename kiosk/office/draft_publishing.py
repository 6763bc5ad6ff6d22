"""An approved draft goes out: checked again, taken into the catalogue, built, read back, published.

In come the workplace and a draft; out goes the number of the import. Done twice it is done once: a draft whose
catalogue is in force already is only marked. What was approved is a digest; where it, or the base, is no longer the
same, the draft goes back to be looked at again.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from kiosk.errors import KioskError, OfficeError
from kiosk.intake.rules.answers import make_refusal_key, make_word_key
from kiosk.model.problem import Severity
from kiosk.office import catalogues, drafts, events, imports, jobs, people, previews, remembered, settings_drafts
from kiosk.office.drafts import DraftKind, DraftState, ImportDraft
from kiosk.office.imports import BoundProposal
from kiosk.office.job_context import Workplace
from kiosk.office.previews import DraftPreview
from kiosk.release.lineage import read_events

PUBLISH_DRAFT, COUNT_COST, DRAW_PICTURES = "publish-draft", "count-cost", "draw-pictures"


def submit(here: Workplace, person: int, number: int, revision: int) -> None:
    """Put a draft before those who approve. Raises `OfficeError` where something in it is still open."""
    with here.database.reading() as connection:
        draft = drafts.load_draft(connection, number)
    name, problem = _look_over(here, draft)
    if problem:
        way_out = "bấm «Xem lại», trả lời từng dòng, hoặc sửa tệp rồi tải lại"
        raise OfficeError(problem, place="trình dự thảo", value=draft.title, way_out=way_out)
    with here.database.writing() as connection:
        drafts.submit_draft(connection, events.begin_act(person), number, revision, name)


def _look_over(here: Workplace, draft: ImportDraft) -> tuple[str, str]:
    """The digest of all that would be approved, and why it cannot be submitted yet (empty where it can)."""
    if draft.kind is DraftKind.SETTINGS:
        changed = settings_drafts.preview_settings(here, draft)
        return changed.digest, settings_drafts.find_obstacle(changed)
    preview = previews.preview_draft(here, draft)
    return preview.digest, _find_obstacle(here, preview)


def _find_obstacle(here: Workplace, preview: DraftPreview) -> str:
    """Why a draft cannot be put before those who approve, empty where it can."""
    if not preview.is_current:
        return "danh mục nền đã đổi từ khi lập dự thảo"
    if preview.unanswered:
        return f"còn {preview.unanswered} dòng chưa trả lời"
    if preview.objections:
        return f"có {preview.objections} dòng không được chấp nhận"
    if not preview.bound.proposal.changes and not imports.says_more(here.store, preview.bound):
        return "dự thảo không thay đổi gì trong danh mục"
    return ""


def queue_publishing(here: Workplace, person: int | None, draft: ImportDraft) -> int:
    """Ask the machine to publish an approved draft; returns the number of the job."""
    with here.database.writing() as connection:
        return jobs.ask_job(connection, events.begin_act(person), PUBLISH_DRAFT, {"draft": draft.id}).id


def count_due(connection: Connection, day: date) -> int:
    """Approved drafts whose day has come and that nobody has published yet."""
    waiting = drafts.list_drafts(connection, DraftState.APPROVED)
    return sum(d.publish_on is not None and d.publish_on <= day for d in waiting)


def apply_draft(here: Workplace, number: int, person: int | None) -> None:
    """Take exactly what was approved into the catalogue. Raises `OfficeError` where that no longer holds."""
    with here.database.reading() as connection:
        draft = drafts.load_draft(connection, number)
    if draft.state is DraftState.APPLIED:
        return
    if draft.state is not DraftState.PUBLISHING:
        raise OfficeError(f"dự thảo {draft.state.label}, chưa được duyệt để công bố", place=f"dự thảo {number}")
    try:
        if draft.kind is DraftKind.SETTINGS:
            settings_drafts.apply_settings(here, draft, person)
            return
        catalogue = _take_in(here, draft)
    except KioskError as error:
        with here.database.writing() as connection:
            drafts.return_draft(connection, events.begin_act(None), number, str(error))
        raise
    with here.database.writing() as connection:
        drafts.mark_applied(connection, events.begin_act(person), number, catalogue)


def _take_in(here: Workplace, draft: ImportDraft) -> int | None:
    preview = previews.preview_draft(here, draft)
    now = catalogues.load_in_force(here.store, here.config).id
    if not preview.is_current:
        # Written before the process was killed: what is in force is what this draft makes.
        if now.number is not None and _has_written(here, draft, now.number):
            return now.number
        raise OfficeError(
            f"dự thảo được duyệt trên {draft.base}, nay đang áp dụng {now}",
            place=f"dự thảo {draft.id}",
            way_out="xem lại dự thảo trên danh mục đang áp dụng rồi trình lại",
        )
    if preview.digest != draft.approved_digest:
        raise OfficeError(
            "nội dung dự thảo không còn đúng như khi được duyệt",
            place=f"dự thảo {draft.id}",
            way_out="xem lại rồi trình lại",
        )
    bound = _name_maker(here, preview, draft)
    _remember(here, draft, preview)
    reason = f"{draft.title} {_name(draft)}"
    adoption = imports.apply_import(here.store, here.config, bound, reason)
    return adoption.number if adoption else None


def _name(draft: ImportDraft) -> str:
    return f"(dự thảo {draft.id})"


def _name_maker(here: Workplace, preview: DraftPreview, draft: ImportDraft) -> BoundProposal:
    with here.database.reading() as connection:
        maker = people.find_person(connection, draft.created_by)
    request = replace(preview.bound.request, by=maker.label if maker else "")
    return replace(preview.bound, request=request)


def _remember(here: Workplace, draft: ImportDraft, preview: DraftPreview) -> None:
    """Keep for later files what holds for them too, each with the person who said it: answers about the wording of a
    heading, and why a refused row may stay out."""
    with here.database.reading() as connection:
        names = {p.id: p.label for p in people.list_persons(connection)}
    with here.store.writing():
        for a in draft.answers:
            by, problem = names.get(a.person, ""), a.problem
            if problem is None or not a.accepted:
                continue
            if problem.severity is Severity.ERROR and make_refusal_key(problem) not in preview.bound.accepted:
                remembered.accept_refusals(here.store, [problem], a.reason, by)
            if problem.question is not None and problem.question.wording and a.answer:
                key = make_word_key(problem.question.topic, problem.question.wording)
                remembered.remember_wordings(here.store, {key: a.answer}, by)


def _has_written(here: Workplace, draft: ImportDraft, number: int) -> bool:
    """Whether the history says that this draft wrote the import of this number."""
    written = (event for event in read_events(here.store) if event.get("catalogue") == number)
    # The end of the reason is ours; its beginning is a title that a person wrote.
    return any(str(event.get("why", "")).endswith(_name(draft)) for event in written)
