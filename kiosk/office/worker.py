"""The worker: takes jobs one at a time and runs each in a process of its own.

In comes the database and the words of the command that does one job; the table says all the rest. A job's
process writes its progress, one JSON object a line, and at the end how it went. The worker holds a lock that its jobs'
processes inherit: a worker that starts after a crash waits until nothing of the one before is left, then takes up what
was interrupted. What a job does is left to `job_kinds`.
"""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from kiosk.office import jobs
from kiosk.office.database.engine import Database
from kiosk.office.jobs import BackgroundJob, JobState
from kiosk.office.machine_log import log_facts

LOCK = "worker.lock"
_POLL = 0.5
_WRITTEN_EVERY = 0.4
_TAIL = 2_000


def is_worker_alive(folder: Path) -> bool:
    """Whether a worker of this workspace, or a job that one has started, is at work."""
    try:
        with _hold_lock(folder):
            return False
    except BlockingIOError:
        return True


@contextmanager
def _hold_lock(folder: Path) -> Iterator[int]:
    handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield handle
    finally:
        os.close(handle)


class Worker:
    """Works off the jobs of one workspace. `command`: the words that do one job, without its number."""

    def __init__(self, database: Database, command: Sequence[str], before_each: Callable[[], None]) -> None:
        self._database = database
        self._folder = database.path.parent
        self._command = tuple(command)
        self._before_each = before_each
        self._stop = threading.Event()
        self._process: subprocess.Popen[str] | None = None

    def stop(self) -> None:
        """End after the present moment: a running job is interrupted, and taken up again by the next worker."""
        self._stop.set()
        process = self._process
        if process is not None:
            process.terminate()

    def run(self) -> None:
        """Work until `stop`. Waits first while another worker of this workspace is at work."""
        while not self._stop.is_set():
            with suppress(BlockingIOError), _hold_lock(self._folder) as lock:
                with self._database.writing() as connection:
                    jobs.take_up_orphans(connection)
                self._take_jobs(lock)
            self._stop.wait(_POLL)

    def _take_jobs(self, lock: int) -> None:
        while not self._stop.is_set():
            self._before_each()
            with self._database.writing() as connection:
                job = jobs.take_next(connection)
            if job is None:
                self._stop.wait(_POLL)
            else:
                self._run_job(job, lock)

    def _run_job(self, job: BackgroundJob, lock: int) -> None:
        log_facts("job", job=job.id, kind=job.kind, state=JobState.RUNNING.value, attempt=job.attempts)
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as complaints:
            words = [*self._command, str(job.id)]
            with subprocess.Popen(  # noqa: S603 - our own program, with a number
                words, stdout=subprocess.PIPE, stderr=complaints, stdin=subprocess.DEVNULL, text=True, encoding="utf-8",
                pass_fds=(lock,),
            ) as process:  # fmt: skip
                self._process = process
                ending = self._follow(job, process.stdout)
            self._process = None
            complaints.seek(0)
            self._settle(job, ending, process.returncode, complaints.read()[-_TAIL:])

    def _follow(self, job: BackgroundJob, lines: IO[str] | None) -> dict[str, Any]:
        """Write the progress that a job reports into its row; returns its last word."""
        ending: dict[str, Any] = {}
        stage, written = "", 0.0
        for line in lines or ():
            word = _read_word(line)
            if "outcome" in word:
                ending = word
            # Not every step of thousands: a row is written durably.
            elif "stage" in word and (
                word["stage"] != stage or word["done"] == word["total"] or time.monotonic() > written
            ):
                stage, written = word["stage"], time.monotonic() + _WRITTEN_EVERY
                with self._database.writing() as connection:
                    jobs.report_progress(connection, job.id, word["stage"], word["done"], word["total"])
        return ending

    def _settle(self, job: BackgroundJob, ending: dict[str, Any], code: int, complaints: str) -> None:
        with self._database.writing() as connection:
            if complaints.strip():
                jobs.add_line(connection, job.id, complaints.strip())
            if "outcome" in ending:
                state = JobState.DONE if ending.get("done") else JobState.FAILED
                jobs.end_job(connection, job.id, state, str(ending["outcome"]))
                log_facts("job", job=job.id, kind=job.kind, state=state.value)
            elif not self._stop.is_set():
                log_facts("job", job=job.id, kind=job.kind, state="interrupted", code=code)
                jobs.add_line(connection, job.id, f"Tiến trình làm việc này dừng đột ngột (mã {code}).")
                jobs.take_up_orphans(connection)


def _read_word(line: str) -> dict[str, Any]:
    try:
        word = json.loads(line)
    except ValueError:
        return {}
    return word if isinstance(word, dict) else {}
