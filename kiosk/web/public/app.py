"""The public side: the published release, file by file, and the small news that kiosks send.

A request comes in, an answer goes out. Which file answers is left to `library`, how it is sent to `answer`, what kiosks
post to `messages`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse

from kiosk.office.news import News
from kiosk.web.public.answer import send_file
from kiosk.web.public.library import Library
from kiosk.web.public.messages import router
from kiosk.workspace.store import Store

_EMPTY = """<!doctype html><html lang="vi"><meta charset="utf-8"><title>Chưa công bố</title>
<h1>Chưa có bản phát hành nào được công bố</h1>
<p>Trang sẽ mở được khi cơ quan phụ trách công bố danh mục. Xin hỏi cán bộ tại quầy.</p>
<p>Người quản trị: chạy lệnh <code>kiosk regenerate</code>.</p>"""
_MISSING = """<!doctype html><html lang="vi"><meta charset="utf-8"><title>Không tìm thấy trang</title>
<h1>Không tìm thấy trang này</h1><p><a href="/">Về danh sách các điểm tiếp nhận</a></p>"""
# Pages carry their own strict policy, which holds from a USB stick too; two policies would have to agree on every
# hash. A header adds what a page cannot say of itself.
_POLICY = "frame-ancestors 'none'; object-src 'none'; base-uri 'none'; form-action 'self'"


def create_app(store: Store) -> FastAPI:
    """The application over one workspace."""
    app = FastAPI(title="Niêm yết thủ tục hành chính", docs_url=None, redoc_url=None, openapi_url=None)
    library = Library(store)
    app.state.library = library
    app.state.news = News(store.root / "news.sqlite")
    app.middleware("http")(_add_headers)
    app.include_router(router)
    app.add_api_route("/healthz", _report_health, methods=["GET"])
    app.add_api_route("/{path:path}", _answer_path, methods=["GET", "HEAD"], response_model=None)
    return app


async def _add_headers(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await call_next(request)
    response.headers["X-Content-Type-Options"] = "nosniff"
    # What only governs a page is sent with pages: a kiosk's first load has six answers and counts every byte.
    if response.headers.get("Content-Type", "").startswith("text/html"):
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers.setdefault("Content-Security-Policy", _POLICY)
    return response


def _report_health(request: Request) -> Response:
    release = request.app.state.library.current()
    return JSONResponse({"release": release.number if release else None}, status_code=200 if release else 503)


def _answer_path(request: Request, path: str) -> Response:
    library: Library = request.app.state.library
    release = library.current()
    if release is None:
        return HTMLResponse(_EMPTY, status_code=503)
    file = library.find(release, path)
    if file is not None:
        return send_file(request, path, file)
    if path and release.has_folder(path):
        return RedirectResponse(f"/{path}/", status_code=308)
    return HTMLResponse(_MISSING, status_code=404)
