"""Sessions end by themselves, by their owner, and with their person."""

from __future__ import annotations

import pytest

from kiosk.clock import get_seconds
from kiosk.office import events, people, sessions
from kiosk.office.database.engine import Database
from kiosk.office.people import Person, Role
from kiosk.office.sessions import Lengths

LENGTHS = Lengths(idle=100, longest=1000)
ACT = events.begin_act(None)


@pytest.fixture
def person(database: Database) -> Person:
    with database.writing() as connection:
        return people.add_person(connection, ACT, "lan", "Lan", Role.EDITOR, None)


def test_a_session_is_found_by_its_token_alone(database: Database, person: Person) -> None:
    with database.writing() as connection:
        token = sessions.open_session(connection, person, "10.0.0.1", "Firefox", full=False)
        session = sessions.find_session(connection, token, LENGTHS)
        assert session is not None and session.person == person and not session.full
        assert sessions.find_session(connection, token + "x", LENGTHS) is None
        assert token not in str(connection.exec_driver_sql("SELECT * FROM session").all())


@pytest.mark.parametrize(("uses", "holds"), [((99,), True), ((101,), False), ((90, 180, 270), True)])
def test_it_ends_when_nobody_uses_it(
    database: Database, person: Person, monkeypatch: pytest.MonkeyPatch, uses: tuple[int, ...], holds: bool
) -> None:
    start = get_seconds()
    with database.writing() as connection:
        token = sessions.open_session(connection, person, "", "", full=True)
        session = None
        for later in uses:
            monkeypatch.setattr(sessions, "get_seconds", lambda later=later: start + later)
            session = sessions.find_session(connection, token, LENGTHS)
            if session is not None:
                sessions.touch_session(connection, session)
        assert (session is not None) is holds


def test_it_ends_after_its_longest_time_however_much_it_is_used(
    database: Database, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = get_seconds()
    with database.writing() as connection:
        token = sessions.open_session(connection, person, "", "", full=True)
        for later in range(50, 1200, 50):
            monkeypatch.setattr(sessions, "get_seconds", lambda later=later: start + later)
            session = sessions.find_session(connection, token, LENGTHS)
            if session is not None:
                assert sessions.is_stale(session) is (later == 50) or later > 0
                sessions.touch_session(connection, session)
        assert later > LENGTHS.longest and session is None
        assert sessions.list_sessions(connection, LENGTHS) == ()


def test_the_owner_sees_and_ends_sessions(database: Database, person: Person) -> None:
    with database.writing() as connection:
        tokens = [sessions.open_session(connection, person, f"10.0.0.{n}", "", full=True) for n in range(3)]
        listed = sessions.list_sessions(connection, LENGTHS, person.id)
        assert len(listed) == 3 and sessions.list_sessions(connection, LENGTHS, 99) == ()
        first = sessions.find_session(connection, tokens[0], LENGTHS)
        assert first is not None and sessions.end_session(connection, ACT, first.id)
        assert not sessions.end_session(connection, ACT, first.id)
        assert sessions.find_session(connection, tokens[0], LENGTHS) is None
        sessions.end_all_sessions(connection, ACT, person)
        assert sessions.list_sessions(connection, LENGTHS) == ()


def test_whoever_is_shut_out_has_no_session(database: Database, person: Person) -> None:
    with database.writing() as connection:
        token = sessions.open_session(connection, person, "", "", full=True)
        people.disable_person(connection, ACT, person.id)
        people.enable_person(connection, ACT, person.id)
        assert sessions.find_session(connection, token, LENGTHS) is None
