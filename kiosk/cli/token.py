"""Commands about other systems that read the office's numbers: list them, let one in, shut one out."""

from __future__ import annotations

from typing import Annotated

import typer

from kiosk.cli.console import print_table, say
from kiosk.cli.options import ConfigOption, WorkspaceOption, place
from kiosk.cli.vietnamese import make_group
from kiosk.clock import read_moment
from kiosk.office import api_tokens, events
from kiosk.office.api_tokens import ReadingScope
from kiosk.office.database.migrating import open_database

token = make_group("token", "Mã để hệ thống khác đọc số liệu: danh sách, cấp, thu hồi.")


@token.command("list")
def list_(workspace: WorkspaceOption = None, config: ConfigOption = None) -> None:
    """Danh sách các mã đã cấp."""
    here = place(workspace, config)
    with open_database(here.store.root).reading() as connection:
        tokens = api_tokens.list_tokens(connection)
    rows = [
        (t.id, t.label, ", ".join(sorted(t.scopes)), _write_time(t.used_at), "đã thu hồi" if t.revoked_at else "")
        for t in tokens
    ]
    print_table("Hệ thống khác", ("Số", "Hệ thống", "Được đọc", "Dùng lần cuối", "Ghi chú"), rows)


def _write_time(at: int | None) -> str:
    return f"{read_moment(at):%H:%M, %d/%m/%Y}" if at else ""


@token.command("add")
def add(
    label: Annotated[str, typer.Argument(metavar="TÊN", help="Tên hệ thống, ví dụ 'Cổng thông tin điện tử'.")],
    scope: Annotated[list[ReadingScope], typer.Option("--scope", help="Phần được đọc (dùng được nhiều lần).")],
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Cấp một mã và in nó ra, chỉ một lần này."""
    here = place(workspace, config)
    with open_database(here.store.root).writing() as connection:
        fresh, secret = api_tokens.make_token(connection, events.begin_act(None), label, scope)
    say(f"Đã cấp mã số {fresh.id} cho {fresh.label}. Mã chỉ hiện một lần này:")
    say(secret)


@token.command("revoke")
def revoke(
    number: Annotated[int, typer.Argument(metavar="SỐ", help="Số của mã, xem kiosk token list.")],
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Thu hồi một mã: từ nay không đọc được gì bằng mã ấy."""
    here = place(workspace, config)
    with open_database(here.store.root).writing() as connection:
        api_tokens.revoke_token(connection, events.begin_act(None), number)
    say(f"Đã thu hồi mã số {number}.")
