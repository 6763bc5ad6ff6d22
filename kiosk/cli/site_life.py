"""Commands on the life of a site: rename, move, merge, close, open, and the list of what to take down afterwards."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from kiosk.cli.console import print_json, print_table, say, warn
from kiosk.cli.ledger import ByOption, NoteOption
from kiosk.cli.options import ConfigOption, JsonOption, Place, WorkspaceOption, choose_day, place, refuse_shipped
from kiosk.errors import ReleaseError, explain_cause
from kiosk.model.ledger import Witness
from kiosk.model.site import SiteKind
from kiosk.model.site_change import SiteChange, SiteChangeKind
from kiosk.office import site_life
from kiosk.office.ledger.acting import look_into_ledger
from kiosk.office.ledger.site_events import SiteEvent, list_ended, list_left_behind, list_planned
from kiosk.office.ledger.walls import require_site
from kiosk.targets import require_parent

CodeArgument = Annotated[str, typer.Argument(metavar="ĐIỂM", help="Mã điểm tiếp nhận, như 11824.")]
FromOption = Annotated[
    datetime | None,
    typer.Option(
        "--from", formats=["%Y-%m-%d", "%d/%m/%Y"], metavar="NGÀY",
        help="Từ ngày nào (mặc định: hôm nay); ngày sắp tới thì kiosk nightly của ngày ấy ghi.",
    ),
]  # fmt: skip
DecisionOption = Annotated[str, typer.Option("--decision", metavar="SỐ", help="Số quyết định, văn bản.")]
YesOption = Annotated[bool, typer.Option("--yes", help="Ghi cả khi phải in lại hoặc gỡ tờ.")]
AddressOption = Annotated[str | None, typer.Option("--address", metavar="ĐỊA_CHỈ", help="Địa chỉ.")]
HotlineOption = Annotated[str | None, typer.Option("--hotline", metavar="SỐ", help="Điện thoại.")]
EmailOption = Annotated[str | None, typer.Option("--email", metavar="THƯ", help="Thư điện tử.")]
HoursOption = Annotated[str | None, typer.Option("--hours", metavar="GIỜ", help="Giờ làm việc.")]


def rename(
    code: CodeArgument,
    name: Annotated[str, typer.Argument(metavar="TÊN", help="Tên mới, như in trên tờ.")],
    since: FromOption = None,
    decision: DecisionOption = "",
    yes: YesOption = False,
    by: ByOption = "",
    note: NoteOption = "",
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Đổi tên một điểm, theo quyết định nào, từ ngày nào."""
    change = SiteChange(SiteChangeKind.RENAMED, code, choose_day(since), decision, {"name": name})
    _take(place(workspace, config), change, Witness(by, note=note), yes=yes)


def move(
    code: CodeArgument,
    address: AddressOption = None,
    hotline: HotlineOption = None,
    email: EmailOption = None,
    hours: HoursOption = None,
    since: FromOption = None,
    decision: DecisionOption = "",
    yes: YesOption = False,
    by: ByOption = "",
    note: NoteOption = "",
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Điểm chuyển chỗ hoặc đổi liên hệ, theo quyết định nào, từ ngày nào."""
    values = _keep_given(address=address, hotline=hotline, email=email, hours=hours)
    if not values:
        raise typer.BadParameter("ghi điều thay đổi: --address, --hotline, --email hoặc --hours")
    change = SiteChange(SiteChangeKind.MOVED, code, choose_day(since), decision, values)
    _take(place(workspace, config), change, Witness(by, note=note), yes=yes)


def merge(
    code: CodeArgument,
    into: Annotated[str, typer.Option("--into", metavar="ĐIỂM", help="Nhập vào điểm này.")],
    since: FromOption = None,
    decision: DecisionOption = "",
    yes: YesOption = False,
    by: ByOption = "",
    note: NoteOption = "",
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Nhập một điểm vào điểm khác: điểm cũ thôi niêm yết, mọi tờ của nó phải gỡ, sổ treo của nó giữ nguyên để tra."""
    change = SiteChange(SiteChangeKind.MERGED, code, choose_day(since), decision, into=into)
    _take(place(workspace, config), change, Witness(by, note=note), yes=yes)


def close(
    code: CodeArgument,
    since: FromOption = None,
    decision: DecisionOption = "",
    yes: YesOption = False,
    by: ByOption = "",
    note: NoteOption = "",
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Một điểm ngừng hoạt động: mọi tờ của nó phải gỡ, sổ treo của nó giữ nguyên để tra."""
    change = SiteChange(SiteChangeKind.CLOSED, code, choose_day(since), decision)
    _take(place(workspace, config), change, Witness(by, note=note), yes=yes)


def open_(
    code: CodeArgument,
    name: Annotated[str, typer.Argument(metavar="TÊN", help="Tên, như in trên tờ.")],
    kind: Annotated[SiteKind, typer.Option("--kind", help="Cấp: commune (xã) hoặc city (tỉnh).")] = SiteKind.COMMUNE,
    unit: Annotated[str | None, typer.Option("--unit", metavar="LOẠI", help="phường, xã, đặc khu.")] = None,
    address: AddressOption = None,
    hotline: HotlineOption = None,
    email: EmailOption = None,
    hours: HoursOption = None,
    since: FromOption = None,
    decision: DecisionOption = "",
    yes: YesOption = False,
    by: ByOption = "",
    note: NoteOption = "",
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Mở một điểm mới, theo quyết định nào, từ ngày nào."""
    values = _keep_given(unit=unit, address=address, hotline=hotline, email=email, hours=hours)
    change = SiteChange(
        SiteChangeKind.OPENED, code, choose_day(since), decision, {"kind": kind.value, "name": name, **values}
    )
    _take(place(workspace, config), change, Witness(by, note=note), yes=yes)


def _keep_given(**values: str | None) -> dict[str, str]:
    return {column: value for column, value in values.items() if value is not None}


def _take(here: Place, change: SiteChange, witness: Witness, *, yes: bool) -> None:
    """Say what a change costs, record it where nobody has to print or take down anything or who asks agrees."""
    refuse_shipped(here)
    checked = site_life.check_change(here.config, change)
    cost = site_life.foresee_site(here.store, here.config, checked)
    if not cost.is_free:
        say(_cost_text(checked, cost))
    if not cost.is_free and not yes:
        warn("Chưa ghi gì. Nếu đồng ý, chạy lại lệnh này và thêm --yes.")
        raise typer.Exit(1)
    outcome = site_life.take_change(here.store, here.config, checked, witness)
    what = f"điểm {checked.site} {checked.kind.label} từ {checked.day:%d/%m/%Y} theo {checked.decision}"
    if outcome.is_planned:
        say(f"Đã ghi trước (sự kiện {outcome.event}): {what}. kiosk nightly của ngày ấy ghi vào bảng các điểm.")
        return
    for cell in outcome.cells:
        say(f"{cell.column}: «{cell.before}» → «{cell.after}»")
    say(f"Đã ghi (sự kiện {outcome.event}): {what}. Bước tiếp theo: kiosk regenerate.")
    if checked.kind.ends:
        say(f"Danh sách tờ phải gỡ: kiosk site takedown {checked.site}. Tra lại sau này: kiosk wall {checked.site}.")


def _cost_text(change: SiteChange, cost: site_life.SiteCost) -> str:
    parts = []
    if cost.prints or cost.removals:
        parts.append(f"phải in {cost.prints} tờ và gỡ {cost.removals} tờ không còn dùng")
    if cost.left_behind:
        parts.append(f"phải gỡ {len(cost.left_behind)} tờ đang treo")
    if cost.orders:
        numbers = ", ".join(map(str, cost.orders))
        parts.append(f"lệnh in {numbers} còn mở cho điểm này: hủy bằng kiosk order cancel SỐ --site {change.site}")
    return f"Nếu ghi như vậy, điểm {change.site}: {'; '.join(parts)}."


def take_down(
    code: CodeArgument,
    pdf: Annotated[Path | None, typer.Option("--pdf", metavar="TỆP", help="Ghi giấy báo gỡ tờ ra tệp PDF.")] = None,
    json: JsonOption = False,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Các tờ còn treo ở một điểm đã ngừng hoạt động hoặc đã nhập vào điểm khác, cho đến khi xác nhận đã gỡ."""
    here = place(workspace, config)
    with look_into_ledger(here.store) as connection:
        site = require_site(connection, code)
        ended = next((e for e in list_ended(connection) if e.change.site == site), None)
        sheets = [sheet.sheet for sheet in list_left_behind(connection, site)]
    if ended is None:
        raise ReleaseError(
            "điểm này đang hoạt động", place=f"điểm {site}", way_out=f"xem tờ phải gỡ bằng kiosk reprint --site {site}"
        )
    if pdf is not None:
        _write_notice(here, ended, sheets, pdf)
        (warn if json else say)(f"Đã ghi {pdf}")
    if json:
        print_json({"site": site, "sheets": sheets, **describe_event(ended)})
        return
    listed = f": {', '.join(sheets)}" if sheets else ""
    say(f"Điểm {site}, {site_life.say_why(ended)}: còn {len(sheets)} tờ phải gỡ{listed}.")
    if sheets:
        say(f"Gỡ xong thì ghi: kiosk confirm {site} {' '.join(sheets)} --down")


def _write_notice(here: Place, ended: SiteEvent, sheets: list[str], path: Path) -> None:
    """The take-down list on paper. Raises `ReleaseError`."""
    content = site_life.draw_take_down(here.store, ended, sheets)
    try:
        require_parent(path, "không ghi được giấy báo").write_bytes(content)
    except OSError as error:
        raise ReleaseError(
            "không ghi được giấy báo", place=str(path), value=explain_cause(error), way_out="chọn chỗ khác"
        ) from error


def describe_event(event: SiteEvent) -> dict[str, object]:
    """A change and its event as JSON shows them."""
    change = event.change
    facts: dict[str, object] = {"kind": change.kind.value, "day": change.day, "decision": change.decision}
    return facts | {"into": change.into, "name": event.name, "values": dict(change.values), "event": event.event}


def show_changes(here: Place, *, planned: bool, json: bool) -> None:
    """Changes that wait for their day, or sites that ended."""
    with look_into_ledger(here.store) as connection:
        listed = list_planned(connection) if planned else list_ended(connection)
        hanging = {e.change.site: len(list_left_behind(connection, e.change.site)) for e in listed}
    if json:
        print_json([{"site": e.change.site, "hanging": hanging[e.change.site], **describe_event(e)} for e in listed])
        return
    rows = [(e.change.site, e.name, site_life.say_why(e), hanging[e.change.site], e.event) for e in listed]
    title = "thay đổi chờ đến ngày" if planned else "điểm đã ngừng hoạt động hoặc nhập vào điểm khác"
    print_table(f"{len(rows)} {title}", ("Mã", "Điểm", "Việc", "Tờ còn treo", "Sự kiện"), rows)
