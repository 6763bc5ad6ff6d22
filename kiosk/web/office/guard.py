"""What stands before every page: origin, size, token, session, permission, in this order.

In comes a `PageRoute`, out goes the function that the web framework calls. What a caller may not see does not exist for
them (404), and the refusal is an event. An upload is the one exception to the order: its session is looked for before
its body is read, so that only somebody who is signed in may send much.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kiosk.errors import KioskError
from kiosk.office import events, sessions
from kiosk.office.events import EventKind
from kiosk.office.sessions import OfficeSession
from kiosk.web.office import bearer, cookies, forms
from kiosk.web.office.holders import find_holder
from kiosk.web.office.permissions import Permission, may
from kiosk.web.office.visit import OfficeDesk, PageRoute, Visit, show

Endpoint = Callable[[Request], Awaitable[Response]]
SIGN_IN, FACTOR, ENROL, NOTE = "/dang-nhap", "/xac-thuc", "/tai-khoan/hai-lop", "/phieu"


def guard(desk: OfficeDesk, route: PageRoute) -> Endpoint:
    """The guarded page."""

    async def answer(request: Request) -> Response:
        form = FormData()
        form_cookie = cookies.read_form_cookie(desk, request)
        if request.method not in forms.SAFE:
            forms.refuse_foreign(request, desk.here.config.office.url)
            most = forms.MOST_FORM
            if route.most_bytes:
                is_known = await run_in_threadpool(_knows_sender, desk, route, request)
                most = route.most_bytes if is_known else most
            form = await forms.read_form(request, most)
        try:
            if request.method not in forms.SAFE:
                forms.refuse_wrong_token(form, desk.form_key, form_cookie)
            return await run_in_threadpool(_answer, desk, route, request, form)
        finally:
            await form.close()

    return answer


def _answer(desk: OfficeDesk, route: PageRoute, request: Request, form: FormData) -> Response:
    desk = desk.look_again()
    session = _find_session(desk, request)
    form_cookie = cookies.read_form_cookie(desk, request)
    fresh = form_cookie or secrets.token_urlsafe(24)
    visit = Visit(desk, request, session, forms.make_token(desk.form_key, fresh), form)
    response = _send_elsewhere(visit, route) or _answer_within(visit, route)
    if form_cookie is None and route.permission is not Permission.SYSTEM:
        cookies.set_form_cookie(desk, response, fresh)
    return response


def _knows_sender(desk: OfficeDesk, route: PageRoute, request: Request) -> bool:
    """Whether whoever sends much may: somebody who is signed in, or the holder of a note on the pages of notes."""
    if route.permission is Permission.NOTE:
        return find_holder(Visit(desk, request, None, "")) is not None
    session = _find_session(desk, request)
    return session is not None and session.full


def _find_session(desk: OfficeDesk, request: Request) -> OfficeSession | None:
    token = cookies.read_session_cookie(desk, request)
    if token is None:
        return None
    with desk.here.database.reading() as connection:
        session = sessions.find_session(connection, token, desk.lengths)
    if session is not None and sessions.is_stale(session):
        with desk.here.database.writing() as connection:
            sessions.touch_session(connection, session)
    return session


def _send_elsewhere(visit: Visit, route: PageRoute) -> Response | None:
    """Where a caller must go first, or the answer that the page does not exist; None where the page may answer."""
    session, permission = visit.session, route.permission
    if permission is Permission.PUBLIC:
        return None
    if permission is Permission.SYSTEM:
        bearer.require_system(visit, route.scope)
        return None
    if permission is Permission.NOTE:
        return None if find_holder(visit) is not None else RedirectResponse(NOTE, 303)
    if session is None:
        return RedirectResponse(f"{SIGN_IN}?den={quote(visit.request.url.path)}", 303)
    if permission is Permission.PENDING:
        return RedirectResponse("/", 303) if session.full else None
    if not session.full:
        return RedirectResponse(FACTOR, 303)
    if session.person.role.needs_factor and not session.person.has_factor and permission is not Permission.ENROL:
        return RedirectResponse(ENROL, 303)
    if not may(session.person, permission, visit.request.path_params.get("site")):
        _record_refusal(visit, route)
        raise HTTPException(404)
    return None


def _record_refusal(visit: Visit, route: PageRoute) -> None:
    with visit.desk.here.database.writing() as connection:
        events.record(connection, visit.act(), EventKind.REFUSED, f"{route.method} {visit.request.url.path}")


def _answer_within(visit: Visit, route: PageRoute) -> Response:
    """What the page answers; an act that is refused says why, and what to do."""
    try:
        return route.answer(visit)
    except KioskError as error:
        return show(visit, "refused.html", {"error": error}, 409)
