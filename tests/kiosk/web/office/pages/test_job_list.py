"""Jobs: asked, watched, cancelled."""

from __future__ import annotations

import json
from collections.abc import Callable

from kiosk.office import jobs
from kiosk.office.job_context import Workplace
from kiosk.office.jobs import JobState
from kiosk.office.people import Role
from tests.kiosk.web.office.conftest import Desk


def test_a_job_is_asked_for_once_and_cancelled(desk: Callable[..., Desk]) -> None:
    approver = desk(Role.APPROVER)
    first = approver.post("/viec/dung-lai").headers["location"]
    assert approver.post("/viec/dung-lai").headers["location"] == first == "/viec/1?xong=da-giao-viec"
    page = approver.get("/viec/1").text
    assert "đang chờ" in page and "phần làm việc nền không chạy" in page.lower()
    approver.post("/viec/1/huy")
    assert "đã hủy" in approver.get("/viec").text


def test_who_only_looks_sees_no_button(desk: Callable[..., Desk]) -> None:
    desk(Role.ADMIN).post("/viec/dung-lai")
    reader = desk(Role.READER)
    for path in ("/viec", "/viec/1"):
        page = reader.get(path)
        assert page.status_code == 200 and "/huy" not in page.text and "/viec/dung-lai" not in page.text


def test_progress_is_told_and_ends_with_the_job(here: Workplace, desk: Callable[..., Desk]) -> None:
    admin = desk(Role.ADMIN)
    admin.post("/viec/dung-lai")
    with here.database.writing() as connection:
        jobs.take_next(connection)
        jobs.report_progress(connection, 1, "Vẽ tờ", 3, 10)
        jobs.end_job(connection, 1, JobState.DONE, "xong")
    answer = admin.get("/viec/1/tien-do")
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.headers["x-accel-buffering"] == "no"
    (line,) = [line for line in answer.text.splitlines() if line]
    assert json.loads(line.removeprefix("data: ")) == {
        "stage": "Vẽ tờ", "done": 3, "total": 10, "state": "xong", "over": True,
    }  # fmt: skip


def test_progress_ends_when_the_server_stops(desk: Callable[..., Desk]) -> None:
    admin = desk(Role.ADMIN)
    admin.post("/viec/dung-lai")
    admin.client.app.state.stopping.set()  # type: ignore[attr-defined]
    assert json.loads(admin.get("/viec/1/tien-do").text.removeprefix("data: "))["over"] is False
