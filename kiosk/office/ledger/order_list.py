"""Orders as the ledger holds them: one whole, or all by number.

In comes a connection, out go `PrintOrder`s with how far each parcel has come and which lines are obsolete. Read only.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Integer, cast, func, select

from kiosk.errors import OfficeError
from kiosk.model.ledger import OrderedParcel, OrderLine, ParcelState, PrintOrder, find_open_state
from kiosk.office.database.ledger_tables import ORDER_LINE, ORDER_SITE, PRINT_ORDER, PUBLICATION, REQUIRED_SHEET


@dataclass(frozen=True, slots=True)
class OrderSummary:
    """An order in one row: how many sites and lines, how many of them are open, hung."""

    number: int
    day: date
    release: int
    hang_from: date | None
    sites: int
    lines: int
    open: int
    hung: int


@dataclass(frozen=True, slots=True)
class ComingParcel:
    """What an open order still brings to one site: how far it has come, since which day, the day before which it may
    not hang, and its sheets."""

    number: int
    state: ParcelState
    day: date
    hang_from: date | None
    sheets: tuple[str, ...]


def load_order(connection: Connection, number: int) -> PrintOrder:
    """An order with all of its parcels. Raises `OfficeError` where there is none of this number."""
    row = connection.execute(select(PRINT_ORDER).where(PRINT_ORDER.c.number == number)).first()
    if row is None:
        raise OfficeError("không có lệnh in này", place="lệnh in", value=str(number), way_out="xem kiosk order list")
    lines = _list_lines(connection, number, row.hang_from)
    parcels = connection.execute(
        select(ORDER_SITE).where(ORDER_SITE.c.order_number == number).order_by(ORDER_SITE.c.site)
    )
    return PrintOrder(
        row.number,
        date.fromisoformat(row.day),
        row.release,
        _read_day(row.hang_from),
        json.loads(row.options),
        row.event,
        tuple(
            OrderedParcel(p.site, p.code, _read_day(p.sent), _read_day(p.delivered), tuple(lines[p.site]))
            for p in parcels
        ),
    )


def _list_lines(connection: Connection, number: int, hang_from: str | None) -> dict[str, list[OrderLine]]:
    asked_now = _is_day_asked(connection, hang_from)
    query = (
        select(ORDER_LINE, REQUIRED_SHEET.c.revision.label("asked"))
        .outerjoin(
            REQUIRED_SHEET,
            (REQUIRED_SHEET.c.site == ORDER_LINE.c.site) & (REQUIRED_SHEET.c.sheet == ORDER_LINE.c.sheet),
        )
        .where(ORDER_LINE.c.order_number == number)
        .order_by(ORDER_LINE.c.site, ORDER_LINE.c.position)
    )
    lines: dict[str, list[OrderLine]] = defaultdict(list)
    for r in connection.execute(query):
        is_obsolete = asked_now and r.open and r.asked != r.revision
        lines[r.site].append(
            OrderLine(
                r.site, r.sheet, r.product, r.revision, r.paper, r.copies, r.cause, r.open, r.hung_event, is_obsolete
            )
        )
    return lines


def _is_day_asked(connection: Connection, hang_from: str | None) -> bool:
    """Whether the live release already speaks for the day for which an order was made."""
    if hang_from is None:
        return True
    query = select(PUBLICATION.c.as_of).order_by(PUBLICATION.c.event.desc()).limit(1)
    return (connection.execute(query).scalar() or "") >= hang_from


def list_orders(connection: Connection, *, only_open: bool = False) -> tuple[OrderSummary, ...]:
    """Orders, the newest first; `only_open`: those that still bring something."""
    counted = select(
        ORDER_LINE.c.order_number,
        func.count().label("lines"),
        func.sum(cast(ORDER_LINE.c.open, Integer)).label("open"),
        func.count(ORDER_LINE.c.hung_event).label("hung"),
    ).group_by(ORDER_LINE.c.order_number)
    still = select(ORDER_LINE.c.order_number).where(ORDER_LINE.c.open.is_(True)).distinct()
    if only_open:
        counted = counted.where(ORDER_LINE.c.order_number.in_(still))
    lines = counted.subquery()
    parcels = select(ORDER_SITE.c.order_number, func.count().label("sites")).group_by(ORDER_SITE.c.order_number)
    if only_open:
        parcels = parcels.where(ORDER_SITE.c.order_number.in_(still))
    sites = parcels.subquery()
    query = (
        select(PRINT_ORDER, lines.c.lines, lines.c.open, lines.c.hung, sites.c.sites)
        .join(lines, lines.c.order_number == PRINT_ORDER.c.number, isouter=not only_open)
        .join(sites, sites.c.order_number == PRINT_ORDER.c.number)
        .order_by(PRINT_ORDER.c.number.desc())
    )
    return tuple(_read_summary(row) for row in connection.execute(query))


def _read_summary(row: Any) -> OrderSummary:
    counts = (row.sites, row.lines or 0, row.open or 0, row.hung or 0)
    return OrderSummary(row.number, date.fromisoformat(row.day), row.release, _read_day(row.hang_from), *counts)


def _read_day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def find_parcel(connection: Connection, code: str) -> tuple[int, str]:
    """Order and site that a delivery note's code stands for. Raises `OfficeError`."""
    query = select(ORDER_SITE.c.order_number, ORDER_SITE.c.site).where(ORDER_SITE.c.code == code.strip().upper())
    row = connection.execute(query).first()
    if row is None:
        raise OfficeError(
            "không có phiếu giao nào mang mã này", place="mã xác nhận", value=code[:20], way_out="gõ lại mã trên phiếu"
        )
    return row.order_number, row.site


def list_coming(connection: Connection, site: str) -> tuple[ComingParcel, ...]:
    """What open orders still bring to a site, the oldest order first."""
    here = (ORDER_LINE.c.site == site, ORDER_LINE.c.open.is_(True))
    numbers = select(ORDER_LINE.c.order_number).where(*here).distinct().order_by(ORDER_LINE.c.order_number)
    return tuple(_describe_coming(connection, number, site) for number in connection.execute(numbers).scalars().all())


def _describe_coming(connection: Connection, number: int, site: str) -> ComingParcel:
    order = connection.execute(select(PRINT_ORDER).where(PRINT_ORDER.c.number == number)).one()
    of_site = (ORDER_SITE.c.order_number == number, ORDER_SITE.c.site == site)
    parcel = connection.execute(select(ORDER_SITE).where(*of_site)).one()
    open_lines = (ORDER_LINE.c.order_number == number, ORDER_LINE.c.site == site, ORDER_LINE.c.open.is_(True))
    sheets = connection.execute(select(ORDER_LINE.c.sheet).where(*open_lines).order_by(ORDER_LINE.c.position)).scalars()
    state = find_open_state(_read_day(parcel.sent), _read_day(parcel.delivered))
    since = date.fromisoformat(parcel.delivered or parcel.sent or order.day)
    return ComingParcel(number, state, since, _read_day(order.hang_from), tuple(sheets))


def list_coming_sheets(connection: Connection) -> frozenset[tuple[str, str, str]]:
    """Site, sheet and revision of everything that open orders bring."""
    columns = (ORDER_LINE.c.site, ORDER_LINE.c.sheet, ORDER_LINE.c.revision)
    rows = connection.execute(select(*columns).where(ORDER_LINE.c.open.is_(True)))
    return frozenset((row.site, row.sheet, row.revision) for row in rows)


def list_ordered_releases(connection: Connection) -> frozenset[int]:
    """Releases from which something is still to be printed."""
    still = select(ORDER_LINE.c.order_number).where(ORDER_LINE.c.open.is_(True)).distinct()
    return frozenset(connection.execute(select(PRINT_ORDER.c.release).where(PRINT_ORDER.c.number.in_(still))).scalars())


def list_open_lines(connection: Connection) -> tuple[tuple[int, str], ...]:
    """(order, site) of every order that still brings something to a site."""
    columns = (ORDER_LINE.c.order_number, ORDER_LINE.c.site)
    query = select(*columns).where(ORDER_LINE.c.open.is_(True)).distinct().order_by(*columns)
    return tuple((row.order_number, row.site) for row in connection.execute(query))
