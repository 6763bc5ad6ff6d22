"""Who may do what, as one table."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.office.people import Person, Role
from kiosk.web.office.permissions import Permission, may

TABLE = {
    Permission.ENROL: "admin editor approver staff reader",
    Permission.SIGNED_IN: "admin editor approver staff reader",
    Permission.LOOK: "admin editor approver reader",
    Permission.PREPARE: "admin editor",
    Permission.DECIDE: "admin approver",
    Permission.ADMINISTER: "admin",
    Permission.SITE: "admin editor approver staff reader",
    Permission.CONFIRM: "admin editor approver staff",
    Permission.NOTE: "",
    Permission.SYSTEM: "",
}


def person(role: Role) -> Person:
    return Person(1, "a", "A", role, "10507" if role is Role.STAFF else None, True, True, False)


@pytest.mark.parametrize("permission", TABLE)
def test_roles_have_what_the_table_says(permission: Permission) -> None:
    holders = {r.value for r in Role if may(person(r), permission, "10507")}
    assert holders == set(TABLE[permission].split())


@pytest.mark.parametrize("permission", [Permission.SITE, Permission.CONFIRM])
def test_staff_reach_their_own_site_alone(permission: Permission) -> None:
    staff = person(Role.STAFF)
    assert may(staff, permission, "10507")
    assert not may(staff, permission, "10888")
    assert not may(staff, permission, None)


@pytest.mark.parametrize("permission", TABLE)
def test_a_closed_account_may_nothing(permission: Permission) -> None:
    assert not any(may(replace(person(r), disabled=True), permission, "10507") for r in Role)
