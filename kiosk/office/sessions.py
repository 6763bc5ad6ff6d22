"""Sessions: who is signed in, from where, since when, and until when.

In comes the token of a cookie, out goes the session with its person; only the digest of a token is kept. A session ends
when nobody used it for a while, at the latest after a day's work, and at once when its owner, an admin or a new
password ends it.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, Row, insert, select, update

from kiosk.clock import get_seconds
from kiosk.office import events, passwords, people
from kiosk.office.database.schema import SESSION
from kiosk.office.events import Act, EventKind
from kiosk.office.people import Person

_TOUCHED_EVERY = 60  # seconds: not every page writes


@dataclass(frozen=True, slots=True)
class Lengths:
    """How long a session lasts, in seconds: without use, and at the most."""

    idle: int = 45 * 60
    longest: int = 10 * 3600


@dataclass(frozen=True, slots=True)
class OfficeSession:
    """A session that holds. `full`: the second factor was shown, where the person needs one."""

    id: int
    person: Person
    full: bool
    address: str
    agent: str
    created_at: int
    seen_at: int


def open_session(connection: Connection, person: Person, address: str, agent: str, *, full: bool) -> str:
    """A new session; returns the token for the cookie."""
    token, now = passwords.make_secret_token(), get_seconds()
    values = {
        "person": person.id,
        "token_hash": passwords.hash_token(token),
        "full": full,
        "address": address[:64],
        "agent": agent[:200],
        "created_at": now,
        "seen_at": now,
    }
    connection.execute(insert(SESSION).values(values))
    return token


def find_session(connection: Connection, token: str, lengths: Lengths) -> OfficeSession | None:
    """The session of a token, or None where it ended or its person may no longer sign in."""
    row = connection.execute(select(SESSION).where(SESSION.c.token_hash == passwords.hash_token(token))).first()
    if row is None or not _holds(row, lengths):
        return None
    session = _read_session(connection, row)
    return None if session is None or session.person.disabled else session


def _holds(row: Row[tuple[object, ...]], lengths: Lengths) -> bool:
    now, r = get_seconds(), row._mapping
    return r["ended_at"] is None and now < r["seen_at"] + lengths.idle and now < r["created_at"] + lengths.longest


def _read_session(connection: Connection, row: Row[tuple[object, ...]]) -> OfficeSession | None:
    r = row._mapping
    person = people.find_person(connection, r["person"])
    if person is None:
        return None
    return OfficeSession(r["id"], person, r["full"], r["address"], r["agent"], r["created_at"], r["seen_at"])


def is_stale(session: OfficeSession) -> bool:
    """Whether its last use should be written down again."""
    return get_seconds() - session.seen_at >= _TOUCHED_EVERY


def touch_session(connection: Connection, session: OfficeSession) -> None:
    """Note that the session is in use."""
    connection.execute(update(SESSION).where(SESSION.c.id == session.id).values(seen_at=get_seconds()))


def list_sessions(connection: Connection, lengths: Lengths, person: int | None = None) -> tuple[OfficeSession, ...]:
    """The sessions that hold, of everybody or of one person, last used first."""
    query = select(SESSION).where(SESSION.c.ended_at.is_(None)).order_by(SESSION.c.seen_at.desc())
    if person is not None:
        query = query.where(SESSION.c.person == person)
    rows = (row for row in connection.execute(query).all() if _holds(row, lengths))
    return tuple(session for row in rows if (session := _read_session(connection, row)) is not None)


def end_session(connection: Connection, act: Act, number: int, what: EventKind = EventKind.SESSIONS_ENDED) -> bool:
    """End one session; False where it has ended already."""
    row = connection.execute(select(SESSION.c.person).where(SESSION.c.id == number)).first()
    ending = update(SESSION).where(SESSION.c.id == number, SESSION.c.ended_at.is_(None)).values(ended_at=act.at)
    if row is None or connection.execute(ending).rowcount == 0:
        return False
    events.record(connection, act, what, f"person/{row.person}", after={"session": number})
    return True


def end_all_sessions(connection: Connection, act: Act, person: Person) -> None:
    """End every session of a person."""
    ending = update(SESSION).where(SESSION.c.person == person.id, SESSION.c.ended_at.is_(None))
    count = connection.execute(ending.values(ended_at=act.at)).rowcount
    if count:
        events.record(connection, act, EventKind.SESSIONS_ENDED, person.subject, after={"sessions": count})
