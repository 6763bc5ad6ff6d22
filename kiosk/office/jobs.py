"""Work that the machine does in the background: one table says what waits, runs, is done, failed or was cancelled.

In comes a connection inside a transaction; out go jobs. Taking a job, reporting and ending it are single changes of its
row that hold only in the state they expect, so two workers never do one job and a late report changes nothing. What a
job does is left to `job_kinds`, running it to `worker`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from kiosk.canonical import digest, dump_canonical
from kiosk.clock import get_seconds
from kiosk.errors import OfficeError
from kiosk.office import events
from kiosk.office.database.schema import JOB, JOB_LINE
from kiosk.office.events import Act, EventKind

MOST_ATTEMPTS = 3
"""Starts of one job, the first included, before an interruption counts as a failure."""


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """Its name for people."""
        return _LABELS[self]

    @property
    def is_over(self) -> bool:
        """Whether nothing more happens."""
        return self not in {JobState.WAITING, JobState.RUNNING}


_LABELS = {
    JobState.WAITING: "đang chờ",
    JobState.RUNNING: "đang làm",
    JobState.DONE: "xong",
    JobState.FAILED: "không xong",
    JobState.CANCELLED: "đã hủy",
}


@dataclass(frozen=True, slots=True)
class BackgroundJob:
    """One piece of work: what kind, with which order, and how far it is. `outcome` says in Vietnamese how it ended."""

    id: int
    kind: str
    order: Mapping[str, Any]
    state: JobState
    asked_by: int | None
    asked_at: int
    started_at: int | None
    ended_at: int | None
    attempts: int
    stage: str
    done: int
    total: int
    outcome: str

    @property
    def subject(self) -> str:
        """How events name the job."""
        return f"job/{self.id}"


def _read_job(row: Row[tuple[object, ...]]) -> BackgroundJob:
    r = row._mapping
    return BackgroundJob(
        r["id"], r["kind"], json.loads(r["order"]), JobState(r["state"]), r["asked_by"], r["asked_at"],
        r["started_at"], r["ended_at"], r["attempts"], r["stage"], r["done"], r["total"], r["outcome"],
    )  # fmt: skip


def ask_job(connection: Connection, act: Act, kind: str, order: Mapping[str, object]) -> BackgroundJob:
    """The job that does this: a new one that waits, or the one that waits or runs already."""
    key = f"{kind}:{digest(dump_canonical(order))}"
    same = connection.execute(select(JOB).where(JOB.c.active_key == key)).first()
    if same is not None:
        return _read_job(same)
    values = {
        "kind": kind,
        "order": dump_canonical(order).decode(),
        "state": JobState.WAITING.value,
        "active_key": key,
        "asked_by": act.person,
        "asked_at": act.at,
    }
    number = connection.execute(insert(JOB).values(values)).inserted_primary_key[0]  # type: ignore[index]
    events.record(connection, act, EventKind.JOB_ASKED, f"job/{number}", after={"kind": kind, "order": order})
    return require_job(connection, number)


def require_job(connection: Connection, number: int) -> BackgroundJob:
    """The job of this number. Raises `OfficeError`."""
    row = connection.execute(select(JOB).where(JOB.c.id == number)).first()
    if row is None:
        raise OfficeError("không có việc này", place="việc của máy", value=str(number), way_out="xem danh sách việc")
    return _read_job(row)


def list_jobs(connection: Connection, limit: int = 50, kind: str = "") -> tuple[BackgroundJob, ...]:
    """The newest jobs first, of one kind where it is named."""
    query = select(JOB).order_by(JOB.c.id.desc()).limit(limit)
    return tuple(map(_read_job, connection.execute(query.where(JOB.c.kind == kind) if kind else query)))


def list_active(connection: Connection) -> tuple[BackgroundJob, ...]:
    """What waits or runs, in the order in which it is done."""
    states = (JobState.RUNNING.value, JobState.WAITING.value)
    return tuple(map(_read_job, connection.execute(select(JOB).where(JOB.c.state.in_(states)).order_by(JOB.c.id))))


def list_job_lines(connection: Connection, number: int) -> tuple[tuple[int, str], ...]:
    """What a job has reported: (when, what)."""
    query = select(JOB_LINE.c.at, JOB_LINE.c.text).where(JOB_LINE.c.job == number).order_by(JOB_LINE.c.id)
    return tuple((row.at, row.text) for row in connection.execute(query))


def take_next(connection: Connection) -> BackgroundJob | None:
    """The job that waits longest, now running; None where nothing waits or another runs."""
    running = select(func.count()).where(JOB.c.state == JobState.RUNNING.value)
    if connection.execute(running).scalar_one():
        return None
    waiting = select(JOB.c.id).where(JOB.c.state == JobState.WAITING.value).order_by(JOB.c.id).limit(1)
    number = connection.execute(waiting).scalar()
    if number is None:
        return None
    values = {"state": JobState.RUNNING.value, "started_at": get_seconds(), "stage": "", "done": 0, "total": 0}
    connection.execute(update(JOB).where(JOB.c.id == number).values(**values, attempts=JOB.c.attempts + 1))
    return require_job(connection, number)


def report_progress(connection: Connection, number: int, stage: str, done: int, total: int) -> None:
    """How far a running job is."""
    running = update(JOB).where(JOB.c.id == number, JOB.c.state == JobState.RUNNING.value)
    connection.execute(running.values(stage=stage[:200], done=done, total=total))


def add_line(connection: Connection, number: int, text: str) -> None:
    """A line of the job's log."""
    connection.execute(insert(JOB_LINE).values(job=number, at=get_seconds(), text=text[:4000]))


def end_job(connection: Connection, number: int, state: JobState, outcome: str) -> bool:
    """A running job has ended; False where it no longer runs, and nothing is changed."""
    return _settle_job(
        connection, events.begin_act(None), number, JobState.RUNNING, state, outcome, EventKind.JOB_ENDED
    )


def _settle_job(
    connection: Connection, act: Act, number: int, before: JobState, after: JobState, outcome: str, what: EventKind
) -> bool:
    ending = update(JOB).where(JOB.c.id == number, JOB.c.state == before.value)
    values = {"state": after.value, "active_key": None, "ended_at": get_seconds(), "outcome": outcome[:4000]}
    if connection.execute(ending.values(values)).rowcount == 0:
        return False
    events.record(connection, act, what, f"job/{number}", before.value, after.value)
    return True


def cancel_job(connection: Connection, act: Act, number: int) -> None:
    """Take back a job that still waits. Raises `OfficeError` where it runs or has ended."""
    job = require_job(connection, number)
    if not _settle_job(connection, act, number, JobState.WAITING, JobState.CANCELLED, "", EventKind.JOB_CANCELLED):
        raise OfficeError(
            f"việc này {job.state.label} nên không hủy được",
            place=f"việc {number}",
            way_out="chờ việc xong; muốn trở lại như trước thì quay về bản trước",
        )


def take_up_orphans(connection: Connection) -> tuple[BackgroundJob, ...]:
    """Jobs that run although no worker does: they wait again, or have failed after too many attempts.

    To be called only by a worker that knows no other to be at work.
    """
    rows = connection.execute(select(JOB).where(JOB.c.state == JobState.RUNNING.value)).all()
    for job in map(_read_job, rows):
        if job.attempts >= MOST_ATTEMPTS:
            end_job(connection, job.id, JobState.FAILED, f"bị ngắt giữa chừng {job.attempts} lần")
            continue
        connection.execute(update(JOB).where(JOB.c.id == job.id).values(state=JobState.WAITING.value))
        add_line(connection, job.id, "Bị ngắt giữa chừng, sẽ làm lại từ đầu.")
    return tuple(require_job(connection, row._mapping["id"]) for row in rows)
