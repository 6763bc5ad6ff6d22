"""Options that several commands share, and the workplace they describe."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from kiosk import resources
from kiosk.cli.console import warn
from kiosk.cli.standing import Standing, look_at_standing
from kiosk.clock import get_today
from kiosk.errors import ConfigError
from kiosk.settings import config as settings
from kiosk.settings import tables
from kiosk.settings.config import Config
from kiosk.workspace.store import Store

WorkspaceOption = Annotated[
    Path | None,
    typer.Option("--workspace", metavar="THƯ_MỤC", help="Thư mục chứa các bản đã nhập, đã dựng (mặc định: var)."),
]
ConfigOption = Annotated[
    Path | None, typer.Option("--config", metavar="TỆP", help="Tệp cấu hình (mặc định: config.yaml).")
]
JsonOption = Annotated[bool, typer.Option("--json", help="In kết quả dạng JSON cho phần mềm khác đọc.")]
XlsxOption = Annotated[Path | None, typer.Option("--xlsx", metavar="TỆP", help="Ghi đầy đủ kết quả ra tệp Excel.")]
DayOption = Annotated[
    datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d", "%d/%m/%Y"], metavar="NGÀY", help="Ngày áp dụng (mặc định: hôm nay)."),
]
EarlyOption = Annotated[bool, typer.Option("--early", help="Công bố cả khi chưa đến ngày mà bản được dựng cho.")]
SiteOption = Annotated[
    list[str] | None,
    typer.Option("--site", metavar="MÃ,…", help="Chỉ các điểm này: dùng được nhiều lần, hoặc cách nhau bằng dấu phẩy."),
]
"""Sites by code, in every command alike; `split_site_codes` says which."""


@dataclass(slots=True)
class Given:
    """What stood before the command's name, and what was in force before it did anything."""

    workspace: Path | None = None
    config: Path | None = None
    before: Standing | None = None
    """What was in force when the command began, and where; None where it has not come so far."""


given = Given()


@dataclass(frozen=True, slots=True)
class Place:
    """Settings and workspace of this call, and the file from which the settings came."""

    config: Config
    store: Store
    settings: Path


def place(workspace: Path | None, config: Path | None) -> Place:
    """Settings and workspace: the option after the command wins over the one before it, then the default."""
    path = config or given.config
    if path is None:
        local = Path("config.yaml")
        path = local if local.exists() else resources.find_default_config()
    loaded = settings.load(path)
    _tell_left_out(loaded)
    store = Store(workspace or given.workspace or Path("var"))
    given.before = look_at_standing(store)
    return Place(loaded, store, path.resolve())


def _tell_left_out(loaded: Config) -> None:
    """Say which contacts of sites could not be used; a table that cannot be read stops the command that needs it."""
    with suppress(ConfigError):
        for problem in tables.read_sites(loaded.path(loaded.sites)).left_out:
            warn(f"Cảnh báo: {problem}")


def choose_day(given_day: datetime | None) -> date:
    """The calendar day a person named, or today in Vietnam."""
    return given_day.date() if given_day else get_today()


def split_site_codes(values: Iterable[str] | None) -> tuple[str, ...]:
    """The codes in the values of `SiteOption`, each once, in the order in which they were named."""
    parts = (part.strip() for value in values or () for part in value.split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


def refuse_shipped(here: Place) -> None:
    """What came with the program is no city's: the next update would take its changes away."""
    if here.config.base == resources.find_default_config().resolve().parent:
        raise ConfigError(
            "đây là bảng mẫu đi kèm phần mềm, không sửa ở đây",
            place=str(here.config.path(here.config.sites)),
            way_out="tạo thư mục của thành phố bằng kiosk init THƯ_MỤC, rồi thêm --config THƯ_MỤC/config.yaml",
        )
