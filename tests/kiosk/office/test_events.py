"""The log: chained, appended only, without names."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kiosk.office import events
from kiosk.office.database.engine import Database
from kiosk.office.events import EventKind


def fill(database: Database, count: int) -> None:
    with database.writing() as connection:
        for number in range(count):
            act = events.begin_act(7)
            events.record(connection, act, EventKind.CHOSEN, f"choice/{number}", {"a": None}, {"a": number})
            events.record(connection, act, EventKind.JOB_ASKED, f"job/{number}")


def test_events_of_one_act_share_its_id_and_come_newest_first(database: Database) -> None:
    fill(database, 2)
    with database.reading() as connection:
        listed = events.list_events(connection, 10)
        assert [e.subject for e in listed] == ["job/1", "choice/1", "job/0", "choice/0"]
        assert listed[0].act == listed[1].act != listed[2].act
        assert (listed[1].before, listed[1].after, listed[1].person) == ({"a": None}, {"a": 1}, 7)
        assert [e.id for e in events.list_events(connection, 10, before_id=3)] == [2, 1]
        assert [e.id for e in events.list_events(connection, 10, subject="job/1")] == [4]


def test_a_log_that_nobody_touched_holds(database: Database) -> None:
    fill(database, 3)
    with database.reading() as connection:
        assert events.find_first_broken(connection) is None


def test_whoever_takes_the_guards_away_and_rewrites_is_noticed(database: Database) -> None:
    fill(database, 3)
    with database.writing() as connection:
        connection.exec_driver_sql("DROP TRIGGER event_no_update")
        connection.exec_driver_sql("UPDATE event SET person = 8 WHERE id = 4")
        assert events.find_first_broken(connection) == 4


def test_a_removed_event_is_noticed(database: Database) -> None:
    fill(database, 3)
    with database.writing() as connection:
        connection.exec_driver_sql("DROP TRIGGER event_no_delete")
        connection.exec_driver_sql("DELETE FROM event WHERE id = 2")
        assert events.find_first_broken(connection) == 2


@given(st.sampled_from(EventKind))
def test_every_kind_has_words(kind: EventKind) -> None:
    assert kind.label
