"""Other systems: which may read what, a new token shown once, one taken back."""

from __future__ import annotations

from starlette.responses import Response

from kiosk.office import api_tokens, people
from kiosk.office.api_tokens import ReadingScope
from kiosk.web.office.openapi import BASE
from kiosk.web.office.permissions import Permission
from kiosk.web.office.visit import PageRoute, Visit, begin_reading, begin_writing, go_to, show


def list_systems(visit: Visit) -> Response:
    """Every token, and the form for one more."""
    return _list(visit)


def _list(visit: Visit, secret: str = "") -> Response:
    with begin_reading(visit) as connection:
        tokens = api_tokens.list_tokens(connection)
        names = {p.id: p.label for p in people.list_persons(connection)}
    values = {"tokens": tokens, "names": names, "scopes": tuple(ReadingScope), "secret": secret, "base": BASE}
    return show(visit, "systems.html", values)


def make_token(visit: Visit) -> Response:
    """A new token; its secret is shown on this page alone."""
    with begin_writing(visit) as (connection, act):
        _, secret = api_tokens.make_token(connection, act, visit.text("label"), visit.texts("scope"))
    return _list(visit, secret)


def revoke_token(visit: Visit) -> Response:
    """Nothing can be read with a token any more."""
    with begin_writing(visit) as (connection, act):
        api_tokens.revoke_token(connection, act, visit.number())
    return go_to("/he-thong", "da-thu-hoi")


ROUTES = (
    PageRoute("GET", "/he-thong", Permission.ADMINISTER, list_systems),
    PageRoute("POST", "/he-thong", Permission.ADMINISTER, make_token),
    PageRoute("POST", "/he-thong/{number:int}/thu-hoi", Permission.ADMINISTER, revoke_token),
)
