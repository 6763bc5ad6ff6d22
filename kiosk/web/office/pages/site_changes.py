"""Changes of sites by decision: which change, its facts, what it costs, and who agrees.

One form for each kind of change asks only what that kind needs; what was typed is shown again where it is refused.
"""

from __future__ import annotations

from datetime import date

from starlette.exceptions import HTTPException
from starlette.responses import Response

from kiosk.clock import get_today
from kiosk.errors import KioskError, OfficeError
from kiosk.model.site import SiteKind
from kiosk.model.site_change import SiteChange, SiteChangeKind
from kiosk.office import site_life, site_proposals
from kiosk.office.ledger.acting import look_into_ledger
from kiosk.office.ledger.site_events import list_planned
from kiosk.office.site_life import SiteCost
from kiosk.office.words import check_words
from kiosk.settings import tables
from kiosk.web.office.fields import read_day
from kiosk.web.office.permissions import Permission
from kiosk.web.office.visit import PageRoute, Visit, begin_reading, go_to, show

_CONTACTS = ("address", "hotline", "email", "hours")
_COLUMNS = {
    SiteChangeKind.RENAMED: ("name",),
    SiteChangeKind.MOVED: _CONTACTS,
    SiteChangeKind.MERGED: (),
    SiteChangeKind.CLOSED: (),
    SiteChangeKind.OPENED: ("name", "kind", "unit", *_CONTACTS),
}
"""What the form of each kind asks of the site's row."""
_LABELS = {
    "name": "Tên, như in trên tờ", "kind": "Cấp", "unit": "Loại đơn vị (phường, xã, đặc khu)", "address": "Địa chỉ",
    "hotline": "Điện thoại", "email": "Thư điện tử", "hours": "Giờ làm việc",
}  # fmt: skip
_FIELDS = ("kind-of-change", "site", "into", "day", "decision", *_LABELS)


def show_form(visit: Visit) -> Response:
    """The kinds of change, or the form of one."""
    name = visit.query("loai")
    if name not in set(SiteChangeKind):
        return show(visit, "site_change_kinds.html", {"kinds": tuple(SiteChangeKind), "site": visit.query("diem")})
    return _show_form(visit, SiteChangeKind(name), {"site": visit.query("diem")})


def _show_form(visit: Visit, kind: SiteChangeKind, typed: dict[str, str], error: KioskError | None = None) -> Response:
    config = visit.desk.here.config
    sites = tables.read_sites(config.path(config.sites)).sites
    values = {
        "kind": kind,
        "columns": [(column, _LABELS[column]) for column in _COLUMNS[kind]],
        "sites": sites,
        "levels": [(level.value, level.label) for level in SiteKind],
        "typed": {**dict.fromkeys(_FIELDS, ""), "day": get_today().isoformat(), **typed},
        "error": error,
    }
    return show(visit, "site_change_form.html", values, 409 if error else 200)


def show_cost(visit: Visit) -> Response:
    """What the change says and costs, before it is asked for."""
    kind = _read_kind(visit)
    here = visit.desk.here
    try:
        change = site_life.check_change(here.config, _read_change(visit, kind))
        cost = site_life.foresee_site(here.store, here.config, change)
    except KioskError as error:
        return _show_form(visit, kind, _take_typed(visit), error)
    values = {
        "change": change,
        "rows": _describe(change),
        "cost": cost,
        "fields": _take_typed(visit),
        "is_asked": False,
    }
    return show(visit, "site_change.html", {**values, "name": site_life.name_site(here.config, change.site)})


def _read_kind(visit: Visit) -> SiteChangeKind:
    name = visit.text("kind-of-change")
    if name not in set(SiteChangeKind):
        raise HTTPException(404)
    return SiteChangeKind(name)


def _take_typed(visit: Visit) -> dict[str, str]:
    return {name: visit.text(name)[:500] for name in _FIELDS if name in visit.form}


def _read_change(visit: Visit, kind: SiteChangeKind) -> SiteChange:
    """The change as the form says it. Raises `OfficeError`, `ReleaseError`."""
    decision = check_words(visit.text("decision"), "số quyết định", needed=False)
    if not decision:
        raise OfficeError("chưa ghi số quyết định", place="biểu mẫu", way_out="ghi số, ký hiệu văn bản")
    values = {column: check_words(visit.text(column), _LABELS[column], needed=False) for column in _COLUMNS[kind]}
    given_values = {column: value for column, value in values.items() if value}
    if _COLUMNS[kind] and not given_values:
        raise OfficeError("chưa ghi điều thay đổi", place="biểu mẫu", way_out="ghi ít nhất một ô")
    day: date = read_day(visit.text("day")) or get_today()
    into = visit.text("into") if kind is SiteChangeKind.MERGED else ""
    return SiteChange(kind, visit.text("site"), day, decision, given_values, into)


def _describe(change: SiteChange) -> list[tuple[str, str]]:
    rows = [(_LABELS[column], _say_value(column, value)) for column, value in change.values.items()]
    into = [("Nhập vào điểm", change.into)] if change.into else []
    return [*into, *rows, ("Từ ngày", f"{change.day:%d/%m/%Y}"), ("Theo văn bản", change.decision)]


def _say_value(column: str, value: str) -> str:
    return SiteKind(value).label if column == "kind" and value in set(SiteKind) else value


def ask_for(visit: Visit) -> Response:
    """The change waits for who decides."""
    site_proposals.propose_change(visit.desk.here, visit.act(), _read_change(visit, _read_kind(visit)))
    return go_to("/diem-ngung", "da-trinh-thay-doi")


def show_asked(visit: Visit) -> Response:
    """A change that waits: what it says, what it costs now."""
    here = visit.desk.here
    with look_into_ledger(here.store) as connection:
        proposal = site_proposals.require_proposed(connection, visit.number())
        may_agree = visit.may(Permission.DECIDE) and site_proposals.may_agree(connection, proposal, visit.person)
    change, cost, error = proposal.change, SiteCost(0, 0), None
    try:
        cost = site_life.foresee_site(here.store, here.config, site_life.check_change(here.config, change))
    except KioskError as refused:
        error = refused
    values = {
        "change": change, "rows": _describe(change), "cost": cost, "name": proposal.name, "is_asked": True,
        "number": proposal.event, "may_agree": may_agree and error is None, "error": error,
    }  # fmt: skip
    return show(visit, "site_change.html", values)


def agree(visit: Visit) -> Response:
    """The change stands, or waits for its day."""
    outcome = site_proposals.agree(visit.desk.here, visit.person, visit.number())
    return go_to("/diem-ngung", "da-ghi-thay-doi-truoc" if outcome.is_planned else "da-ghi-thay-doi")


def give_back(visit: Visit) -> Response:
    """The change is given back with a reason, or a planned one is called off."""
    reason = check_words(visit.text("reason"), "lý do", needed=False)
    if not reason:
        raise OfficeError("chưa ghi lý do", place="biểu mẫu", way_out="ghi vì sao trả lại hoặc hủy")
    site_proposals.give_back(visit.desk.here, visit.person, visit.number(), reason)
    return go_to("/diem-ngung", "da-huy-thay-doi")


def show_planned(visit: Visit) -> Response:
    """Calling off a planned change asks for a reason first."""
    with begin_reading(visit) as connection:
        planned = next((p for p in list_planned(connection) if p.event == visit.number()), None)
    if planned is None:
        raise HTTPException(404)
    return show(visit, "site_change_off.html", {"planned": planned, "why": site_life.say_why(planned)})


_PAGE = "/thay-doi-diem"
_ONE = f"{_PAGE}/{{number:int}}"
ROUTES = (
    PageRoute("GET", _PAGE, Permission.PREPARE, show_form),
    PageRoute("POST", f"{_PAGE}/xem", Permission.PREPARE, show_cost),
    PageRoute("POST", _PAGE, Permission.PREPARE, ask_for),
    PageRoute("GET", _ONE, Permission.LOOK, show_asked),
    PageRoute("POST", f"{_ONE}/duyet", Permission.DECIDE, agree),
    PageRoute("POST", f"{_ONE}/tra-lai", Permission.DECIDE, give_back),
    PageRoute("GET", f"{_ONE}/huy", Permission.DECIDE, show_planned),
)
