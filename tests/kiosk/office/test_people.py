"""Persons: roles and sites agree, the last admin stays, every change is an event."""

from __future__ import annotations

import pytest

from kiosk.errors import OfficeError
from kiosk.office import events, people, sessions
from kiosk.office.database.engine import Database
from kiosk.office.people import Role
from kiosk.office.sessions import Lengths

ACT = events.begin_act(None)


def test_staff_have_a_site_and_nobody_else_has(database: Database) -> None:
    with database.writing() as connection:
        staff = people.add_person(connection, ACT, "lan", "Lan", Role.STAFF, "11824")
        assert (staff.site, staff.has_password, staff.has_factor) == ("11824", False, False)
        for role, site in ((Role.STAFF, None), (Role.EDITOR, "11824")):
            with pytest.raises(OfficeError, match="không khớp"):
                people.add_person(connection, ACT, "x1", "X", role, site)


@pytest.mark.parametrize("name", ["", "a", "Lan Anh", "đào", "a" * 65, "<b>", "../x"])
def test_a_name_that_cannot_be_typed_anywhere_is_refused(database: Database, name: str) -> None:
    with database.writing() as connection, pytest.raises(OfficeError):
        people.add_person(connection, ACT, name, "Tên", Role.READER, None)


def test_a_name_stands_for_one_person_whatever_its_case(database: Database) -> None:
    with database.writing() as connection:
        people.add_person(connection, ACT, "Lan", "Lan", Role.READER, None)
        with pytest.raises(OfficeError, match="đã có"):
            people.add_person(connection, ACT, "LAN ", "Lan", Role.READER, None)
        assert people.find_person_by_name(connection, " LAN") is not None


def test_the_last_admin_can_neither_be_closed_nor_become_something_else(database: Database) -> None:
    with database.writing() as connection:
        first = people.add_person(connection, ACT, "a1", "A", Role.ADMIN, None)
        for act in (
            lambda: people.disable_person(connection, ACT, first.id),
            lambda: people.change_person(connection, ACT, first.id, "A", Role.READER, None),
        ):
            with pytest.raises(OfficeError, match="cuối cùng"):
                act()
        people.add_person(connection, ACT, "a2", "B", Role.ADMIN, None)
        people.disable_person(connection, ACT, first.id)
        assert people.require_person(connection, first.id).disabled
        people.enable_person(connection, ACT, first.id)
        assert not people.require_person(connection, first.id).disabled


def test_another_role_ends_the_sessions_and_stands_in_the_log(database: Database) -> None:
    with database.writing() as connection:
        person = people.add_person(connection, ACT, "lan", "Lan", Role.EDITOR, None)
        token = sessions.open_session(connection, person, "::1", "", full=True)
        people.change_person(connection, ACT, person.id, "Lan", Role.READER, None)
        assert sessions.find_session(connection, token, Lengths()) is None
        newest = events.list_events(connection, 1)[0]
        assert isinstance(newest.before, dict) and isinstance(newest.after, dict)
        assert (newest.before["role"], newest.after["role"]) == ("editor", "reader")
        assert "Lan" not in str(newest)


def test_nobody_is_told_of_one_who_is_not_there(database: Database) -> None:
    with database.reading() as connection, pytest.raises(OfficeError):
        people.require_person(connection, 5)
