"""What all pages need: styles, the script, the face; and whether the office is well, for machines."""

from __future__ import annotations

from datetime import timedelta

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, JSONResponse, Response

from kiosk import resources
from kiosk.clock import get_today
from kiosk.errors import KioskError
from kiosk.office import draft_publishing, nights, overview
from kiosk.office.worker import is_worker_alive
from kiosk.web.office.permissions import Permission
from kiosk.web.office.rendering import STATIC
from kiosk.web.office.visit import PageRoute, Visit, begin_reading


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
    """Whether the database answers, a worker is at work, the night ran, and nothing is due that is not live."""
    here = visit.desk.here
    with begin_reading(visit) as connection:
        connection.exec_driver_sql("SELECT 1")
        # What was approved for today waits for the night, which begins some minutes after midnight.
        late = draft_publishing.count_due(connection, get_today() - timedelta(1))
        trouble = nights.find_trouble(connection)
    try:
        now = overview.look_over(here, get_today())
        is_live = not late and (not now.overdue or bool(now.held))
    except KioskError:
        is_live = False
    checks = {
        "database": True,
        "worker": is_worker_alive(here.store.root),
        "night": trouble is None or trouble.kind != nights.MISSED,
        "nothing_due": is_live,
    }
    return JSONResponse(checks, 200 if all(checks.values()) else 503)


ROUTES = (
    PageRoute("GET", "/static/{name}", Permission.PUBLIC, send_static),
    PageRoute("GET", "/healthz", Permission.PUBLIC, report_health),
    PageRoute("GET", "/readyz", Permission.PUBLIC, report_readiness),
)
