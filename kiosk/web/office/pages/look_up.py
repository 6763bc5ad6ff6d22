"""Looking things up: the calendar of what is to come, and why a procedure hangs where it hangs."""

from __future__ import annotations

from starlette.responses import Response

from kiosk.catalogue.diff import LABELS
from kiosk.clock import get_today
from kiosk.office import calendar, procedure_history
from kiosk.web.office.fields import read_day
from kiosk.web.office.permissions import Permission
from kiosk.web.office.visit import PageRoute, Visit, show


def show_calendar(visit: Visit) -> Response:
    """What is to come, day by day."""
    days = calendar.list_days(visit.desk.here, get_today())
    return show(visit, "calendar.html", {"days": days, "today": get_today()})


def find_procedures(visit: Visit) -> Response:
    """Procedures by code or words of the name."""
    words = visit.request.query_params.get("tim", "")[:200]
    hits = procedure_history.find_procedures(visit.desk.here, words)
    return show(visit, "procedures.html", {"words": words, "hits": hits, "most": procedure_history.MOST})


def show_procedure(visit: Visit) -> Response:
    """One procedure: what was said of it, its versions, and who posts it on a day for which reason."""
    query = visit.request.query_params
    day, site = read_day(query.get("ngay", "")) or get_today(), query.get("diem", "")
    history = procedure_history.look_up(visit.desk.here, visit.word("code"), day, site)
    fields = {name: LABELS.get(name, name) for s in history.account.statements for name in s.fields}
    return show(visit, "procedure.html", {"history": history, "site": site, "fields": fields})


ROUTES = (
    PageRoute("GET", "/lich", Permission.LOOK, show_calendar),
    PageRoute("GET", "/thu-tuc", Permission.LOOK, find_procedures),
    PageRoute("GET", "/thu-tuc/{code}", Permission.LOOK, show_procedure),
)
