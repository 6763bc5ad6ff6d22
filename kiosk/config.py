"""Settings of one installation: `config.yaml`, checked once, then passed around as frozen values.

Nothing about a city is in the code: patterns of addresses, rules of who posts what, the printed wording
and the files of the data folder all come from here. Raises `ConfigError` with file, key and way out.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kiosk.errors import ConfigError
from kiosk.model import Level, SiteKind


class Settings(BaseModel):
    """Base: immutable, and a misspelt key is an error instead of a silent default."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class LinkSettings(Settings):
    """Patterns of the only addresses that may be printed, and the hosts they may lead to."""

    entry: str = "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/{uuid}"
    search: str = "https://dichvucong.gov.vn/tim-kiem-thu-tuc-hanh-chinh?keyword={code}"
    hosts: tuple[str, ...] = ("dichvucong.gov.vn",)


class KindRule(Settings):
    """What a kind of site posts where neither a decision nor an explicit list says so."""

    levels: tuple[Level, ...]
    exclude_fields: tuple[str, ...] = ()
    exclude_promulgators: tuple[str, ...] = ()
    include_fields: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


class SiteRule(Settings):
    """Additions and exclusions of one site, by procedure code."""

    extra: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


class ListingSettings(Settings):
    """Rules by kind of site, then by site.

    `own_city`: what the People's Committee of another province promulgates for itself stands in national lists too,
    and is never posted here by its level.
    """

    own_city: str = "Hải Phòng"
    commune: KindRule = KindRule(levels=(Level.COMMUNE,))
    city: KindRule = KindRule(levels=(Level.PROVINCE,))
    sites: Mapping[str, SiteRule] = Field(default_factory=dict)

    def kind(self, kind: SiteKind) -> KindRule:
        """The rule of a kind of site."""
        return self.commune if kind is SiteKind.COMMUNE else self.city


class Feedback(Settings):
    """Where to send feedback (phản ánh, kiến nghị), as every board must show (NĐ 63/2010, art. 17)."""

    url: str = "https://dichvucong.gov.vn/phan-anh-kien-nghi"
    hotline: str = "18001096"
    address: str = ""
    status_url: str = "https://dichvucong.gov.vn/tra-cuu-ho-so"


class Server(Settings):
    """Where `kiosk serve` listens."""

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8000


class Config(Settings):
    """The whole of `config.yaml`. Paths are relative to the file's folder."""

    city: str = "Hải Phòng"
    publisher: str = "Ủy ban nhân dân thành phố Hải Phòng"
    catalogue: tuple[Path, ...] = (Path("data/tthc-mau.csv"),)
    sites: Path = Path("data/sites.csv")
    groups: Path = Path("data/groups.csv")
    aliases: Path = Path("data/aliases.csv")
    emblem: Path | None = None
    public_url: str = ""
    links: LinkSettings = LinkSettings()
    listing: ListingSettings = ListingSettings()
    feedback: Feedback = Feedback()
    wording: Mapping[str, str | tuple[str, str, str]] = Field(default_factory=dict)
    keep_releases: Annotated[int, Field(ge=2)] = 5
    server: Server = Server()
    base: Path = Field(default=Path(), exclude=True)

    def path(self, relative: Path) -> Path:
        """A configured path, resolved against the folder of `config.yaml`."""
        return relative if relative.is_absolute() else self.base / relative


def load(path: Path) -> Config:
    """Read and check `path`. Raises `ConfigError`."""
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigError(
            "không tìm thấy tệp cấu hình", place=str(path), way_out="chỉ đường dẫn bằng --config TỆP"
        ) from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        reason = " ".join(str(error).split())
        raise ConfigError(
            "không đọc được tệp cấu hình",
            place=str(path),
            value=reason,
            way_out="sửa tệp theo cú pháp YAML, mã UTF-8",
        ) from error
    return parse(raw, path)


def parse(raw: object, path: Path) -> Config:
    """Check an already parsed document. Raises `ConfigError` naming the first wrong key."""
    if raw is not None and not isinstance(raw, dict):
        raise ConfigError(
            "tệp cấu hình phải gồm các dòng «khóa: giá trị»",
            place=str(path),
            way_out="xem mẫu config.yaml đi kèm",
        )
    try:
        return Config.model_validate({**(raw or {}), "base": path.resolve().parent})
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise ConfigError(
            f"khóa «{key}» không hợp lệ ({first['msg']})",
            place=str(path),
            value=str(first.get("input", ""))[:80],
            way_out="sửa khóa này; các khóa được phép ghi trong config.yaml đi kèm",
        ) from None
