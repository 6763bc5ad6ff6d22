"""Passwords, and other secrets that a person or a browser holds: how they are made, kept and compared.

A password is kept as argon2id (at least the 19 MiB that OWASP asks for); a random token as its sha256, because it has
more entropy than anybody can guess. Who may use which is left to the callers.
"""

from __future__ import annotations

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from kiosk.canonical import digest
from kiosk.errors import OfficeError
from kiosk.text import fold

SHORTEST = 12
_LONGEST = 256
_HASHER = PasswordHasher(time_cost=2, memory_cost=32 * 1024, parallelism=1)
_OFTEN = ("123456789012", "1234567890123", "matkhau12345", "password1234", "qwertyuiop12", "niemyet12345")


def hash_password(password: str) -> str:
    """The argon2id record of a password."""
    return _HASHER.hash(password)


def password_matches(record: str | None, password: str) -> bool:
    """Whether `password` is the one of `record`; takes as long where there is none, so that names cannot be guessed."""
    try:
        _HASHER.verify(record or _make_nobodys_hash(), password[:_LONGEST])
    except (Argon2Error, InvalidHashError):
        return False
    return record is not None


@cache
def _make_nobodys_hash() -> str:
    return hash_password(secrets.token_hex(16))


def refuse_weak_password(password: str, name: str) -> None:
    """Raises `OfficeError` for a password that is short, common, one repeated character, or the name itself."""
    folded = fold(password)
    if len(password) < SHORTEST:
        cause = f"mật khẩu quá ngắn, phải có ít nhất {SHORTEST} ký tự"
    elif len(password) > _LONGEST:
        cause = f"mật khẩu quá dài, nhiều nhất {_LONGEST} ký tự"
    elif folded in _OFTEN or len(set(folded)) < 5 or fold(name) in folded:
        cause = "mật khẩu này dễ đoán"
    else:
        return
    raise OfficeError(cause, place="đặt mật khẩu", way_out="ghép bốn, năm từ không liên quan nhau rồi thử lại")


def make_secret_token() -> str:
    """A secret for a link or a cookie: 256 random bits as text."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """How a token is kept."""
    return digest(token.encode())
