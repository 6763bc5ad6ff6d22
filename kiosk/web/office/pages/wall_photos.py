"""Photos of a wall: sent, each read by a job, what was recognised drawn on them, accepted or corrected by a person."""

from __future__ import annotations

from collections.abc import Callable

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response

from kiosk.clock import get_today
from kiosk.errors import KioskError, OfficeError
from kiosk.model.ledger import Witness
from kiosk.model.wall_photo import SightingAnswer
from kiosk.office import published, visit_photos
from kiosk.office.ledger import photo_book, photo_files
from kiosk.web.office.permissions import Permission
from kiosk.web.office.visit import (
    PageRoute,
    Visit,
    answer_json,
    answer_refusal,
    begin_reading,
    begin_writing,
    go_to,
    show,
)
from posters.photo.seen import MOST_BYTES

MOST_FORM = 4 * MOST_BYTES
"""A form without script holds several photos at once."""
_BROWSER = Witness("", device="trình duyệt")


def take_photos(visit: Visit) -> Response:
    """Photos arrive; each gets a job."""
    code = visit.word("site")
    return answer_photos(visit, lambda: _keep_photos(visit, code), f"/sites/{code}/anh")


def answer_photos(visit: Visit, keep: Callable[[], int], page: str) -> Response:
    """Keep photos, which gives the number of their series, and lead to it below `page`; the script that sends them one
    by one gets the same in JSON, a refusal too."""
    try:
        series = keep()
    except KioskError as error:
        if visit.wants_json:
            return answer_refusal(error)
        raise
    address = f"{page}/{series}"
    return answer_json({"series": series, "address": address}) if visit.wants_json else go_to(address)


def _keep_photos(visit: Visit, code: str) -> int:
    published.require_live_site(published.require_published(visit.desk.here.store), code)
    uploads, series = keep_uploads(visit)
    with begin_writing(visit) as (connection, act):
        return visit_photos.note_uploads(connection, act, code, uploads, series)


def keep_uploads(visit: Visit) -> tuple[list[str], int | None]:
    """The digests of the photos that a form sends, kept for their jobs, and the series that it names. Raises
    `OfficeError` for a photo that is too large."""
    text = visit.text("series")
    series = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None
    root, uploads = visit.desk.here.store.root, list[str]()
    for upload in visit.files("photo"):
        if (upload.size or 0) > MOST_BYTES:
            way_out = f"gửi ảnh không quá {MOST_BYTES >> 20} MB, chụp ở chế độ ảnh thường"
            raise OfficeError("ảnh quá lớn", place="ảnh chụp", value=f"{(upload.size or 0) >> 20} MB", way_out=way_out)
        uploads.append(photo_files.keep_upload(root, upload.file.read()))
    return uploads, series


def show_series(visit: Visit) -> Response:
    """The photos of one visit, what was recognised, and the question."""
    return _show_page(visit)


def _show_page(visit: Visit, sentence: str = "", event: int | None = None, error: KioskError | None = None) -> Response:
    here, code = visit.desk.here, visit.word("site")
    site = published.require_live_site(published.require_published(here.store), code)
    with begin_reading(visit) as connection:
        series = visit_photos.look_at_series(here, connection, code, visit.number())
    values = {
        "site": site,
        "series": series,
        "answers": {a.value: a.label for a in SightingAnswer},
        "days": here.config.ledger.photo_days,
        "sentence": sentence,
        "event": event,
        "error": error,
    }
    return show(visit, "photos.html", values, 409 if error else 200)


def report_series(visit: Visit) -> Response:
    """How far the photos are, for the script that waits."""
    with begin_reading(visit) as connection:
        states = visit_photos.list_states(connection, visit.word("site"), visit.number())
    return answer_json({"states": states})


def send_picture(visit: Visit) -> Response:
    """The copy of a photo of this site."""
    with begin_reading(visit) as connection:
        path = visit_photos.find_picture(visit.desk.here, connection, visit.word("site"), visit.word("digest"))
    if path is None:
        raise HTTPException(404)
    return FileResponse(path, media_type="image/jpeg")


def accept_sightings(visit: Visit) -> Response:
    """What a person says to the proposals."""
    code, number = visit.word("site"), visit.number()
    answers_sent = {name.removeprefix("say_"): text for name, text in visit.form.items() if name.startswith("say_")}
    answers = {name: SightingAnswer(str(text)) for name, text in answers_sent.items() if text in set(SightingAnswer)}
    whole = visit.text("which") == "all"
    try:
        with begin_writing(visit) as (connection, act):
            text, event = visit_photos.answer_series(
                connection, act, _BROWSER, (code, number), None if whole else answers, get_today()
            )
    except KioskError as error:
        return _show_page(visit, error=error)
    return _show_page(visit, text, event)


def leave_photo_out(visit: Visit) -> Response:
    """A photo that shows something else goes."""
    code = visit.word("site")
    with begin_writing(visit) as (connection, _):
        photo = visit_photos.leave_out(visit.desk.here, connection, code, visit.number())
        photos_left = photo_book.list_series(connection, code, photo.series)
    return go_to(f"/sites/{code}/anh/{photo.series}" if photos_left else f"/sites/{code}/treo", "da-bo-anh")


_ONE = "/sites/{site}/anh"
ROUTES = (
    PageRoute("POST", _ONE, Permission.CONFIRM, take_photos, MOST_FORM),
    PageRoute("GET", f"{_ONE}/{{number:int}}", Permission.CONFIRM, show_series),
    PageRoute("GET", f"{_ONE}/{{number:int}}/tien-do", Permission.CONFIRM, report_series),
    PageRoute("POST", f"{_ONE}/{{number:int}}/ghi", Permission.CONFIRM, accept_sightings),
    PageRoute("POST", f"{_ONE}/{{number:int}}/bo", Permission.CONFIRM, leave_photo_out),
    PageRoute("GET", f"{_ONE}/tep/{{digest}}", Permission.CONFIRM, send_picture),
)
