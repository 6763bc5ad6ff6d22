"""Confirming at the wall: the sheet that was scanned, the list to tick, strange codes; for phones first.

A script of ours sends the same forms and keeps what it cannot send (static/office/wall.js); without it they are plain
forms.
"""

from __future__ import annotations

import secrets
from datetime import date

from starlette.responses import Response

from kiosk.clock import get_today
from kiosk.errors import KioskError, OfficeError
from kiosk.model.ledger import PaperAct, Witness
from kiosk.office import published, wall_confirming
from kiosk.office.ledger import incidents, photo_book
from kiosk.office.wall_confirming import ACTS, WallAnswer
from kiosk.web.office.fields import read_day
from kiosk.web.office.permissions import Permission
from kiosk.web.office.visit import PageRoute, Visit, answer_json, answer_refusal, begin_reading, go_to, show

_TICKED = Witness("", evidence="đánh dấu trên trang xác nhận", device="trình duyệt")
_SCANNED = Witness("", evidence="quét mã trên tờ", device="trình duyệt")
_LABELS = {
    PaperAct.SEEN: "đang treo",
    PaperAct.DAMAGED: "treo nhưng hỏng, cần in lại",
    PaperAct.LOST: "bị mất",
    PaperAct.DOWN: "đã gỡ",
}


def follow_mark(visit: Visit) -> Response:
    """The link on the public page of a scanned sheet: to the confirming page of the one site that is meant, or to the
    choice among those that hang it."""
    printed = wall_confirming.read_mark(visit.word("mark"))
    person = visit.person
    if person.site is not None:
        return go_to(f"/sites/{person.site}/treo?to={printed}")
    with begin_reading(visit) as connection:
        codes = wall_confirming.list_sites_of_mark(connection, printed)
    if len(codes) == 1 and visit.may(Permission.CONFIRM, codes[0]):
        return go_to(f"/sites/{codes[0]}/treo?to={printed}")
    names = {s.code: s.name for s in published.require_published(visit.desk.here.store).sites}
    values = {"mark": str(printed), "codes": codes, "names": names, "may": visit.may(Permission.CONFIRM, "")}
    return show(visit, "scanned.html", values)


def show_ticks(visit: Visit) -> Response:
    """The confirming page of a site."""
    return _show_page(visit)


def _show_page(visit: Visit, sentence: str = "", event: int | None = None, error: KioskError | None = None) -> Response:
    here, code = visit.desk.here, visit.word("site")
    site = published.require_live_site(published.require_published(here.store), code)
    with begin_reading(visit) as connection:
        scanned = None
        if visit.query("to"):
            scanned = wall_confirming.judge_mark(connection, code, wall_confirming.read_mark(visit.query("to")))
        ticks, text = wall_confirming.list_ticks(connection, code), visit.query("lenh")
        order = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None
        values = {
            "site": site,
            "scanned": scanned,
            "order": order,
            "orders": sorted({number for tick in ticks for number in tick.orders}),
            "lacking": sum(bool(tick.lacking) for tick in ticks),
            "ticks": ticks if order is None else wall_confirming.list_order_ticks(connection, code, order),
            "surplus": wall_confirming.list_hanging_surplus(connection, code),
            "incidents": incidents.list_open(connection, code),
            "series": photo_book.list_recent_series(connection, code),
        }
    more = {"acts": {act.value: _LABELS[act] for act in ACTS}, "today": get_today(), "key": secrets.token_hex(16)}
    answered = {"sentence": sentence, "event": event, "error": error, "owner": f"{visit.person.id}"}
    return show(visit, "ticks.html", {**values, **more, **answered}, 409 if error else 200)


def take_ticks(visit: Visit) -> Response:
    """What a person says of the sheets that they ticked, or of the one that they scanned."""
    code = visit.word("site")
    try:
        text, event = _record(visit, code)
    except KioskError as error:
        if visit.wants_json:
            return answer_refusal(error)
        return _show_page(visit, error=error)
    return answer_json({"text": text, "event": event}) if visit.wants_json else _show_page(visit, text, event)


def _record(visit: Visit, code: str) -> tuple[str, int | None]:
    """What was recorded, as a sentence, and the event by which it can be undone."""
    sheets = wall_confirming.choose_sheets(visit.texts("sheet"))
    what = visit.text("what") or PaperAct.SEEN.value
    if what not in set(PaperAct):
        raise OfficeError(
            "không hiểu việc đã làm", place=f"điểm {code}", value=what[:40], way_out="chọn trong danh sách"
        )
    answer = WallAnswer(sheets, PaperAct(what), read_day_done(visit), visit.text("key")[:64])
    witness = _SCANNED if visit.text("scanned") else _TICKED
    recorded = wall_confirming.record_answer(visit.desk.here, visit.act(), witness, code, answer)
    with begin_reading(visit) as connection:
        outdated = wall_confirming.list_outdated(connection, code, sheets if answer.what is PaperAct.SEEN else {})
    event = next((one.event for one in recorded if one.is_new), None)
    return wall_confirming.describe_recorded(recorded, outdated), event


def read_day_done(visit: Visit) -> date:
    """The day on which something was done: as the form says, else today. Raises `OfficeError`."""
    return read_day(visit.text("day")) or get_today()


def take_foreign(visit: Visit) -> Response:
    """A strange code that a person saw."""
    code = visit.word("site")
    try:
        incident = wall_confirming.open_foreign(
            visit.desk.here, visit.act(), _TICKED, code, visit.text("sheet"), visit.text("seen"), read_day_done(visit)
        )
    except KioskError as error:
        if visit.wants_json:
            return answer_refusal(error)
        return _show_page(visit, error=error)
    text = f"Đã báo mã lạ, sự cố số {incident.number}. Giữ nguyên hiện trạng nếu được, văn phòng sẽ xem."
    return answer_json({"text": text, "event": None}) if visit.wants_json else _show_page(visit, text)


def undo_ticks(visit: Visit) -> Response:
    """Undo what the same person has just recorded."""
    code, number = visit.word("site"), visit.text("event")
    if not (number.isascii() and number.isdecimal() and len(number) < 12):
        raise OfficeError("không có việc này để hủy", place=f"điểm {code}", value=number[:20], way_out="mở lại trang")
    count = wall_confirming.undo_own(visit.desk.here, visit.act(), _TICKED, code, int(number))
    return _show_page(visit, f"Đã hủy việc vừa ghi ({count} tờ).")


_ONE = "/sites/{site}/treo"
ROUTES = (
    PageRoute("GET", "/xac-nhan/{mark}", Permission.SIGNED_IN, follow_mark),
    PageRoute("GET", _ONE, Permission.CONFIRM, show_ticks),
    PageRoute("POST", _ONE, Permission.CONFIRM, take_ticks),
    PageRoute("POST", f"{_ONE}/ma-la", Permission.CONFIRM, take_foreign),
    PageRoute("POST", f"{_ONE}/huy", Permission.CONFIRM, undo_ticks),
)
