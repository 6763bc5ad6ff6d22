"""The second factor: codes of an authenticator (TOTP, RFC 6238), and recovery codes for a lost device.

In come a person and a code, out goes whether it is taken. A code is taken once: what was shown may have been seen.
"""

from __future__ import annotations

import hmac
import re
import secrets

import pyotp
from sqlalchemy import Connection, insert, select, update

from kiosk.clock import get_seconds
from kiosk.errors import SignInError
from kiosk.office import events, passwords
from kiosk.office.database.schema import PERSON, RECOVERY_CODE
from kiosk.office.events import Act, EventKind
from kiosk.office.people import Person

_PERIOD = 30
_SECRET = re.compile(r"[A-Z2-7]{32}")
_RECOVERY_CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another


def make_secret() -> str:
    """A secret for an authenticator."""
    return pyotp.random_base32()


def is_secret(text: str) -> bool:
    """Whether this may be a secret that `make_secret` made: a form may bring anything back."""
    return _SECRET.fullmatch(text) is not None


def make_authenticator_address(secret: str, person: Person, issuer: str) -> str:
    """What the QR code says from which an authenticator takes the secret."""
    return pyotp.TOTP(secret).provisioning_uri(name=person.name, issuer_name=issuer)


def _find_step(secret: str, code: str, after: int) -> int | None:
    """The step, newer than `after`, whose code this is; a clock may be one step off."""
    now = get_seconds() // _PERIOD
    totp = pyotp.TOTP(secret)
    typed = code.strip().replace(" ", "")
    steps = (step for step in (now - 1, now, now + 1) if step > after)
    return next((step for step in steps if hmac.compare_digest(totp.generate_otp(step), typed)), None)


def set_factor(connection: Connection, act: Act, person: Person, secret: str, code: str) -> tuple[str, ...]:
    """Take a secret whose code was shown; returns new recovery codes, shown once. Raises `SignInError`."""
    step = _find_step(secret, code, 0) if is_secret(secret) else None
    if step is None:
        raise SignInError(
            "mã này không khớp",
            place="xác thực hai lớp",
            way_out="kiểm tra giờ của điện thoại, chờ mã kế tiếp rồi nhập lại",
        )
    connection.execute(update(PERSON).where(PERSON.c.id == person.id).values(totp=secret, totp_step=step))
    events.record(connection, act, EventKind.FACTOR_SET, person.subject)
    return _make_recovery_codes(connection, person)


def _make_recovery_codes(connection: Connection, person: Person) -> tuple[str, ...]:
    codes = tuple(
        "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(2)) for _ in range(_RECOVERY_CODES)
    )
    connection.execute(RECOVERY_CODE.delete().where(RECOVERY_CODE.c.person == person.id))
    rows = [{"person": person.id, "code_hash": passwords.hash_token(code)} for code in codes]
    connection.execute(insert(RECOVERY_CODE), rows)
    return codes


def take_code(connection: Connection, person: Person, code: str) -> bool:
    """Whether this is a code of the person's authenticator or a recovery code, unused so far; uses it up."""
    row = connection.execute(select(PERSON.c.totp, PERSON.c.totp_step).where(PERSON.c.id == person.id)).one()
    step = _find_step(row.totp, code, row.totp_step) if row.totp else None
    if step is not None:
        connection.execute(update(PERSON).where(PERSON.c.id == person.id).values(totp_step=step))
        return True
    act = events.begin_act(person.id)
    fresh = update(RECOVERY_CODE).where(
        RECOVERY_CODE.c.person == person.id,
        RECOVERY_CODE.c.code_hash == passwords.hash_token(code.strip().lower()),
        RECOVERY_CODE.c.used_at.is_(None),
    )
    if connection.execute(fresh.values(used_at=act.at)).rowcount == 0:
        return False
    events.record(connection, act, EventKind.RECOVERY_USED, person.subject)
    return True


def count_recovery_codes(connection: Connection, person: Person) -> int:
    """How many recovery codes are left."""
    query = select(RECOVERY_CODE.c.id).where(RECOVERY_CODE.c.person == person.id, RECOVERY_CODE.c.used_at.is_(None))
    return len(connection.execute(query).all())
