"""The order of what stands before a page, and what a refused act says."""

from __future__ import annotations

from collections.abc import Callable

from fastapi.testclient import TestClient

from kiosk.office.events import EventKind
from kiosk.office.job_context import Workplace
from kiosk.office.people import Role
from kiosk.web.office.app import create_office
from kiosk.web.office.permissions import Permission
from kiosk.web.office.visit import PageRoute, show
from tests.kiosk.web.office.conftest import ADDRESS, Desk, newest_event


def test_what_one_may_not_see_does_not_exist_and_the_try_is_written_down(
    desk: Callable[..., Desk], here: Workplace
) -> None:
    reader = desk(Role.READER)
    answer = reader.get("/nguoi-dung")
    assert answer.status_code == 404 and "Không có trang này" in answer.text
    event = newest_event(here)
    assert reader.person is not None
    assert (event.what, event.subject, event.person) == (EventKind.REFUSED, "GET /nguoi-dung", reader.person.id)


def test_a_refused_act_says_why_and_what_to_do(desk: Callable[..., Desk]) -> None:
    answer = desk(Role.READER).get("/viec/999")
    assert answer.status_code == 409
    assert "Không có việc này" in answer.text and "Cách xử lý" in answer.text


def test_who_signs_in_comes_to_the_page_that_was_asked_for(desk: Callable[..., Desk]) -> None:
    answer = desk(None).get("/viec/5")
    assert answer.headers["location"] == "/dang-nhap?den=/viec/5"


def test_an_upload_of_somebody_unknown_is_cut_off_early(here: Workplace, desk: Callable[..., Desk]) -> None:
    """What may be sent depends on who sends it: a stranger cannot fill the disk."""
    route = PageRoute("POST", "/x", Permission.SIGNED_IN, lambda v: show(v, "home.html"), most_bytes=2_000_000)
    stranger = TestClient(create_office(here, [route]), base_url=ADDRESS, follow_redirects=False)
    big = {"file": ("a.bin", b"x" * 1_000_000)}
    headers = {"Sec-Fetch-Site": "same-origin"}
    assert stranger.post("/x", files=big, headers=headers).status_code == 413
    known = desk(Role.READER)
    stranger.cookies.set("office-session", known.client.cookies["office-session"])
    assert stranger.post("/x", files=big, headers=headers).status_code == 403  # the token is missing, the size is not
