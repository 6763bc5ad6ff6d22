"""What is to be done: the sentences of a person's first page, the worst first.

In come the workplace and a person; out go at most seven tasks, each a sentence with a verb and a count. Where a task is
done is left to the pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection

from kiosk.office import choices, drafts, jobs
from kiosk.office.choices import Approval
from kiosk.office.drafts import DraftState
from kiosk.office.job_context import Workplace
from kiosk.office.job_kinds import label_of
from kiosk.office.jobs import JobState
from kiosk.office.people import Person, Role
from kiosk.office.worker import is_worker_alive

MOST = 7


class TaskKind(StrEnum):
    """What a task is about, in the order in which tasks are told."""

    CHOOSE_APPROVAL = "choose-approval"
    WORKER_STOPPED = "worker-stopped"
    JOB_FAILED = "job-failed"
    NOTHING_PUBLISHED = "nothing-published"
    DRAFTS_TO_APPROVE = "drafts-to-approve"
    DRAFTS_RETURNED = "drafts-returned"
    DRAFTS_OPEN = "drafts-open"


@dataclass(frozen=True, slots=True)
class Task:
    """One sentence of the first page. `number`: the job or draft that it is about, where it is about one."""

    kind: TaskKind
    sentence: str
    number: int | None = None


def list_tasks(here: Workplace, person: Person) -> tuple[Task, ...]:
    """What this person should do now; empty where there is nothing."""
    if person.role is Role.STAFF:
        return ()
    with here.database.reading() as connection:
        tasks = [*_of_office(connection, person), *_of_machine(here, connection), *_of_drafts(connection, person)]
    order = list(TaskKind)
    return tuple(sorted(tasks, key=lambda t: order.index(t.kind))[:MOST])


def _of_office(connection: Connection, person: Person) -> Iterator[Task]:
    if person.role is Role.ADMIN and choices.approval_of(connection) is None:
        yield Task(TaskKind.CHOOSE_APPROVAL, "Chọn 1 hay 2 người cùng quyết định một dự thảo")


def _of_machine(here: Workplace, connection: Connection) -> Iterator[Task]:
    waiting = [j for j in jobs.list_active(connection) if j.state is JobState.WAITING]
    if not is_worker_alive(here.store.root):
        yield Task(TaskKind.WORKER_STOPPED, f"Chạy lại phần làm việc nền: {len(waiting)} việc đang chờ")
    newest: dict[tuple[str, str], jobs.BackgroundJob] = {}
    for job in jobs.list_jobs(connection):
        newest.setdefault((job.kind, str(job.order)), job)
    for job in newest.values():
        if job.state is JobState.FAILED:
            yield Task(TaskKind.JOB_FAILED, f"Xem vì sao việc số {job.id} không xong: {label_of(job.kind)}", job.id)
    if here.store.current() is None:
        yield Task(TaskKind.NOTHING_PUBLISHED, "Công bố bản đầu tiên: hiện có 0 bản đang công bố")


def _of_drafts(connection: Connection, person: Person) -> Iterator[Task]:
    two = choices.approval_of(connection) is not Approval.ONE
    submitted = drafts.list_drafts(connection, DraftState.SUBMITTED)
    mine_to_judge = [d for d in submitted if not (two and person.id in d.contributors)]
    if mine_to_judge and person.role in {Role.ADMIN, Role.APPROVER}:
        yield Task(TaskKind.DRAFTS_TO_APPROVE, f"Xem và duyệt {len(mine_to_judge)} dự thảo đang chờ")
    if person.role in {Role.ADMIN, Role.EDITOR}:
        returned = len(drafts.list_drafts(connection, DraftState.REJECTED))
        started = len(drafts.list_drafts(connection, DraftState.OPEN))
        if returned:
            yield Task(TaskKind.DRAFTS_RETURNED, f"Sửa {returned} dự thảo bị trả lại")
        if started:
            yield Task(TaskKind.DRAFTS_OPEN, f"Soạn xong {started} dự thảo còn dở")
