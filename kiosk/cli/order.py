"""Commands about print orders."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from typing import Annotated

import typer
from sqlalchemy import Connection

from kiosk import workbook
from kiosk.cli.batch import (
    CopiesOption,
    GroupOption,
    ImposedOption,
    InksOption,
    MarksOption,
    PaperOption,
    ProductOption,
    make_request,
)
from kiosk.cli.console import print_json, print_table, say, warn
from kiosk.cli.ledger import ByOption, NoteOption, OnOption, choose_day_done
from kiosk.cli.options import (
    ConfigOption,
    JsonOption,
    Place,
    SiteOption,
    WorkspaceOption,
    XlsxOption,
    place,
    split_site_codes,
)
from kiosk.cli.vietnamese import make_group
from kiosk.model.ledger import PrintOrder, Witness
from kiosk.office.events import Act
from kiosk.office.ledger import confirming, order_list, orders, releases, tick_list
from kiosk.office.ledger.acting import act_in_ledger, look_into_ledger
from kiosk.office.ledger.order_list import load_order
from kiosk.office.ledger.public_marks import write_marks
from kiosk.office.print_batches import OrderCost, cost_order, make_print_order

order = make_group("order", "Lệnh in: lập, gửi in, giao, treo xong, hủy, xem.")
NumberArgument = Annotated[int, typer.Argument(metavar="SỐ", help="Số của lệnh in.")]


@order.command("make")
def make(
    site: SiteOption = None,
    group: GroupOption = "",
    product: ProductOption = None,
    paper: PaperOption = "",
    copies: CopiesOption = 1,
    imposed: ImposedOption = False,
    marks: MarksOption = False,
    inks: InksOption = "mau",
    release: Annotated[
        int | None,
        typer.Option(
            "--release", metavar="SỐ", help="Bản phát hành của một ngày sắp tới (mặc định: bản đang công bố)."
        ),
    ] = None,
    cost: Annotated[bool, typer.Option("--cost", help="Chỉ cho biết tốn bao nhiêu, không lập.")] = False,
    by: ByOption = "",
    note: NoteOption = "",
    json: JsonOption = False,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Lập một lệnh in có số: các tờ phải in so với tờ sổ ghi đang treo và các lệnh in còn mở."""
    here = place(workspace, config)
    request = make_request(product, split_site_codes(site), group, paper, copies, imposed, marks, inks)
    costs = cost_order(here.store, request, release)
    if not json:
        for one in costs:
            say(_cost_text(one))
    if cost:
        if json:
            print_json({"costs": [_cost_json(one) for one in costs]})
        return
    fresh = make_print_order(here.store, request, Witness(by, note=note), release)
    if json:
        print_json({"costs": [_cost_json(one) for one in costs], "order": _order_json(fresh) if fresh else None})
    elif fresh is None:
        say("Không có tờ nào phải in, không lập lệnh in.")
    else:
        say(
            f"Đã lập lệnh in {fresh.number}: {len(fresh.parcels)} điểm, {len(fresh.lines)} tờ. "
            f"Bước tiếp theo: kiosk batch {fresh.number}, rồi kiosk order send {fresh.number}."
        )


def _cost_text(one: OrderCost) -> str:
    when = "khi đến ngày của" if one.coming else "in ngay theo"
    papers = ", ".join(f"{count} tờ {paper}" for paper, count in one.sheets.items()) or "không tờ nào"
    return f"Tốn, {when} bản phát hành {one.release}: {one.sites} điểm, {papers}."


def _cost_json(one: OrderCost) -> dict[str, object]:
    return {"release": one.release, "sites": one.sites, "sheets": dict(one.sheets), "coming": one.coming}


def _move_sites(
    here: Place,
    move: Callable[[Connection, Act, Witness, int, Collection[str], date], tuple[str, ...]],
    witness: Witness,
    where: tuple[int, Collection[str], date],
) -> int:
    """Move an order on at the sites of `where` (number, sites, day); how many moved."""
    with act_in_ledger(here.store, witness) as doing:
        return len(move(doing.connection, doing.act, doing.witness, *where))


@order.command("send")
def send(
    number: NumberArgument,
    site: SiteOption = None,
    on: OnOption = None,
    by: ByOption = "",
    note: NoteOption = "",
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Ghi nhận đã gửi nhà in, cả lệnh hoặc một số điểm."""
    here = place(workspace, config)
    count = _move_sites(
        here, orders.send_order, Witness(by, note=note), (number, split_site_codes(site), choose_day_done(on))
    )
    say(f"Đã ghi lệnh in {number} gửi in cho {count} điểm.")


@order.command("deliver")
def deliver(
    number: NumberArgument,
    site: SiteOption = None,
    on: OnOption = None,
    by: ByOption = "",
    note: NoteOption = "",
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Ghi nhận đã giao đến nơi, cả lệnh hoặc một số điểm."""
    here = place(workspace, config)
    count = _move_sites(
        here, orders.deliver_order, Witness(by, note=note), (number, split_site_codes(site), choose_day_done(on))
    )
    say(f"Đã ghi lệnh in {number} giao đến {count} điểm.")


@order.command("hung")
def hung(
    number: NumberArgument,
    site: SiteOption = None,
    on: OnOption = None,
    by: ByOption = "",
    note: NoteOption = "",
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Ghi nhận đã treo xong, cả lệnh hoặc một số điểm; như kiosk confirm --order."""
    here = place(workspace, config)
    with act_in_ledger(here.store, Witness(by, note=note)) as doing:
        where = (number, split_site_codes(site), (), choose_day_done(on))
        recorded = confirming.confirm_order(doing.connection, doing.act, doing.witness, *where)
    count = sum(one.is_new for one in recorded)
    say(f"Đã ghi nhận {count} tờ đã treo của lệnh in {number}; {len(recorded) - count} tờ ghi nhận từ trước.")


@order.command("cancel")
def cancel(
    number: NumberArgument,
    sheets: Annotated[list[str] | None, typer.Argument(metavar="TỜ", help="Chỉ các tờ này.")] = None,
    site: SiteOption = None,
    obsolete: Annotated[bool, typer.Option("--obsolete", help="Chỉ các tờ mà bản mới không còn cần.")] = False,
    by: ByOption = "",
    note: NoteOption = "",
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Hủy các tờ chưa treo của một lệnh in."""
    here = place(workspace, config)
    with act_in_ledger(here.store, Witness(by, note=note)) as doing:
        count = orders.cancel_order(
            doing.connection,
            doing.act,
            doing.witness,
            number,
            split_site_codes(site),
            [sheet.upper() for sheet in sheets or ()],
            only_obsolete=obsolete,
        )
        write_marks(here.store, doing.connection)
    say(f"Đã hủy {count} tờ của lệnh in {number}.")


@order.command("list")
def list_(
    everything: Annotated[bool, typer.Option("--all", help="Cả các lệnh đã xong.")] = False,
    json: JsonOption = False,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Các lệnh in còn mở, mới nhất trước."""
    here = place(workspace, config)
    with look_into_ledger(here.store) as connection:
        listed = order_list.list_orders(connection, only_open=not everything)
    if json:
        print_json([_describe_summary(s) for s in listed])
        return
    rows = [
        (s.number, _write_day(s.day), s.release, _write_day(s.hang_from), s.sites, s.lines, s.hung, s.open)
        for s in listed
    ]
    columns = ("Số", "Ngày lập", "Bản", "Chưa treo trước", "Điểm", "Tờ", "Đã treo", "Còn mở")
    print_table(f"{len(listed)} lệnh in" + ("" if everything else " còn mở"), columns, rows)


def _describe_summary(s: order_list.OrderSummary) -> dict[str, object]:
    facts: dict[str, object] = {"number": s.number, "day": s.day, "release": s.release, "hang_from": s.hang_from}
    return facts | {"sites": s.sites, "lines": s.lines, "hung": s.hung, "open": s.open}


def _write_day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


@order.command("show")
def show(
    number: NumberArgument,
    xlsx: XlsxOption = None,
    json: JsonOption = False,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Một lệnh in: từng điểm đến đâu, tờ nào còn mở; --xlsx ghi danh sách để điểm đánh dấu."""
    here = place(workspace, config)
    with look_into_ledger(here.store) as connection:
        print_order = load_order(connection, number)
        revisions = releases.load_revisions(connection, {line.revision for line in print_order.lines})
    if xlsx is not None:
        marks = {revision: r.mark for revision, r in revisions.items()}
        workbook.save_workbook(xlsx, [tick_list.tabulate_order(print_order, marks)])
        (warn if json else say)(f"Đã ghi {xlsx}")
    if json:
        print_json(_order_json(print_order))
    elif xlsx is None:
        _show_order(print_order)


def _order_json(shown: PrintOrder) -> dict[str, object]:
    parcels = [
        {
            "site": p.site,
            "code": p.code,
            "state": p.state.value,
            "sent": p.sent,
            "delivered": p.delivered,
            "sheets": [
                {
                    "sheet": x.sheet,
                    "product": x.product,
                    "revision": x.revision,
                    "paper": x.paper,
                    "copies": x.copies,
                    "cause": x.cause,
                    "open": x.is_open,
                    "hung_event": x.hung_event,
                    "obsolete": x.is_obsolete,
                }
                for x in p.lines
            ],
        }
        for p in shown.parcels
    ]
    facts: dict[str, object] = {"number": shown.number, "day": shown.day, "release": shown.release}
    return facts | {"hang_from": shown.hang_from, "options": shown.options, "event": shown.event, "parcels": parcels}


def _show_order(shown: PrintOrder) -> None:
    rows = [
        (
            p.site,
            p.label,
            _write_day(p.sent),
            _write_day(p.delivered),
            len(p.lines),
            sum(x.hung_event is not None for x in p.lines),
            ", ".join(x.sheet for x in p.lines if x.is_open),
            p.code,
        )
        for p in shown.parcels
    ]
    coming = f", CHƯA TREO TRƯỚC NGÀY {shown.hang_from:%d/%m/%Y}" if shown.hang_from else ""
    title = f"Lệnh in {shown.number}, lập ngày {shown.day:%d/%m/%Y}, theo bản phát hành {shown.release}{coming}"
    columns = ("Điểm", "Đến đâu", "Gửi in", "Giao", "Tờ", "Đã treo", "Còn mở", "Mã xác nhận")
    print_table(title, columns, rows)
    obsolete = [x for x in shown.lines if x.is_obsolete]
    if obsolete:
        names = ", ".join(f"{x.site}-{x.sheet}" for x in obsolete[:8])
        warn(
            f"{len(obsolete)} tờ không còn đúng với bản đang công bố ({names}{', …' if len(obsolete) > 8 else ''}): "
            f"chưa in thì hủy bằng kiosk order cancel {shown.number} --obsolete."
        )
