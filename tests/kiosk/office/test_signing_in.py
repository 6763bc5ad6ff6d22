"""Signing in says nothing to who guesses."""

from __future__ import annotations

import pyotp
import pytest

from kiosk.clock import get_seconds
from kiosk.errors import SignInError
from kiosk.office import events, invitations, people, second_factor, sessions, signing_in
from kiosk.office.database.engine import Database
from kiosk.office.events import EventKind
from kiosk.office.people import Person, Role
from kiosk.office.sessions import Lengths, OfficeSession
from kiosk.office.signing_in import Caller

GOOD = "bốn từ không liên quan"
CALLER = Caller("10.0.0.1", "Firefox")


@pytest.fixture
def person(database: Database) -> Person:
    with database.writing() as connection:
        act = events.begin_act(None)
        added = people.add_person(connection, act, "lan", "Lan", Role.APPROVER, None)
        invitations.set_password(connection, act, added, GOOD)
        return people.require_person(connection, added.id)


def session_of(database: Database, token: str) -> OfficeSession:
    with database.reading() as connection:
        session = sessions.find_session(connection, token, Lengths())
    assert session is not None
    return session


def test_the_right_password_opens_a_session(database: Database, person: Person) -> None:
    session = session_of(database, signing_in.sign_in(database, "LAN", GOOD, CALLER))
    assert (session.person, session.full, session.address) == (person, True, "10.0.0.1")


def test_a_wrong_password_a_wrong_name_and_a_closed_account_get_the_same_answer(
    database: Database, person: Person
) -> None:
    with database.writing() as connection:
        act = events.begin_act(None)
        closed = people.add_person(connection, act, "hoa", "Hoa", Role.READER, None)
        invitations.set_password(connection, act, closed, GOOD)
        people.disable_person(connection, act, closed.id)
    sentences = set()
    for name, password in (("lan", "sai"), ("ai-do", GOOD), ("hoa", GOOD)):
        with pytest.raises(SignInError) as refused:
            signing_in.sign_in(database, name, password, CALLER)
        sentences.add(str(refused.value))
    assert len(sentences) == 1
    with database.reading() as connection:
        refusals = [e for e in events.list_events(connection, 50) if e.what is EventKind.SIGN_IN_REFUSED]
    assert [e.subject for e in refusals] == ["person/2", "person/unknown", "person/1"]
    assert "ai-do" not in str(refusals)


def test_with_a_second_factor_the_password_alone_opens_half_a_session(
    database: Database, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret, now = second_factor.make_secret(), get_seconds()
    with database.writing() as connection:
        code = pyotp.TOTP(secret).at(now)
        second_factor.set_factor(connection, events.begin_act(person.id), person, secret, code)
    half = signing_in.sign_in(database, "lan", GOOD, CALLER)
    session = session_of(database, half)
    assert not session.full
    with pytest.raises(SignInError):
        signing_in.show_factor(database, session, code, CALLER)
    monkeypatch.setattr(second_factor, "get_seconds", lambda: now + 60)
    whole = signing_in.show_factor(database, session, pyotp.TOTP(secret).at(now + 60), CALLER)
    assert session_of(database, whole).full
    with database.reading() as connection:
        assert sessions.find_session(connection, half, Lengths()) is None


def test_guessing_the_second_factor_is_bounded_too(database: Database, person: Person) -> None:
    secret = second_factor.make_secret()
    with database.writing() as connection:
        second_factor.set_factor(connection, events.begin_act(1), person, secret, pyotp.TOTP(secret).now())
    session = session_of(database, signing_in.sign_in(database, "lan", GOOD, CALLER))
    refusals = []
    for _ in range(6):
        with pytest.raises(SignInError) as refused:
            signing_in.show_factor(database, session, "abc", CALLER)
        refusals.append(refused.value.message)
    assert "quá nhiều lần" in refusals[-1]


def test_the_present_password_is_asked_for_and_bounded(database: Database, person: Person) -> None:
    signing_in.require_password(database, person, GOOD, CALLER)
    for _ in range(5):
        with pytest.raises(SignInError, match="không đúng"):
            signing_in.require_password(database, person, "sai", CALLER)
    with pytest.raises(SignInError, match="quá nhiều lần"):
        signing_in.require_password(database, person, GOOD, CALLER)
