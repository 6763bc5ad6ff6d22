"""Limits on failed attempts to sign in, by account, by address, and by both together.

An attempt is counted before it is looked at, and forgotten only when it succeeds: where counting fails, signing in
fails. A pair of account and address that has signed in before answers for itself alone, so that a colleague's or a
stranger's attempts behind the one address of a commune, or against one account, shut out nobody who works there.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, delete, func, insert, select

from kiosk.clock import get_seconds
from kiosk.errors import SignInError
from kiosk.office.database.schema import ATTEMPT, FAMILIAR

WINDOW = 15 * 60
MOST_OF_PAIR, MOST_OF_ACCOUNT, MOST_OF_ADDRESS = 5, 20, 100
_REMEMBERED = 90 * 24 * 3600


def find_network(address: str) -> str:
    """What counts as one address: an IPv6 user has a whole /64."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if parsed.version == 4:
        return str(parsed)
    return str(ipaddress.ip_network(f"{parsed}/64", strict=False).network_address)


def _name_scopes(name: str, address: str) -> tuple[str, str, str]:
    account, network = name.strip().lower()[:64], find_network(address)
    return f"pair:{account}@{network}", f"account:{account}", f"address:{network}"


def count_attempt(connection: Connection, name: str, address: str) -> None:
    """Count one attempt. Raises `SignInError` where there were too many; the refused ones are not counted."""
    pair, account, network = _name_scopes(name, address)
    limits = {pair: MOST_OF_PAIR}
    if not is_familiar(connection, pair):
        limits |= {account: MOST_OF_ACCOUNT, network: MOST_OF_ADDRESS}
    count_within(connection, (pair, account, network), limits, "đã thử sai quá nhiều lần", "đăng nhập")


def count_within(
    connection: Connection, scopes: Iterable[str], limits: Mapping[str, int], message: str, place: str
) -> None:
    """Count an attempt in every scope. Raises `SignInError` with this message and place, and counts nothing, where one
    of `limits` (attempts in `WINDOW` seconds, by scope) is reached."""
    now = get_seconds()
    connection.execute(delete(ATTEMPT).where(ATTEMPT.c.at <= now - WINDOW))
    for scope, most in limits.items():
        times = connection.execute(select(func.count(), func.min(ATTEMPT.c.at)).where(ATTEMPT.c.scope == scope)).one()
        if times[0] >= most:
            minutes = max(1, -(-(times[1] + WINDOW - now) // 60))
            raise SignInError(message, place=place, way_out=f"chờ {minutes} phút rồi thử lại")
    connection.execute(insert(ATTEMPT), [{"scope": scope, "at": now} for scope in scopes])


def is_familiar(connection: Connection, scope: str) -> bool:
    """Whether an attempt of this scope was the right person's not long ago."""
    query = select(FAMILIAR.c.scope).where(FAMILIAR.c.scope == scope, FAMILIAR.c.at > get_seconds() - _REMEMBERED)
    return connection.execute(query).first() is not None


def make_familiar(connection: Connection, scope: str) -> None:
    """It was the right person: the scope's attempts no longer count, and it is known from now on."""
    connection.execute(delete(ATTEMPT).where(ATTEMPT.c.scope == scope))
    connection.execute(delete(FAMILIAR).where(FAMILIAR.c.scope == scope))
    connection.execute(insert(FAMILIAR).values(scope=scope, at=get_seconds()))


def forget_attempts(connection: Connection, name: str, address: str) -> None:
    """It was the right person: their attempts no longer count, and the pair is known from now on."""
    pair, account, network = _name_scopes(name, address)
    own = connection.execute(select(func.count()).where(ATTEMPT.c.scope == pair)).scalar_one()
    for scope in (account, network):
        newest = select(ATTEMPT.c.id).where(ATTEMPT.c.scope == scope).order_by(ATTEMPT.c.id.desc()).limit(own)
        connection.execute(delete(ATTEMPT).where(ATTEMPT.c.id.in_(newest.scalar_subquery())))
    make_familiar(connection, pair)
