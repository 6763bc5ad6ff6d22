"""What the shell published is seen at the next look, once."""

from __future__ import annotations

from kiosk.office import events, shell_acts
from kiosk.office.events import EventKind
from kiosk.office.job_context import Workplace
from tests.kiosk.made import publish


def test_a_release_from_the_shell_is_recorded_once(here: Workplace) -> None:
    assert not shell_acts.note_shell_acts(here)
    publish(here.store, {"a": b"1"})
    assert shell_acts.note_shell_acts(here)
    assert not shell_acts.note_shell_acts(here)
    with here.database.reading() as connection:
        (event,) = events.list_events(connection, 9)
        assert (event.what, event.subject, event.person) == (EventKind.SHELL_PUBLISHED, "release/1", None)
        assert shell_acts.list_unapproved(connection) == {1}


def test_a_release_that_a_job_published_is_known(here: Workplace) -> None:
    publish(here.store, {"a": b"1"})
    with here.database.writing() as connection:
        events.record(connection, events.begin_act(3), EventKind.RELEASE_PUBLISHED, "release/1")
    assert not shell_acts.note_shell_acts(here)
