"""The office's processes: all in one go, and ended in one go; one job in a process of its own."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.office import events, jobs
from kiosk.office.database.migrating import open_database
from kiosk.office.job_kinds import REGENERATE
from tests.kiosk.commands import Office


@pytest.fixture
def office(small_office: Office) -> Office:
    """What these commands do to a workspace is the same with thirty procedures."""
    return small_office


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def status_of(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own http address
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code
    except OSError:
        return 0


def until(condition: Callable[[], bool]) -> None:
    for _ in range(300):
        if condition():
            return
        time.sleep(0.1)
    pytest.fail("it never came true")


def test_one_command_runs_everything_and_ctrl_c_ends_it(office: Office) -> None:
    public, private = free_port(), free_port()
    words = [sys.executable, "-m", "kiosk", "run", "--port", str(public), "--office-port", str(private)]
    with subprocess.Popen(
        words, cwd=office.folder, env=office.env(), stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(5)]
        try:
            link = re.search(r"http://\S+/dat-mat-khau/\S+", "".join(lines))
            assert link is not None and f":{private}" in link[0]
            until(lambda: status_of(f"http://127.0.0.1:{public}/healthz") == 200)
            until(lambda: status_of(f"http://127.0.0.1:{private}/readyz") == 200)
            assert status_of(link[0]) == 200
        finally:
            process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
    assert status_of(f"http://127.0.0.1:{public}/healthz") == status_of(f"http://127.0.0.1:{private}/healthz") == 0


def test_a_job_reports_each_step_and_its_end_as_a_line(office: Office) -> None:
    database = open_database(office.folder / "var")
    with database.writing() as connection:
        job = jobs.ask_job(connection, events.begin_act(1), REGENERATE, {})
    database.close()
    ended = office.start("job", str(job.id))
    assert ended.returncode == 0, ended.stderr
    words = [json.loads(line) for line in ended.stdout.splitlines()]
    assert words[-1]["done"] is True and words[-1]["outcome"]


def test_a_job_that_cannot_be_done_says_why(tmp_path: Path, root: Path) -> None:
    bare = Office.in_folder(tmp_path, root)
    database = open_database(bare.folder / "var")
    with database.writing() as connection:
        job = jobs.ask_job(connection, events.begin_act(1), "roll-back", {"from": 3, "to": 2})
    database.close()
    ended = bare.start("job", str(job.id))
    last = json.loads(ended.stdout.splitlines()[-1])
    assert last["done"] is False and "chưa công bố bản nào" in last["outcome"]
