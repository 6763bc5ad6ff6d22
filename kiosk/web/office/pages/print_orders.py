"""Print orders: the cost first, then made; sent, delivered, chased site by site; files made by the machine."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from datetime import date, timedelta

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response

from kiosk import workbook
from kiosk.clock import get_today
from kiosk.errors import OfficeError
from kiosk.model.ledger import OrderedParcel, ParcelState, Witness
from kiosk.office import batch_jobs, jobs, people, print_batches
from kiosk.office.batch_jobs import PRINT_BATCH
from kiosk.office.ledger import orders, releases, tick_list, undoing
from kiosk.office.ledger.acting import act_in_ledger, look_into_ledger
from kiosk.office.ledger.order_list import list_orders, load_order
from kiosk.office.ledger.public_marks import write_marks
from kiosk.office.print_batches import INKS
from kiosk.office.published import load_published, require_published
from kiosk.office.site_files import OfficeFile
from kiosk.press.batch import Order, Product, list_groups
from kiosk.reports.weekly import UNCONFIRMED_DAYS
from kiosk.web.office.fields import read_day
from kiosk.web.office.permissions import Permission
from kiosk.web.office.visit import PageRoute, Visit, begin_reading, begin_writing, go_to, send_file, show

_MOST_COPIES = 1000
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show_orders(visit: Visit) -> Response:
    """Orders, the newest first, and the form that counts what one more would cost."""
    store, everything = visit.desk.here.store, visit.query("tat-ca") == "1"
    with look_into_ledger(store) as connection:
        listed = list_orders(connection, only_open=not everything)
    release = load_published(store)
    values = {
        "orders": listed,
        "everything": everything,
        "release": release.manifest.number if release else None,
        "groups": list_groups(release.sites) if release else (),
        "products": tuple(Product),
        "papers": sorted({paper for p in Product for paper in p.papers}, reverse=True),
        "inks": [(name, batch_jobs.INK_LABELS[inks]) for name, inks in INKS.items()],
        "asked": visit.query("diem"),
        "most_copies": _MOST_COPIES,
    }
    return show(visit, "orders.html", values)


def show_cost(visit: Visit) -> Response:
    """What an order of these choices would print, before anybody makes it."""
    request = _read_form(visit)
    require_published(visit.desk.here.store)
    costs = print_batches.cost_order(visit.desk.here.store, request)
    fields = [(name, str(value)) for name, value in visit.form.multi_items() if name != "form_token"]
    values = {
        "cost": costs[-1],
        "fields": fields,
        "what": batch_jobs.describe_order(batch_jobs.write_facts(request)),
        # The same page sent twice is one order.
        "key": f"web/{secrets.token_hex(12)}",
    }
    return show(visit, "order_cost.html", values)


def make_order(visit: Visit) -> Response:
    """Freeze the order."""
    key = visit.text("key")
    if not re.fullmatch(r"web/[0-9a-f]{24}", key):
        way_out = "tính chi phí trước ở trang Lệnh in, rồi lập"
        raise OfficeError("chưa xem lệnh in này tốn bao nhiêu", place="lệnh in", way_out=way_out)
    request, person = _read_form(visit), visit.person.id
    store = visit.desk.here.store
    fresh = print_batches.make_print_order(store, request, Witness(""), person=person, key=key)
    if fresh is None:
        return go_to("/lenh-in", "khong-phai-in")
    return go_to(f"/lenh-in/{fresh.number}", "da-lap-lenh")


def _read_form(visit: Visit) -> Order:
    copies = visit.text("copies") or "1"
    if not (copies.isascii() and copies.isdecimal() and 1 <= int(copies[:9]) <= _MOST_COPIES):
        way_out = f"ghi một số từ 1 đến {_MOST_COPIES}"
        raise OfficeError("số bản không hợp lệ", place="lệnh in", value=copies[:40], way_out=way_out)
    products, inks = visit.texts("product"), visit.text("inks") or "mau"
    unknown = [name for name in products if name not in set(Product)] + [inks] * (inks not in INKS)
    if unknown:
        way_out = "chọn trong biểu mẫu"
        raise OfficeError("không có lựa chọn này", place="lệnh in", value=unknown[0][:40], way_out=way_out)
    request = Order(
        tuple(map(Product, products)),
        tuple(filter(None, re.split(r"[\s,;]+", visit.text("sites")))),
        visit.text("group"),
        visit.text("paper"),
        int(copies),
        visit.text("imposed") == "yes",
        visit.text("marks") == "yes",
        INKS[inks],
    )
    batch_jobs.check_order(visit.desk.here, request)
    return request


# one order -------------------------------------------------------------------------------------------------


def show_order(visit: Visit) -> Response:
    """Who has what of an order, which sheets are of no use any more, its files."""
    store, number = visit.desk.here.store, visit.number()
    with look_into_ledger(store) as connection:
        order = load_order(connection, number)
        runs = [j for j in jobs.list_jobs(connection, 200, PRINT_BATCH) if j.order.get("order") == number]
        acts = undoing.list_undoable(connection, f"order/{number}")
        names = {p.id: p.label for p in people.list_persons(connection)}
    release = load_published(store)
    chased = get_today() - timedelta(UNCONFIRMED_DAYS)
    obsolete = [line for line in order.lines if line.is_obsolete]
    late = {p.site for p in order.parcels if _is_late(p, chased)}
    values = {
        "order": order,
        # Whom to call stands first, then what is still open.
        "parcels": sorted(order.parcels, key=lambda p: (p.site not in late, not any(x.is_open for x in p.lines))),
        "known": {s.code: s for s in release.sites} if release else {},
        "late": late,
        "counts": [(state, sum(p.state is state for p in order.parcels)) for state in ParcelState],
        "obsolete": obsolete,
        "open": sum(line.is_open for line in order.lines),
        "runs": runs[:3],
        "archive": next((j.id for j in runs if batch_jobs.find_archive(store.root, j.id)), None),
        "days": UNCONFIRMED_DAYS,
        "today": get_today(),
        "acts": acts,
        "names": names,
    }
    return show(visit, "order.html", values)


def _is_late(parcel: OrderedParcel, chased: date) -> bool:
    """Whether a parcel went out before a day and something of it is still open."""
    went = parcel.delivered or parcel.sent
    return went is not None and went < chased and any(line.is_open for line in parcel.lines)


_Move = Callable[..., tuple[str, ...]]


def _make_mover(move: _Move, notice: str) -> Callable[[Visit], Response]:
    """The page that moves the chosen parcels of an order on; none chosen: all."""

    def answer(visit: Visit) -> Response:
        number, sites = visit.number(), _read_ticked_sites(visit)
        day = read_day(visit.text("day")) or get_today()
        with act_in_ledger(visit.desk.here.store, Witness(""), visit.person.id) as doing:
            moved = move(doing.connection, doing.act, doing.witness, number, sites, day)
        return go_to(f"/lenh-in/{number}", notice if moved else "khong-doi")

    return answer


def _read_ticked_sites(visit: Visit) -> tuple[str, ...]:
    """The ticked sites, none where all are meant. Raises `OfficeError` where nothing was chosen at all."""
    if visit.text("which") == "all":
        return ()
    sites = visit.texts("site")
    if not sites:
        way_out = "đánh dấu ít nhất một điểm, hoặc dùng nút cho mọi điểm"
        raise OfficeError("chưa chọn điểm nào", place="lệnh in", way_out=way_out)
    return sites


def cancel_lines(visit: Visit) -> Response:
    """Cancel what is of no use any more, or the open sheets of the ticked sites."""
    number, only_obsolete = visit.number(), visit.text("which") == "obsolete"
    sites = () if only_obsolete else _read_ticked_sites(visit)
    store = visit.desk.here.store
    with act_in_ledger(store, Witness("", note=visit.text("note")), visit.person.id) as doing:
        orders.cancel_order(doing.connection, doing.act, doing.witness, number, sites, (), only_obsolete=only_obsolete)
        write_marks(store, doing.connection)
    return go_to(f"/lenh-in/{number}", "da-huy-to")


def undo_act(visit: Visit) -> Response:
    """Take back what was recorded of this order by mistake: sent, delivered, cancelled."""
    number, event = visit.number(), visit.number("event")
    store = visit.desk.here.store
    with act_in_ledger(store, Witness(""), visit.person.id) as doing:
        if event not in {each.id for each in undoing.list_undoable(doing.connection, f"order/{number}")}:
            raise HTTPException(404)
        undoing.undo_event(doing.connection, doing.act, doing.witness, event)
        write_marks(store, doing.connection)
    return go_to(f"/lenh-in/{number}", "da-huy-viec-ghi")


def ask_files(visit: Visit) -> Response:
    """Have the machine write the files of an order."""
    number = visit.number()
    with begin_reading(visit) as connection:
        require_open(connection, number)
    with begin_writing(visit) as (connection, act):
        job = jobs.ask_job(connection, act, PRINT_BATCH, {"order": number})
    return go_to(f"/viec/{job.id}", "da-giao-viec")


def require_open(connection: Connection, number: int) -> None:
    """Raises `OfficeError` where an order has nothing left to print."""
    if not any(line.is_open for line in load_order(connection, number).lines):
        way_out = "lập lệnh in khác nếu còn tờ phải in"
        raise OfficeError("lệnh in này không còn tờ nào phải in", place=f"lệnh in {number}", way_out=way_out)


def send_archive(visit: Visit) -> Response:
    """The archive that a job wrote of an order."""
    with begin_reading(visit) as connection:
        job = jobs.require_job(connection, visit.number("job"))
    path = batch_jobs.find_archive(visit.desk.here.store.root, job.id)
    if path is None or job.order.get("order") != visit.number():
        raise HTTPException(404)
    return FileResponse(path, media_type="application/zip", filename=path.name)


def send_ticks(visit: Visit) -> Response:
    """The open lines as a workbook in which a site ticks what hangs."""
    number = visit.number()
    with begin_reading(visit) as connection:
        order = load_order(connection, number)
        revisions = releases.load_revisions(connection, {line.revision for line in order.lines})
    table = tick_list.tabulate_order(order, {revision: r.mark for revision, r in revisions.items()})
    return send_file(OfficeFile(f"lenh-in-{number}.xlsx", _XLSX, workbook.write_workbook([table])))


_ONE = "/lenh-in/{number:int}"
ROUTES = (
    PageRoute("GET", "/lenh-in", Permission.LOOK, show_orders),
    PageRoute("POST", "/lenh-in/tinh", Permission.PREPARE, show_cost),
    PageRoute("POST", "/lenh-in", Permission.PREPARE, make_order),
    PageRoute("GET", _ONE, Permission.LOOK, show_order),
    PageRoute("POST", f"{_ONE}/gui-in", Permission.PREPARE, _make_mover(orders.send_order, "da-ghi-gui-in")),
    PageRoute("POST", f"{_ONE}/giao", Permission.PREPARE, _make_mover(orders.deliver_order, "da-ghi-giao")),
    PageRoute("POST", f"{_ONE}/huy", Permission.PREPARE, cancel_lines),
    PageRoute("POST", f"{_ONE}/hoan-tac/{{event:int}}", Permission.PREPARE, undo_act),
    PageRoute("POST", f"{_ONE}/tep", Permission.PREPARE, ask_files),
    PageRoute("GET", f"{_ONE}/danh-sach.xlsx", Permission.LOOK, send_ticks),
    PageRoute("GET", f"{_ONE}/{{job:int}}/lo-in.zip", Permission.LOOK, send_archive),
)
