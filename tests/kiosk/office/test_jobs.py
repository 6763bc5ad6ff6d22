"""The table of jobs: asked twice is once, done once, taken up after a crash, never for ever."""

from __future__ import annotations

import threading

import pytest

from kiosk.errors import OfficeError
from kiosk.office import events, jobs
from kiosk.office.database.engine import Database
from kiosk.office.jobs import BackgroundJob, JobState

ACT = events.begin_act(3)


def ask(database: Database, **order: object) -> BackgroundJob:
    with database.writing() as connection:
        return jobs.ask_job(connection, ACT, "regenerate", order)


def test_the_same_work_waits_once_and_may_be_asked_again_when_it_is_over(database: Database) -> None:
    first = ask(database, n=1)
    assert ask(database, n=1).id == first.id != ask(database, n=2).id
    with database.writing() as connection:
        taken = jobs.take_next(connection)
        assert taken is not None and taken.id == first.id
    assert ask(database, n=1).id == first.id
    with database.writing() as connection:
        assert jobs.end_job(connection, first.id, JobState.DONE, "xong")
        assert not jobs.end_job(connection, first.id, JobState.FAILED, "muộn")
        assert jobs.require_job(connection, first.id).outcome == "xong"
    assert ask(database, n=1).id > first.id


def test_one_job_at_a_time_however_many_workers_take(database: Database) -> None:
    for n in range(5):
        ask(database, n=n)
    taken: list[int] = []

    def take() -> None:
        with database.writing() as connection:
            job = jobs.take_next(connection)
        if job is not None:
            taken.append(job.id)

    threads = [threading.Thread(target=take) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert taken == [1]


def test_an_interrupted_job_waits_again_and_fails_loudly_in_the_end(database: Database) -> None:
    ask(database)
    with database.writing() as connection:
        for attempt in range(1, jobs.MOST_ATTEMPTS + 1):
            taken = jobs.take_next(connection)
            assert taken is not None and taken.attempts == attempt
            (orphan,) = jobs.take_up_orphans(connection)
        assert orphan.state is JobState.FAILED and "bị ngắt" in orphan.outcome
        assert jobs.take_next(connection) is None
        assert len(jobs.list_job_lines(connection, orphan.id)) == jobs.MOST_ATTEMPTS - 1


def test_only_what_waits_can_be_cancelled(database: Database) -> None:
    first, second = ask(database, n=1), ask(database, n=2)
    with database.writing() as connection:
        jobs.take_next(connection)
        with pytest.raises(OfficeError, match="đang làm"):
            jobs.cancel_job(connection, ACT, first.id)
        jobs.cancel_job(connection, ACT, second.id)
        assert jobs.require_job(connection, second.id).state is JobState.CANCELLED
        assert [j.id for j in jobs.list_active(connection)] == [first.id]
        assert [j.id for j in jobs.list_jobs(connection)] == [second.id, first.id]


def test_a_late_report_changes_nothing(database: Database) -> None:
    job = ask(database)
    with database.writing() as connection:
        jobs.report_progress(connection, job.id, "Vẽ", 1, 2)
        assert jobs.require_job(connection, job.id).stage == ""
        jobs.take_next(connection)
        jobs.report_progress(connection, job.id, "Vẽ", 1, 2)
        assert (jobs.require_job(connection, job.id).stage, jobs.require_job(connection, job.id).total) == ("Vẽ", 2)


def test_a_job_that_is_not_there_is_told(database: Database) -> None:
    with database.reading() as connection, pytest.raises(OfficeError):
        jobs.require_job(connection, 4)


def test_every_state_has_words() -> None:
    assert all(state.label for state in JobState)
    assert [s for s in JobState if not s.is_over] == [JobState.WAITING, JobState.RUNNING]
