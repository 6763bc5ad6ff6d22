"""Print orders: made, looked at, moved on.

In come a connection inside a transaction, an act and what a person asks for; out go frozen orders. What an order brings
is never changed afterwards: lines are hung, cancelled, or told to be obsolete. Writing its files is left to
`print_batches`, confirming to `confirming`.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, insert, select, update

from kiosk.canonical import dump_canonical
from kiosk.clock import get_today
from kiosk.errors import OfficeError
from kiosk.model.ledger import PrintOrder, Witness
from kiosk.model.manifest import Manifest
from kiosk.model.site import Site, spell_codes
from kiosk.office import events
from kiosk.office.database.ledger_tables import EVENT_KEY, ORDER_LINE, ORDER_SITE, PRINT_ORDER
from kiosk.office.events import Act, EventKind
from kiosk.office.ledger.needs import NeededSheet, list_needed
from kiosk.office.ledger.order_list import load_order
from kiosk.office.ledger.revisions import list_required
from kiosk.office.ledger.site_events import drop_ended
from kiosk.press.batch import Order, Parcel, Product, plan_parcels
from posters.marks import LETTERS

HANGING = (Product.SHEETS, Product.BOARD)
"""Products that hang on a wall; the others are printed for every site that is named."""
_CODE = 8


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """What an order would bring: for which release, parcels as they are printed, and why each sheet is needed."""

    manifest: Manifest
    request: Order
    parcels: tuple[Parcel, ...]
    needed: tuple[NeededSheet, ...]
    hang_from: date | None

    @property
    def sheets_by_paper(self) -> dict[str, int]:
        """How many sheets hang afterwards that are printed now, by paper, copies counted."""
        counts: dict[str, int] = {}
        lines = {(n.required.site, n.required.product) for n in self.needed}
        for parcel in self.parcels:
            for job in parcel.jobs:
                if (parcel.site.code, job.product.value) in lines:
                    count = 1 if job.only is None else len(job.only)
                    counts[job.printed] = counts.get(job.printed, 0) + count * job.copies
        return dict(sorted(counts.items()))


def draft_order(connection: Connection, manifest: Manifest, sites: Sequence[Site], request: Order) -> OrderDraft:
    """What has to be printed so that `manifest` hangs at the sites that are named, less what open orders bring. Raises
    `OfficeError` for demonstration data, `ReleaseError` for an unknown site."""
    refuse_sample(manifest, "kiosk order make")
    site_codes = {s.code for s in manifest.sites}
    known_sites = [s for s in sites if s.code in site_codes]
    required = drop_ended(connection, tuple(list_required(manifest)))
    needs = [n for n in list_needed(connection, required) if not n.orders]
    by_product: dict[tuple[str, str], list[str]] = {}
    for n in needs:
        by_product.setdefault((n.required.site, n.required.product), []).append(n.required.sheet)

    def choose(site: Site, product: Product, _paper: str) -> tuple[str, ...] | None:
        if product not in HANGING:
            return None
        labels = tuple(by_product.get((site.code, product.value), ()))
        return None if product is Product.BOARD and labels else labels

    papers = {s.code: manifest.paper(s.layout) for s in manifest.sites}
    parcels = tuple(plan_parcels(known_sites, request, papers, choose))
    printed = {(p.site.code, job.product.value) for p in parcels for job in p.jobs}
    brought = tuple(n for n in needs if (n.required.site, n.required.product) in printed)
    return OrderDraft(manifest, request, parcels, brought, manifest.as_of if manifest.as_of > get_today() else None)


def refuse_sample(manifest: Manifest, place: str) -> None:
    """Raises `OfficeError` where a release is made from demonstration data."""
    if manifest.sample:
        raise OfficeError(
            "bản này là BẢN MẪU – KHÔNG NIÊM YẾT, không lập lệnh in và không xác nhận treo",
            place=place,
            value=f"bản phát hành {manifest.number}",
            way_out="nhập danh mục thật bằng kiosk import rồi chạy kiosk regenerate",
        )


def find_keyed(connection: Connection, key: str) -> int | None:
    """The order that was made under this key, None where none was."""
    query = select(PRINT_ORDER.c.number).join(EVENT_KEY, EVENT_KEY.c.event == PRINT_ORDER.c.event)
    return connection.execute(query.where(EVENT_KEY.c.key == key)).scalar() if key else None


def make_order(connection: Connection, act: Act, witness: Witness, draft: OrderDraft, key: str = "") -> int:
    """Freeze a draft under the next number, which is returned."""
    number = (connection.execute(select(func.max(PRINT_ORDER.c.number))).scalar() or 0) + 1
    lines = _make_lines(number, draft)
    codes = {parcel.site.code: _make_code() for parcel in draft.parcels}
    facts = {
        "release": draft.manifest.number,
        "hang_from": draft.hang_from,
        "options": _dump_options(draft.request),
        "sites": codes,
        "lines": [[line[k] for k in ("site", "sheet", "revision", "paper", "copies", "cause")] for line in lines],
        **_dump_witness(witness),
    }
    event = events.record(connection, act, EventKind.ORDER_MADE, f"order/{number}", after=facts)
    row = {
        "number": number,
        "day": get_today().isoformat(),
        "release": draft.manifest.number,
        "hang_from": draft.hang_from.isoformat() if draft.hang_from else None,
        "options": dump_canonical(_dump_options(draft.request)).decode(),
        "event": event,
    }
    connection.execute(insert(PRINT_ORDER).values(row))
    if key:
        connection.execute(insert(EVENT_KEY).values(key=key, event=event, says=""))
    parcels = [{"order_number": number, "site": site, "code": code} for site, code in codes.items()]
    connection.execute(insert(ORDER_SITE), parcels)
    if lines:
        connection.execute(insert(ORDER_LINE), lines)
    return number


def _make_lines(number: int, draft: OrderDraft) -> list[dict[str, object]]:
    printing = {(p.site.code, job.product.value): job for p in draft.parcels for job in p.jobs}
    return [
        {
            "order_number": number,
            "site": n.required.site,
            "sheet": n.required.sheet,
            "product": n.required.product,
            "position": n.required.position,
            "revision": n.required.revision,
            "paper": printing[n.required.site, n.required.product].printed,
            "copies": printing[n.required.site, n.required.product].copies,
            "cause": n.cause,
            "open": True,
        }
        for n in draft.needed
    ]


def _dump_options(request: Order) -> dict[str, object]:
    return {
        "products": [p.value for p in request.products],
        "paper": request.paper,
        "copies": request.copies,
        "imposed": request.imposed,
        "marks": request.marks,
        "inks": request.inks.value,
    }


def _make_code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(_CODE))


def _dump_witness(witness: Witness) -> dict[str, object]:
    return {key: value for key, value in (("by", witness.by), ("note", witness.note)) if value}


# moving on -------------------------------------------------------------------------------------------------


def send_order(
    connection: Connection, act: Act, witness: Witness, number: int, sites: Collection[str], day: date
) -> tuple[str, ...]:
    """Say that parcels (none named: all that were not) went to the print shop; returns their sites."""
    return _move(connection, act, witness, (number, EventKind.ORDER_SENT, "sent"), sites, day)


def deliver_order(
    connection: Connection, act: Act, witness: Witness, number: int, sites: Collection[str], day: date
) -> tuple[str, ...]:
    """Say that parcels (none named: all that were not) were delivered; returns their sites."""
    return _move(connection, act, witness, (number, EventKind.ORDER_DELIVERED, "delivered"), sites, day)


def _move(
    connection: Connection,
    act: Act,
    witness: Witness,
    step: tuple[int, EventKind, str],
    sites: Collection[str],
    day: date,
) -> tuple[str, ...]:
    number, kind, column = step
    if day > get_today():
        raise OfficeError("ngày này chưa đến", place="--on", value=f"{day:%d/%m/%Y}", way_out="ghi ngày đã làm việc ấy")
    site_rows = _require_parcels(connection, number)
    chosen_sites = _choose(number, site_rows, sites)
    moved = tuple(site for site in chosen_sites if site_rows[site][column] is None)
    if moved:
        facts = {"sites": list(moved), "day": day, **_dump_witness(witness)}
        event = events.record(connection, act, kind, f"order/{number}", after=facts)
        statement = update(ORDER_SITE).where(ORDER_SITE.c.order_number == number, ORDER_SITE.c.site.in_(moved))
        connection.execute(statement.values({column: day.isoformat(), f"{column}_event": event}))
    return moved


def cancel_order(
    connection: Connection,
    act: Act,
    witness: Witness,
    number: int,
    sites: Collection[str],
    sheets: Collection[str],
    *,
    only_obsolete: bool = False,
) -> int:
    """Cancel the open lines of these sites and sheets (none named: all; `only_obsolete`: those no longer asked for);
    returns how many. Raises `OfficeError` where there is none."""
    chosen_sites = set(_choose(number, _require_parcels(connection, number), sites))
    lines = [
        line
        for line in load_order(connection, number).lines
        if line.is_open
        and line.site in chosen_sites
        and (not sheets or line.sheet in sheets)
        and (not only_obsolete or line.is_obsolete)
    ]
    if not lines:
        raise OfficeError(
            "không có tờ nào còn mở để hủy", place=f"lệnh in {number}", way_out=f"xem kiosk order show {number}"
        )
    facts = {"lines": [[line.site, line.sheet] for line in lines], **_dump_witness(witness)}
    event = events.record(connection, act, EventKind.ORDER_CANCELLED, f"order/{number}", after=facts)
    for line in lines:
        statement = update(ORDER_LINE).where(
            ORDER_LINE.c.order_number == number, ORDER_LINE.c.site == line.site, ORDER_LINE.c.sheet == line.sheet
        )
        connection.execute(statement.values(open=False, cancelled_event=event))
    return len(lines)


def _require_parcels(connection: Connection, number: int) -> dict[str, dict[str, object]]:
    """The parcels of an order by site. Raises `OfficeError` where there is no such order."""
    rows = connection.execute(select(ORDER_SITE).where(ORDER_SITE.c.order_number == number)).mappings()
    site_rows = {str(row["site"]): dict(row) for row in rows}
    if not site_rows:
        raise OfficeError("không có lệnh in này", place="lệnh in", value=str(number), way_out="xem kiosk order list")
    return site_rows


def _choose(number: int, known: Collection[str], sites: Collection[str]) -> tuple[str, ...]:
    """The sites that are named, all where none is. Raises `OfficeError` for one that the order does not serve."""
    site_codes = spell_codes(sites, known)
    for site in site_codes:
        if site not in known:
            raise OfficeError(
                "lệnh in này không có điểm ấy",
                place=f"lệnh in {number}",
                value=site[:40],
                way_out=f"xem kiosk order show {number}",
            )
    return site_codes or tuple(known)


def undo_order(connection: Connection, kind: EventKind, number: int) -> None:
    """Let what follows from event `number` (sent, delivered, cancelled) be as if it had not been."""
    if kind is EventKind.ORDER_CANCELLED:
        statement = update(ORDER_LINE).where(ORDER_LINE.c.cancelled_event == number)
        connection.execute(statement.values(open=True, cancelled_event=None))
        return
    column = "sent" if kind is EventKind.ORDER_SENT else "delivered"
    statement = update(ORDER_SITE).where(ORDER_SITE.c[f"{column}_event"] == number)
    connection.execute(statement.values({column: None, f"{column}_event": None}))


def choose_parcels(order: PrintOrder, sites: Collection[str]) -> tuple[str, ...]:
    """The sites of an order that are named, all where none is. Raises `OfficeError` for one that it does not serve."""
    return _choose(order.number, [p.site for p in order.parcels], sites)
