"""Holding and resuming as acts of a person."""

from __future__ import annotations

import pytest

from kiosk.errors import KioskError
from kiosk.office import access, events, jobs, keeping_back
from kiosk.office.events import EventKind
from kiosk.office.job_context import Workplace
from kiosk.office.people import Person, Role
from kiosk.release.hold import read_hold


@pytest.fixture
def person(here: Workplace) -> Person:
    here.store.prepare()
    return access.add_with_link(here.database, "duyet", "Người duyệt", Role.APPROVER, None)[0]


def kinds(here: Workplace) -> list[EventKind]:
    with here.database.reading() as connection:
        return [e.what for e in events.list_events(connection, 9)]


def test_publishing_is_held_with_name_and_reason_and_let_go(here: Workplace, person: Person) -> None:
    assert keeping_back.hold(here, person, "sai phí") is None
    held = read_hold(here.store).publishing
    assert held is not None and (held.reason, held.by) == ("sai phí", "Người duyệt")
    job = keeping_back.resume(here, person)
    assert read_hold(here.store).publishing is None
    with here.database.reading() as connection:
        assert jobs.require_job(connection, job).asked_by == person.id
    assert [k for k in kinds(here) if k in {EventKind.HELD, EventKind.RESUMED}] == [EventKind.RESUMED, EventKind.HELD]


def test_what_is_not_held_is_not_resumed_and_no_event_says_so(here: Workplace, person: Person) -> None:
    for act in (lambda: keeping_back.resume(here, person), lambda: keeping_back.hold(here, person, "x", "9/QĐ")):
        with pytest.raises(KioskError):
            act()
    assert EventKind.RESUMED not in kinds(here) and EventKind.HELD not in kinds(here)
