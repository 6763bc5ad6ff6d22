"""Every route by itself: who may call it, and what stands before it.

The list of routes is the application's own, so that a new page is tried like all others the moment it is there.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.responses import PlainTextResponse

from kiosk.errors import OfficeError
from kiosk.office import sessions
from kiosk.office.events import EventKind
from kiosk.office.job_context import Workplace
from kiosk.office.people import Role
from kiosk.web.office.app import ROUTES, create_office, refuse_undeclared
from kiosk.web.office.permissions import Permission, may
from kiosk.web.office.visit import PageRoute
from tests.kiosk.web.office.conftest import ADDRESS, Desk, newest_event

OWN, FOREIGN = "10507", "10888"
Sit = Callable[..., Desk]

pytestmark = pytest.mark.usefixtures("one_loop")
each_route = pytest.mark.parametrize("route", ROUTES, ids=lambda r: f"{r.method} {r.path}")
OPEN = {Permission.PUBLIC, Permission.PENDING, Permission.SYSTEM, Permission.NOTE}
guarded = [r for r in ROUTES if r.permission not in OPEN]


def filled(path: str, site: str = OWN) -> str:
    """An address with something in its gaps; numbers that nothing has."""
    return re.sub(r"\{\w+\}", "x", re.sub(r"\{\w+:int\}", "999", path.replace("{site}", site)))


def call(desk: Desk, route: PageRoute, site: str = OWN) -> int:
    path = filled(route.path, site)
    return (desk.get(path) if route.method == "GET" else desk.post(path)).status_code


def test_a_route_that_declares_no_permission_keeps_the_program_from_starting(here: Workplace, app: FastAPI) -> None:
    with pytest.raises(TypeError, match="permission"):
        PageRoute("GET", "/x", answer=lambda _: PlainTextResponse(""))  # type: ignore[call-arg]
    with pytest.raises(OfficeError, match="không khởi động"):
        create_office(here, [PageRoute("GET", "/x", None, lambda _: PlainTextResponse(""))])  # type: ignore[arg-type]
    app.add_api_route("/side-door", lambda: "")
    with pytest.raises(OfficeError, match="không khởi động"):
        refuse_undeclared(app)


def test_no_two_routes_answer_the_same_call() -> None:
    calls = [(r.method, r.path) for r in ROUTES]
    assert len(calls) == len(set(calls))
    assert {r.method for r in ROUTES} == {"GET", "POST"}


@pytest.mark.parametrize("role", Role)
def test_every_route_answers_exactly_those_who_may_call_it(role: Role, desk: Sit, here: Workplace) -> None:
    """Whoever may not sees 404, as for an address that does not exist; whoever may sees anything but that refusal."""
    person = desk(role, OWN if role is Role.STAFF else None)
    for route in guarded:
        sites = (OWN, FOREIGN) if "{site}" in route.path else (OWN,)
        for site in sites:
            assert person.person is not None
            before = newest_event(here).id
            status = call(person, route, site)
            refused = newest_event(here).id > before and newest_event(here).what is EventKind.REFUSED
            allowed = may(person.person, route.permission, site)
            assert refused is not allowed, f"{role} {route.method} {filled(route.path, site)}: {status}"
            assert allowed or status == 404


def test_without_a_session_every_guarded_page_asks_to_sign_in(desk: Sit) -> None:
    nobody = desk(None)
    for route in ROUTES:
        if route.permission in {Permission.PUBLIC, Permission.SYSTEM}:
            continue
        path = filled(route.path)
        door = "/phieu" if route.permission is Permission.NOTE else "/dang-nhap"
        answer = nobody.get(path) if route.method == "GET" else nobody.post(path)
        assert (answer.status_code, answer.headers["location"].split("?")[0]) == (303, door), path


@pytest.mark.parametrize("role", Role)
def test_no_account_opens_what_a_delivery_note_opens(role: Role, desk: Sit) -> None:
    person = desk(role, OWN if role is Role.STAFF else None)
    for route in (r for r in ROUTES if r.permission is Permission.NOTE):
        path = filled(route.path)
        answer = person.get(path) if route.method == "GET" else person.post(path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/phieu")


def test_an_ended_session_and_a_half_one_open_nothing(desk: Sit, here: Workplace) -> None:
    ended, half, bare = desk(Role.READER), desk(Role.READER, full=False), desk(Role.ADMIN, factor=False)
    with here.database.writing() as connection:
        assert ended.person is not None
        sessions.end_all_sessions(connection, _act(), ended.person)
    for route in guarded:
        path = filled(route.path)
        for visitor, place in ((ended, "/dang-nhap"), (half, "/xac-thuc"), (bare, "/tai-khoan/hai-lop")):
            if visitor is bare and route.permission is Permission.ENROL:
                continue
            answer = visitor.get(path) if route.method == "GET" else visitor.post(path)
            assert answer.status_code == 303, path
            assert answer.headers["location"].split("?")[0] == place, path


def _act() -> object:
    from kiosk.office.events import begin_act

    return begin_act(None)


POSTS = [r for r in ROUTES if r.method == "POST"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Origin": ADDRESS},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
    ],
    ids=str,
)
def test_no_form_is_taken_from_elsewhere(headers: dict[str, str], desk: Sit) -> None:
    admin = desk(Role.ADMIN)
    data = {"form_token": admin.token()}
    for route in POSTS:
        answer = admin.client.post(filled(route.path), data=data, headers=headers)
        assert answer.status_code == 403, route.path


def test_no_form_is_taken_without_this_browsers_token(desk: Sit) -> None:
    admin, other = desk(Role.ADMIN), desk(Role.ADMIN)
    admin.token()
    tokens = ("", "x", other.token())
    for route in POSTS:
        for token in tokens:
            answer = admin.client.post(filled(route.path), data={"form_token": token}, headers={"Origin": ADDRESS})
            assert answer.status_code == 403, route.path


def test_the_session_is_not_read_before_a_foreign_form_is_refused(desk: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    admin = desk(Role.ADMIN)
    monkeypatch.setattr(sessions, "find_session", lambda *_: pytest.fail("it was read"))
    assert admin.client.post("/viec/dung-lai", headers={"Origin": "https://evil.example"}).status_code == 403


def test_another_method_is_not_answered(app: FastAPI) -> None:
    client = TestClient(app, base_url=ADDRESS, follow_redirects=False)
    for path in {route.path for route in ROUTES}:
        methods = {r.method for r in ROUTES if r.path == path}
        for method in ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", *({"GET", "POST"} - methods)):
            answer = client.request(method, filled(path))
            assert answer.status_code in {404, 405}, f"{method} {path}"


def test_every_answer_carries_the_strict_policy(desk: Sit) -> None:
    for route in ROUTES:
        path, admin = filled(route.path), desk(Role.ADMIN)  # one call may end the session
        answer = admin.get(path) if route.method == "GET" else admin.post(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy, path
        assert answer.headers["x-content-type-options"] == "nosniff", path
        if not path.startswith("/static"):
            assert answer.headers["cache-control"] == "no-store", path
        if answer.headers.get("content-type", "").startswith("text/html"):
            assert not re.search(r"<script(?! src)|<style| style=| on\w+=", answer.text), path


def test_a_form_that_is_too_large_is_refused_before_it_is_kept(desk: Sit) -> None:
    admin = desk(Role.ADMIN)
    answer = admin.post("/lua-chon", approval="x" * 300_000)
    assert answer.status_code == 413


def test_an_address_that_does_not_exist_says_so_in_vietnamese(desk: Sit) -> None:
    answer = desk(None).get("/khong-co")
    assert answer.status_code == 404 and "Không có trang này" in answer.text


def test_a_fault_of_ours_is_told_in_words_and_shows_nothing_of_the_program(here: Workplace) -> None:
    def fail(_: object) -> PlainTextResponse:
        raise RuntimeError("secret detail")

    app = create_office(here, [PageRoute("GET", "/x", Permission.PUBLIC, fail)])
    answer = TestClient(app, base_url=ADDRESS, raise_server_exceptions=False).get("/x")
    assert answer.status_code == 500 and "Có lỗi trong chương trình" in answer.text
    assert "secret" not in answer.text and "default-src 'none'" in answer.headers["content-security-policy"]


def test_a_page_with_all_that_it_asks_for_is_light(desk: Sit) -> None:
    admin = desk(Role.ADMIN)
    for path in ("/", "/nguoi-dung", "/nhat-ky"):
        page = admin.get(path)
        assert page.headers["content-encoding"] == "gzip"
        asked = {path, *re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text), "/static/be-vietnam-pro.woff2"}
        sent = sum(int(admin.get(name).headers["content-length"]) for name in asked)
        assert sent < 60_000, path
