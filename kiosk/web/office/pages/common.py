"""What all pages need: styles, the script, the face; and whether the office is well, for machines."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, JSONResponse, Response

from kiosk import resources
from kiosk.office.worker import is_worker_alive
from kiosk.web.office.permissions import Permission
from kiosk.web.office.rendering import STATIC
from kiosk.web.office.visit import PageRoute, Visit, reading


def send_static(visit: Visit) -> Response:
    """A file that pages ask for."""
    name = visit.word("name")
    if name not in STATIC:
        raise HTTPException(404)
    place, media_type = STATIC[name]
    headers = {"Cache-Control": "max-age=31536000, immutable"}
    return FileResponse(resources.find_static() / place, media_type=media_type, headers=headers)


def report_health(visit: Visit) -> Response:  # noqa: ARG001 - every page's signature
    """The process answers."""
    return JSONResponse({"office": "up"})


def report_readiness(visit: Visit) -> Response:
    """Whether the database answers and a worker is at work."""
    with reading(visit) as connection:
        connection.exec_driver_sql("SELECT 1")
    has_worker = is_worker_alive(visit.desk.here.store.root)
    return JSONResponse({"database": True, "worker": has_worker}, 200 if has_worker else 503)


ROUTES = (
    PageRoute("GET", "/static/{name}", Permission.PUBLIC, send_static),
    PageRoute("GET", "/healthz", Permission.PUBLIC, report_health),
    PageRoute("GET", "/readyz", Permission.PUBLIC, report_readiness),
)
