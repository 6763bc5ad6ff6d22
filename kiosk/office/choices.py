"""What the office has chosen for itself: so far whether one person or two decide.

In comes a connection, out goes the choice; every change is an event.
"""

from __future__ import annotations

import json
from enum import StrEnum

from sqlalchemy import Connection, delete, insert, select

from kiosk.canonical import dump_canonical
from kiosk.office import events, passwords
from kiosk.office.database.schema import CHOICE
from kiosk.office.events import Act, EventKind

_APPROVAL, _FORM_KEY = "approval", "form-key"


class Approval(StrEnum):
    """Who may approve a draft."""

    ONE = "one"
    TWO = "two"

    @property
    def label(self) -> str:
        """Its name for people."""
        return "một người" if self is Approval.ONE else "hai người"


def read_approval(connection: Connection) -> Approval | None:
    """The choice, or None before anybody chose; until then two persons are needed."""
    value = connection.execute(select(CHOICE.c.value).where(CHOICE.c.name == _APPROVAL)).scalar()
    return None if value is None else Approval(json.loads(value))


def choose_approval(connection: Connection, act: Act, approval: Approval) -> None:
    """One person or two from now on."""
    before = read_approval(connection)
    connection.execute(delete(CHOICE).where(CHOICE.c.name == _APPROVAL))
    connection.execute(insert(CHOICE).values(name=_APPROVAL, value=dump_canonical(approval.value).decode()))
    events.record(connection, act, EventKind.CHOSEN, "choice/approval", before, approval)


def require_form_key(connection: Connection) -> str:
    """The secret with which tokens of forms are made, made at the first question."""
    value = connection.execute(select(CHOICE.c.value).where(CHOICE.c.name == _FORM_KEY)).scalar()
    if value is None:
        value = passwords.make_secret_token()
        connection.execute(insert(CHOICE).values(name=_FORM_KEY, value=value))
    return value
