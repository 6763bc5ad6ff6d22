"""Persons who work in the browser: who they are and what role they have.

In comes a connection inside a transaction, out go persons; every change is an event. A person stands apart from what
was done: events hold the id alone. Passwords, second factors and sessions are left to their own modules.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, Row, func, insert, select, update

from kiosk.errors import OfficeError
from kiosk.office import events
from kiosk.office.database.schema import INVITATION, PERSON, RECOVERY_CODE, SESSION
from kiosk.office.events import Act, EventKind
from kiosk.text import tidy

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")


class Role(StrEnum):
    """What a person does in the office."""

    ADMIN = "admin"
    EDITOR = "editor"
    APPROVER = "approver"
    STAFF = "staff"
    READER = "reader"

    @property
    def label(self) -> str:
        """Its name for people."""
        return _LABELS[self]

    @property
    def needs_factor(self) -> bool:
        """Whether a second factor is required: of those who publish, or give others that right."""
        return self in {Role.ADMIN, Role.APPROVER}


_LABELS = {
    Role.ADMIN: "quản trị",
    Role.EDITOR: "biên tập",
    Role.APPROVER: "phê duyệt",
    Role.STAFF: "cán bộ điểm tiếp nhận",
    Role.READER: "chỉ xem",
}


@dataclass(frozen=True, slots=True)
class Person:
    """A person: name to sign in with, name to show, role, the code of the own site (staff only)."""

    id: int
    name: str
    label: str
    role: Role
    site: str | None
    has_password: bool
    has_factor: bool
    disabled: bool

    @property
    def subject(self) -> str:
        """How events name the person."""
        return f"person/{self.id}"

    @property
    def facts(self) -> dict[str, object]:
        """What events keep of the person's rights."""
        return {"role": self.role.value, "site": self.site, "disabled": self.disabled}


def _read_person(row: Row[tuple[object, ...]]) -> Person:
    r = row._mapping
    return Person(
        r["id"], r["name"], r["label"], Role(r["role"]), r["site"], r["password"] is not None, r["totp"] is not None,
        r["disabled"],
    )  # fmt: skip


def list_persons(connection: Connection) -> tuple[Person, ...]:
    """Everybody, by name."""
    return tuple(map(_read_person, connection.execute(select(PERSON).order_by(PERSON.c.name))))


def find_person(connection: Connection, number: int) -> Person | None:
    """The person of this id."""
    row = connection.execute(select(PERSON).where(PERSON.c.id == number)).first()
    return _read_person(row) if row else None


def require_person(connection: Connection, number: int) -> Person:
    """The person of this id. Raises `OfficeError`."""
    person = find_person(connection, number)
    if person is None:
        raise OfficeError("không có người dùng này", place="người dùng", value=str(number), way_out="xem danh sách")
    return person


def find_person_by_name(connection: Connection, name: str) -> Person | None:
    """The person who signs in with this name."""
    row = connection.execute(select(PERSON).where(PERSON.c.name == name.strip().lower())).first()
    return _read_person(row) if row else None


def add_person(connection: Connection, act: Act, name: str, label: str, role: Role, site: str | None) -> Person:
    """A new person, without a password: an invitation lets them set one. Raises `OfficeError`."""
    login, label_text = name.strip().lower(), tidy(label)
    if not _NAME.fullmatch(login):
        way_out = "dùng chữ thường không dấu, chữ số, dấu chấm, gạch; từ 2 đến 64 ký tự"
        raise OfficeError("tên đăng nhập không hợp lệ", place="người dùng", value=name[:80], way_out=way_out)
    if find_person_by_name(connection, login):
        raise OfficeError("tên đăng nhập này đã có", place="người dùng", value=login, way_out="chọn tên khác")
    _refuse_wrong_facts(label_text, role, site)
    statement = insert(PERSON).values(name=login, label=label_text, role=role.value, site=site, created_at=act.at)
    number = connection.execute(statement).inserted_primary_key[0]  # type: ignore[index]
    person = require_person(connection, number)
    events.record(connection, act, EventKind.PERSON_ADDED, person.subject, after=person.facts)
    return person


def _refuse_wrong_facts(label: str, role: Role, site: str | None) -> None:
    if not label or len(label) > 120:
        raise OfficeError("thiếu họ tên, hoặc quá dài", place="người dùng", value=label[:80], way_out="ghi họ và tên")
    if (role is Role.STAFF) != bool(site):
        way_out = "chọn điểm cho cán bộ điểm tiếp nhận; vai trò khác không gắn với điểm nào"
        raise OfficeError("vai trò và điểm không khớp", place="người dùng", value=role.label, way_out=way_out)


def change_person(connection: Connection, act: Act, number: int, label: str, role: Role, site: str | None) -> Person:
    """Another shown name, role or site. A changed role ends the person's sessions. Raises `OfficeError`."""
    before = require_person(connection, number)
    label_text = tidy(label)
    _refuse_wrong_facts(label_text, role, site)
    if role is not Role.ADMIN:
        _keep_an_admin(connection, before)
    connection.execute(update(PERSON).where(PERSON.c.id == number).values(label=label_text, role=role.value, site=site))
    after = require_person(connection, number)
    if after.facts != before.facts:
        _end_sessions(connection, act, number)
        events.record(connection, act, EventKind.PERSON_CHANGED, after.subject, before.facts, after.facts)
    return after


def disable_person(connection: Connection, act: Act, number: int) -> None:
    """Close an account and end its sessions. Raises `OfficeError` for the last admin."""
    person = require_person(connection, number)
    _keep_an_admin(connection, person)
    connection.execute(update(PERSON).where(PERSON.c.id == number).values(disabled=True))
    _end_sessions(connection, act, number)
    events.record(connection, act, EventKind.PERSON_DISABLED, person.subject)


def enable_person(connection: Connection, act: Act, number: int) -> None:
    """Open an account again."""
    person = require_person(connection, number)
    connection.execute(update(PERSON).where(PERSON.c.id == number).values(disabled=False))
    events.record(connection, act, EventKind.PERSON_ENABLED, person.subject)


def reset_access(connection: Connection, act: Act, number: int) -> None:
    """Forget password, second factor, recovery codes and open links, and end all sessions."""
    person = require_person(connection, number)
    connection.execute(update(PERSON).where(PERSON.c.id == number).values(password=None, totp=None, totp_step=0))
    connection.execute(RECOVERY_CODE.delete().where(RECOVERY_CODE.c.person == number))
    connection.execute(INVITATION.delete().where(INVITATION.c.person == number))
    _end_sessions(connection, act, number)
    events.record(connection, act, EventKind.ACCESS_RESET, person.subject)


def _end_sessions(connection: Connection, act: Act, number: int) -> None:
    ending = update(SESSION).where(SESSION.c.person == number, SESSION.c.ended_at.is_(None))
    connection.execute(ending.values(ended_at=act.at))


def _keep_an_admin(connection: Connection, person: Person) -> None:
    """Raises `OfficeError` where `person` is the only admin who can still sign in."""
    if person.role is not Role.ADMIN or person.disabled:
        return
    others = select(func.count()).where(
        PERSON.c.role == Role.ADMIN.value, PERSON.c.disabled.is_(False), PERSON.c.id != person.id
    )
    if connection.execute(others).scalar_one() == 0:
        raise OfficeError(
            "đây là người quản trị cuối cùng",
            place="người dùng",
            value=person.name,
            way_out="giao vai trò quản trị cho một người khác trước",
        )
