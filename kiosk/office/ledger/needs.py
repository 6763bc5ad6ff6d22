"""Which sheets a site needs: what a release asks of its wall, less what hangs and what open orders already bring.

In come a connection and the sheets that are asked for; out go those to print, each with its cause, and those to take
down. Any number of releases may lie between what hangs and what is asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, select

from kiosk.model.ledger import PaperAct, RequiredSheet
from kiosk.office.database.ledger_tables import ORDER_LINE, WALL


@dataclass(frozen=True, slots=True)
class NeededSheet:
    """A sheet that is not on the wall as it is asked for, and why. `orders`: open orders that bring it."""

    required: RequiredSheet
    cause: str
    hanging: str
    orders: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SurplusSheet:
    """A sheet that hangs and is not asked for."""

    site: str
    sheet: str
    revision: str


def list_needed(connection: Connection, required: Iterable[RequiredSheet]) -> tuple[NeededSheet, ...]:
    """Every sheet asked for that does not hang whole in its revision, in the order in which they are given."""
    wall = {(r.site, r.sheet): r for r in connection.execute(select(WALL))}
    coming = _list_coming_orders(connection)
    needs = []
    for sheet in required:
        word = wall.get((sheet.site, sheet.sheet))
        act = PaperAct(word.act) if word is not None else None
        revision = word.revision if word is not None else ""
        if revision == sheet.revision and act is not PaperAct.DAMAGED:
            continue
        orders = tuple(coming.get((sheet.site, sheet.sheet, sheet.revision), ()))
        needs.append(NeededSheet(sheet, _name_cause(act, revision, sheet.revision), revision, orders))
    return tuple(needs)


def list_surplus(connection: Connection, required: Collection[RequiredSheet]) -> tuple[SurplusSheet, ...]:
    """Sheets that hang at these sites and are not asked for there."""
    asked_sheets = {(r.site, r.sheet) for r in required}
    sites = {r.site for r in required}
    query = select(WALL).where(WALL.c.revision != "").order_by(WALL.c.site, WALL.c.sheet)
    return tuple(
        SurplusSheet(r.site, r.sheet, r.revision)
        for r in connection.execute(query)
        if r.site in sites and (r.site, r.sheet) not in asked_sheets
    )


def _list_coming_orders(connection: Connection) -> dict[tuple[str, str, str], list[int]]:
    """Orders with open lines by site, sheet and revision."""
    columns = (ORDER_LINE.c.site, ORDER_LINE.c.sheet, ORDER_LINE.c.revision, ORDER_LINE.c.order_number)
    query = select(*columns).where(ORDER_LINE.c.open.is_(True)).order_by(ORDER_LINE.c.order_number)
    coming = defaultdict(list)
    for line in connection.execute(query):
        coming[line.site, line.sheet, line.revision].append(line.order_number)
    return coming


def _name_cause(act: PaperAct | None, hanging: str, asked: str) -> str:
    if act is None:
        return "chưa từng treo"
    if act is PaperAct.LOST:
        return "tờ đang treo bị mất"
    if act is PaperAct.DAMAGED and hanging == asked:
        return "tờ đang treo bị hỏng"
    return "tờ đang treo là bản cũ" if hanging else "đã gỡ, nay phải treo lại"
