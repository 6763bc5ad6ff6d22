"""Who calls the programming interface: a system with a token, and nobody else.

In comes a call and the subject that it reads; the call goes on, or is refused with a status and no word about why a
token is wrong. Cookies of persons count for nothing here, so that no page of another site can read in their name.
"""

from __future__ import annotations

from starlette.exceptions import HTTPException

from kiosk.office import api_tokens, events
from kiosk.office.api_tokens import ReadingScope
from kiosk.office.events import EventKind
from kiosk.web.office.visit import Visit

_LONGEST = 200


def require_system(visit: Visit, scope: str) -> None:
    """Raises `HTTPException`: 401 without a token that holds, 403 for one that may not read this subject."""
    scheme, _, secret = visit.request.headers.get("authorization", "").partition(" ")
    secret = secret.strip()
    database = visit.desk.here.database
    with database.reading() as connection:
        usable = scheme.casefold() == "bearer" and 0 < len(secret) <= _LONGEST
        token = api_tokens.find_token(connection, secret) if usable else None
    if token is None:
        raise HTTPException(401, "A valid token is needed.", {"WWW-Authenticate": "Bearer"})
    if ReadingScope(scope) not in token.scopes:
        with database.writing() as connection:
            subject = f"{token.subject} {visit.request.url.path}"
            events.record(connection, events.begin_act(None), EventKind.REFUSED, subject)
        raise HTTPException(403, f"This token may not read {scope}.")
    if api_tokens.is_use_stale(token):
        with database.writing() as connection:
            api_tokens.note_use(connection, token)
