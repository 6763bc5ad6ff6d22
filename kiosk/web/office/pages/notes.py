"""Staff without an account: the code on the delivery note opens one order at one site, and nothing else."""

from __future__ import annotations

from datetime import date

from starlette.responses import RedirectResponse, Response

from kiosk.clock import get_today
from kiosk.errors import KioskError, OfficeError
from kiosk.office import note_access, note_confirming, published
from kiosk.office.note_access import NoteHolder
from kiosk.web.office import cookies
from kiosk.web.office.fields import read_day
from kiosk.web.office.holders import find_holder, require_holder, write_cookie
from kiosk.web.office.permissions import Permission
from kiosk.web.office.visit import PageRoute, Visit, answer_json, answer_refusal, begin_reading, go_to, show

_PAGE = "/phieu/treo"


def show_note(visit: Visit) -> Response:
    """The form for the code."""
    return show(visit, "note.html", {"code": visit.query("ma")[:20]})


def take_note(visit: Visit) -> Response:
    """A code arrives: counted first, then looked at."""
    code, address = visit.text("code"), visit.caller.address
    database = visit.desk.here.database
    try:
        with database.writing() as connection:
            note_access.count_guess(connection, address)
        with database.writing() as connection:
            holder = note_access.enter_by_note(connection, code, address)
    except KioskError as error:
        return show(visit, "note.html", {"code": code[:20], "error": error}, 409)
    response = go_to(_PAGE)
    cookies.set_note_cookie(visit.desk, response, write_cookie(visit, holder))
    return response


def show_parcel(visit: Visit) -> Response:
    """What the order brings to the site, to tick."""
    return _show_parcel(visit, require_holder(visit))


def _show_parcel(visit: Visit, holder: NoteHolder, sentence: str = "", error: KioskError | None = None) -> Response:
    with begin_reading(visit) as connection:
        lines = note_confirming.list_parcel(connection, holder)
        hang_from = note_confirming.find_hang_from(connection, holder)
    sites = published.require_published(visit.desk.here.store).sites
    name = next((s.name for s in sites if s.code == holder.site), f"Điểm {holder.site}")
    values = {"holder": holder, "site_name": name, "lines": lines, "hang_from": hang_from, "sentence": sentence}
    more = {"today": get_today(), "name": visit.text("name"), "error": error, "owner": f"phieu-{holder.order}"}
    return show(visit, "parcel.html", {**values, **more}, 409 if error else 200)


def take_parcel(visit: Visit) -> Response:
    """The ticked sheets hang."""
    holder = require_holder(visit)
    try:
        day: date = read_day(visit.text("day")) or get_today()
        which = () if visit.text("which") == "all" else visit.texts("sheet")
        if visit.text("which") != "all" and not which:
            raise OfficeError("chưa chọn tờ nào", place="phiếu giao", way_out="đánh dấu các tờ đã treo rồi gửi lại")
        text = note_confirming.confirm_parcel(
            visit.desk.here, holder, visit.text("name"), visit.text("note"), which, day
        )
    except KioskError as error:
        if visit.wants_json:
            return answer_refusal(error)
        return _show_parcel(visit, holder, error=error)
    if visit.wants_json:
        is_open = find_holder(visit) is not None
        return answer_json({"text": text, "event": None, "next": None if is_open else "/phieu?xong=phieu-xong"})
    return _show_parcel(visit, holder, text) if find_holder(visit) else _leave(visit, "phieu-xong")


def leave_note(visit: Visit) -> Response:
    """The browser holds the note no more."""
    return _leave(visit, "da-thoat-phieu")


def _leave(visit: Visit, notice: str) -> Response:
    response: RedirectResponse = go_to("/phieu", notice)  # type: ignore[assignment]
    cookies.forget_note(visit.desk, response)
    return response


ROUTES = (
    PageRoute("GET", "/phieu", Permission.PUBLIC, show_note),
    PageRoute("POST", "/phieu", Permission.PUBLIC, take_note),
    PageRoute("GET", _PAGE, Permission.NOTE, show_parcel),
    PageRoute("POST", _PAGE, Permission.NOTE, take_parcel),
    PageRoute("POST", "/phieu/thoat", Permission.NOTE, leave_note),
)
