"""Holding and resuming in the browser: as a person's act, with its event, and the job that must follow.

In come the workplace, the person and the reason; what is held is kept by `holding`, as for the command line. A decision
whose change is live already is only out when a release without it is published: that is asked of the machine.
"""

from __future__ import annotations

from kiosk.clock import get_today
from kiosk.office import events, holding, jobs
from kiosk.office.events import EventKind
from kiosk.office.job_context import Workplace
from kiosk.office.job_kinds import REGENERATE
from kiosk.office.people import Person


def hold(here: Workplace, person: Person, reason: str, decision: str = "") -> int | None:
    """Hold publishing, or one decision; the number of the job that publishes without it, where one must.

    Raises `KioskError`.
    """
    if not decision:
        holding.hold_publishing(here.store, reason, person.label)
        change = None
    else:
        change = holding.hold_decision(here.store, here.config, decision, reason, get_today(), person.label)
    with here.database.writing() as connection:
        act = events.begin_act(person.id)
        events.record(connection, act, EventKind.HELD, f"hold/{decision or 'publishing'}", None, reason)
        if change is not None and change.is_live:
            return jobs.ask_job(connection, act, REGENERATE, {}).id
    return None


def resume(here: Workplace, person: Person, decision: str = "") -> int:
    """Let publishing go on, or a decision in again; the number of the job that builds and publishes what then holds.

    Raises `KioskError`.
    """
    holding.resume(here.store, decision, person.label)
    with here.database.writing() as connection:
        act = events.begin_act(person.id)
        events.record(connection, act, EventKind.RESUMED, f"hold/{decision or 'publishing'}")
        return jobs.ask_job(connection, act, REGENERATE, {}).id
