"""What the shell published is seen and recorded: nobody approved it here.

In comes the workplace; what is live and stands in no event becomes one. A command needs no database, and whoever uses
the shell cannot leave the log out by leaving an option out. The worker looks while it does nothing else.
"""

from __future__ import annotations

from sqlalchemy import Connection, select

from kiosk.office import events
from kiosk.office.database.schema import EVENT
from kiosk.office.events import EventKind
from kiosk.office.job_context import Workplace

_PUBLISHED = (EventKind.RELEASE_PUBLISHED, EventKind.ROLLED_BACK, EventKind.SHELL_PUBLISHED)


def note_shell_acts(here: Workplace) -> bool:
    """Record that the live release came from the shell, where no event knows it; whether one was recorded."""
    number = here.store.current()
    if number is None:
        return False
    with here.database.reading() as connection:
        if _is_known(connection, number):
            return False
    with here.database.writing() as connection:
        if _is_known(connection, number):
            return False
        act = events.begin_act(None)
        events.record(connection, act, EventKind.SHELL_PUBLISHED, f"release/{number}", after={"now": number})
    return True


def _is_known(connection: Connection, number: int) -> bool:
    kinds = [kind.value for kind in _PUBLISHED]
    query = select(EVENT.c.id).where(EVENT.c.subject == f"release/{number}", EVENT.c.what.in_(kinds)).limit(1)
    return connection.execute(query).first() is not None


def list_unapproved(connection: Connection) -> frozenset[int]:
    """Numbers of releases that came from the shell."""
    query = select(EVENT.c.subject).where(EVENT.c.what == EventKind.SHELL_PUBLISHED.value)
    return frozenset(int(subject.removeprefix("release/")) for subject in connection.execute(query).scalars())
