"""Print orders as an office gives them: counted before, frozen, and written as files for the print shop.

In come the workspace and a request, or the number of an order; out goes what it costs, its number, or a folder with its
zip (`press.batch_files`). Which sheets are needed is left to the ledger, asking and showing to callers.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from kiosk.clock import get_today
from kiosk.errors import OfficeError, ReleaseError
from kiosk.model.ledger import PrintOrder, Witness
from kiosk.model.manifest import Manifest
from kiosk.office.ledger import orders, releases
from kiosk.office.ledger.acting import act_in_ledger, look_into_ledger
from kiosk.office.ledger.order_list import load_order
from kiosk.office.ledger.orders import HANGING, OrderDraft
from kiosk.office.ledger.public_marks import write_marks
from kiosk.press import batch_files
from kiosk.press.batch import Order, Parcel, Product, plan_parcels
from kiosk.press.batch_files import Batch
from kiosk.press.notices import OrderNote
from kiosk.press.printing import Printer, PrintSource
from kiosk.progress import Progress
from kiosk.release import lifecycle
from kiosk.settings import inputs
from kiosk.workspace.store import Store
from posters.inks import Inks
from posters.intent import PrintProfile

INKS = {"mau": Inks.COLOUR, "cmyk": Inks.CMYK, "xam": Inks.GREY, "tiet-kiem": Inks.LOW}
"""Inks by the names that orders give them."""


@dataclass(frozen=True, slots=True)
class OrderCost:
    """What an order would print: sites, sheets that hang by paper; `coming` where it is for a day to come."""

    release: int
    sites: int
    sheets: Mapping[str, int]
    coming: bool


def cost_order(store: Store, request: Order, number: int | None = None) -> tuple[OrderCost, ...]:
    """What has to be printed now, and, where `number` is a release for a coming day, then. Changes nothing. Raises
    `ReleaseError`, `OfficeError`."""
    release = lifecycle.choose_release(store, number)
    live = lifecycle.load_current(store)
    looked_at = [live] if live is not None and live.number != release.number else []
    with look_into_ledger(store) as connection:
        return tuple(_cost(_draft(connection, store, m, request)) for m in (*looked_at, release))


def _cost(draft: OrderDraft) -> OrderCost:
    return OrderCost(draft.manifest.number, len(draft.parcels), draft.sheets_by_paper, draft.hang_from is not None)


def _draft(connection: Connection, store: Store, manifest: Manifest, request: Order) -> OrderDraft:
    return orders.draft_order(connection, manifest, inputs.restore(manifest.inputs, store.get).sites, request)


def make_print_order(
    store: Store,
    request: Order,
    witness: Witness,
    number: int | None = None,
    *,
    person: int | None = None,
    key: str = "",
) -> PrintOrder | None:
    """Freeze what has to be printed so that release `number` (default: the live one) hangs; None where nothing has to
    be. `person` acts, where it is one of the office; the same `key` is the same order. Raises `ReleaseError`,
    `OfficeError`."""
    manifest = lifecycle.choose_release(store, number)
    _require_sound(store, manifest)
    with act_in_ledger(store, witness, person) as doing:
        keyed_order = orders.find_keyed(doing.connection, key)
        if keyed_order is not None:
            return load_order(doing.connection, keyed_order)
        draft = _draft(doing.connection, store, manifest, request)
        if not draft.parcels:
            return None
        releases.note_revisions(doing.connection, doing.act, store, manifest)
        fresh = orders.make_order(doing.connection, doing.act, doing.witness, draft, key)
        write_marks(store, doing.connection)
        return load_order(doing.connection, fresh)


def _require_sound(store: Store, manifest: Manifest) -> None:
    """Only what was read back is printed. Raises `ReleaseError`."""
    place = f"bản phát hành {manifest.number}"
    if manifest.partial:
        way_out = "chạy kiosk build cho mọi điểm"
        raise ReleaseError("bản dựng thử một số điểm không lập lệnh in được", place=place, way_out=way_out)
    verdict = lifecycle.load_verdict(store, manifest)
    if verdict is None or not verdict.passed:
        way_out = f"chạy kiosk verify {manifest.number} trước"
        raise ReleaseError("bản này chưa qua kiểm tra nên không lập lệnh in", place=place, way_out=way_out)
    current = store.current()
    if current is not None and manifest.number != current and manifest.as_of <= get_today():
        raise ReleaseError(
            f"bản đang công bố là bản {current}, lệnh in lập cho bản ấy hoặc bản của một ngày sắp tới",
            place=place,
            way_out="bỏ --release, hoặc dựng bản cho ngày sắp tới bằng kiosk build --as-of NGÀY",
        )


def write_order(
    store: Store,
    number: int,
    report: Progress,
    *,
    sites: Collection[str] = (),
    folder: Path | None = None,
    profile: PrintProfile | None = None,
    office: str = "",
) -> Batch:
    """Write the files of an order, of all its sites or of these, into `folder` (default: lo-in-NUMBER here): what is
    still open of it, with the print shop's profile where it suits. `office`: the address of the office, where staff
    type the code of their note. Raises `ReleaseError`, `OfficeError`."""
    with look_into_ledger(store) as connection:
        order = load_order(connection, number)
    parcels = _list_open_parcels(store, order, sites)
    if not parcels:
        raise OfficeError(
            "lệnh in này không còn tờ nào phải in ở các điểm đã chọn",
            place=f"lệnh in {number}",
            way_out=f"xem kiosk order show {number}",
        )
    manifest = lifecycle.load_manifest(store, order.release)
    hang_from = order.hang_from if order.hang_from and order.hang_from > get_today() else None
    notes = {p.site: OrderNote(number, p.code, order.hang_from, office and f"{office}/phieu") for p in order.parcels}
    cache = store.cache()
    try:
        printer = Printer(PrintSource(store, manifest), cache, report, hang_from=hang_from, profile=profile)
        return batch_files.write_batch(parcels, printer, folder or Path(f"lo-in-{number}"), report, notes)
    finally:
        cache.close()


def _list_open_parcels(store: Store, order: PrintOrder, sites: Collection[str]) -> tuple[Parcel, ...]:
    """What is still open of an order, as it is printed."""
    manifest = lifecycle.load_manifest(store, order.release)
    parcels = orders.choose_parcels(order, sites)
    all_sites = inputs.restore(manifest.inputs, store.get).sites
    labels: dict[tuple[str, str], list[str]] = {}
    for line in order.lines:
        if line.is_open:
            labels.setdefault((line.site, line.product), []).append(line.sheet)

    def choose(site: object, product: Product, _paper: str) -> tuple[str, ...] | None:
        if product not in HANGING:
            return None
        mine = tuple(labels.get((site.code, product.value), ()))  # type: ignore[attr-defined]
        return None if product is Product.BOARD and mine else mine

    request = read_request(order.options, parcels)
    papers = {s.code: manifest.paper(s.layout) for s in manifest.sites}
    sites_held = [s for s in all_sites if s.code in papers]
    return tuple(plan_parcels(sites_held, request, papers, choose)) if parcels else ()


def read_request(options: Mapping[str, object], sites: Collection[str]) -> Order:
    """How an order is printed, as it was asked for."""
    listed = options["products"]
    products = tuple(Product(p) for p in listed) if isinstance(listed, list) else ()
    return Order(
        products,
        tuple(sites),
        "",
        str(options["paper"]),
        int(str(options["copies"])),
        bool(options["imposed"]),
        bool(options["marks"]),
        Inks(str(options["inks"])),
    )
