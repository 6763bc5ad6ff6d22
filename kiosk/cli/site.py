"""Commands on the sites: list them, change what is known of one."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from kiosk import resources
from kiosk.cli.console import as_json, say, table
from kiosk.cli.options import ConfigOption, JsonOption, Place, WorkspaceOption, place
from kiosk.cli.vietnamese import make_group
from kiosk.errors import ConfigError
from kiosk.settings import tables
from kiosk.settings.site_changes import CHANGEABLE, change_site

site = make_group("site", "Các điểm tiếp nhận: xem bảng, sửa địa chỉ, điện thoại, giờ làm việc của một điểm.")


@site.command("list")
def list_(json: JsonOption = False, workspace: WorkspaceOption = None, config: ConfigOption = None) -> None:
    """Bảng các điểm tiếp nhận với địa chỉ, điện thoại, giờ làm việc đã ghi."""
    settings = place(workspace, config).config
    sites = tables.read_sites(settings.path(settings.sites)).sites
    if json:
        as_json([asdict(s) for s in sites])
        return
    columns = ("Mã", "Cấp", "Điểm", "Địa chỉ", "Điện thoại", "Thư điện tử", "Giờ làm việc")
    rows = [(s.code, s.kind.label, s.name, s.address, s.hotline, s.email, s.hours) for s in sites]
    table(f"{len(sites)} điểm tiếp nhận", columns, rows)


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
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Sửa thông tin của một điểm trong bảng các điểm; phần khác của bảng giữ nguyên từng chữ.

    Tờ niêm yết và trang kiosk đổi theo ở lần kiosk regenerate sau.
    """
    named = _named(values)
    here = place(workspace, config)
    _refuse_shipped(here)
    changes = change_site(here.config.path(here.config.sites), code, named)
    for change in changes:
        say(f"{change.column}: «{change.before}» → «{change.after}»")
    say(f"Đã ghi {len(changes)} mục của điểm {code}." if changes else f"Điểm {code} đã ghi như vậy, không có gì đổi.")


def _refuse_shipped(here: Place) -> None:
    """What came with the program is no city's: the next update would take its changes away."""
    if here.config.base == resources.find_default_config().resolve().parent:
        raise ConfigError(
            "đây là bảng mẫu đi kèm phần mềm, không sửa ở đây",
            place=str(here.config.path(here.config.sites)),
            way_out="tạo thư mục của thành phố bằng kiosk init THƯ_MỤC, rồi thêm --config THƯ_MỤC/config.yaml",
        )


def _named(values: list[str]) -> dict[str, str]:
    """The values by field, from «field=value»."""
    named: dict[str, str] = {}
    for text in values:
        field, equals, value = text.partition("=")
        if not equals or field.strip() in named:
            raise typer.BadParameter(f"«{text}»: ghi mỗi mục một lần, dạng hotline='0225 3 123 456'")
        named[field.strip()] = value
    return named
