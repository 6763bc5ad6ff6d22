"""The way in from the shell."""

from __future__ import annotations

import pytest

from kiosk.errors import OfficeError
from kiosk.office import access, invitations, people
from kiosk.office.database.engine import Database
from kiosk.office.people import Role

GOOD = "bốn từ không liên quan"


def test_the_first_admin_gets_a_link_until_a_password_is_set(database: Database) -> None:
    first = access.invite_first_admin(database)
    second = access.invite_first_admin(database)
    assert first and second and first != second
    with database.writing() as connection:
        assert [p.name for p in people.list_persons(connection)] == [access.FIRST_ADMIN]
        invitations.accept_invitation(connection, second, GOOD)
    assert access.invite_first_admin(database) is None


def test_a_lost_last_admin_is_let_in_again(database: Database) -> None:
    person, _ = access.add_with_link(database, "lan", "Lan", Role.ADMIN, None)
    again, token = access.reset_with_link(database, "LAN")
    assert again.id == person.id
    with database.writing() as connection:
        invitations.accept_invitation(connection, token, GOOD)
        assert not people.require_person(connection, person.id).has_factor


def test_a_mistyped_name_is_answered_with_those_there_are(database: Database) -> None:
    access.add_with_link(database, "lan", "Lan", Role.READER, None)
    with pytest.raises(OfficeError) as refused:
        access.reset_with_link(database, "laan")
    assert "lan" in refused.value.way_out
