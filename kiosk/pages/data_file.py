"""The data file of a page: columns with dictionaries, and reading it back.

What comes in is what a page lists (`Content`); what goes out are two JSON documents, the list that the start screen and
the search need at once, and the details that it fetches when the list can already be used. Columns compress to half of
rows (measured on the real lists). A value stands once in its column's dictionary; index 0 means "the source does not
say". The order is the reading order: group, field, common first, name. Keeping and naming files is left to others.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any

from kiosk.errors import VerifyError
from kiosk.model.catalogue import Procedure
from kiosk.pages import bags, spoken
from kiosk.pages.addresses import pack_addresses, unpack_addresses
from kiosk.pages.content import Asset, Content, Gone, PageEntry
from kiosk.pages.pack import (
    SEPARATOR,
    Packer,
    pack_numbers,
    pack_places,
    pack_vocabulary,
    unpack_numbers,
    unpack_places,
    unpack_text,
    unpack_vocabulary,
)
from kiosk.pages.squeezing import SUFFIX, squeeze, unsqueeze
from kiosk.text import fold

_Value = Any  # what JSON can hold; every function below returns text, a bool or lists of text


def _dump_day(value: date | None) -> str:
    return value.isoformat() if value else ""


_ENDED: dict[str, Callable[[Procedure], _Value]] = {
    "ending": lambda p: p.ending.value,
    "endedBy": lambda p: p.ended_by,
    "replacedBy": lambda p: list(p.replaced_by),
}

LISTED: dict[str, Callable[[Procedure], _Value]] = _ENDED | {
    "from": lambda p: _dump_day(p.effective_from),
    "to": lambda p: _dump_day(p.effective_to),
    "everyday": lambda p: p.everyday,
    "keywords": lambda p: " ".join(p.keywords),
    "common": lambda p: p.common,
}
"""What the lists, the search and what left the list need at once, by its name in the file."""

DETAILS: dict[str, Callable[[Procedure], _Value]] = {
    "executing": lambda p: list(p.executing),
    "decision": lambda p: p.decision,
    "decided": lambda p: _dump_day(p.decision_date),
    "online": lambda p: p.online.value,
    "timeLegal": lambda p: p.time_legal,
    "timeCity": lambda p: p.time_city,
    "fee": lambda p: p.fee,
    "place": lambda p: p.place,
    "basis": lambda p: p.legal_basis,
    "channels": lambda p: [[c.name, c.time, c.fee] for c in p.channels],
    "dossier": lambda p: list(p.dossier),
    "result": lambda p: p.result,
    "audience": lambda p: p.audience,
    "cases": lambda p: list(p.cases),
}
"""What only the screen of one procedure shows, by its name in the file."""

_WHOLE_CODE = re.compile(r"[0-9]\.[0-9]{6}")
_Facts = dict[str, list[Any]]
_Part = dict[str, Any]


def _change_texts(value: _Value, change: Callable[[str], str]) -> _Value:
    """`value` with every text in it changed."""
    if isinstance(value, list):
        return [_change_texts(v, change) for v in value]
    return change(value) if isinstance(value, str) else value


def _list_texts(value: _Value) -> Iterator[str]:
    if isinstance(value, list):
        for v in value:
            yield from _list_texts(v)
    elif isinstance(value, str):
        yield value


def _index_values(values: Iterable[_Value]) -> tuple[list[_Value], list[int]]:
    """The distinct values in order of appearance, and the place (from 1) of each value; empty ones have 0."""
    places_by_key: dict[str, int] = {"": 0}
    distinct: list[_Value] = []
    places: list[int] = []
    for value in values:
        key = json.dumps(value, ensure_ascii=False) if value else ""
        if key not in places_by_key:
            places_by_key[key] = len(places_by_key)
            distinct.append(value)
        places.append(places_by_key[key])
    return distinct, places


def _make_column(values: list[_Value]) -> list[Any] | None:
    """`[dictionary, place per row]`, or None where no row says anything.

    Lists of texts share their items: `[[places of items], place per row, items]`.
    """
    if not any(values):
        return None
    distinct, places = _index_values(values)
    if not all(isinstance(value, list) and all(isinstance(v, str) for v in value) for value in distinct):
        return [distinct, places]
    items, at = _index_values(v for value in distinct for v in value)
    numbers = iter(at)
    return [[[next(numbers) for _ in value] for value in distinct], places, items]


def _collect_facts(procedures: Iterable[Procedure], columns: Mapping[str, Callable[[Procedure], _Value]]) -> _Facts:
    rows = list(procedures)
    columns_by_name = {name: _make_column([fact_of(p) for p in rows]) for name, fact_of in columns.items()}
    return {name: column for name, column in columns_by_name.items() if column}


def _list_fact_texts(facts: _Facts) -> Iterator[str]:
    for column in facts.values():
        yield from _list_texts([column[0], *column[2:]])


def _pack_dictionary(values: list[_Value], packer: Packer) -> str | list[_Value]:
    """Texts as one text; anything else as it is, with every text in it packed."""
    if all(isinstance(value, str) for value in values):
        return packer.join(values)
    return [_change_texts(value, packer.pack) for value in values]


def _pack_column(column: list[Any], packer: Packer) -> list[Any]:
    matter_codes, places, *items = column
    (at,) = pack_places([places])
    if not items:
        return [_pack_dictionary(matter_codes, packer), at]
    return [SEPARATOR.join(pack_places(matter_codes)), at, _pack_dictionary(items[0], packer)]


def _pack_facts(facts: _Facts, packer: Packer) -> _Facts:
    return {name: _pack_column(column, packer) for name, column in facts.items()}


def _sort_key(name: str) -> str:
    """The name as it is sorted: without «Thủ tục», which opens half of them."""
    return fold(name).removeprefix("thu tuc ").strip()


def order_entries(content: Content) -> list[PageEntry]:
    """The entries in reading order: group, field, common first, what is asked for most, name, code and first day."""
    event_codes = [code for e in content.sayings.events for m in e.matters for code in m.codes]
    rank = {code: i for i, code in reversed(list(enumerate([*content.sayings.names.asked, *event_codes])))}
    place = {g.id: i for i, g in enumerate(content.groups)}
    fields = {(g.id, fold(f)): i for g in content.groups for i, f in enumerate(g.fields)}

    def key(e: PageEntry) -> tuple[int, int, str, str, bool, int, str, str, str]:
        p = e.procedure
        row = fields.get((e.group, fold(p.field)), 10**6)
        opening, begins = _sort_key(p.name), _dump_day(p.effective_from)
        return (
            place[e.group],
            row,
            fold(p.field),
            p.field,
            not p.common,
            rank.get(p.code, len(rank)),
            opening,
            p.code,
            begins,
        )

    return sorted(content.entries, key=key)


def _list_entries(entries: list[PageEntry], group_index: Mapping[str, int]) -> _Part:
    counts = Counter((e.procedure.field, e.group) for e in entries)
    return {
        "fields": [name for name, _ in counts],
        "groups": pack_numbers(group_index[group] for _, group in counts),
        "counts": pack_numbers(counts.values()),
        "code": [e.procedure.code for e in entries],
        "name": [e.procedure.name for e in entries],
        "facts": _collect_facts((e.procedure for e in entries), LISTED),
    }


def _list_gone(gone: Iterable[Gone]) -> _Part:
    rows = sorted(gone, key=lambda g: (g.procedure.code, g.since))
    return {
        "code": [g.procedure.code for g in rows],
        "name": [g.procedure.name for g in rows],
        "since": [_dump_day(g.since) for g in rows],
        "facts": _collect_facts((g.procedure for g in rows), _ENDED),
    }


def _pack_part(part: _Part, packer: Packer) -> _Part:
    packed = {name: value for name, value in part.items() if name != "facts"}
    return {**packed, "name": packer.join(part["name"]), "columns": _pack_facts(part["facts"], packer)}


def _pack_codes(codes: Iterable[str]) -> dict[str, Any]:
    """Two letters for each code: its thousands by their place among those that occur (`heads`), and what is left of its
    digits. A code of another form is a head of its own."""
    halves = [divmod(int(code.replace(".", "")), 1000) if _WHOLE_CODE.fullmatch(code) else (code, 0) for code in codes]
    heads = sorted({head for head, _ in halves}, key=str)
    place = {head: at for at, head in enumerate(heads)}
    return {"code": pack_numbers(n for head, rest in halves for n in (place[head], rest)), "heads": heads}


def _pack_entries(part: _Part, packer: Packer) -> _Part:
    packed = _pack_part(part, packer) | _pack_codes(part["code"]) | {"fields": packer.join(part["fields"])}
    return {name: packed[name] for name in ("name", "groups", "counts", "fields", "columns", "code", "heads")}


def _unpack_codes(part: Mapping[str, Any]) -> list[str]:
    """The codes again; releases from before hold them as they are."""
    if isinstance(part["code"], list):
        return part["code"]
    numbers = unpack_numbers(part["code"])
    pairs = ((part["heads"][at], rest) for at, rest in zip(numbers[::2], numbers[1::2], strict=True))
    return [f"{head // 1000}.{head % 1000:03}{rest:03}" if isinstance(head, int) else head for head, rest in pairs]


def list_id(listed: bytes) -> str:
    """Which list details belong to: a page never puts the addresses of another list under its names."""
    return sha256(listed).hexdigest()[:16]


def _dump_file(document: object) -> bytes:
    """Compact JSON, squeezed; without "<", because it is also carried inside an HTML element."""
    return squeeze(json.dumps(document, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c").encode())


def encode(content: Content) -> Asset:
    """The data file as a shared asset, named by all it says. Same content, same bytes; no word about a site.

    One vocabulary serves both parts, so details can be read only with the list that they name.
    """
    entries = order_entries(content)
    used_groups = {e.group for e in entries}
    group_index = {g.id: i for i, g in enumerate(g for g in content.groups if g.id in used_groups)}
    procedures, aliases = bags.spread_words(content, [e.procedure for e in entries])
    listed = _list_entries([replace(e, procedure=p) for e, p in zip(entries, procedures, strict=True)], group_index)
    gone_listed = _list_gone(content.gone)
    matters = spoken.list_matters(spoken.select_own(content.sayings, listed["code"]), listed["code"])
    elsewhere = spoken.list_elsewhere(content.sayings, listed["code"])
    details = _collect_facts((e.procedure for e in entries), DETAILS)
    facts = [text for part in (listed["facts"], gone_listed["facts"], details) for text in _list_fact_texts(part)]
    sayings = [*spoken.list_texts(matters), *spoken.list_texts(elsewhere)]
    packer = Packer(_list_texts([listed["name"], gone_listed["name"], listed["fields"], facts, aliases, sayings]))
    asked_places = spoken.find_places(spoken.pick_asked(content.sayings, listed["code"]), listed["code"])
    # What stands where was tried out: 0.2 kB of a commune's list and 0.4 of the city's.
    first = _dump_file(
        {
            "gone": _pack_part(gone_listed, packer),
            "asked": pack_numbers(asked_places),
            "elsewhere": spoken.pack(elsewhere, packer),
            "aliases": packer.join_rows(aliases),
            "matters": spoken.pack(matters, packer),
            "entries": _pack_entries(listed, packer),
            "words": pack_vocabulary(packer.vocabulary),
        }
    )
    second = _dump_file({"list": list_id(first), "columns": _pack_facts(details, packer), **pack_addresses(entries)})
    return Asset(
        f"data-{sha256(first + second).hexdigest()[:16]}.{SUFFIX}", first, second, _make_index(content, procedures)
    )


def _make_index(content: Content, procedures: Iterable[Procedure]) -> bytes:
    """Codes, names and what people say, each code once, in a vocabulary of their own: for pages of the other level, and
    so without what all of these list themselves.

    Without the sayings a city's page would take for its own what a commune does, for it knows none of those words.

    In the order of the codes, a whole code (1.001193) as its distance from the one before, any other as it is.
    """
    indexed = [p for p in procedures if p.code not in content.unindexed]
    rows = {p.code: p for p in sorted(indexed, key=lambda p: (p.code, p.name))}
    names, everyday = [p.name for p in rows.values()], [p.everyday for p in rows.values()]
    keywords = [" ".join(p.keywords) for p in rows.values()]
    matters_chosen = [some for _, some in spoken.select_matters(content.sayings.events, rows)]
    matters = spoken.list_matters(matters_chosen, list(rows))
    packer = Packer([*names, *everyday, *keywords, *spoken.list_texts(matters)])
    codes: list[int | str] = []
    before = 0
    for code in rows:
        if _WHOLE_CODE.fullmatch(code):
            number = int(code.replace(".", ""))
            codes.append(number - before)
            before = number
        else:
            codes.append(code)
    return _dump_file(
        {
            "words": pack_vocabulary(packer.vocabulary),
            "code": codes,
            "name": packer.join(names),
            "everyday": packer.join(everyday),
            "keywords": packer.join(keywords),
            "matters": spoken.pack(matters, packer),
        }
    )


def join_parts(listed: bytes, details: bytes) -> bytes:
    """List and details as one document, as a single file carries them. Raises ValueError."""
    return unsqueeze(listed).removesuffix(b"}") + b',"details":' + unsqueeze(details) + b"}"


@dataclass(frozen=True, slots=True)
class PageRow:
    """One version of a procedure as the finished page carries it."""

    code: str
    name: str
    url: str
    begins: date | None
    ends: date | None

    def in_force(self, day: date) -> bool:
        """Whether the page lists this version on `day`."""
        return (self.begins is None or self.begins <= day) and (self.ends is None or day <= self.ends)


def _unpack_texts(packed: str, vocabulary: list[str]) -> list[str]:
    return [unpack_text(text, vocabulary) for text in packed.split(SEPARATOR)] if packed else []


def _unpack_days(listed: Mapping[str, Any], name: str, vocabulary: list[str], count: int) -> list[date | None]:
    """The days of a column; releases from before hold its places as they are, under `facts`."""
    columns = listed["columns"] if "columns" in listed else listed["facts"]
    if name not in columns:
        return [None] * count
    packed, at = columns[name]
    days = [date.fromisoformat(text) for text in _unpack_texts(packed, vocabulary)]
    places = unpack_places(at) if "columns" in listed else unpack_numbers(at)
    return [days[i - 1] if i else None for i in places]


def decode(document: bytes | str) -> tuple[PageRow, ...]:
    """The versions that list and details (`join_parts`) carry, in order. Raises `VerifyError` on anything else."""
    try:
        page_data = json.loads(document)
        listed, vocabulary = page_data["entries"], unpack_vocabulary(page_data["words"])
        codes = _unpack_codes(listed)
        names = _unpack_texts(listed["name"], vocabulary)
        begins = _unpack_days(listed, "from", vocabulary, len(codes))
        ends = _unpack_days(listed, "to", vocabulary, len(codes))
        addresses = unpack_addresses(codes, page_data["details"])
        return tuple(PageRow(*row) for row in zip(codes, names, addresses, begins, ends, strict=True))
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise VerifyError(
            "tệp dữ liệu của trang kiosk không đọc lại được",
            place="trang kiosk",
            value=str(error)[:120],
            way_out="dựng lại bản phát hành",
        ) from error
