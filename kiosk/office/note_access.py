"""Staff without an account: the code on a delivery note opens one order at one site while a line of it is open.

In come a connection and a code as somebody typed it, out goes the parcel. Guesses are counted before they are looked
at, by address and all together; who has confirmed from an address before is not shut out by strangers' guesses.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from kiosk.errors import OfficeError
from kiosk.office import throttle
from kiosk.office.database.ledger_tables import ORDER_LINE
from kiosk.office.ledger.order_list import find_parcel

MOST_OF_ADDRESS, MOST_OF_ALL = 10, 300
"""Guesses in a quarter of an hour. Codes have forty bits: so one of two thousand open ones is hit in decades."""


@dataclass(frozen=True, slots=True)
class NoteHolder:
    """Whoever holds a delivery note: which order, at which site."""

    order: int
    site: str
    code: str


def enter_by_note(connection: Connection, code: str, address: str) -> NoteHolder:
    """The parcel of a code that somebody typed and that `count_guess` counted. Raises `OfficeError` for a code of no
    note, and for one of which everything hangs or was cancelled."""
    order, site = find_parcel(connection, _clean(code))
    if not _is_open(connection, order, site):
        raise OfficeError(
            "phiếu giao này đã xong: mọi tờ đã được xác nhận hoặc đã hủy",
            place=f"lệnh in {order}",
            way_out="không phải làm gì thêm; ghi nhầm thì báo văn phòng",
        )
    throttle.make_familiar(connection, _name_scope(address))
    return NoteHolder(order, site, _clean(code))


def count_guess(connection: Connection, address: str) -> None:
    """Count one attempt, before it is looked at. Raises `SignInError` where there were too many."""
    own = _name_scope(address)
    limits = {own: MOST_OF_ADDRESS}
    if not throttle.is_familiar(connection, own):
        limits[_ALL] = MOST_OF_ALL
    throttle.count_within(connection, (own, _ALL), limits, "đã gõ sai mã quá nhiều lần", "mã xác nhận")


_ALL = "note:"


def _name_scope(address: str) -> str:
    return f"{_ALL}{throttle.find_network(address)}"


def _clean(code: str) -> str:
    return code.strip().upper().replace(" ", "").replace("-", "")[:20]


def find_note(connection: Connection, code: str) -> NoteHolder | None:
    """The parcel of a code while a line of it is open; None for any other."""
    try:
        order, site = find_parcel(connection, _clean(code))
    except OfficeError:
        return None
    return NoteHolder(order, site, _clean(code)) if _is_open(connection, order, site) else None


def _is_open(connection: Connection, order: int, site: str) -> bool:
    line = select(ORDER_LINE.c.sheet).where(
        ORDER_LINE.c.order_number == order, ORDER_LINE.c.site == site, ORDER_LINE.c.open.is_(True)
    )
    return connection.execute(line.limit(1)).first() is not None
