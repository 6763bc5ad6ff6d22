"""The way in for those who have none: the first admin, and who lost a password or a second factor.

In comes the database, out go tokens of links that are valid once. Only somebody at the machine's shell reaches this.
"""

from __future__ import annotations

from kiosk.errors import OfficeError
from kiosk.office import events, invitations, people
from kiosk.office.database.engine import Database
from kiosk.office.people import Person, Role

FIRST_ADMIN = "quantri"


def invite_first_admin(database: Database) -> str | None:
    """A link for the first admin, made where there is none yet; None once an admin has a password."""
    with database.writing() as connection:
        everybody = people.list_persons(connection)
        admins = [p for p in everybody if p.role is Role.ADMIN and not p.disabled]
        if any(p.has_password for p in admins):
            return None
        act = events.begin_act(None)
        first = admins[0] if admins else people.add_person(connection, act, FIRST_ADMIN, "Quản trị", Role.ADMIN, None)
        return invitations.invite(connection, act, first)


def add_with_link(database: Database, name: str, label: str, role: Role, site: str | None) -> tuple[Person, str]:
    """A new person and the token of their link. Raises `OfficeError`."""
    with database.writing() as connection:
        act = events.begin_act(None)
        person = people.add_person(connection, act, name, label, role, site)
        return person, invitations.invite(connection, act, person)


def reset_with_link(database: Database, name: str) -> tuple[Person, str]:
    """Forget password, second factor and sessions of a person, who sets new ones by a link. Raises `OfficeError`."""
    with database.writing() as connection:
        person = people.find_person_by_name(connection, name)
        if person is None:
            names = ", ".join(p.name for p in people.list_persons(connection)) or "chưa có ai"
            raise OfficeError(
                "không có người dùng này", place="kiosk user reset", value=name, way_out=f"đang có: {names}"
            )
        act = events.begin_act(None)
        if person.disabled:
            people.enable_person(connection, act, person.id)
        people.reset_access(connection, act, person.id)
        return person, invitations.invite(connection, act, person)
