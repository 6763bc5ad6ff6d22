"""What each kind of job does: the same acts as the command line's, with the order that the job's row holds.

In come the workspace, the settings, the database and a job; out goes a sentence on how it ended. Each act gives the
same result when it is done twice, so that a job that was killed is simply done again. Where and when a job runs is left
to `worker`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from kiosk.clock import get_today
from kiosk.errors import BusyError, OfficeError
from kiosk.office import (
    care_jobs,
    draft_costs,
    draft_pictures,
    draft_publishing,
    drafts,
    events,
    going_back,
    people,
    releases,
)
from kiosk.office.batch_jobs import PRINT_BATCH, perform_batch
from kiosk.office.draft_publishing import COUNT_COST, DRAW_PICTURES, PUBLISH_DRAFT
from kiosk.office.events import EventKind
from kiosk.office.job_context import Workplace
from kiosk.office.jobs import BackgroundJob
from kiosk.office.ledger.opening import catch_up
from kiosk.office.ledger.public_marks import follow_with_marks
from kiosk.office.photo_jobs import READ_PHOTO, perform_reading
from kiosk.progress import Progress
from kiosk.release import lineage
from kiosk.workspace.disk import Shortfall

REGENERATE, ROLL_BACK, UNDO_IMPORT = "regenerate", "roll-back", "undo-import"
_EACH_WAIT, _WAITS = 2, 300
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class JobKind:
    """A kind of job: what people call it, and what does it."""

    label: str
    perform: Callable[[Workplace, BackgroundJob, Progress], str]


def _regenerate(here: Workplace, job: BackgroundJob, report: Progress) -> str:
    return publish_what_is_in_force(here, job, report)


def publish_what_is_in_force(here: Workplace, job: BackgroundJob | None, report: Progress) -> str:
    """Build the catalogue in force for today, read the release back and publish it; `job`: None in the night.

    Raises `KioskError`.
    """
    lineage.refuse_clock_behind(here.store, get_today())
    built = releases.build_release(here.store, here.config, get_today(), report)
    before = here.store.current()
    published = releases.publish_built(here.store, built, report)
    number = built.manifest.number
    if number == before:
        return f"Bản {number} vẫn đúng với hôm nay, không có gì để công bố."
    record_act(here, job, EventKind.RELEASE_PUBLISHED, f"release/{number}", before, number)
    catch_up(here.store, here.database)
    shortfalls = (published.shortfalls if published else ()) + follow_with_marks(here.store, here.database)
    return f"Đã kiểm tra và công bố bản {number}." + _tell_shortfalls(shortfalls)


def _tell_shortfalls(shortfalls: tuple[Shortfall, ...]) -> str:
    """What was to follow and failed, for the page of a job."""
    return "".join(f" CHƯA XONG: {one}." for one in shortfalls)


def _roll_back(here: Workplace, job: BackgroundJob, report: Progress) -> str:
    target, live = job.order["to"], job.order["from"]
    report("Quay về", 0, 1)
    publication = going_back.go_back(here, target, live)
    report("Quay về", 1, 1)
    outcome = f"Nội dung của bản {target} đang công bố."
    if publication is not None:
        again = publication.manifest
        record_act(here, job, EventKind.ROLLED_BACK, f"release/{again.number}", live, again.number)
        catch_up(here.store, here.database)
        outcome = f"Đã công bố bản {again.number} với nội dung của bản {again.content_of}."
        outcome += _tell_shortfalls(publication.shortfalls + follow_with_marks(here.store, here.database))
    return " ".join((outcome, *(_undo(here, job, number) for number in job.order.get("undo", ()))))


def _undo(here: Workplace, job: BackgroundJob, number: int) -> str:
    with here.database.reading() as connection:
        asked_by = people.find_person(connection, job.asked_by) if job.asked_by is not None else None
    catalogue = going_back.undo_import(here, number, asked_by.label if asked_by else "")
    if catalogue is None:
        return f"Lần nhập {number} đã hoàn tác."
    record_act(here, job, EventKind.IMPORT_UNDONE, f"import/{number}", number, catalogue)
    return f"Đã hoàn tác lần nhập {number}; danh mục đang áp dụng nay là của lần nhập {catalogue}."


def _undo_import(here: Workplace, job: BackgroundJob, report: Progress) -> str:
    report("Hoàn tác", 0, 1)
    outcome = _undo(here, job, int(job.order["import"]))
    report("Hoàn tác", 1, 1)
    if not job.order.get("publish"):
        return f"{outcome} Trang đang công bố chưa đổi: dựng và công bố lại khi cần."
    return f"{outcome} {publish_what_is_in_force(here, job, report)}"


def _publish_draft(here: Workplace, job: BackgroundJob, report: Progress) -> str:
    number = int(job.order["draft"])
    report("Đưa vào danh mục", 0, 1)
    draft_publishing.apply_draft(here, number, job.asked_by)
    report("Đưa vào danh mục", 1, 1)
    return f"Dự thảo {number} đã áp dụng. {publish_what_is_in_force(here, job, report)}"


def _count_cost(here: Workplace, job: BackgroundJob, report: Progress) -> str:
    with here.database.reading() as connection:
        draft = drafts.load_draft(connection, int(job.order["draft"]))
    costs = draft_costs.count_cost(here, draft, report)
    with here.database.writing() as connection:
        drafts.keep_preview(connection, draft.id, draft.revision, costs)
    return f"Đã tính dự thảo {draft.id} tốn bao nhiêu."


def _draw_pictures(here: Workplace, job: BackgroundJob, report: Progress) -> str:
    with here.database.reading() as connection:
        draft = drafts.load_draft(connection, int(job.order["draft"]))
    pictures = draft_pictures.draw_pictures(here, draft, int(job.order["most"]), report)
    return f"Đã vẽ {len(pictures.pairs)} trong {pictures.total} chỗ đổi của dự thảo {draft.id}, trước và sau."


def _lay_out_afresh(here: Workplace, job: BackgroundJob, report: Progress) -> str:
    before = here.store.current()
    outcome = care_jobs.lay_out_afresh(here, job, report)
    now = here.store.current()
    if now != before:
        record_act(here, job, EventKind.RELEASE_PUBLISHED, f"release/{now}", before, now)
    return outcome


def record_act(
    here: Workplace, job: BackgroundJob | None, what: EventKind, subject: str, before: object, after: object
) -> None:
    """Write down what a job did, as an act of the person who asked for it; without a job, of the program itself."""
    with here.database.writing() as connection:
        act = events.begin_act(job.asked_by if job else None)
        events.record(connection, act, what, subject, before, {"job": job.id if job else None, "now": after})


KINDS: Mapping[str, JobKind] = {
    REGENERATE: JobKind("dựng, kiểm tra và công bố", _regenerate),
    ROLL_BACK: JobKind("quay về bản trước", _roll_back),
    UNDO_IMPORT: JobKind("hoàn tác một lần nhập", _undo_import),
    PUBLISH_DRAFT: JobKind("áp dụng dự thảo, dựng, kiểm tra và công bố", _publish_draft),
    DRAW_PICTURES: JobKind("vẽ tờ trước và sau của dự thảo", _draw_pictures),
    COUNT_COST: JobKind("tính dự thảo tốn bao nhiêu", _count_cost),
    PRINT_BATCH: JobKind("ghi tệp lệnh in", perform_batch),
    READ_PHOTO: JobKind("đọc ảnh chụp tường", perform_reading),
    care_jobs.INSPECT: JobKind("kiểm tra hư hỏng", care_jobs.inspect),
    care_jobs.MAKE_ROOM: JobKind("xóa bản cũ không còn dùng", care_jobs.make_room),
    care_jobs.PAPER_COST: JobKind("tính đổi khổ giấy của một điểm", care_jobs.count_papers),
    care_jobs.RELAYOUT_COST: JobKind("tính xếp lại một điểm từ đầu", care_jobs.count_relayout),
    care_jobs.RELAYOUT: JobKind("xếp lại một điểm từ đầu và công bố", _lay_out_afresh),
}


def name_job_kind(kind: str) -> str:
    """What people call a kind of job; of one that this program does not know, the name itself."""
    return KINDS[kind].label if kind in KINDS else kind


def perform_job(here: Workplace, job: BackgroundJob, report: Progress) -> str:
    """Do a job, waiting for a command that writes meanwhile. Raises `KioskError` where it cannot be done."""
    kind = KINDS.get(job.kind)
    if kind is None:
        raise OfficeError("phiên bản này không biết loại việc ấy", place=f"việc {job.id}", value=job.kind)
    return wait_while_busy(lambda: kind.perform(here, job, report), report)


def wait_while_busy(act: Callable[[], _Result], report: Progress) -> _Result:
    """Do something once no other program writes to the workspace. Raises `BusyError` where that takes too long."""
    for _ in range(_WAITS):
        try:
            return act()
        except BusyError as error:
            report(f"Chờ: {error.message}{f' ({error.value})' if error.value else ''}", 0, 0)
            time.sleep(_EACH_WAIT)
    return act()
