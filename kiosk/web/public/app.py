"""The public side: the published release, file by file, and the small news that kiosks send."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse

from kiosk.office.news import News
from kiosk.web.public.answer import send
from kiosk.web.public.library import Library
from kiosk.web.public.messages import router
from kiosk.workspace.store import Store

_EMPTY = """<!doctype html><html lang="vi"><meta charset="utf-8"><title>Chưa công bố</title>
<h1>Chưa có bản phát hành nào được công bố</h1>
<p>Người quản trị chạy lệnh <code>kiosk regenerate</code> (hoặc <code>make run</code>)
để dựng, kiểm tra và công bố bản đầu tiên.</p>"""
_MISSING = """<!doctype html><html lang="vi"><meta charset="utf-8"><title>Không tìm thấy trang</title>
<h1>Không tìm thấy trang này</h1><p><a href="/">Về danh sách các điểm tiếp nhận</a></p>"""
# Pages carry their own strict policy, which holds from a USB stick too; two policies would have to agree on every
# hash. A header adds what a page cannot say of itself.
_POLICY = "frame-ancestors 'none'; object-src 'none'; base-uri 'none'; form-action 'self'"


def create(store: Store) -> FastAPI:
    """The application over one workspace."""
    app = FastAPI(title="Niêm yết thủ tục hành chính", docs_url=None, redoc_url=None, openapi_url=None)
    library = Library(store)
    app.state.library = library
    app.state.news = News(store.root / "news.sqlite")
    app.middleware("http")(_headers)
    app.include_router(router)
    app.add_api_route("/healthz", _health, methods=["GET"])
    app.add_api_route("/{path:path}", _file, methods=["GET", "HEAD"], response_model=None)
    return app


async def _headers(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await call_next(request)
    response.headers["X-Content-Type-Options"] = "nosniff"
    # What only governs a page is sent with pages: a kiosk's first load has six answers and counts every byte.
    if response.headers.get("Content-Type", "").startswith("text/html"):
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers.setdefault("Content-Security-Policy", _POLICY)
    return response


def _health(request: Request) -> Response:
    edition = request.app.state.library.current()
    return JSONResponse({"release": edition.number if edition else None}, status_code=200 if edition else 503)


def _file(request: Request, path: str) -> Response:
    library: Library = request.app.state.library
    edition = library.current()
    if edition is None:
        return HTMLResponse(_EMPTY, status_code=503)
    found = library.find(edition, path)
    if found is not None:
        return send(request, path, found)
    if path and edition.has_folder(path):
        return RedirectResponse(f"/{path}/", status_code=308)
    return HTMLResponse(_MISSING, status_code=404)
