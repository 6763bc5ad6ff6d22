"""Links, valid once and for a short time, with which a person sets the first or a new password.

In comes a person, out goes a token that stands in the link; only its digest is kept. Who sends the link, and how, is
left to the callers.
"""

from __future__ import annotations

from sqlalchemy import Connection, insert, select, update

from kiosk.clock import get_seconds
from kiosk.errors import SignInError
from kiosk.office import events, passwords, people, sessions
from kiosk.office.database.schema import INVITATION, PERSON
from kiosk.office.events import Act, EventKind
from kiosk.office.people import Person

LASTS = 24 * 3600


def invite(connection: Connection, act: Act, person: Person) -> str:
    """A new link for this person; earlier ones that were not used end. Returns its token."""
    token = passwords.make_secret_token()
    connection.execute(INVITATION.delete().where(INVITATION.c.person == person.id, INVITATION.c.used_at.is_(None)))
    values = {"person": person.id, "token_hash": passwords.hash_token(token), "ends_at": act.at + LASTS}
    connection.execute(insert(INVITATION).values(values))
    events.record(connection, act, EventKind.INVITED, person.subject)
    return token


def find_invited(connection: Connection, token: str) -> Person:
    """Whom a link invites. Raises `SignInError` where it was used, has ended, or never was."""
    row = connection.execute(
        select(INVITATION.c.person).where(
            INVITATION.c.token_hash == passwords.hash_token(token),
            INVITATION.c.used_at.is_(None),
            INVITATION.c.ends_at > get_seconds(),
        )
    ).first()
    person = people.find_person(connection, row.person) if row else None
    if person is None or person.disabled:
        raise SignInError(
            "đường dẫn này đã dùng, đã quá hạn hoặc không đúng",
            place="đặt mật khẩu",
            way_out="xin người quản trị cấp đường dẫn mới",
        )
    return person


def accept_invitation(connection: Connection, token: str, password: str) -> Person:
    """Set the password of the invited person and use the link up. Raises `SignInError`, `OfficeError`."""
    person = find_invited(connection, token)
    passwords.refuse_weak_password(password, person.name)
    act = events.begin_act(person.id)
    use = update(INVITATION).where(INVITATION.c.token_hash == passwords.hash_token(token))
    connection.execute(use.values(used_at=act.at))
    set_password(connection, act, person, password)
    return person


def set_password(connection: Connection, act: Act, person: Person, password: str) -> None:
    """Another password; every session of the person ends. Raises `OfficeError` for a weak one."""
    passwords.refuse_weak_password(password, person.name)
    record = passwords.hash_password(password)
    connection.execute(update(PERSON).where(PERSON.c.id == person.id).values(password=record))
    sessions.end_all_sessions(connection, act, person)
    events.record(connection, act, EventKind.PASSWORD_SET, person.subject)
