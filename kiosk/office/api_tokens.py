"""Tokens with which other systems read: one for each system, for chosen subjects, shown once, revocable at any time.

In comes a connection inside a transaction; out go tokens without their secret, of which only the digest is kept. Every
change is an event. What a subject holds is left to the programming interface itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, Row, insert, select, update

from kiosk.canonical import dump_canonical
from kiosk.clock import get_seconds
from kiosk.errors import OfficeError
from kiosk.office import events, passwords
from kiosk.office.database.schema import API_TOKEN
from kiosk.office.events import Act, EventKind
from kiosk.text import tidy

_USE_NOTED = 3600
_PLACE = "mã cho hệ thống khác"


class ReadingScope(StrEnum):
    """What a token may read."""

    PROCEDURES = "procedures"
    SITES = "sites"
    LISTINGS = "listings"
    RELEASES = "releases"
    COVERAGE = "coverage"

    @property
    def label(self) -> str:
        """Its name for people."""
        return _LABELS[self]


_LABELS = {
    ReadingScope.PROCEDURES: "thủ tục",
    ReadingScope.SITES: "các điểm",
    ReadingScope.LISTINGS: "danh sách niêm yết của từng điểm",
    ReadingScope.RELEASES: "các bản phát hành",
    ReadingScope.COVERAGE: "độ phủ",
}


@dataclass(frozen=True, slots=True)
class ApiToken:
    """A system that may read: what people call it, what it may read, since when, when it last did, whether it still
    may. Its use is noted at most once an hour."""

    id: int
    label: str
    scopes: frozenset[ReadingScope]
    created_by: int | None
    created_at: int
    used_at: int | None
    revoked_at: int | None

    @property
    def subject(self) -> str:
        """How events name it."""
        return f"token/{self.id}"


def _read_token(row: Row[tuple[object, ...]]) -> ApiToken:
    r = row._mapping
    scopes = frozenset(map(ReadingScope, json.loads(r["scopes"])))
    return ApiToken(r["id"], r["label"], scopes, r["created_by"], r["created_at"], r["used_at"], r["revoked_at"])


def make_token(connection: Connection, act: Act, label: str, scopes: Iterable[str]) -> tuple[ApiToken, str]:
    """A new token, and its secret, which is told this once. Raises `OfficeError`."""
    label_text, names = tidy(label), sorted(set(scopes))
    if not label_text or len(label_text) > 120:
        way_out = "ghi tên hệ thống, ví dụ «Cổng thông tin điện tử»"
        raise OfficeError("thiếu tên hệ thống, hoặc quá dài", place=_PLACE, value=label_text[:80], way_out=way_out)
    unknown = [name for name in names if name not in set(ReadingScope)]
    if unknown or not names:
        way_out = f"chọn trong: {', '.join(ReadingScope)}"
        raise OfficeError("chưa chọn đúng phần được đọc", place=_PLACE, value=", ".join(unknown)[:80], way_out=way_out)
    secret = passwords.make_secret_token()
    values = {
        "label": label_text,
        "scopes": dump_canonical(names).decode(),
        "token_hash": passwords.hash_token(secret),
        "created_by": act.person,
        "created_at": act.at,
    }
    number = connection.execute(insert(API_TOKEN).values(values)).inserted_primary_key[0]  # type: ignore[index]
    token = require_token(connection, number)
    events.record(connection, act, EventKind.TOKEN_MADE, token.subject, after={"label": label_text, "scopes": names})
    return token, secret


def list_tokens(connection: Connection) -> tuple[ApiToken, ...]:
    """Every token, the newest first."""
    return tuple(map(_read_token, connection.execute(select(API_TOKEN).order_by(API_TOKEN.c.id.desc()))))


def require_token(connection: Connection, number: int) -> ApiToken:
    """The token of this number. Raises `OfficeError`."""
    row = connection.execute(select(API_TOKEN).where(API_TOKEN.c.id == number)).first()
    if row is None:
        raise OfficeError("không có mã này", place=_PLACE, value=str(number), way_out="xem danh sách")
    return _read_token(row)


def revoke_token(connection: Connection, act: Act, number: int) -> None:
    """Nothing can be read with it from now on. Raises `OfficeError` for one that is not there."""
    token = require_token(connection, number)
    if token.revoked_at is None:
        connection.execute(update(API_TOKEN).where(API_TOKEN.c.id == number).values(revoked_at=act.at))
        events.record(connection, act, EventKind.TOKEN_REVOKED, token.subject)


def find_token(connection: Connection, secret: str) -> ApiToken | None:
    """The token of this secret, None where there is none or it was revoked."""
    query = select(API_TOKEN).where(
        API_TOKEN.c.token_hash == passwords.hash_token(secret), API_TOKEN.c.revoked_at.is_(None)
    )
    row = connection.execute(query).first()
    return _read_token(row) if row else None


def is_use_stale(token: ApiToken) -> bool:
    """Whether it is time to note once more that the token is used."""
    return get_seconds() - (token.used_at or 0) > _USE_NOTED


def note_use(connection: Connection, token: ApiToken) -> None:
    """Write down that a token was used now."""
    connection.execute(update(API_TOKEN).where(API_TOKEN.c.id == token.id).values(used_at=get_seconds()))
