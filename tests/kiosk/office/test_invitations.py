"""Links that are valid once and for a day."""

from __future__ import annotations

import pytest

from kiosk.errors import OfficeError, SignInError
from kiosk.office import events, invitations, passwords, people, sessions
from kiosk.office.database.engine import Database
from kiosk.office.people import Person, Role
from kiosk.office.sessions import Lengths

GOOD = "bốn từ không liên quan"


@pytest.fixture
def invited(database: Database) -> tuple[Person, str]:
    with database.writing() as connection:
        act = events.begin_act(None)
        person = people.add_person(connection, act, "lan", "Lan", Role.EDITOR, None)
        return person, invitations.invite(connection, act, person)


def test_a_link_sets_a_password_once(database: Database, invited: tuple[Person, str]) -> None:
    person, token = invited
    with database.writing() as connection:
        assert invitations.accept_invitation(connection, token, GOOD) == person
        assert people.require_person(connection, person.id).has_password
        with pytest.raises(SignInError):
            invitations.accept_invitation(connection, token, GOOD)


def test_a_weak_password_does_not_use_the_link_up(database: Database, invited: tuple[Person, str]) -> None:
    with pytest.raises(OfficeError), database.writing() as connection:
        invitations.accept_invitation(connection, invited[1], "ngắn")
    with database.reading() as connection:
        assert invitations.find_invited(connection, invited[1]) == invited[0]


def test_a_new_link_ends_the_one_before(database: Database, invited: tuple[Person, str]) -> None:
    with database.writing() as connection:
        invitations.invite(connection, events.begin_act(None), invited[0])
        with pytest.raises(SignInError):
            invitations.find_invited(connection, invited[1])


def test_a_link_ends_after_a_day(
    database: Database, invited: tuple[Person, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    later = events.begin_act(None).at + invitations.LASTS + 1
    monkeypatch.setattr(invitations, "get_seconds", lambda: later)
    with database.reading() as connection, pytest.raises(SignInError):
        invitations.find_invited(connection, invited[1])


def test_who_is_shut_out_cannot_use_a_link(database: Database, invited: tuple[Person, str]) -> None:
    with database.writing() as connection:
        people.disable_person(connection, events.begin_act(None), invited[0].id)
        with pytest.raises(SignInError):
            invitations.find_invited(connection, invited[1])


def test_the_link_is_not_kept(database: Database, invited: tuple[Person, str]) -> None:
    with database.reading() as connection:
        rows = str(connection.exec_driver_sql("SELECT * FROM invitation").all()) + str(
            events.list_events(connection, 9)
        )
    assert invited[1] not in rows and passwords.hash_token(invited[1]) in rows


def test_a_new_password_ends_every_session(database: Database, invited: tuple[Person, str]) -> None:
    with database.writing() as connection:
        token = sessions.open_session(connection, invited[0], "::1", "", full=True)
        invitations.set_password(connection, events.begin_act(None), invited[0], GOOD)
        assert sessions.find_session(connection, token, Lengths()) is None
