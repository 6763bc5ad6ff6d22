"""Photos of a wall in the browser: sent, waited for, shown with what was recognised, accepted, left out."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from httpx2 import Response

from kiosk.office import job_kinds, jobs, posted
from kiosk.office.job_context import Workplace
from kiosk.office.jobs import JobState
from kiosk.office.people import Role
from kiosk.progress import report_nothing
from kiosk.release import lifecycle
from tests.kiosk import photos
from tests.kiosk.web.office.conftest import Desk

Sit = Callable[..., Desk]
SITE = "10507"


@pytest.fixture
def here(earnest_live: Workplace) -> Workplace:
    """An office that has published what may hang."""
    return earnest_live


def send(staff: Desk, *contents: bytes, accept: str = "text/html", **fields: str) -> Response:
    headers = {"Sec-Fetch-Site": "same-origin", "Accept": accept}
    files = [("photo", ("anh.jpg", content, "image/jpeg")) for content in contents]
    return staff.client.post(
        f"/sites/{SITE}/anh", data={"form_token": staff.token(), **fields}, files=files, headers=headers
    )


def work(here: Workplace) -> None:
    """What the worker does."""
    while True:
        with here.database.writing() as connection:
            job = jobs.take_next(connection)
        if job is None:
            return
        outcome = job_kinds.perform_job(here, job, report_nothing)
        with here.database.writing() as connection:
            jobs.end_job(connection, job.id, JobState.DONE, outcome)


def test_a_wall_is_photographed_shown_and_accepted(desk: Sit, here: Workplace) -> None:
    staff = desk(Role.STAFF, SITE)
    page = photos.page_of(here.store, lifecycle.choose_release(here.store, None), SITE, "1-1")
    address = send(staff, photos.take_photo([page]), b"no photo").headers["location"]
    waiting = staff.get(address).text
    assert "Còn 2 ảnh chưa đọc xong" in waiting and f'data-wait="{address}/tien-do"' in waiting
    assert [one["state"] for one in staff.get(f"{address}/tien-do").json()["states"]] == ["waiting", "waiting"]
    work(here)
    shown = staff.get(address).text
    assert "Không đọc được ảnh" in shown and "JPEG" in shown and "_io." not in shown
    picture = re.findall(r'<image href="([^"]+)"', shown)[0]
    assert '<polygon class="right"' in shown and "Ghi nhận 1 tờ như máy đọc" in shown
    file = staff.get(picture)
    assert (file.headers["content-type"], file.content[:3]) == ("image/jpeg", b"\xff\xd8\xff")
    assert "no-store" in file.headers["cache-control"]
    assert desk(Role.STAFF, "10888").get(picture.replace(SITE, "10888")).status_code == 404
    recorded = staff.post(f"{address}/ghi", which="all").text
    assert "Đã ghi nhận 1 tờ" in recorded
    event = re.findall(r'name="event" value="(\d+)"', recorded)[0]
    assert "Đã hủy việc vừa ghi (1 tờ)" in staff.post(f"/sites/{SITE}/treo/huy", event=event).text
    assert "Đã ghi nhận 1 tờ" in staff.post(f"{address}/ghi", which="all").text
    assert set(posted.load_hanging(here.store)[SITE]) == {"1-1"}
    assert "Không có gì mới" in staff.post(f"{address}/ghi", which="chosen", say_x="accept").text
    left = staff.post(f"/sites/{SITE}/anh/2/bo").headers["location"]
    assert left == f"{address}?xong=da-bo-anh"
    assert staff.post(f"/sites/{SITE}/anh/1/bo").headers["location"] == f"/sites/{SITE}/treo?xong=da-bo-anh"
    assert staff.get(picture).status_code == 404


def test_a_script_sends_one_photo_after_the_other_into_one_series(desk: Sit, here: Workplace) -> None:
    staff = desk(Role.STAFF, SITE)
    first = send(staff, b"a", accept="application/json").json()
    second = send(staff, b"b", accept="application/json", series=str(first["series"])).json()
    assert first == second == {"series": 1, "address": f"/sites/{SITE}/anh/1"}
    refused = send(staff, b"c", accept="application/json", series="99")
    assert refused.status_code == 409 and "loạt ảnh" in refused.json()["refused"]


def test_what_cannot_be_taken_is_refused_in_one_sentence(
    desk: Sit, here: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    staff = desk(Role.STAFF, SITE)
    assert "Chưa chọn ảnh nào" in send(staff).text
    monkeypatch.setattr("kiosk.web.office.pages.wall_photos.MOST_BYTES", 3)
    large = send(staff, b"1234")
    assert large.status_code == 409 and "Ảnh quá lớn" in large.text
    assert desk(Role.EDITOR).get(f"/sites/{SITE}/anh/7").status_code == 409
    assert here.store.root.joinpath("photos").exists() is False
