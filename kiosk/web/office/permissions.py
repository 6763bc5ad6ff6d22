"""Who may call a page: a permission for every route, and the roles that have it.

In come a permission, a person and the site that the page is about; out goes yes or no. Pure.
"""

from __future__ import annotations

from enum import StrEnum

from kiosk.office.people import Person, Role


class Permission(StrEnum):
    """What a page asks of whoever calls it."""

    PUBLIC = "public"  # anybody: signing in, a link to set a password, styles
    PENDING = "pending"  # the password was right, the second factor is still to be shown
    ENROL = "enrol"  # signed in, even while a second factor that the role needs is not set up
    SIGNED_IN = "signed-in"
    LOOK = "look"  # see what the office does
    PREPARE = "prepare"  # drafts
    DECIDE = "decide"  # approve, publish, go back
    ADMINISTER = "administer"  # persons, choices
    SITE = "site"  # one site's own page: staff see theirs alone
    CONFIRM = "confirm"  # say what hangs at one site: staff at theirs alone
    NOTE = "note"  # one order at one site, by the code on its delivery note; no person
    SYSTEM = "system"  # another system, by the token that was given to it; no person


_OFFICE = frozenset({Role.ADMIN, Role.EDITOR, Role.APPROVER, Role.READER})
_ROLES = {
    Permission.ENROL: frozenset(Role),
    Permission.SIGNED_IN: frozenset(Role),
    Permission.LOOK: _OFFICE,
    Permission.PREPARE: frozenset({Role.ADMIN, Role.EDITOR}),
    Permission.DECIDE: frozenset({Role.ADMIN, Role.APPROVER}),
    Permission.ADMINISTER: frozenset({Role.ADMIN}),
    Permission.SITE: _OFFICE | {Role.STAFF},
    Permission.CONFIRM: frozenset({Role.ADMIN, Role.EDITOR, Role.APPROVER, Role.STAFF}),
    Permission.NOTE: frozenset(),
    Permission.SYSTEM: frozenset(),
}

_OF_SITE = frozenset({Permission.SITE, Permission.CONFIRM})


def may(person: Person, permission: Permission, site: str | None = None) -> bool:
    """Whether `person`, signed in, has the permission; `site`: the one that the page is about."""
    if permission in {Permission.PUBLIC, Permission.PENDING}:
        return True
    if person.disabled or person.role not in _ROLES[permission]:
        return False
    return permission not in _OF_SITE or person.role is not Role.STAFF or person.site == site
