"""Publishing by the calendar: approved drafts whose day has come, and what takes effect. Nothing else does it.

In comes the workplace, out goes a sentence on what went out. Done twice it is done once: a draft is taken by one
transaction, one that a broken night left half done is taken up again, and what is live already is not published again.
While publishing is held nothing is taken and nothing goes out.
"""

from __future__ import annotations

from functools import partial

from kiosk.clock import get_today
from kiosk.errors import BusyError, KioskError, OfficeError
from kiosk.office import draft_publishing, drafts, jobs, releases
from kiosk.office.draft_publishing import PUBLISH_DRAFT
from kiosk.office.drafts import DraftState, ImportDraft
from kiosk.office.job_context import Workplace
from kiosk.office.job_kinds import publish_what_is_in_force, wait_while_busy
from kiosk.progress import Progress
from kiosk.release import lineage


def publish_due(here: Workplace, report: Progress) -> str:
    """Take in every draft that is due, then publish what is in force today, once.

    Raises `ReleaseError` where publishing is held or the clock runs behind, `OfficeError` for drafts that could not go
    out after everything else did, and what building and publishing raise.
    """
    if here.store.current() is None:
        return "Chưa công bố bản nào, nên chưa có gì công bố theo ngày; bản đầu tiên do người làm: kiosk regenerate."
    lineage.refuse_clock_behind(here.store, get_today())
    releases.require_publishing(here.store, get_today())
    applied, refused = _take_in(here, _list_due(here), report)
    outcome = wait_while_busy(lambda: publish_what_is_in_force(here, None, report), report)
    if applied:
        outcome = f"Đã áp dụng {len(applied)} dự thảo đến ngày: {'; '.join(applied)}. {outcome}"
    if refused:
        raise OfficeError(
            f"{len(refused)} dự thảo đến ngày mà không công bố được: {'; '.join(refused)}",
            place="công bố theo ngày",
            value=outcome,
            way_out="xem lại từng dự thảo trong phòng làm việc rồi trình lại",
        )
    return outcome


def _list_due(here: Workplace) -> tuple[ImportDraft, ...]:
    """Drafts that are due, now being published, and those of a night that broke: no job of the worker does these."""
    with here.database.writing() as connection:
        drafts.take_due(connection, get_today())
        of_worker = {job.order.get("draft") for job in jobs.list_active(connection) if job.kind == PUBLISH_DRAFT}
        underway = drafts.list_drafts(connection, DraftState.PUBLISHING)
    due = (d for d in underway if d.publish_on is not None and d.id not in of_worker)
    return tuple(sorted(due, key=lambda d: (d.publish_on, d.id)))


def _take_in(
    here: Workplace, due: tuple[ImportDraft, ...], report: Progress
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Take drafts into the catalogue, in the order of their days; the titles of those that went in, and why others did
    not. One that waits for another program too long is left for the next night."""
    applied, refused = [], []
    for draft in due:
        try:
            wait_while_busy(partial(draft_publishing.apply_draft, here, draft.id, draft.decided_by), report)
        except BusyError as error:
            refused.append(f"«{draft.title}»: {error.message}")
        except KioskError as error:
            refused.append(f"«{draft.title}»: {error}")
        else:
            applied.append(f"«{draft.title}»")
    return tuple(applied), tuple(refused)
