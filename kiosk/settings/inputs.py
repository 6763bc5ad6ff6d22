"""Everything a release is made from, as one value, and its form as objects so that a release can be repeated.

The gate recomputes what every site must post from these objects, never from what the builder remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from pydantic import TypeAdapter

from kiosk import record
from kiosk.canonical import canonical
from kiosk.errors import ConfigError, reason
from kiosk.model.catalogue import Catalogue
from kiosk.model.site import Site
from kiosk.settings import tables
from kiosk.settings.config import Config
from kiosk.settings.links import checked

Aliases = tuple[tuple[str, tuple[str, ...]], ...]

_CATALOGUE: TypeAdapter[Catalogue] = TypeAdapter(Catalogue)
_CATALOGUE_FORMAT = 1
"""Of the record of a catalogue. 0: without this number, otherwise the same."""
_SITES: TypeAdapter[tuple[Site, ...]] = TypeAdapter(tuple[Site, ...])
_GROUPS: TypeAdapter[tuple[tables.Group, ...]] = TypeAdapter(tuple[tables.Group, ...])
_ALIASES: TypeAdapter[Aliases] = TypeAdapter(Aliases)


@dataclass(frozen=True, slots=True)
class Inputs:
    """Settings, tables and the catalogue in force."""

    config: Config
    sites: tuple[Site, ...]
    groups: tables.Groups
    aliases: Aliases
    catalogue: Catalogue
    emblem: bytes = b""

    def objects(self) -> dict[str, bytes]:
        """The inputs as canonical bytes by name; equal inputs give equal bytes in any folder."""
        return {
            "config": canonical(self.config.model_dump(mode="json")),
            "sites": canonical(_SITES.dump_python(self.sites, mode="json")),
            "groups": canonical(_GROUPS.dump_python(self.groups.groups, mode="json")),
            "aliases": canonical(_ALIASES.dump_python(self.aliases, mode="json")),
            "catalogue": dump_catalogue(self.catalogue),
            "emblem": self.emblem,
        }


def dump_catalogue(catalogue: Catalogue) -> bytes:
    """Canonical JSON of a catalogue; empty fields are left out."""
    facts = _CATALOGUE.dump_python(catalogue, mode="json", exclude_defaults=True)
    return canonical(record.numbered(facts, _CATALOGUE_FORMAT))


@lru_cache(maxsize=2)
def load_catalogue(content: bytes, place: str = "catalogue") -> Catalogue:
    """Read a catalogue back; `place` names it for people. Raises `StoreError` for one of a newer format, pydantic's
    `ValidationError` on anything else."""
    record.refuse_newer(content, _CATALOGUE_FORMAT, place)
    return _CATALOGUE.validate_json(content)


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
                value=reason(error),
                way_out="sửa khóa emblem trong config.yaml",
            ) from error
    sites = tables.sites(config.path(config.sites))
    _check(config, sites)
    return Inputs(
        config=config,
        sites=sites,
        groups=tables.groups(config.path(config.groups)),
        aliases=tables.aliases(config.path(config.aliases)),
        catalogue=catalogue,
        emblem=emblem,
    )


def _check(config: Config, sites: tuple[Site, ...]) -> None:
    """What only settings and tables together show: addresses that may not be printed, rules for unknown sites."""
    for key, url in (("url", config.feedback.url), ("status_url", config.feedback.status_url)):
        checked(url, config.links.hosts, place=f"config.yaml, khóa feedback.{key}")
    unknown = sorted(config.listing.sites.keys() - {site.code for site in sites})
    if unknown:
        raise ConfigError(
            "quy tắc cho điểm không có trong bảng các điểm",
            place="config.yaml, khóa listing.sites",
            value=", ".join(unknown),
            way_out=f"sửa mã điểm theo {config.sites.as_posix()}, hoặc bỏ quy tắc này",
        )


def restore(names: Mapping[str, str], get: Callable[[str], bytes]) -> Inputs:
    """The inputs of a release, from the object names in its manifest."""
    made = _GROUPS.validate_json(get(names["groups"]))
    return Inputs(
        config=Config.model_validate_json(get(names["config"])),
        sites=_SITES.validate_json(get(names["sites"])),
        groups=tables.grouped(made),
        aliases=_ALIASES.validate_json(get(names["aliases"])),
        catalogue=load_catalogue(get(names["catalogue"])),
        emblem=get(names["emblem"]),
    )
