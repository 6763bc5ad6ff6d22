"""The cookies of the office: the session's, one to which the tokens of forms belong, and that of a delivery note.

Over https their names begin with `__Host-`: no other host and no plain http can set them. Browsers send neither with a
request that another site makes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

if TYPE_CHECKING:
    from kiosk.web.office.visit import OfficeDesk

_SESSION, _FORM, _NOTE = "office-session", "office-form", "office-note"


def _name(desk: OfficeDesk, name: str) -> str:
    return f"__Host-{name}" if desk.is_secure else name


def read_session_cookie(desk: OfficeDesk, request: Request) -> str | None:
    """The token of the session."""
    return request.cookies.get(_name(desk, _SESSION))


def read_form_cookie(desk: OfficeDesk, request: Request) -> str | None:
    """What the tokens of this browser's forms are made from."""
    return request.cookies.get(_name(desk, _FORM))


def set_session_cookie(desk: OfficeDesk, response: Response, token: str) -> None:
    """Sign the browser in. It gets a new form cookie with its next page: a form from before signing in is not taken."""
    _set(desk, response, _SESSION, token)
    response.delete_cookie(_name(desk, _FORM), path="/", secure=desk.is_secure, httponly=True, samesite="strict")


def set_form_cookie(desk: OfficeDesk, response: Response, value: str) -> None:
    """Let the browser send forms."""
    _set(desk, response, _FORM, value)


def note_cookie(desk: OfficeDesk, request: Request) -> str | None:
    """What the holder of a delivery note was given."""
    return request.cookies.get(_name(desk, _NOTE))


def set_note_cookie(desk: OfficeDesk, response: Response, value: str) -> None:
    """Let the browser confirm one order at one site."""
    _set(desk, response, _NOTE, value)


def forget_note(desk: OfficeDesk, response: Response) -> None:
    """The browser holds no delivery note any more."""
    response.delete_cookie(_name(desk, _NOTE), path="/", secure=desk.is_secure, httponly=True, samesite="strict")


def forget_session(desk: OfficeDesk, response: Response) -> None:
    """Sign the browser out."""
    name = _name(desk, _SESSION)
    response.delete_cookie(name, path="/", secure=desk.is_secure, httponly=True, samesite="strict")


def _set(desk: OfficeDesk, response: Response, name: str, value: str) -> None:
    # Without an age: gone with the browser. How long a session holds is the server's business.
    response.set_cookie(_name(desk, name), value, path="/", secure=desk.is_secure, httponly=True, samesite="strict")
