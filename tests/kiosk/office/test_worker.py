"""The worker: jobs in processes of their own, which may die at any moment, and so may the worker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.office import events, jobs
from kiosk.office.database.engine import Database
from kiosk.office.jobs import BackgroundJob, JobState
from kiosk.office.worker import Worker, is_worker_alive


def ask(database: Database, n: int = 0) -> BackgroundJob:
    with database.writing() as connection:
        return jobs.ask_job(connection, events.begin_act(3), "regenerate", {"n": n})


def state_of(database: Database, job: BackgroundJob) -> BackgroundJob:
    with database.reading() as connection:
        return jobs.require_job(connection, job.id)


def until(condition: Callable[[], bool]) -> None:
    for _ in range(600):
        if condition():
            return
        time.sleep(0.05)
    pytest.fail("it never came true")


def work(database: Database, script: str, done: Callable[[], bool]) -> None:
    """A worker whose jobs run this script, until `done`."""
    worker = Worker(database, (sys.executable, "-c", textwrap.dedent(script)), lambda: None)
    thread = threading.Thread(target=worker.run)
    thread.start()
    try:
        until(done)
    finally:
        worker.stop()
        thread.join()


GOOD = """
    import json, sys
    print(json.dumps({"stage": "Vẽ", "done": 1, "total": 2}))
    print("no json")
    print(json.dumps({"outcome": "xong việc " + sys.argv[1], "done": True}))
"""


def test_a_job_reports_and_ends(database: Database) -> None:
    first, second = ask(database, 1), ask(database, 2)
    work(database, GOOD, lambda: state_of(database, second).state.is_over)
    ended = state_of(database, first)
    assert (ended.state, ended.outcome, ended.stage, ended.total) == (JobState.DONE, "xong việc 1", "Vẽ", 2)
    assert state_of(database, second).outcome == "xong việc 2"


def test_a_job_that_cannot_be_done_fails_with_its_reason(database: Database) -> None:
    job = ask(database)
    script = """
        import json, sys
        sys.stderr.write("Cảnh báo")
        print(json.dumps({"outcome": "thiếu tệp", "done": False}))
    """
    work(database, script, lambda: state_of(database, job).state.is_over)
    assert (state_of(database, job).state, state_of(database, job).outcome) == (JobState.FAILED, "thiếu tệp")
    with database.reading() as connection:
        assert [text for _, text in jobs.list_job_lines(connection, job.id)] == ["Cảnh báo"]


def test_a_job_that_dies_each_time_fails_loudly(database: Database) -> None:
    job = ask(database)
    work(database, "import os; os._exit(9)", lambda: state_of(database, job).state.is_over)
    ended = state_of(database, job)
    assert (ended.state, ended.attempts) == (JobState.FAILED, jobs.MOST_ATTEMPTS)


def test_a_job_interrupted_by_stopping_is_done_by_the_next_worker(database: Database, tmp_path: Path) -> None:
    job, mark = ask(database), tmp_path / "started"
    slow = f"import pathlib, time; pathlib.Path({str(mark)!r}).touch(); time.sleep(60)"
    work(database, slow, mark.exists)
    assert state_of(database, job).state is JobState.RUNNING
    work(database, GOOD, lambda: state_of(database, job).state.is_over)
    assert (state_of(database, job).state, state_of(database, job).attempts) == (JobState.DONE, 2)


def test_whether_a_worker_is_alive_is_known_by_its_lock(database: Database) -> None:
    folder = database.path.parent
    assert not is_worker_alive(folder)
    work(database, GOOD, lambda: is_worker_alive(folder))
    assert not is_worker_alive(folder)


KILLED = """
import sys
from pathlib import Path
from kiosk.office.database.migrating import open_database
from kiosk.office.worker import Worker
Worker(open_database(Path(sys.argv[1])), (sys.executable, "-c", sys.argv[2]), lambda: None).run()
"""


def test_after_a_killed_worker_the_next_waits_for_its_job_and_then_does_it_again(
    database: Database, tmp_path: Path, root: Path
) -> None:
    """Otherwise two builds would run at once."""
    job, mark = ask(database), tmp_path / "pid"
    slow = f"import os, pathlib, time; pathlib.Path({str(mark)!r}).write_text(str(os.getpid())); time.sleep(300)"
    words = [sys.executable, "-c", KILLED, str(database.path.parent), slow]
    first = subprocess.Popen(words, cwd=root)
    until(lambda: mark.exists() and bool(mark.read_text()))
    first.kill()
    first.wait()
    assert is_worker_alive(database.path.parent)
    orphan = int(mark.read_text())
    threading.Timer(1.0, os.kill, (orphan, signal.SIGKILL)).start()
    work(database, GOOD, lambda: state_of(database, job).state.is_over)
    assert (state_of(database, job).state, state_of(database, job).attempts) == (JobState.DONE, 2)
