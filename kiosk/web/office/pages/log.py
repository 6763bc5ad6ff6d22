"""The log of events: who did what, newest first, grouped by act."""

from __future__ import annotations

from itertools import groupby

from starlette.responses import Response

from kiosk.office import events, people
from kiosk.web.office.permissions import Permission
from kiosk.web.office.visit import PageRoute, Visit, begin_reading, show

_PAGE = 100


def show_log(visit: Visit) -> Response:
    """A page of the log; `truoc` in the address asks for what is older."""
    before = visit.request.query_params.get("truoc", "")
    with begin_reading(visit) as connection:
        listed = events.list_events(connection, _PAGE, before_id=int(before) if before.isdecimal() else None)
        names = {p.id: p.label for p in people.list_persons(connection)}
        subjects = {p.subject: p.label for p in people.list_persons(connection)}
    acts = [tuple(group) for _, group in groupby(listed, key=lambda e: e.act)]
    older = listed[-1].id if len(listed) == _PAGE else None
    return show(visit, "log.html", {"acts": acts, "names": names, "subjects": subjects, "older": older})


def check_log(visit: Visit) -> Response:
    """Whether the chain of digests holds from the first event to the last."""
    with begin_reading(visit) as connection:
        broken, count = events.find_first_broken(connection), events.count_events(connection)
        newest = events.list_events(connection, 1)
    return show(visit, "log_check.html", {"broken": broken, "count": count, "newest": newest[0] if newest else None})


ROUTES = (
    PageRoute("GET", "/nhat-ky", Permission.LOOK, show_log),
    PageRoute("GET", "/nhat-ky/kiem-tra", Permission.LOOK, check_log),
)
