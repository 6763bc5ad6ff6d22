"""`kiosk device`: the kiosks of the sites as devices, each with a key; which page each is known to show."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import typer

from kiosk.cli.console import print_json, print_table, say, warn
from kiosk.cli.ledger import ByOption, NoteOption, OnOption, choose_day_done
from kiosk.cli.options import ConfigOption, JsonOption, Place, WorkspaceOption, place
from kiosk.cli.vietnamese import make_group
from kiosk.clock import get_today, read_moment
from kiosk.model.device import Device, DeviceStanding, ScreenState
from kiosk.model.ledger import Witness
from kiosk.office.ledger import box, devices, screens, undoing, walls
from kiosk.office.ledger.acting import act_in_ledger, look_into_ledger
from kiosk.release import lifecycle
from kiosk.settings.links import make_device_url

device = make_group("device", "Kiosk của các điểm: khai báo, cấp khóa, xem máy nào đang hiện bản nào.")

_Site = Annotated[str, typer.Argument(metavar="ĐIỂM", help="Mã điểm, ví dụ 11824.")]
_Number = Annotated[int, typer.Argument(metavar="SỐ", min=1, help="Số của kiosk, như kiosk device list cho biết.")]


@device.command("add")
def add(
    site: _Site,
    name: Annotated[str, typer.Option("--name", metavar="TÊN", help="Tên để phân biệt, ví dụ «Kiosk sảnh tầng 1».")],
    usb: Annotated[
        bool, typer.Option("--usb", help="Kiosk không nối mạng, chạy từ USB: xác nhận bằng mã báo lại.")
    ] = False,
    by: ByOption = "",
    note: NoteOption = "",
    json: JsonOption = False,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Khai báo một kiosk của điểm và cấp khóa cho nó; khóa chỉ hiện một lần này."""
    here = place(workspace, config)
    with act_in_ledger(here.store, Witness(by, note=note)) as doing:
        code = walls.require_site(doing.connection, site)
        added, token = devices.add_device(doing.connection, doing.act, doing.witness, code, name, by_code=usb)
        box.write_keys(here.store, doing.connection)
    _show_key(here, added, token, json=json)


@device.command("key")
def key(
    number: _Number,
    by: ByOption = "",
    note: NoteOption = "",
    json: JsonOption = False,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Cấp khóa mới cho một kiosk (mất khóa, thay máy); khóa cũ hết dùng ngay, khóa mới chỉ hiện một lần này."""
    here = place(workspace, config)
    with act_in_ledger(here.store, Witness(by, note=note)) as doing:
        renewed, token = devices.renew_key(doing.connection, doing.act, doing.witness, number)
        box.write_keys(here.store, doing.connection)
    _show_key(here, renewed, token, json=json)


def _show_key(here: Place, shown: Device, token: str, *, json: bool) -> None:
    link = make_device_url(shown.site, token, here.config)
    if json:
        print_json({"device": shown.number, "site": shown.site, "name": shown.name, "key": token, "link": link or None})
        return
    say(f"Kiosk số {shown.number} ({shown.name}) của điểm {shown.site}. Khóa, chỉ hiện một lần này:")
    say(f"    {token}")
    if link and not shown.by_code:
        say(f"Mở một lần trên máy kiosk địa chỉ này, hoặc đặt nó làm trang mở đầu: {link}")
    say("Hoặc chạm 5 lần vào dòng «Bản phát hành số…» ở chân trang kiosk rồi gõ khóa vào đó.")


@device.command("list")
def list_(
    site: Annotated[str | None, typer.Argument(metavar="[ĐIỂM]", help="Chỉ các kiosk của điểm này.")] = None,
    late: Annotated[bool, typer.Option("--late", help="Chỉ các kiosk hiện bản cũ hoặc im lặng.")] = False,
    json: JsonOption = False,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Các kiosk đã khai báo, mỗi máy được biết đang hiện bản nào, và các điểm khai báo không có kiosk."""
    here = place(workspace, config)
    manifest = lifecycle.choose_release(here.store, None)
    with look_into_ledger(here.store) as connection:
        code = walls.require_site(connection, site) if site else ""
        standings = screens.list_standings(here.store, connection, manifest, here.config.ledger.device_ages)
        absent = devices.list_absences(connection)
    if late:
        standings = screens.list_late(standings, get_today())
    listed_standings = [s for s in standings if not code or s.device.site == code]
    if json:
        print_json({"devices": [_describe_standing(s) for s in listed_standings], "without_kiosk": absent})
        return
    _show_list(listed_standings, {at: day for at, day in absent.items() if not code or at == code}, late=late)


def _show_list(shown: Sequence[DeviceStanding], absent: dict[str, date], *, late: bool) -> None:
    if not shown:
        way = "khai báo bằng kiosk device add ĐIỂM --name TÊN"
        say("Không có kiosk nào hiện bản cũ hoặc im lặng." if late else f"Chưa khai báo kiosk nào; {way}.")
    else:
        columns = ("Số", "Điểm", "Kiosk", "Đang hiện", "Tình trạng", "Nghe lần cuối", "Vì sao", "Lệnh làm tiếp")
        current = sum(s.state is ScreenState.CURRENT for s in shown)
        print_table(f"{len(shown)} kiosk, {current} hiện đúng bản", columns, [_make_row(s) for s in shown])
    if absent and not late:
        say(f"{len(absent)} điểm khai báo không có kiosk: {', '.join(absent)}.")


def _make_row(s: DeviceStanding) -> tuple[object, ...]:
    d = s.device
    heard = f"{read_moment(d.heard):%H:%M %d/%m/%Y}" if d.heard is not None else ""
    name = f"{d.name} (USB)" if d.by_code else d.name
    return d.number, d.site, name, d.release if d.release is not None else "", s.state.label, heard, s.why, s.next


def _describe_standing(s: DeviceStanding) -> dict[str, object]:
    d = s.device
    heard = read_moment(d.heard).isoformat() if d.heard is not None else None
    facts: dict[str, object] = {"number": d.number, "site": d.site, "name": d.name, "usb": d.by_code, "added": d.added}
    facts |= {"release": d.release, "heard": heard, "should": s.should, "state": s.state.value, "since": s.since}
    return facts | {"why": s.why, "next": s.next}


@device.command("seen")
def seen(
    site: _Site,
    code: Annotated[
        str, typer.Option("--code", metavar="MÃ", help="Mã báo lại mà màn hình kiosk hiện, ví dụ 2E-GBQJX.")
    ],
    number: Annotated[
        int | None, typer.Option("--device", metavar="SỐ", min=1, help="Kiosk nào, khi máy chưa giữ khóa.")
    ] = None,
    on: OnOption = None,
    by: ByOption = "",
    note: NoteOption = "",
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Ghi nhận mã báo lại đọc từ màn hình một kiosk: máy ấy đang hiện bản mà mã nêu."""
    here = place(workspace, config)
    with act_in_ledger(here.store, Witness(by, note=note)) as doing:
        where = walls.require_site(doing.connection, site)
        facts = (where, code, choose_day_done(on), number)
        screen = devices.see_device(doing.connection, doing.act, doing.witness, *facts)
        event = undoing.list_undoable(doing.connection, screen.subject, 1)[0].id
    manifest = lifecycle.load_current(here.store)
    entry = manifest.site(where) if manifest else None
    say(
        f"Đã ghi nhận kiosk số {screen.number} ({screen.name}) của điểm {where} đang hiện bản {screen.release} "
        f"(sự kiện {event}; ghi nhầm thì kiosk undo {event})."
    )
    if entry is not None and entry.page_release != screen.release:
        warn(f"Đó là bản cũ: điểm này phải hiện bản {entry.page_release}. Chép bản mới: kiosk export {where} THƯ_MỤC")


@device.command("remove")
def remove(
    number: _Number,
    by: ByOption = "",
    note: NoteOption = "",
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Bỏ khai báo một kiosk không còn dùng; khóa của nó hết dùng ngay."""
    here = place(workspace, config)
    with act_in_ledger(here.store, Witness(by, note=note)) as doing:
        screen = devices.remove_device(doing.connection, doing.act, doing.witness, number)
        remaining = devices.list_devices(doing.connection, screen.site)
        box.write_keys(here.store, doing.connection)
    say(f"Đã bỏ khai báo kiosk số {screen.number} ({screen.name}) của điểm {screen.site}.")
    if not remaining:
        say(f"Điểm {screen.site} nay chưa khai báo kiosk nào; nếu không có kiosk: kiosk site no-kiosk {screen.site}")
