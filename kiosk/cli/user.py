"""Commands about the persons of the office: add one, let one in again."""

from __future__ import annotations

from typing import Annotated

import typer

from kiosk.cli.console import print_table, say
from kiosk.cli.options import ConfigOption, WorkspaceOption, place
from kiosk.cli.vietnamese import make_group
from kiosk.office import access, people
from kiosk.office.database.migrating import open_database
from kiosk.office.people import Role

user = make_group("user", "Người dùng của phòng làm việc: danh sách, thêm, đặt lại quyền vào.")

NameArgument = Annotated[str, typer.Argument(metavar="TÊN", help="Tên đăng nhập.")]


@user.command("list")
def list_(workspace: WorkspaceOption = None, config: ConfigOption = None) -> None:
    """Danh sách người dùng."""
    here = place(workspace, config)
    with open_database(here.store.root).reading() as connection:
        everybody = people.list_persons(connection)
    rows = [(p.name, p.label, p.role.label, p.site or "", "đã khóa" if p.disabled else "") for p in everybody]
    print_table("Người dùng", ("Tên đăng nhập", "Họ tên", "Vai trò", "Điểm", "Ghi chú"), rows)


@user.command("add")
def add(
    name: NameArgument,
    label: Annotated[str, typer.Option("--label", metavar="HỌ_TÊN", help="Họ và tên.")] = "",
    role: Annotated[
        Role, typer.Option("--role", metavar="VAI_TRÒ", help="admin, editor, approver, staff hoặc reader.")
    ] = Role.EDITOR,
    site: Annotated[str | None, typer.Option("--site", metavar="MÃ", help="Mã điểm, chỉ với staff.")] = None,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Thêm một người và in đường dẫn dùng một lần để người ấy đặt mật khẩu."""
    here = place(workspace, config)
    person, token = access.add_with_link(open_database(here.store.root), name, label or name, role, site)
    say(f"Đã thêm {person.name} ({person.role.label}). Đường dẫn đặt mật khẩu, dùng một lần trong 24 giờ:")
    say(f"{here.config.office.url}/dat-mat-khau/{token}")


@user.command("reset")
def reset(name: NameArgument, workspace: WorkspaceOption = None, config: ConfigOption = None) -> None:
    """Bỏ mật khẩu và xác thực hai lớp của một người, in đường dẫn dùng một lần để đặt lại."""
    here = place(workspace, config)
    person, token = access.reset_with_link(open_database(here.store.root), name)
    say(f"Đã đặt lại quyền vào của {person.name}. Đường dẫn đặt mật khẩu, dùng một lần trong 24 giờ:")
    say(f"{here.config.office.url}/dat-mat-khau/{token}")
