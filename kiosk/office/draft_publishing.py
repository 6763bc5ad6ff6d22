"""An approved draft goes out: checked again, taken into the catalogue, built, read back, published.

In come the workplace and a draft; out goes the number of the import. Done twice it is done once: a draft whose
catalogue is in force already is only marked. What was approved is a digest; where it, or the base, is no longer the
same, the draft goes back to be looked at again.
"""

from __future__ import annotations

from kiosk.clock import get_today
from kiosk.errors import KioskError, OfficeError
from kiosk.office import catalogues, drafts, events, imports, jobs, previews
from kiosk.office.drafts import DraftState, ImportDraft
from kiosk.office.job_context import Workplace

PUBLISH_DRAFT, COUNT_COST = "publish-draft", "count-cost"


def submit(here: Workplace, person: int, number: int, revision: int) -> None:
    """Put a draft before those who approve. Raises `OfficeError` where something in it is still open."""
    with here.database.reading() as connection:
        draft = drafts.draft_of(connection, number)
    preview = previews.preview_draft(here, draft)
    problem = (
        "danh mục nền đã đổi từ khi lập dự thảo" if not preview.is_current
        else f"còn {preview.unanswered} dòng chưa trả lời" if preview.unanswered
        else f"có {preview.objections} dòng không được chấp nhận" if preview.objections
        else f"có {len(preview.bound.held)} dòng chưa rõ, chờ trả lời ở lệnh kiosk import" if preview.bound.held
        else "dự thảo không thay đổi gì trong danh mục" if not preview.bound.proposal.changes
        else ""
    )  # fmt: skip
    if problem:
        way_out = "bấm «Xem lại trên danh mục đang áp dụng», trả lời từng dòng, hoặc sửa tệp rồi tải lại"
        raise OfficeError(problem, place="trình dự thảo", value=draft.title, way_out=way_out)
    with here.database.writing() as connection:
        drafts.submit_draft(connection, events.begin_act(person), number, revision, preview.digest)


def queue_publishing(here: Workplace, person: int | None, draft: ImportDraft) -> int:
    """Ask the machine to publish an approved draft; returns the number of the job."""
    with here.database.writing() as connection:
        return jobs.ask_job(connection, events.begin_act(person), PUBLISH_DRAFT, {"draft": draft.id}).id


def queue_due(here: Workplace) -> None:
    """Ask for each approved draft whose day has come. The worker calls this before each job."""
    with here.database.reading() as connection:
        waiting = drafts.list_drafts(connection, DraftState.APPROVED)
    if not any(d.publish_on and d.publish_on <= get_today() for d in waiting):
        return
    with here.database.writing() as connection:
        for draft in drafts.take_due(connection, get_today()):
            act = events.begin_act(draft.decided_by)
            jobs.ask_job(connection, act, PUBLISH_DRAFT, {"draft": draft.id})


def apply_draft(here: Workplace, number: int, person: int | None) -> None:
    """Take exactly what was approved into the catalogue. Raises `OfficeError` where that no longer holds."""
    with here.database.reading() as connection:
        draft = drafts.draft_of(connection, number)
    if draft.state is DraftState.APPLIED:
        return
    if draft.state is not DraftState.PUBLISHING:
        raise OfficeError(f"dự thảo {draft.state.label}, chưa được duyệt để công bố", place=f"dự thảo {number}")
    try:
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
        if now.number is not None and _wrote(here, draft, now.number):
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
    adoption = imports.apply_import(here.store, here.config, preview.bound, f"{draft.title} (dự thảo {draft.id})")
    return adoption.number if adoption else None


def _wrote(here: Workplace, draft: ImportDraft, number: int) -> bool:
    """Whether the history says that this draft wrote the import of this number."""
    lines = (here.store.read("history.jsonl") or b"").decode("utf-8", "replace").splitlines()
    return any(f"(dự thảo {draft.id})" in line and f'"catalogue": {number}' in line for line in lines)
