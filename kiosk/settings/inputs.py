"""Everything a release is made from, as one value, and its form as objects so that a release can be repeated.

Comes in: settings and the catalogue in force, or the names of recorded objects. Goes out: `Inputs`.
The gate recomputes what every site must post from these objects, never from what the builder remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from pydantic import TypeAdapter

from kiosk import record
from kiosk.canonical import dump_canonical
from kiosk.errors import ConfigError, LinkError, ReleaseError, explain_cause
from kiosk.model.catalogue import Catalogue
from kiosk.model.problem import Problem
from kiosk.model.site import Site
from kiosk.settings import matters, tables
from kiosk.settings.addresses import parse_loopback
from kiosk.settings.config import Config
from kiosk.settings.english_words import read_english_words
from kiosk.settings.recorded import read_recorded_config
from kiosk.settings.tables import Aliases

_CATALOGUE: TypeAdapter[Catalogue] = TypeAdapter(Catalogue)
_CATALOGUE_FORMAT = 1
"""Of the record of a catalogue. 0: without this number, otherwise the same."""
_SITES: TypeAdapter[tuple[Site, ...]] = TypeAdapter(tuple[Site, ...])
_GROUPS: TypeAdapter[tuple[tables.Group, ...]] = TypeAdapter(tuple[tables.Group, ...])
_ALIASES: TypeAdapter[Aliases] = TypeAdapter(Aliases)
_SAYINGS: TypeAdapter[matters.Sayings] = TypeAdapter(matters.Sayings)


@dataclass(frozen=True, slots=True)
class Inputs:
    """Settings, tables and the catalogue in force. `left_out`: cells of the tables that could not be used."""

    config: Config
    sites: tuple[Site, ...]
    groups: tables.Groups
    aliases: Aliases
    catalogue: Catalogue
    emblem: bytes = b""
    left_out: tuple[Problem, ...] = ()
    sayings: matters.Sayings = matters.NO_SAYINGS

    def objects(self) -> dict[str, bytes]:
        """The inputs as canonical bytes by name; equal inputs give equal bytes in any folder."""
        return {
            "config": dump_canonical(self.config.model_dump(mode="json")),
            "sites": dump_canonical(_SITES.dump_python(self.sites, mode="json")),
            "groups": dump_canonical(_GROUPS.dump_python(self.groups.groups, mode="json")),
            "aliases": dump_canonical(_ALIASES.dump_python(self.aliases, mode="json")),
            "catalogue": dump_catalogue(self.catalogue),
            "emblem": self.emblem,
            "sayings": dump_canonical(_SAYINGS.dump_python(self.sayings, mode="json")),
        }


def dump_catalogue(catalogue: Catalogue) -> bytes:
    """Canonical JSON of a catalogue; empty fields are left out."""
    return record.dump_record(_CATALOGUE, _CATALOGUE_FORMAT, catalogue, exclude_defaults=True)


@lru_cache(maxsize=2)
def load_catalogue(content: bytes, place: str = "catalogue") -> Catalogue:
    """Read a catalogue back; `place` names it for people. Raises `StoreError` for one of a newer format, pydantic's
    `ValidationError` on anything else."""
    return record.load_record(_CATALOGUE, _CATALOGUE_FORMAT, content, place)


def gather(config: Config, catalogue: Catalogue) -> Inputs:
    """Read the tables that `config` names. Raises `ConfigError` and `LinkError`."""
    emblem = b""
    if config.emblem is not None:
        path = config.path(config.emblem)
        try:
            emblem = path.read_bytes()
        except OSError as error:
            raise ConfigError(
                "không đọc được tệp biểu trưng",
                place=str(path),
                value=explain_cause(error),
                way_out="sửa khóa emblem trong config.yaml",
            ) from error
    table = tables.read_sites(config.path(config.sites))
    _check(config, table.sites, catalogue)
    return Inputs(
        config=config,
        sites=table.sites,
        groups=tables.read_groups(config.path(config.groups)),
        aliases=tables.read_aliases(config.path(config.aliases)),
        catalogue=catalogue,
        emblem=emblem,
        left_out=table.left_out,
        sayings=_read_sayings(config),
    )


def _read_sayings(config: Config) -> matters.Sayings:
    """The tables of people's words that `config` names, each empty where it names none. Raises `ConfigError`."""
    empty = matters.NO_SAYINGS
    return matters.Sayings(
        events=matters.read_life_events(config.path(config.matters)) if config.matters else empty.events,
        names=matters.read_everyday_names(config.path(config.everyday)) if config.everyday else empty.names,
        outside=matters.read_outside_matters(config.path(config.elsewhere)) if config.elsewhere else empty.outside,
        english=matters.read_english_titles(config.path(config.english)) if config.english else empty.english,
        english_words=(
            read_english_words(config.path(config.english_words)) if config.english_words else empty.english_words
        ),
    )


def _check(config: Config, sites: tuple[Site, ...], catalogue: Catalogue) -> None:
    """What only settings, tables and catalogue together show."""
    if config.public_url and parse_loopback(config.public_url) and not catalogue.sample:
        raise LinkError(
            "địa chỉ này chỉ mở được trên chính máy chủ, nên chỉ bản mẫu được dùng",
            place="config.yaml, khóa public_url",
            value=config.public_url,
            way_out="ghi địa chỉ công khai https://… của trang, hoặc để trống",
        )
    unknown = sorted(config.listing.sites.keys() - {site.code for site in sites})
    if unknown:
        raise ConfigError(
            "quy tắc cho điểm không có trong bảng các điểm",
            place=f"config.yaml, khóa listing.sites, và {config.exceptions.as_posix()}",
            value=", ".join(unknown),
            way_out=f"sửa mã điểm theo {config.sites.as_posix()}, hoặc bỏ quy tắc này",
        )


def restore(names: Mapping[str, str], get: Callable[[str], bytes]) -> Inputs:
    """The inputs of a release, from the object names in its manifest. Raises `ReleaseError` where it lacks one."""
    lacking = [name for name in ("config", "sites", "groups", "aliases", "catalogue", "emblem") if name not in names]
    if lacking:
        raise ReleaseError(
            "danh sách tệp của bản phát hành không nêu đủ dữ liệu vào",
            place="manifest.json, khóa inputs",
            value=", ".join(lacking),
            way_out="dựng bản mới bằng kiosk regenerate, hoặc khôi phục từ bản sao lưu",
        )
    groups = _GROUPS.validate_json(get(names["groups"]))
    return Inputs(
        config=read_recorded_config(get(names["config"])),
        sites=_SITES.validate_json(get(names["sites"])),
        groups=tables.index_groups(groups),
        aliases=_ALIASES.validate_json(get(names["aliases"])),
        catalogue=load_catalogue(get(names["catalogue"])),
        emblem=get(names["emblem"]),
        # A release made before these tables were read says nothing of them.
        sayings=_SAYINGS.validate_json(get(names["sayings"])) if "sayings" in names else matters.NO_SAYINGS,
    )
