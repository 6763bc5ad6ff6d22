"""Settings of one installation: `config.yaml`, checked once, then passed around as frozen values.

Comes in: the file. Goes out: `Config`, every address in it in normal form. Nothing about a city is in the code: its
name, patterns of addresses, rules of who posts what, the printed wording and the files of the data folder all come
from here, and what is the city's own has no default. Left to others: the tables (`tables`), settings recorded with an
old release (`recorded`), changes to the file (`config_writer`). Raises `ConfigError` and `LinkError` with file, key
and way out.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import Field, ValidationError

from kiosk.errors import ConfigError, LinkError, explain_cause
from kiosk.model.catalogue import Level
from kiosk.model.site import Site, SiteKind
from kiosk.settings.addresses import check_address, check_pattern, check_public_address, parse_host
from kiosk.settings.counting import CountSettings
from kiosk.settings.exceptions import read_exceptions
from kiosk.settings.files import read_whole
from kiosk.settings.ledger import LedgerSettings
from kiosk.settings.night import NightSettings
from kiosk.settings.strict import Settings
from kiosk.settings.way_out import explain_way_out
from kiosk.text import tidy
from posters.printable import describe_character, find_unprintable
from posters.spec import GRIDS

Name = Annotated[str, Field(min_length=1)]


class LinkMode(StrEnum):
    """Where a printed code leads: to the entry on the portal, or to the city's own address of the procedure, which
    leads on to the entry in force."""

    PORTAL = "portal"
    OWN = "own"


class LinkSettings(Settings):
    """Patterns of the only addresses that may be printed, and the hosts they may lead to. `mode`: of all sites, or by
    kind of site."""

    mode: LinkMode | Mapping[SiteKind, LinkMode] = LinkMode.PORTAL

    entry: str = "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/{uuid}"
    search: str = "https://dichvucong.gov.vn/tim-kiem-thu-tuc-hanh-chinh?keyword={code}"
    hosts: Annotated[tuple[str, ...], Field(min_length=1)] = ("dichvucong.gov.vn",)

    def mode_of(self, kind: SiteKind) -> LinkMode:
        """Where the codes at sites of a kind lead."""
        return self.mode if isinstance(self.mode, LinkMode) else self.mode.get(kind, LinkMode.PORTAL)

    @property
    def has_own(self) -> bool:
        """Whether any kind of site prints the city's own addresses."""
        return any(self.mode_of(kind) is LinkMode.OWN for kind in SiteKind)


class KindRule(Settings):
    """What a kind of site posts where neither a decision nor an explicit list says so."""

    levels: tuple[Level, ...] = ()
    exclude_fields: tuple[str, ...] = ()
    exclude_promulgators: tuple[str, ...] = ()
    include_fields: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


class CommuneRule(KindRule):
    """The rule of the communes."""

    levels: tuple[Level, ...] = (Level.COMMUNE,)


class CityRule(KindRule):
    """The rule of the city's own sites."""

    levels: tuple[Level, ...] = (Level.PROVINCE,)


class SiteRule(Settings):
    """Additions and exclusions of one site, by procedure code; `documents`: the paper that says so, by code."""

    extra: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    documents: Mapping[str, str] = Field(default_factory=dict)


class ListingSettings(Settings):
    """Rules by kind of site, then by site.

    `own_city`: what the People's Committee of another province promulgates for itself stands in national lists too,
    and is never posted here by its level.
    """

    own_city: Name
    commune: CommuneRule = CommuneRule()
    city: CityRule = CityRule()
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


class OfficeServer(Settings):
    """Where `kiosk office` listens, the address at which people open it, and how long a session lasts, in minutes.

    `address`: as people type it, `https://…` behind a reverse proxy; empty: `http://HOST:PORT`.
    """

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8001
    address: Annotated[str, Field(pattern=r"^(https?://[A-Za-z0-9.\[\]:-]+)?$")] = ""
    idle_minutes: Annotated[int, Field(ge=5, le=480)] = 45
    longest_minutes: Annotated[int, Field(ge=30, le=1440)] = 600

    @property
    def url(self) -> str:
        """The address without a slash at its end."""
        return self.address or f"http://{self.host}:{self.port}"


Paper = Annotated[str, Field(pattern=f"^({'|'.join(GRIDS)})$")]


class SheetPapers(Settings):
    """Paper of the posting sheets by kind of site, where the site itself chooses none; `end_day`: whether a sheet tells
    until when a procedure applies, once that is known. It is printed for that once, and again when the day has come."""

    commune: Paper = "A4"
    city: Paper = "A4"
    end_day: bool = True

    def choose(self, site: Site) -> str:
        """The paper of a site."""
        return site.paper or (self.commune if site.kind is SiteKind.COMMUNE else self.city)


class Kiosk(Settings):
    """How kiosk pages behave.

    `worker`: whether a page keeps itself on the device by a service worker. False makes every device that has one
    remove it and what it stored, and work from the server alone. `voices`: beginnings of the names of Vietnamese voices
    good enough to read aloud; a device that has none of them itself shows no button for it.
    """

    worker: bool = True
    voices: tuple[str, ...] = ("Microsoft An", "Linh")


class Watch(Settings):
    """How the portal is asked what it says now.

    `portal`: where its interface is; `contact`: the address of a person, sent with every question; `pause_seconds`:
    between two questions; `daily_limit`: questions a day; `recheck_days`: age after which a link is looked at again;
    `list_days`: age after which the portal's whole list must be asked for again;
    `browser`: a program of Chromium's kind that shows pages whose address the interface cannot prove.
    """

    portal: Annotated[str, Field(pattern=r"^https?://[A-Za-z0-9.\[\]:-]+$")] = "https://dichvucong.gov.vn"
    contact: Annotated[str, Field(pattern=r"^[!-~]*$", max_length=200)] = ""
    pause_seconds: Annotated[float, Field(ge=0, le=60)] = 2.0
    daily_limit: Annotated[int, Field(ge=1, le=100_000)] = 2_000
    recheck_days: Annotated[int, Field(ge=1, le=365)] = 30
    list_days: Annotated[int, Field(ge=1, le=365)] = 7
    browser: Path | None = None


class Config(Settings):
    """The whole of `config.yaml`. Paths are relative to the file's folder."""

    city: Name
    publisher: Name
    catalogue: tuple[Path, ...] = (Path("data/tthc-mau.csv"),)
    sites: Path = Path("data/sites.csv")
    groups: Path = Path("data/groups.csv")
    aliases: Path = Path("data/aliases.csv")
    matters: Path | None = None
    everyday: Path | None = None
    elsewhere: Path | None = None
    english: Path | None = None
    english_words: Path | None = None
    # What it says is part of `listing`: a release records it there.
    exceptions: Path = Field(default=Path("data/exceptions.csv"), exclude=True)
    emblem: Path | None = None
    public_url: str = ""
    links: LinkSettings = LinkSettings()
    listing: ListingSettings
    feedback: Feedback = Feedback()
    wording: Mapping[str, str | tuple[str, str, str]] = Field(default_factory=dict)
    papers: SheetPapers = SheetPapers()
    keep_releases: Annotated[int, Field(ge=2)] = 5
    kiosk: Kiosk = Kiosk()
    server: Server = Server()
    # Of the print shop, not of what is built: a release does not record it.
    print_profile: Path | None = Field(default=None, exclude=True)
    # Of this machine, not of what is built: a release does not record it.
    office: OfficeServer = Field(default=OfficeServer(), exclude=True)
    watch: Watch = Field(default=Watch(), exclude=True)
    ledger: LedgerSettings = Field(default=LedgerSettings(), exclude=True)
    counts: CountSettings = Field(default=CountSettings(), exclude=True)
    night: NightSettings = Field(default=NightSettings(), exclude=True)
    base: Path = Field(default=Path(), exclude=True)
    source: Path = Field(default=Path(), exclude=True)

    def path(self, relative: Path) -> Path:
        """A configured path, resolved against the folder of `config.yaml`."""
        return relative if relative.is_absolute() else self.base / relative


class _TwiceError(yaml.MarkedYAMLError):
    """A key stands twice; YAML would silently take the last one."""


# Written in C where the library has it: every command reads the settings, and so in a tenth of the time.
_SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _OnceLoader(_SafeLoader):  # type: ignore[misc]
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, object]:
        keys: set[str] = set()
        for key, _ in node.value:
            if str(key.value) in keys:
                raise _TwiceError(problem=str(key.value), problem_mark=key.start_mark)
            keys.add(str(key.value))
        mapping: dict[Hashable, object] = super().construct_mapping(node, deep)
        return mapping


def load(path: Path) -> Config:
    """Read and check `path`. Raises `ConfigError` and `LinkError`."""
    try:
        content = read_whole(path)
    except FileNotFoundError:
        raise ConfigError(
            "không tìm thấy tệp cấu hình", place=str(path), way_out="chỉ đường dẫn bằng --config TỆP"
        ) from None
    except OSError as error:
        raise ConfigError(
            "không đọc được tệp cấu hình", place=str(path), value=explain_cause(error), way_out="kiểm tra quyền đọc tệp"
        ) from error
    return _add_exceptions(read_config(content, path))


def _add_exceptions(config: Config) -> Config:
    """The settings with what single sites add and leave out by the table. Raises `ConfigError`."""
    rules = dict(config.listing.sites)
    for each in read_exceptions(config.path(config.exceptions)):
        rule = rules.get(each.site, SiteRule())
        codes = each.add_to({"extra": rule.extra, "exclude": rule.exclude})
        documents = {**rule.documents, each.code: each.document} if each.document else rule.documents
        rules[each.site] = SiteRule(extra=codes["extra"], exclude=codes["exclude"], documents=documents)
    return config.model_copy(update={"listing": config.listing.model_copy(update={"sites": rules})})


def read_config(content: bytes, path: Path) -> Config:
    """Check the bytes of a settings file. Raises `ConfigError` and `LinkError`."""
    try:
        raw = yaml.load(content.decode("utf-8"), Loader=_OnceLoader)  # noqa: S506 - a safe loader
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f", dòng {mark.line + 1}, cột {mark.column + 1}" if mark else ""
        twice = isinstance(error, _TwiceError)
        raise ConfigError(
            "khóa này ghi hai lần" if twice else "không đọc được tệp cấu hình",
            place=f"{path}{where}",
            value=str(error.problem) if isinstance(error, _TwiceError) else "" if mark else explain_cause(error),
            way_out="giữ một dòng" if twice else "sửa tệp theo cú pháp YAML (thụt dòng bằng dấu cách), mã UTF-8",
        ) from error
    return parse(raw, path)


def parse(raw: object, path: Path) -> Config:
    """Check an already parsed document. Raises `ConfigError` and `LinkError` naming the first wrong key."""
    if raw is not None and not isinstance(raw, dict):
        raise ConfigError(
            "tệp cấu hình phải gồm các dòng «khóa: giá trị»",
            place=str(path),
            way_out="xem mẫu config.yaml đi kèm",
        )
    try:
        config = Config.model_validate({**(raw or {}), "base": path.resolve().parent, "source": path.resolve()})
    except ValidationError as error:
        # A misspelt key is told before the one that is missing because of it.
        first = min(error.errors(), key=lambda one: one["type"] == "missing")
        key = ".".join(str(part) for part in first["loc"] if part != "[key]")
        missing = first["type"] == "missing"
        raise ConfigError(
            f"thiếu khóa «{key}»" if missing else f"khóa «{key}» không hợp lệ",
            place=str(path),
            value="" if missing else str(first.get("input", ""))[:80],
            way_out=explain_way_out(first["type"], first.get("ctx", {})),
        ) from None
    _refuse_second_truths(config, path)
    _refuse_unprintable(config, path)
    return _normalise_addresses(config, path)


_ELSEWHERE = {
    "feedback_url": "feedback.url",
    "hotline": "feedback.hotline",
    "feedback_address": "feedback.address",
}
"""Facts that the drawing side counts among its wording, and the keys that hold them."""


def _refuse_second_truths(config: Config, path: Path) -> None:
    """A fact with a key of its own is not set as wording, where nothing would check it."""
    for key in config.wording.keys() & _ELSEWHERE.keys():
        raise ConfigError(
            f"khóa «wording.{key}» không dùng nữa",
            place=str(path),
            value=str(config.wording[key])[:80],
            way_out=f"ghi ở khóa {_ELSEWHERE[key]}",
        )


def _refuse_unprintable(config: Config, path: Path) -> None:
    """What is printed as it stands here. Raises `ConfigError` naming key and character."""
    printed = {"city": config.city, "publisher": config.publisher}
    printed |= {f"feedback.{key}": getattr(config.feedback, key) for key in ("hotline", "address")}
    for key, value in config.wording.items():
        printed[f"wording.{key}"] = value if isinstance(value, str) else " ".join(value)
    for key, text in printed.items():
        char = find_unprintable(tidy(text))
        if char is not None:
            raise ConfigError(
                f"khóa «{key}» có ký tự không in được {describe_character(char)}",
                place=str(path),
                value=tidy(text)[:80],
                way_out="gõ lại bằng chữ tiếng Việt (Unicode dựng sẵn)",
            )


def _normalise_addresses(config: Config, path: Path) -> Config:
    """The settings with every address in normal form. Raises `LinkError` naming the key."""

    def place(key: str) -> str:
        return f"{path}, khóa {key}"

    hosts = tuple(parse_host(host, place("links.hosts")) for host in config.links.hosts)
    links = {
        "entry": check_pattern(config.links.entry, "{uuid}", _SAMPLE_ID, hosts, place("links.entry")),
        "search": check_pattern(config.links.search, "{code}", _SAMPLE_CODE, hosts, place("links.search")),
        "hosts": hosts,
    }
    feedback = {
        key: check_address(getattr(config.feedback, key), hosts, place(f"feedback.{key}")).url
        for key in ("url", "status_url")
    }
    if config.links.has_own and not config.public_url:
        raise LinkError(
            "mã dẫn qua địa chỉ của thành phố nhưng chưa có địa chỉ ấy",
            place=place("links.mode"),
            value="own",
            way_out="ghi khóa public_url, hoặc để links.mode: portal",
        )
    public = config.public_url and check_public_address(config.public_url, hosts, place("public_url"))
    return config.model_copy(
        update={
            "links": config.links.model_copy(update=links),
            "feedback": config.feedback.model_copy(update=feedback),
            "public_url": public,
        }
    )


_SAMPLE_ID, _SAMPLE_CODE = "00000000-0000-0000-0000-000000000000", "1.000000"
