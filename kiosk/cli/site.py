"""Commands on the sites: list them, change what is known of one; `site_life` has those that need a decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated

import typer

from kiosk.cli import site_life
from kiosk.cli.console import print_json, print_table, say, warn
from kiosk.cli.ledger import ByOption, NoteOption
from kiosk.cli.options import ConfigOption, JsonOption, Place, WorkspaceOption, place, refuse_shipped
from kiosk.cli.vietnamese import make_group
from kiosk.clock import get_today
from kiosk.model.ledger import Witness
from kiosk.office import site_costs
from kiosk.office.ledger import devices, walls
from kiosk.office.ledger.acting import act_in_ledger
from kiosk.paper.comparison import SheetAction
from kiosk.settings import tables
from kiosk.settings.site_changes import CHANGEABLE, change_site

site = make_group(
    "site", "Các điểm tiếp nhận: xem bảng, sửa liên hệ; đổi tên, chuyển chỗ, nhập, ngừng, mở theo quyết định."
)


@site.command("list")
def list_(
    closed: Annotated[
        bool, typer.Option("--closed", help="Các điểm đã ngừng hoạt động hoặc nhập vào điểm khác.")
    ] = False,
    planned: Annotated[bool, typer.Option("--planned", help="Các thay đổi đã ghi, chờ đến ngày.")] = False,
    json: JsonOption = False,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Bảng các điểm tiếp nhận với địa chỉ, điện thoại, giờ làm việc đã ghi."""
    here = place(workspace, config)
    if closed or planned:
        site_life.show_changes(here, planned=planned, json=json)
        return
    settings = here.config
    sites = tables.read_sites(settings.path(settings.sites)).sites
    if json:
        print_json([asdict(s) for s in sites])
        return
    columns = ("Mã", "Cấp", "Điểm", "Địa chỉ", "Điện thoại", "Thư điện tử", "Giờ làm việc")
    rows = [(s.code, s.kind.label, s.name, s.address, s.hotline, s.email, s.hours) for s in sites]
    print_table(f"{len(sites)} điểm tiếp nhận", columns, rows)


@site.command("set")
def set_(
    code: Annotated[str, typer.Argument(metavar="ĐIỂM", help="Mã điểm tiếp nhận, như 11824.")],
    values: Annotated[
        list[str],
        typer.Argument(
            metavar="MỤC=GIÁ_TRỊ",
            help="Một hay nhiều mục, như hotline='0225 3 123 456'; để trống sau dấu = là xóa. "
            f"Các mục: {', '.join(CHANGEABLE)}.",
        ),
    ],
    yes: Annotated[bool, typer.Option("--yes", help="Ghi cả khi điểm phải in lại hoặc gỡ tờ.")] = False,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Sửa thông tin của một điểm trong bảng các điểm; phần khác của bảng giữ nguyên từng chữ.

    Nêu trước số tờ phải in và phải gỡ; có tờ như vậy thì chỉ ghi khi thêm --yes. Tờ niêm yết và trang kiosk đổi theo ở
    lần kiosk regenerate sau.
    """
    new_values = _parse_values(values)
    here = place(workspace, config)
    refuse_shipped(here)
    if _tell_cost(here, code, new_values) and not yes:
        warn("Chưa ghi gì. Nếu đồng ý in lại, chạy lại lệnh này và thêm --yes.")
        raise typer.Exit(1)
    changes = change_site(here.config.path(here.config.sites), code, new_values)
    for change in changes:
        say(f"{change.column}: «{change.before}» → «{change.after}»")
    say(f"Đã ghi {len(changes)} mục của điểm {code}." if changes else f"Điểm {code} đã ghi như vậy, không có gì đổi.")


@site.command("no-kiosk")
def no_kiosk(
    code: Annotated[str, typer.Argument(metavar="ĐIỂM", help="Mã điểm tiếp nhận, như 11824.")],
    undo: Annotated[bool, typer.Option("--undo", help="Bỏ khai báo này: điểm sẽ có kiosk.")] = False,
    by: ByOption = "",
    note: NoteOption = "",
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Khai báo một điểm không có kiosk nào: điểm ấy được đếm riêng, không tính là thiếu."""
    here = place(workspace, config)
    with act_in_ledger(here.store, Witness(by, note=note)) as doing:
        where = walls.require_site(doing.connection, code)
        change = devices.withdraw_absence if undo else devices.declare_absence
        is_news = change(doing.connection, doing.act, doing.witness, where)
    state = "nay chưa khai báo kiosk nào" if undo else "đã khai báo không có kiosk"
    say(f"Điểm {where} {state}." if is_news else f"Điểm {where} đã ghi như vậy, không có gì đổi.")


def _tell_cost(here: Place, code: str, values: Mapping[str, str]) -> bool:
    """Say what the change costs in sheets, on the site's paper; whether it costs any."""
    now = site_costs.foresee_change(here.store, here.config, get_today(), code, {})
    then = site_costs.foresee_change(here.store, here.config, get_today(), code, values)
    if now is None or then is None:
        return False
    actions = (SheetAction.PRINT, SheetAction.TAKE_DOWN)
    if now.paper == then.paper and all(now.count(action) == then.count(action) for action in actions):
        return False
    prints, removals = map(then.count, actions)
    say(f"Nếu ghi như vậy, điểm {then.site.code} (khổ {then.paper}) phải in {prints} tờ và gỡ {removals} tờ.")
    return True


def _parse_values(values: list[str]) -> dict[str, str]:
    """The values by field, from «field=value»."""
    new_values: dict[str, str] = {}
    for text in values:
        field, equals, value = text.partition("=")
        if not equals or field.strip() in new_values:
            raise typer.BadParameter(f"«{text}»: ghi mỗi mục một lần, dạng hotline='0225 3 123 456'")
        new_values[field.strip()] = value
    return new_values


site.command("rename")(site_life.rename)
site.command("move")(site_life.move)
site.command("merge")(site_life.merge)
site.command("close")(site_life.close)
site.command("open")(site_life.open_)
site.command("takedown")(site_life.take_down)
