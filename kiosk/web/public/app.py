"""The public side: the published release, file by file, and the small news that kiosks send.

A request comes in, an answer goes out. Which file answers is left to `library`, reading it to `objects`, how it is sent
to `answer`, short addresses on paper to `short`, how often they are opened to `counting`, what kiosks post to
`messages`, slow and countless clients to `server`.
"""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kiosk.errors import StoreError
from kiosk.office import inbox
from kiosk.office.news import News
from kiosk.settings.links import PROCEDURES, SHEETS
from kiosk.text import tidy
from kiosk.web.public import rates, wall_reports
from kiosk.web.public.answer import PackedTexts, send_file
from kiosk.web.public.counting import ScanCounter
from kiosk.web.public.library import Library, ServedFile
from kiosk.web.public.messages import router
from kiosk.web.public.objects import ObjectShelf
from kiosk.web.public.rates import Rates
from kiosk.web.public.short import ShortAddresses, answer_procedure, answer_sheet
from kiosk.workspace.count_table import CountTable
from kiosk.workspace.device_table import DeviceTable
from kiosk.workspace.mark_table import MarkTable
from kiosk.workspace.store import Store

_LOG = logging.getLogger(__name__)
_TELL_AGAIN = 60.0
"""Seconds after which the same damage is told again."""
_PAGE = '<!doctype html><html lang="vi"><meta charset="utf-8"><title>{0}</title><h1>{0}</h1>{1}'
_EMPTY = _PAGE.format(
    "Chưa có bản phát hành nào được công bố",
    "<p>Trang sẽ mở được khi cơ quan phụ trách công bố danh mục. Xin hỏi cán bộ tại quầy.</p>"
    "<p>Người quản trị: chạy lệnh <code>kiosk regenerate</code>.</p>",
)
_MISSING = _PAGE.format("Không tìm thấy trang này", '<p><a href="/">Về danh sách các điểm tiếp nhận</a></p>')
_DAMAGED = _PAGE.format(
    "Nội dung này tạm thời không mở được",
    "<p>Dữ liệu trên máy chủ không khớp với bản đã kiểm tra nên không được gửi đi. Xin hỏi cán bộ tại quầy.</p>"
    "<p>Người quản trị: xem nhật ký của máy chủ và chạy lệnh <code>kiosk status</code>.</p>",
)
_SHORT = {SHEETS: answer_sheet, PROCEDURES: answer_procedure}
"""Short addresses on paper, by their first part."""
# Pages carry their own strict policy, which holds from a USB stick too; two policies would have to agree on every
# hash. A header adds what a page cannot say of itself.
_POLICY = "frame-ancestors 'none'; object-src 'none'; base-uri 'none'; form-action 'self'"


def create_app(store: Store, office: str = "") -> FastAPI:
    """The application over one workspace. `office`: the address at which staff confirm a scanned sheet, where set."""
    app = FastAPI(
        title="Niêm yết thủ tục hành chính", docs_url=None, redoc_url=None, openapi_url=None, lifespan=_run_to_the_end
    )
    app.state.library = Library(store)
    app.state.shelf = ObjectShelf(store)
    app.state.packed = PackedTexts()
    app.state.news = News(store.root / "news.sqlite")
    app.state.rates = Rates()
    app.state.devices = DeviceTable(store.root)
    app.state.device_rates = Rates(limits=rates.OF_DEVICES)
    app.state.inbox = inbox.Inbox(store.root / inbox.FILE)
    app.state.report_rates = Rates(limits=rates.OF_REPORTS)
    app.state.short = ShortAddresses(store)
    app.state.marks = MarkTable(store.root)
    app.state.office = office
    app.state.scans = ScanCounter(CountTable(store.root))
    app.state.last_told = {}
    app.add_middleware(_Headers)
    app.add_exception_handler(HTTPException, _refuse)
    app.include_router(router)
    app.include_router(wall_reports.router)
    app.add_api_route("/healthz", _report_health, methods=["GET"])
    app.add_api_route("/{path:path}", _answer_path, methods=["GET", "HEAD"], response_model=None)
    return app


@asynccontextmanager
async def _run_to_the_end(app: FastAPI) -> AsyncIterator[None]:
    """What was counted is written before the process ends."""
    yield
    await run_in_threadpool(app.state.scans.close)


class _Headers:
    """Adds what every answer says."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_more(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add_headers(MutableHeaders(scope=message))
            await send(message)

        await self._app(scope, receive, send_more if scope["type"] == "http" else send)


def _add_headers(headers: MutableHeaders) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    # What only governs a page is sent with pages: a kiosk's first load has six answers and counts every byte.
    if headers.get("Content-Type", "").startswith("text/html"):
        headers.setdefault("Referrer-Policy", "no-referrer")
        headers.setdefault("Content-Security-Policy", _POLICY)


def _refuse(request: Request, error: Exception) -> Response:  # noqa: ARG001 - the shape of a handler
    """The framework's own refusals (a method that nothing takes), without its English."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = error.headers if isinstance(error, HTTPException) else None
    return PlainTextResponse("Máy chủ không nhận yêu cầu này.", status, headers)


def _report_health(request: Request) -> Response:
    try:
        release = request.app.state.library.current()
    except StoreError as error:
        _tell(request, str(error))
        release = None
    return JSONResponse({"release": release.number if release else None}, status_code=200 if release else 503)


def _answer_path(request: Request, path: str) -> Response:
    try:
        return _find_answer(request, path)
    except StoreError as error:
        _tell(request, str(error))
        return HTMLResponse(_DAMAGED, 503, {"Cache-Control": "no-store", "Retry-After": "60"})


def _find_answer(request: Request, path: str) -> Response:
    library: Library = request.app.state.library
    release = library.current()
    if release is None:
        return HTMLResponse(_EMPTY, 503, {"Cache-Control": "no-store"})
    request.app.state.scans.note_day()
    first, slash, rest = path.partition("/")
    if slash and first.upper() in _SHORT:
        return _SHORT[first.upper()](request, release.manifest, rest, exact=first in _SHORT)
    file = library.find(release, path)
    if file is not None:
        return _send(request, file)
    if path and release.has_folder(path):
        return RedirectResponse(f"/{path}/", status_code=308)
    return HTMLResponse(_MISSING, status_code=404)


def _send(request: Request, file: ServedFile) -> Response:
    state = request.app.state
    try:
        return send_file(request, file, state.shelf, state.packed)
    except StoreError as error:
        if _tell(request, str(error)):
            try:
                state.news.found_damaged(file.path, file.sha256)
            except (StoreError, sqlite3.Error, OSError) as unwritten:
                _LOG.warning("news.sqlite: %s", unwritten)
        return HTMLResponse(_DAMAGED, 503, {"Cache-Control": "no-store", "Retry-After": "60"})


def _tell(request: Request, text: str) -> bool:
    """Write what is wrong into the server's log, the same at most once a minute; whether it was written."""
    sentence = tidy(text)  # one line, whatever a damaged record holds
    last_told: dict[str, float] = request.app.state.last_told
    now = time.monotonic()
    if now - last_told.get(sentence, -_TELL_AGAIN) < _TELL_AGAIN:
        return False
    if len(last_told) > 10_000:
        last_told.clear()
    last_told[sentence] = now
    _LOG.error("%s", sentence)
    return True
