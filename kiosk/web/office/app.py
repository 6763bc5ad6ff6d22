"""The application of the office: every page behind its guard, headers on every answer.

In comes the workplace, out goes the application. Deny by default: it is made from a list of routes each of which names
its permission, and an application that holds any other route is not returned.
"""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable, Iterable
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware

from kiosk.errors import OfficeError, StoreError
from kiosk.office import choices
from kiosk.office.job_context import Workplace
from kiosk.office.sessions import Lengths
from kiosk.web.office.guard import guard
from kiosk.web.office.openapi import BASE
from kiosk.web.office.pages import (
    account,
    api,
    care,
    common,
    count_list,
    coverage,
    device_list,
    draft_answers,
    draft_list,
    ended_sites,
    holds,
    home,
    incident_list,
    job_list,
    log,
    look_up,
    note_photos,
    notes,
    persons,
    portal_links,
    print_orders,
    register_list,
    release_list,
    report_list,
    settings_list,
    signing,
    site_changes,
    site_list,
    systems,
    wall_photos,
    wall_ticks,
)
from kiosk.web.office.rendering import render_page
from kiosk.web.office.visit import OfficeDesk, PageRoute

ROUTES: tuple[PageRoute, ...] = (
    *common.ROUTES,
    *signing.ROUTES,
    *home.ROUTES,
    *account.ROUTES,
    *persons.ROUTES,
    *draft_list.ROUTES,
    *ended_sites.ROUTES,
    *draft_answers.ROUTES,
    *release_list.ROUTES,
    *report_list.ROUTES,
    *holds.ROUTES,
    *register_list.ROUTES,
    *settings_list.ROUTES,
    *look_up.ROUTES,
    *site_list.ROUTES,
    *site_changes.ROUTES,
    *wall_ticks.ROUTES,
    *wall_photos.ROUTES,
    *notes.ROUTES,
    *note_photos.ROUTES,
    *print_orders.ROUTES,
    *coverage.ROUTES,
    *device_list.ROUTES,
    *incident_list.ROUTES,
    *systems.ROUTES,
    *care.ROUTES,
    *api.ROUTES,
    *job_list.ROUTES,
    *log.ROUTES,
    *portal_links.ROUTES,
    *count_list.ROUTES,
)
"""Every page. A module of pages adds its own here."""

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_SAYINGS = {
    401: "Chưa có quyền đọc",
    403: "Yêu cầu bị từ chối",
    404: "Không có trang này",
    405: "Không dùng được cách gọi này",
    413: "Dữ liệu gửi lên quá lớn",
    500: "Có lỗi trong chương trình",
    503: "Tạm thời không làm được",
}


def create_office(here: Workplace, routes: Iterable[PageRoute] = ROUTES) -> FastAPI:
    """The application over one workspace. Raises `OfficeError` for a route without a permission."""
    with here.database.writing() as connection:
        key = choices.require_form_key(connection)
    minutes = here.config.office
    desk = OfficeDesk(here, Lengths(minutes.idle_minutes * 60, minutes.longest_minutes * 60), key)
    app = FastAPI(title="Phòng làm việc", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    app.state.desk = desk
    app.state.stopping = threading.Event()
    for route in routes:
        endpoint = guard(desk, route)
        endpoint.page_route = route  # type: ignore[attr-defined]
        app.add_route(route.path, endpoint, methods=[route.method], include_in_schema=False)
    refuse_undeclared(app)
    app.add_middleware(GZipMiddleware, minimum_size=1_000)
    app.middleware("http")(_add_headers)
    app.add_exception_handler(HTTPException, _show_refusal)
    app.add_exception_handler(StoreError, _show_damage)
    app.add_exception_handler(Exception, _show_fault)
    return app


def refuse_undeclared(app: FastAPI) -> None:
    """Raises `OfficeError` where the application answers an address that no `PageRoute` with a permission declares."""
    for route in app.routes:
        declared = getattr(getattr(route, "endpoint", None), "page_route", None)
        if not isinstance(declared, PageRoute) or declared.permission is None:
            raise OfficeError(
                "có trang không khai báo ai được xem nên chương trình không khởi động",
                place=str(getattr(route, "path", route)),
                way_out="khai báo trang bằng PageRoute với một quyền",
            )


async def _add_headers(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await call_next(request)
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    # What one person saw is nobody else's, not even in this browser after signing out.
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def _show_refusal(request: Request, error: Exception) -> Response:
    if request.url.path.startswith(f"{BASE}/"):
        return _tell_system(error)
    status = error.status_code if isinstance(error, HTTPException) else 500
    detail = error.detail if isinstance(error, HTTPException) and error.detail[-1:] == "." else ""
    title = _SAYINGS.get(status, "Không làm được")
    return HTMLResponse(render_page("outside.html", {"title": title, "detail": detail}), status)


def _tell_system(error: Exception) -> Response:
    """A refusal as programs read it (RFC 9457)."""
    status, detail = (error.status_code, error.detail) if isinstance(error, HTTPException) else (500, "")
    problem = {"title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    headers = error.headers if isinstance(error, HTTPException) else None
    return JSONResponse(problem, status, headers, "application/problem+json")


def _show_damage(request: Request, error: Exception) -> Response:  # noqa: ARG001 - the framework's signature
    return HTMLResponse(render_page("outside.html", {"title": _SAYINGS[503], "detail": str(error)}), 503)


def _show_fault(request: Request, error: Exception) -> Response:  # noqa: ARG001 - the framework's signature
    detail = "Chưa có gì được lưu. Báo cho người quản trị kèm giờ xảy ra; nhật ký máy chủ có chi tiết."
    # This answer passes by `_add_headers`: the framework sends it from outside of everything else.
    return HTMLResponse(render_page("outside.html", {"title": _SAYINGS[500], "detail": detail}), 500, _HEADERS)
