"""What people call things: life events and their matters, everyday names, and what other offices do.

Comes in: the tables `matters.csv`, `everyday.csv`, `elsewhere.csv` and `english.csv` of `data/`. Goes out: checked
values, the same for boards and for the kiosk page. A code that no procedure has is no mistake (a site does not post
everything): `find_unposted` counts it. What a question leads to is left to those who search.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from kiosk.errors import ConfigError, LinkError
from kiosk.settings.addresses import check_address
from kiosk.settings.english_words import NO_WORDS, EnglishWords
from kiosk.settings.tables import parse_rows, read_bytes
from kiosk.text import fold, tidy

MOST_EVENTS = 9
"""Tiles of a start screen that a person still takes in at one glance."""
MOST_MATTERS = 12
"""Matters of one event: a screen of the kiosk shows them without paging."""
LINK_HOSTS = ("gov.vn",)
"""Hosts (with their subdomains) that a matter done elsewhere may name: the state's own."""

MATTER_COLUMNS = ("event_id", "event", "event_english", "matter", "words", "english", "codes", "board", "common")
EVERYDAY_COLUMNS = ("code", "everyday", "asked", "words")
ELSEWHERE_COLUMNS = ("kind", "office", "purpose", "matter", "words", "unless", "english", "link")
ENGLISH_COLUMNS = ("group_id", "english")

_EVENT_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CODE = re.compile(r"[0-9]\.[0-9]{6}")


class OfficeKind(StrEnum):
    """Who does what a commune does not do; the pictograms and the counts of the page go by it."""

    POLICE = "police"
    TAX = "tax"
    COURT = "court"
    NOTARY = "notary"
    INSURANCE = "insurance"
    BANK = "bank"
    UTILITY = "utility"
    TELECOM = "telecom"
    POST = "post"
    LAND = "land"
    CITY = "city"
    SCHOOL = "school"
    MILITARY = "military"
    HEALTH = "health"
    CUSTOMS = "customs"
    MINISTRY = "ministry"
    EMBASSY = "embassy"
    INSPECTION = "inspection"
    ARMY = "army"
    PARTY = "party"
    LOBBY = "lobby"
    PRIVATE = "private"


@dataclass(frozen=True, slots=True)
class Matter:
    """Something people come for, under its everyday name; `codes` has first what is asked most.

    `on_board` puts it on the index board, `is_common` into the tier of common matters on the wall.
    """

    name: str
    words: tuple[str, ...]
    english: tuple[str, ...]
    codes: tuple[str, ...]
    on_board: bool
    is_common: bool


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """A part of life that brings people to the centre: a tile of the start screen, a part of the index board."""

    id: str
    name: str
    english: str
    matters: tuple[Matter, ...]


@dataclass(frozen=True, slots=True)
class Office:
    """An office that is not this centre, and in one sentence what it is for."""

    kind: OfficeKind
    name: str
    purpose: str


@dataclass(frozen=True, slots=True)
class OutsideMatter:
    """What another office does. General information: whoever shows it says so and sends to the counter in doubt.

    A question means this matter where it holds one of `words` (or `english`) and none of `unless`: a copy of an
    identity card is certified here, the card is made elsewhere. `link` is empty where no address is surely known.
    `codes` are its procedures, first what is asked most: where a site lists one of them, the matter is done there.
    """

    name: str
    office: Office
    words: tuple[str, ...]
    unless: tuple[str, ...]
    english: tuple[str, ...]
    link: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EverydayNames:
    """The project's own short names by code, the codes that are asked for most, in order, and by code what people say
    who do not know the name."""

    by_code: dict[str, str]
    asked: tuple[str, ...]
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sayings:
    """All that people call things, as the tables of one city have it; a city without a table has none of it.

    `english` holds the titles of the groups for readers of English, by group id.
    """

    events: tuple[LifeEvent, ...] = ()
    names: EverydayNames = EverydayNames({}, ())
    outside: tuple[OutsideMatter, ...] = ()
    english: dict[str, str] = field(default_factory=dict)
    english_words: EnglishWords = NO_WORDS


NO_SAYINGS = Sayings()
"""Of a city without tables, and of releases that were made before there were any."""


@dataclass(frozen=True, slots=True)
class Unposted:
    """Codes of a table that no procedure has, and the matters of which nothing is left."""

    codes: tuple[str, ...]
    matters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _MatterRow:
    """One line of a table with its cells, and how a wrong cell is told."""

    path: Path
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def refuse(self, column: str, value: str, way_out: str) -> ConfigError:
        """The error for a wrong cell of this line."""
        place = f"{self.path}, dòng {self.line}"
        return ConfigError(f"cột «{column}» không hợp lệ", place=place, value=value, way_out=way_out)

    def need(self, column: str) -> str:
        """A cell that may not be empty. Raises `ConfigError`."""
        if not self.cells[column]:
            raise self.refuse(column, "", "ghi vào ô này")
        return self.cells[column]

    def has_mark(self, column: str) -> bool:
        """Whether a cell is ticked with x. Raises `ConfigError`."""
        if self.cells[column].lower() not in ("", "x"):
            raise self.refuse(column, self.cells[column], "ghi x, hoặc để trống")
        return bool(self.cells[column])

    def words(self, column: str) -> tuple[str, ...]:
        """The sayings of a cell, divided by upright strokes. Raises `ConfigError` where one stands twice."""
        words = tuple(word for part in self.cells[column].split("|") if (word := tidy(part)))
        for word in words:
            if words.count(word) > 1:
                raise self.refuse(column, word, "mỗi cách nói ghi một lần; xóa chỗ trùng")
        return words

    def code(self, value: str, column: str) -> str:
        """`value` if it is a whole code. Raises `ConfigError`."""
        if not _CODE.fullmatch(value):
            # A spreadsheet that reads codes as numbers turns 2.001610 into 2.00161.
            raise self.refuse(column, value, "ghi đủ mã như 1.001193; trong bảng tính, để cột này ở dạng văn bản")
        return value


def read_life_events(path: Path) -> tuple[LifeEvent, ...]:
    """The events of `path` in file order (one row per matter, rows of an event together). Raises `ConfigError`."""
    return parse_life_events(read_bytes(path), path)


def parse_life_events(content: bytes, path: Path) -> tuple[LifeEvent, ...]:
    """As `read_life_events`, from the bytes of the file; `path` is for the messages."""
    rows = tuple(_parse_rows(content, path, MATTER_COLUMNS))
    by_event: dict[str, list[_MatterRow]] = {}
    owners: dict[str, str] = {}
    for before, row in zip((None, *rows), rows, strict=False):
        if not _EVENT_ID.fullmatch(row["event_id"]):
            raise row.refuse("event_id", row["event_id"], "ghi mã chữ thường không dấu, nối bằng gạch, như sinh-con")
        if row["event_id"] in by_event and before and before["event_id"] != row["event_id"]:
            raise row.refuse("event_id", row["event_id"], "đặt các dòng của một sự kiện liền nhau")
        by_event.setdefault(row["event_id"], []).append(row)
        if len(by_event[row["event_id"]]) > MOST_MATTERS:
            raise row.refuse("event_id", row["event_id"], f"mỗi sự kiện nhiều nhất {MOST_MATTERS} việc")
        if len(by_event) > MOST_EVENTS:
            raise row.refuse("event_id", row["event_id"], f"nhiều nhất {MOST_EVENTS} sự kiện; gộp bớt")
        _claim_words(row, ("matter", "words", "english"), owners)
    return tuple(_read_life_event(name, rows) for name, rows in by_event.items())


def _read_life_event(name: str, rows: list[_MatterRow]) -> LifeEvent:
    first = rows[0]
    for row in rows[1:]:
        for column in ("event", "event_english"):
            if row[column] not in ("", first[column]):
                raise row.refuse(column, row[column], "tên chỉ ghi ở dòng đầu của sự kiện")
    return LifeEvent(name, first.need("event"), first.need("event_english"), tuple(_read_matter(row) for row in rows))


def _read_matter(row: _MatterRow) -> Matter:
    row.need("codes")
    return Matter(
        name=row.need("matter"),
        words=row.words("words"),
        english=row.words("english"),
        codes=_read_codes(row),
        on_board=row.has_mark("board"),
        is_common=row.has_mark("common"),
    )


def _read_codes(row: _MatterRow) -> tuple[str, ...]:
    codes = tuple(row.code(value, "codes") for value in row["codes"].split())
    for code in codes:
        if codes.count(code) > 1:
            raise row.refuse("codes", code, "mỗi mã ghi một lần trong một việc")
    return codes


def read_everyday_names(path: Path) -> EverydayNames:
    """The everyday names of `path`; `asked` keeps the order of the file. Raises `ConfigError`."""
    return parse_everyday_names(read_bytes(path), path)


def parse_everyday_names(content: bytes, path: Path) -> EverydayNames:
    """As `read_everyday_names`, from the bytes of the file; `path` is for the messages."""
    by_code: dict[str, str] = {}
    words: dict[str, tuple[str, ...]] = {}
    owners: dict[str, str] = {}
    asked_codes: list[str] = []
    for row in _parse_rows(content, path, EVERYDAY_COLUMNS):
        code = row.code(row["code"], "code")
        if code in words:
            raise row.refuse("code", code, "mỗi mã một dòng; xóa dòng trùng")
        words[code] = row.words("words")
        if row["everyday"] or not words[code]:
            by_code[code] = row.need("everyday")
            if owners.setdefault(fold(by_code[code]), code) != code:
                raise row.refuse("everyday", row["everyday"], "hai thủ tục không mang cùng một tên thường gọi")
        asked_codes += [code] if row.has_mark("asked") else []
    # In the order of the codes: a release keeps these as canonical JSON, and what is restored must make the same page.
    more = {code: sayings for code, sayings in sorted(words.items()) if sayings}
    return EverydayNames(dict(sorted(by_code.items())), tuple(asked_codes), more)


def read_outside_matters(path: Path) -> tuple[OutsideMatter, ...]:
    """What other offices do, in file order. Raises `ConfigError`."""
    return parse_outside_matters(read_bytes(path), path)


def parse_outside_matters(content: bytes, path: Path) -> tuple[OutsideMatter, ...]:
    """As `read_outside_matters`, from the bytes of the file; `path` is for the messages."""
    offices: dict[str, Office] = {}
    owners: dict[str, str] = {}
    matters = []
    for row in _parse_rows(content, path, ELSEWHERE_COLUMNS):
        _claim_words(row, ("matter", "words", "english"), owners)
        matters.append(_read_outside_matter(row, _read_office(row, offices)))
    return tuple(matters)


def _read_office(row: _MatterRow, offices: dict[str, Office]) -> Office:
    if row["kind"] not in tuple(OfficeKind):
        raise row.refuse("kind", row["kind"], f"chọn một trong: {', '.join(OfficeKind)}")
    office = offices.get(row["office"])
    if office is None:
        office = Office(OfficeKind(row["kind"]), row.need("office"), row.need("purpose"))
        offices[office.name] = office
    if row["kind"] != office.kind:
        raise row.refuse("kind", row["kind"], f"cơ quan này đã ghi là {office.kind}; ghi giống nhau")
    if row["purpose"] not in ("", office.purpose):
        raise row.refuse("purpose", row["purpose"], "chỉ ghi ở dòng đầu của cơ quan")
    return office


def _read_outside_matter(row: _MatterRow, office: Office) -> OutsideMatter:
    words, unless = row.words("words"), row.words("unless")
    row.need("words")
    silenced = {fold(word) for word in words} & {fold(word) for word in unless}
    if silenced:
        raise row.refuse("unless", min(silenced), "từ này đã ghi ở cột words; bỏ ở một cột")
    codes = _read_codes(row) if "codes" in row.cells else ()  # tables from before this column have none
    return OutsideMatter(row.need("matter"), office, words, unless, row.words("english"), _read_link(row), codes)


def _read_link(row: _MatterRow) -> str:
    if row["link"]:
        try:
            check_address(row["link"], LINK_HOSTS, "link")
        except LinkError as error:
            raise row.refuse("link", row["link"], "ghi địa chỉ https của cơ quan nhà nước, hoặc để trống") from error
    return row["link"]


def read_english_titles(path: Path) -> dict[str, str]:
    """English titles by group id. Raises `ConfigError`."""
    return parse_english_titles(read_bytes(path), path)


def parse_english_titles(content: bytes, path: Path) -> dict[str, str]:
    """As `read_english_titles`, from the bytes of the file; `path` is for the messages."""
    titles: dict[str, str] = {}
    for row in _parse_rows(content, path, ENGLISH_COLUMNS):
        if row.need("group_id") in titles:
            raise row.refuse("group_id", row["group_id"], "mỗi nhóm một dòng; xóa dòng trùng")
        titles[row["group_id"]] = row.need("english")
    return dict(sorted(titles.items()))


def find_shared_words(events: Iterable[LifeEvent], outside: Iterable[OutsideMatter]) -> tuple[str, ...]:
    """Folded sayings that are said to be done here and elsewhere: the page could not tell which is meant."""
    here = {fold(word) for e in events for m in e.matters for word in (m.name, *m.words, *m.english)}
    there = {fold(word) for m in outside for word in (m.name, *m.words, *m.english)}
    return tuple(sorted(here & there))


def find_unposted(events: Iterable[LifeEvent], names: EverydayNames, posted: Collection[str]) -> Unposted:
    """What the tables name beyond the codes in `posted`, each once, in the order of the tables."""
    matters = tuple(matter for event in events for matter in event.matters)
    codes = dict.fromkeys([code for matter in matters for code in matter.codes] + list(names.by_code))
    empty = tuple(matter.name for matter in matters if not any(code in posted for code in matter.codes))
    return Unposted(tuple(code for code in codes if code not in posted), empty)


def _claim_words(row: _MatterRow, columns: tuple[str, ...], owners: dict[str, str]) -> None:
    """Give the sayings of `row` to its matter. Raises `ConfigError` where another matter has one of them."""
    owner = row.need("matter")
    for column in columns:
        for word in row.words(column):
            if owners.setdefault(fold(word), owner) != owner:
                raise row.refuse(column, word, f"cách nói này đã thuộc việc «{owners[fold(word)]}»; bỏ ở một nơi")


def _parse_rows(content: bytes, path: Path, columns: tuple[str, ...]) -> Iterator[_MatterRow]:
    """The rows of a table that has at least `columns`. Raises `ConfigError`, also where the table is empty."""
    is_empty = True
    for line, cells in parse_rows(content, path, columns, columns):
        is_empty = False
        yield _MatterRow(path, line, cells)
    if is_empty:
        raise ConfigError("bảng chưa có dòng nào", place=str(path), way_out="thêm ít nhất một dòng")
