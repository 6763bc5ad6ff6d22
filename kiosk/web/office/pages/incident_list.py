"""What is wrong on the walls: foreign and pasted-over codes, what citizens report; open until somebody closes it."""

from __future__ import annotations

from starlette.responses import Response

from kiosk.errors import OfficeError
from kiosk.model.ledger import Witness
from kiosk.office import people, published
from kiosk.office.ledger import incidents, opening
from kiosk.office.ledger.incidents import Incident
from kiosk.office.words import check_words
from kiosk.web.office.permissions import Permission
from kiosk.web.office.visit import PageRoute, Visit, begin_reading, begin_writing, go_to, show


def list_incidents(visit: Visit) -> Response:
    """Those of every site."""
    return _show(visit, "")


def list_site_incidents(visit: Visit) -> Response:
    """Those of one site."""
    return _show(visit, visit.word("site"))


def _show(visit: Visit, code: str) -> Response:
    here = visit.desk.here
    release = published.require_published(here.store)
    site = published.require_live_site(release, code) if code else None
    opening.catch_up(here.store, here.database)
    with begin_reading(visit) as connection:
        still = incidents.list_open(connection, code)
        closed = tuple(incidents.tell_closing(connection, one) for one in incidents.list_closed(connection, code))
        persons = {p.id: p.label for p in people.list_persons(connection)}
    values = {
        "site": site,
        "open": still,
        "closed": closed,
        "names": {s.code: s.name for s in release.sites},
        "persons": persons,
        "may_close": {one.site: visit.may(Permission.CONFIRM, one.site) for one in still}
        | {one.incident.site: visit.may(Permission.CONFIRM, one.incident.site) for one in closed},
    }
    return show(visit, "incidents.html", values)


def close_incident(visit: Visit) -> Response:
    """It is settled; the note says how."""
    note = check_words(visit.text("note"), "đã xử lý thế nào")
    with begin_writing(visit) as (connection, act):
        _require_own(incidents.require_incident(connection, visit.number()), visit.word("site"))
        incidents.close_incident(connection, act, Witness("", note=note), visit.number())
    return _go_back(visit, "da-dong-su-co")


def reopen_incident(visit: Visit) -> Response:
    """It is not; the note says why."""
    note = check_words(visit.text("note"), "vì sao mở lại")
    with begin_writing(visit) as (connection, act):
        _require_own(incidents.require_incident(connection, visit.number()), visit.word("site"))
        incidents.reopen_incident(connection, act, Witness("", note=note), visit.number())
    return _go_back(visit, "da-mo-lai-su-co")


def _go_back(visit: Visit, notice: str) -> Response:
    """To the list from which the form was sent."""
    everywhere = visit.text("from") == "all" and visit.may(Permission.LOOK)
    return go_to("/su-co" if everywhere else f"/sites/{visit.word('site')}/su-co", notice)


def _require_own(incident: Incident, code: str) -> None:
    if incident.site != code:
        way_out = "mở lại danh sách sự cố của điểm"
        raise OfficeError("sự cố này của điểm khác", place=f"điểm {code}", value=str(incident.number), way_out=way_out)


_OF_SITE = "/sites/{site}/su-co"
ROUTES = (
    PageRoute("GET", "/su-co", Permission.LOOK, list_incidents),
    PageRoute("GET", _OF_SITE, Permission.SITE, list_site_incidents),
    PageRoute("POST", f"{_OF_SITE}/{{number:int}}/dong", Permission.CONFIRM, close_incident),
    PageRoute("POST", f"{_OF_SITE}/{{number:int}}/mo-lai", Permission.CONFIRM, reopen_incident),
)
