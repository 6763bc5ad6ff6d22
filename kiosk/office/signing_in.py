"""Signing in: name and password, then the second factor of those who have one.

In come what a person typed and from where; out goes the token of a session. A failure says neither what was wrong nor
whether the account exists, and is an event.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from kiosk.errors import SignInError
from kiosk.office import events, passwords, people, second_factor, sessions, throttle
from kiosk.office.database.engine import Database
from kiosk.office.database.schema import PERSON
from kiosk.office.events import EventKind
from kiosk.office.people import Person
from kiosk.office.sessions import OfficeSession


@dataclass(frozen=True, slots=True)
class Caller:
    """From where somebody speaks to the office: address, and what the browser calls itself."""

    address: str
    agent: str


def sign_in(database: Database, name: str, password: str, caller: Caller) -> str:
    """A session after the right password, full where no second factor is set; returns its token.

    Raises `SignInError`.
    """
    with database.writing() as connection:
        throttle.count_attempt(connection, name, caller.address)
        person = people.find_person_by_name(connection, name)
        record = _find_password(connection, person)
    # Outside of a transaction: it takes long, and others write meanwhile.
    matches = passwords.password_matches(record, password)
    with database.writing() as connection:
        if person is not None and not person.disabled and matches:
            return _let_in(connection, person, caller, full=not person.has_factor)
        _record_refusal(connection, person, caller)
    raise _explain_refusal("tên đăng nhập hoặc mật khẩu không đúng")


def show_factor(database: Database, session: OfficeSession, code: str, caller: Caller) -> str:
    """A full session in place of one that waits for the second factor; returns its token. Raises `SignInError`."""
    person = session.person
    with database.writing() as connection:
        throttle.count_attempt(connection, person.name, caller.address)
    with database.writing() as connection:
        if second_factor.take_code(connection, person, code):
            sessions.end_session(connection, events.begin_act(person.id), session.id)
            return _let_in(connection, person, caller, full=True)
        _record_refusal(connection, person, caller)
    raise _explain_refusal("mã này không đúng hoặc đã dùng rồi")


def require_password(database: Database, person: Person, password: str, caller: Caller) -> None:
    """Raises `SignInError` where this is not the person's present password; attempts count as those to sign in."""
    with database.writing() as connection:
        throttle.count_attempt(connection, person.name, caller.address)
        record = _find_password(connection, person)
    matches = passwords.password_matches(record, password)
    with database.writing() as connection:
        if matches:
            throttle.forget_attempts(connection, person.name, caller.address)
        else:
            _record_refusal(connection, person, caller)
    if not matches:
        raise SignInError("mật khẩu hiện nay không đúng", place="tài khoản", way_out="nhập lại")


def _find_password(connection: Connection, person: Person | None) -> str | None:
    if person is None:
        return None
    record: str | None = connection.execute(select(PERSON.c.password).where(PERSON.c.id == person.id)).scalar_one()
    return record


def _let_in(connection: Connection, person: Person, caller: Caller, *, full: bool) -> str:
    if full:
        throttle.forget_attempts(connection, person.name, caller.address)
        events.record(connection, events.begin_act(person.id), EventKind.SIGNED_IN, person.subject)
    return sessions.open_session(connection, person, caller.address, caller.agent, full=full)


def _record_refusal(connection: Connection, person: Person | None, caller: Caller) -> None:
    # The name is not kept: people type their password into the wrong field.
    subject = person.subject if person else "person/unknown"
    network = throttle.find_network(caller.address)
    events.record(connection, events.begin_act(None), EventKind.SIGN_IN_REFUSED, subject, after={"from": network})


def _explain_refusal(message: str) -> SignInError:
    way_out = "nhập lại; nếu quên thì xin người quản trị cấp đường dẫn đặt mật khẩu mới"
    return SignInError(message, place="đăng nhập", way_out=way_out)
