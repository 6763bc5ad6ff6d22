"""Signing in and out, the second factor, and setting a password by a link."""

from __future__ import annotations

from starlette.responses import Response

from kiosk.errors import KioskError
from kiosk.office import invitations, sessions, signing_in
from kiosk.office.events import EventKind
from kiosk.web.office import cookies
from kiosk.web.office.permissions import Permission
from kiosk.web.office.visit import PageRoute, Visit, begin_reading, begin_writing, go_to, show


def show_sign_in(visit: Visit) -> Response:
    """The form for name and password."""
    return show(visit, "sign_in.html", {"name": "", "onward": visit.request.query_params.get("den", "/")})


def take_sign_in(visit: Visit) -> Response:
    """Name and password arrive."""
    name, onward = visit.text("name"), visit.text("onward")
    try:
        token = signing_in.sign_in(visit.desk.here.database, name, str(visit.form.get("password", "")), visit.caller)
    except KioskError as error:
        return show(visit, "sign_in.html", {"name": name, "onward": onward, "error": error}, 401)
    response = go_to(_keep_own_path(onward))
    cookies.set_session_cookie(visit.desk, response, token)
    return response


def _keep_own_path(path: str) -> str:
    """A path of ours, never another host's («//host», «/\\host»)."""
    return path if path.startswith("/") and path[1:2] not in {"/", "\\"} and path.isprintable() else "/"


def show_factor(visit: Visit) -> Response:
    """The form for the code of the second factor."""
    return show(visit, "factor.html")


def take_factor(visit: Visit) -> Response:
    """The code arrives."""
    if visit.session is None:
        return go_to("/dang-nhap")
    try:
        token = signing_in.show_factor(visit.desk.here.database, visit.session, visit.text("code"), visit.caller)
    except KioskError as error:
        return show(visit, "factor.html", {"error": error}, 401)
    response = go_to("/")
    cookies.set_session_cookie(visit.desk, response, token)
    return response


def sign_out(visit: Visit) -> Response:
    """The session ends."""
    if visit.session is not None:
        with begin_writing(visit) as (connection, act):
            sessions.end_session(connection, act, visit.session.id, EventKind.SIGNED_OUT)
    response = go_to("/dang-nhap", "da-dang-xuat")
    cookies.forget_session(visit.desk, response)
    return response


def show_invitation(visit: Visit) -> Response:
    """The form for a first or a new password."""
    with begin_reading(visit) as connection:
        invited = invitations.find_invited(connection, visit.word("token"))
    return show(visit, "invitation.html", {"invited": invited})


def take_invitation(visit: Visit) -> Response:
    """A first or a new password arrives."""
    token, password = visit.word("token"), str(visit.form.get("password", ""))
    with begin_reading(visit) as connection:
        invited = invitations.find_invited(connection, token)
    try:
        with visit.desk.here.database.writing() as connection:
            invitations.accept_invitation(connection, token, password)
    except KioskError as error:
        return show(visit, "invitation.html", {"invited": invited, "error": error}, 400)
    return go_to("/dang-nhap", "da-dat-mat-khau")


ROUTES = (
    PageRoute("GET", "/dang-nhap", Permission.PUBLIC, show_sign_in),
    PageRoute("POST", "/dang-nhap", Permission.PUBLIC, take_sign_in),
    PageRoute("GET", "/xac-thuc", Permission.PENDING, show_factor),
    PageRoute("POST", "/xac-thuc", Permission.PENDING, take_factor),
    PageRoute("POST", "/dang-xuat", Permission.PUBLIC, sign_out),
    PageRoute("GET", "/dat-mat-khau/{token}", Permission.PUBLIC, show_invitation),
    PageRoute("POST", "/dat-mat-khau/{token}", Permission.PUBLIC, take_invitation),
)
