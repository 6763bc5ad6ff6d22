"""Photos of the holder of a delivery note: sent, read by a job, the parcel's sheets on them confirmed."""

from __future__ import annotations

from datetime import date

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response

from kiosk.clock import get_today
from kiosk.errors import KioskError
from kiosk.office import note_photos, visit_photos
from kiosk.web.office.fields import read_day
from kiosk.web.office.holders import find_holder, require_holder
from kiosk.web.office.pages.wall_photos import MOST_FORM, answer_photos, keep_uploads
from kiosk.web.office.permissions import Permission
from kiosk.web.office.visit import PageRoute, Visit, answer_json, begin_reading, go_to, show

_PAGE = "/phieu/anh"


def take_photos(visit: Visit) -> Response:
    """Photos arrive; each gets a job."""
    return answer_photos(visit, lambda: _keep_photos(visit), _PAGE)


def _keep_photos(visit: Visit) -> int:
    holder = require_holder(visit)
    return note_photos.keep_photos(visit.desk.here, holder, *keep_uploads(visit))


def show_photos(visit: Visit) -> Response:
    """What was recognised of the parcel."""
    return _show_page(visit)


def _show_page(visit: Visit, error: KioskError | None = None) -> Response:
    here, holder = visit.desk.here, require_holder(visit)
    with begin_reading(visit) as connection:
        photos = note_photos.look_at_photos(here, connection, holder, visit.number())
    values = {"holder": holder, "photos": photos, "series": photos.series, "name": visit.text("name"), "error": error}
    more = {"today": get_today(), "days": here.config.ledger.photo_days, "address": f"{_PAGE}/{photos.series.number}"}
    return show(visit, "note_photos.html", {**values, **more}, 409 if error else 200)


def report_photos(visit: Visit) -> Response:
    """How far the photos are, for the script that waits."""
    holder = require_holder(visit)
    with begin_reading(visit) as connection:
        note_photos.look_at_photos(visit.desk.here, connection, holder, visit.number())
        states = visit_photos.list_states(connection, holder.site, visit.number())
    return answer_json({"states": states})


def accept_photos(visit: Visit) -> Response:
    """The sheets of the parcel that the photos show hang."""
    holder = require_holder(visit)
    try:
        day: date = read_day(visit.text("day")) or get_today()
        note_photos.confirm_photos(visit.desk.here, holder, visit.number(), visit.text("name"), day)
    except KioskError as error:
        return _show_page(visit, error)
    return go_to("/phieu/treo", "da-ghi-nhan-treo") if find_holder(visit) else go_to("/phieu", "phieu-xong")


def send_picture(visit: Visit) -> Response:
    """The copy of a photo of this series."""
    holder = require_holder(visit)
    with begin_reading(visit) as connection:
        path = note_photos.find_picture(visit.desk.here, connection, holder, visit.number(), visit.word("digest"))
    if path is None:
        raise HTTPException(404)
    return FileResponse(path, media_type="image/jpeg")


_ONE = f"{_PAGE}/{{number:int}}"
ROUTES = (
    PageRoute("POST", _PAGE, Permission.NOTE, take_photos, MOST_FORM),
    PageRoute("GET", _ONE, Permission.NOTE, show_photos),
    PageRoute("GET", f"{_ONE}/tien-do", Permission.NOTE, report_photos),
    PageRoute("POST", f"{_ONE}/ghi", Permission.NOTE, accept_photos),
    PageRoute("GET", f"{_ONE}/tep/{{digest}}", Permission.NOTE, send_picture),
)
