"""What the machine does: list, one job with its progress, cancel."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse

from kiosk.office import job_kinds, jobs, people
from kiosk.office.job_kinds import REGENERATE
from kiosk.office.jobs import BackgroundJob
from kiosk.office.worker import is_worker_alive
from kiosk.web.office.permissions import Permission
from kiosk.web.office.visit import PageRoute, Visit, begin_reading, begin_writing, go_to, show

_POLL, _LONGEST = 0.7, 240


def list_jobs(visit: Visit) -> Response:
    """The newest jobs."""
    with begin_reading(visit) as connection:
        listed = jobs.list_jobs(connection)
        names = {p.id: p.label for p in people.list_persons(connection)}
    has_worker = is_worker_alive(visit.desk.here.store.root)
    values = {"jobs": listed, "names": names, "label_of": job_kinds.name_job_kind, "has_worker": has_worker}
    return show(visit, "jobs.html", values)


def show_job(visit: Visit) -> Response:
    """One job: how far it is, and what it reported."""
    with begin_reading(visit) as connection:
        job = jobs.require_job(connection, visit.number())
        lines = jobs.list_job_lines(connection, job.id)
        names = {p.id: p.label for p in people.list_persons(connection)}
    has_worker = is_worker_alive(visit.desk.here.store.root)
    values = {"job": job, "lines": lines, "names": names, "label_of": job_kinds.name_job_kind, "has_worker": has_worker}
    return show(visit, "job.html", values)


def stream_progress(visit: Visit) -> Response:
    """The job's row, each time it changes, until it is over or the server stops (server-sent events)."""
    with begin_reading(visit) as connection:
        jobs.require_job(connection, visit.number())
    headers = {"X-Accel-Buffering": "no", "Cache-Control": "no-store"}
    return StreamingResponse(_follow_job(visit), media_type="text/event-stream", headers=headers)


async def _follow_job(visit: Visit) -> AsyncIterator[str]:
    stopping = visit.request.app.state.stopping
    last = ""
    for _ in range(int(_LONGEST / _POLL)):
        job = await run_in_threadpool(_look, visit)
        word = json.dumps(
            {
                "stage": job.stage,
                "done": job.done,
                "total": job.total,
                "state": job.state.label,
                "over": job.state.is_over,
            },
            ensure_ascii=False,
        )
        if word != last:
            yield f"data: {word}\n\n"
            last = word
        if job.state.is_over or stopping.is_set() or await visit.request.is_disconnected():
            return
        await asyncio.sleep(_POLL)


def _look(visit: Visit) -> BackgroundJob:
    with begin_reading(visit) as connection:
        return jobs.require_job(connection, visit.number())


def ask_regenerate(visit: Visit) -> Response:
    """Build, check and publish what is in force."""
    with begin_writing(visit) as (connection, act):
        job = jobs.ask_job(connection, act, REGENERATE, {})
    return go_to(f"/viec/{job.id}", "da-giao-viec")


def cancel_job(visit: Visit) -> Response:
    """Take back a job that waits."""
    with begin_writing(visit) as (connection, act):
        jobs.cancel_job(connection, act, visit.number())
    return go_to("/viec", "da-huy-viec")


ROUTES = (
    PageRoute("GET", "/viec", Permission.LOOK, list_jobs),
    PageRoute("POST", "/viec/dung-lai", Permission.DECIDE, ask_regenerate),
    PageRoute("GET", "/viec/{number:int}", Permission.LOOK, show_job),
    PageRoute("GET", "/viec/{number:int}/tien-do", Permission.LOOK, stream_progress),
    PageRoute("POST", "/viec/{number:int}/huy", Permission.DECIDE, cancel_job),
)
