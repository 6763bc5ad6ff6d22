"""`kiosk incident`: what is wrong on the walls, until a person closes it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from kiosk.cli.console import print_json, print_table, say
from kiosk.cli.ledger import ByOption
from kiosk.cli.options import ConfigOption, JsonOption, WorkspaceOption, place
from kiosk.cli.vietnamese import make_group
from kiosk.model.ledger import Witness
from kiosk.office.ledger import incidents, walls
from kiosk.office.ledger.acting import act_in_ledger, look_into_ledger
from kiosk.office.words import check_words

incident = make_group("incident", "Sự cố trên tường: mã lạ, bị dán đè, người dân báo; mở cho đến khi có người đóng.")

_Number = Annotated[int, typer.Argument(metavar="SỐ", help="Số của sự cố.")]


@incident.command("list")
def list_(
    site: Annotated[str | None, typer.Option("--site", metavar="ĐIỂM", help="Chỉ các sự cố của điểm này.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Thêm các sự cố đã đóng gần đây.")] = False,
    json: JsonOption = False,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Các sự cố còn mở, lâu nhất trước."""
    here = place(workspace, config)
    with look_into_ledger(here.store) as connection:
        code = walls.require_site(connection, site) if site else ""
        open_incidents = incidents.list_open(connection, code)
        closed = incidents.list_closed(connection, code) if everything else ()
    if json:
        print_json([_describe_incident(i) for i in (*open_incidents, *closed)])
        return
    columns = ("Số", "Điểm", "Tờ", "Thấy ngày", "Nội dung", "Người dân báo", "Tình trạng", "Sự kiện")
    rows = [_make_row(i) for i in (*open_incidents, *closed)]
    title = f"{len(open_incidents)} sự cố còn mở" + (f", {len(closed)} sự cố đã đóng" if everything else "")
    if rows:
        print_table(title, columns, rows)
    else:
        say("Không có sự cố nào còn mở.")


def _make_row(i: incidents.Incident) -> tuple[object, ...]:
    state = "còn mở" if i.is_open else f"đã đóng (sự kiện {i.closed_event})"
    return (
        i.number,
        i.site,
        i.sheet,
        f"{i.day:%d/%m/%Y}",
        i.text,
        f"{i.reports} lần" if i.reports else "",
        state,
        i.event,
    )


def _describe_incident(i: incidents.Incident) -> dict[str, object]:
    facts = asdict(i)
    facts["open"] = facts.pop("is_open")
    return facts


@incident.command("close")
def close(
    number: _Number,
    note: Annotated[str, typer.Option("--note", metavar="LỜI", help="Đã xử lý thế nào.")],
    by: ByOption = "",
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Đóng một sự cố đã xử lý xong."""
    here = place(workspace, config)
    check_words(note, "--note")
    with act_in_ledger(here.store, Witness(by, note=note)) as doing:
        closed = incidents.close_incident(doing.connection, doing.act, doing.witness, number)
    say(f"Đã đóng sự cố {closed.number} tại điểm {closed.site}.")


@incident.command("reopen")
def reopen(
    number: _Number,
    note: Annotated[str, typer.Option("--note", metavar="LỜI", help="Vì sao chưa xong.")],
    by: ByOption = "",
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Mở lại một sự cố đã đóng mà chưa xử lý xong."""
    here = place(workspace, config)
    check_words(note, "--note")
    with act_in_ledger(here.store, Witness(by, note=note)) as doing:
        opened = incidents.reopen_incident(doing.connection, doing.act, doing.witness, number)
    say(f"Đã mở lại sự cố {opened.number} tại điểm {opened.site}.")
