"""The data file of a page: columns with dictionaries, and reading it back.

Columns compress to half of rows (measured on the real lists). A value stands once in its column's dictionary;
index 0 means "the source does not say". The order is the reading order: group, field, common first, name.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from os.path import commonprefix
from typing import Any

from kiosk.errors import VerifyError
from kiosk.model.catalogue import Procedure
from kiosk.pages.bits import is_id, pack_codes, pack_ids, unpack_codes, unpack_ids
from kiosk.pages.content import Asset, Content, Entry, Gone
from kiosk.pages.pack import SEPARATOR, Packer, opened, pack_names, pack_numbers, unpack, unpack_names, unpack_numbers
from kiosk.pages.vocabulary import pack_words, unpack_words
from kiosk.text import fold, words

_Value = Any  # what JSON can hold; every maker below returns text, a bool or lists of text


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


_ENDED: dict[str, Callable[[Procedure], _Value]] = {
    "ending": lambda p: p.ending.value,
    "endedBy": lambda p: p.ended_by,
    "replacedBy": lambda p: list(p.replaced_by),
}

_LISTED: dict[str, Callable[[Procedure], _Value]] = _ENDED | {
    "from": lambda p: _day(p.effective_from),
    "to": lambda p: _day(p.effective_to),
    "everyday": lambda p: p.everyday,
    "keywords": lambda p: ", ".join(p.keywords),
    "common": lambda p: p.common,
}
"""What the lists, the search and what left the list need at once."""

_DETAILS: dict[str, Callable[[Procedure], _Value]] = {
    "executing": lambda p: list(p.executing),
    "decision": lambda p: p.decision,
    "decided": lambda p: _day(p.decision_date),
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
"""What only the screen of one procedure shows."""

_Facts = dict[str, list[Any]]


def _map(value: _Value, change: Callable[[str], str]) -> _Value:
    """`value` with every text in it changed."""
    if isinstance(value, list):
        return [_map(v, change) for v in value]
    return change(value) if isinstance(value, str) else value


def _texts(value: _Value) -> Iterator[str]:
    if isinstance(value, list):
        for v in value:
            yield from _texts(v)
    elif isinstance(value, str):
        yield value


def _index(values: Iterable[_Value]) -> tuple[list[_Value], list[int]]:
    """The distinct values in order of appearance, and the place (from 1) of each value; empty ones have 0."""
    known: dict[str, int] = {"": 0}
    kept: list[_Value] = []
    places: list[int] = []
    for value in values:
        key = json.dumps(value, ensure_ascii=False) if value else ""
        if key not in known:
            known[key] = len(known)
            kept.append(value)
        places.append(known[key])
    return kept, places


def _column(values: list[_Value]) -> list[Any] | None:
    """`[dictionary, place per row]`, or None where no row says anything.

    Lists of texts share their items: `[[places of items], place per row, items]`.
    """
    if not any(values):
        return None
    kept, places = _index(values)
    if not all(isinstance(value, list) and all(isinstance(v, str) for v in value) for value in kept):
        return [kept, places]
    items, at = _index(v for value in kept for v in value)
    numbers = iter(at)
    return [[[next(numbers) for _ in value] for value in kept], places, items]


def _columns(rows: dict[str, list[_Value]]) -> _Facts:
    made = {name: _column(values) for name, values in rows.items()}
    return {name: column for name, column in made.items() if column}


def _facts(procedures: Iterable[Procedure], columns: Mapping[str, Callable[[Procedure], _Value]]) -> _Facts:
    known = list(procedures)
    return _columns({name: [of(p) for p in known] for name, of in columns.items()})


def _texts_of(facts: _Facts) -> Iterator[str]:
    for column in facts.values():
        yield from _texts([column[0], *column[2:]])


def _dictionary(values: list[_Value], packer: Packer) -> str | list[_Value]:
    """Texts as one text; anything else as it is, with every text in it packed."""
    if all(isinstance(value, str) for value in values):
        return SEPARATOR.join(map(packer.pack, values))
    return [_map(value, packer.pack) for value in values]


def _packed_column(column: list[Any], packer: Packer) -> list[Any]:
    kept, places, *items = column
    if not items:
        return [_dictionary(kept, packer), pack_numbers(places)]
    return [SEPARATOR.join(map(pack_numbers, kept)), pack_numbers(places), _dictionary(items[0], packer)]


def _packed_facts(facts: _Facts, packer: Packer) -> _Facts:
    return {name: _packed_column(column, packer) for name, column in facts.items()}


def _opening(name: str) -> str:
    """The name as it is sorted: without «Thủ tục», which opens half of them."""
    plain = fold(name)
    return plain.removeprefix("thu tuc ").strip()


def _ordered(content: Content) -> list[Entry]:
    place = {g.id: i for i, g in enumerate(content.groups)}
    fields = {(g.id, fold(f)): i for g in content.groups for i, f in enumerate(g.fields)}

    def key(e: Entry) -> tuple[int, int, str, str, bool, str, str, str]:
        p = e.procedure
        row = fields.get((e.group, fold(p.field)), 10**6)
        return (
            place[e.group],
            row,
            fold(p.field),
            p.field,
            not p.common,
            _opening(p.name),
            p.code,
            _day(p.effective_from),
        )

    return sorted(content.entries, key=key)


def _prefixes(entries: list[Entry]) -> tuple[str, str]:
    """What all search addresses (0) and all entry addresses (1) begin with, up to a separator."""
    made = []
    for wanted in (False, True):
        found = commonprefix([e.url for e in entries if e.entry_link is wanted])  # noqa: RUF071 - addresses, not paths
        made.append(found[: max(found.rfind("/"), found.rfind("=")) + 1])
    return made[0], made[1]


_ID, _CODE, _TEXTS = 0, 1, 2
"""How an address ends: a packed id, the code itself, or one of the texts from here on."""


def _tails(entries: list[Entry], prefixes: tuple[str, str]) -> tuple[list[int], list[str], list[str]]:
    """How the address of each entry ends, its portal id or "", and the texts that are neither id nor code."""
    ends: list[int] = []
    ids: list[str] = []
    texts: list[str] = []
    for e in entries:
        tail = e.url[len(prefixes[e.entry_link]) :]
        ids.append(tail if is_id(tail) else "")
        if ids[-1]:
            ends.append(_ID)
        elif tail == e.procedure.code:
            ends.append(_CODE)
        else:
            ends.append(_TEXTS + len(texts))
            texts.append(tail)
    return ends, ids, texts


def _listed(entries: list[Entry], group_index: Mapping[str, int]) -> dict[str, Any]:
    counts = Counter((e.procedure.field, e.group) for e in entries)
    return {
        "fields": [name for name, _ in counts],
        "groups": pack_numbers(group_index[group] for _, group in counts),
        "counts": pack_numbers(counts.values()),
        "name": [e.procedure.name for e in entries],
        "facts": _facts((e.procedure for e in entries), _LISTED),
    }


def _packed_addresses(entries: list[Entry], counts: list[int]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Of the addresses what gzip makes smaller, and the bits of the ids, which stand where they are in nobody's way."""
    prefixes = _prefixes(entries)
    ends, ids, texts = _tails(entries, prefixes)
    steps, width, bits = pack_ids(ids, [e.procedure.code for e in entries], counts)
    said = {
        "prefixes": prefixes,
        "via": pack_numbers(e.entry_link for e in entries),
        "tail": pack_numbers(ends),
        "tails": texts,
        "ids": [steps, width],
    }
    return said, {"bits": bits}


def _left(gone: Iterable[Gone]) -> dict[str, Any]:
    rows = sorted(gone, key=lambda g: (g.procedure.code, g.since))
    return {
        "code": pack_codes([g.procedure.code for g in rows], [len(rows)]),
        "name": [g.procedure.name for g in rows],
        "since": [_day(g.since) for g in rows],
        "text": [g.text for g in rows],
        "facts": _facts((g.procedure for g in rows), _ENDED),
    }


def _packed(part: dict[str, Any], key: str, packer: Packer) -> dict[str, Any]:
    names = pack_names(part["name"], packer)
    return {**part, "name": names, key: _map(part[key], packer.pack), "facts": _packed_facts(part["facts"], packer)}


def _useful(content: Content) -> list[list[str]]:
    """Meanings that some name or field of this page holds, each with its everyday words."""
    holding: dict[str, set[int]] = {}
    for i, e in enumerate(content.entries):
        for word in (*words(e.procedure.name), *words(e.procedure.field)):
            holding.setdefault(word, set()).add(i)

    @cache
    def held(meaning: str) -> bool:
        wanted = words(meaning)
        return bool(wanted) and bool(set.intersection(*(holding.get(word, set()) for word in wanted)))

    rows: dict[str, list[str]] = {}
    for alias, meanings in content.aliases:
        for meaning in filter(held, meanings):
            rows.setdefault(meaning, []).append(alias)
    return [[meaning, *aliases] for meaning, aliases in rows.items()]


def list_id(listed: bytes) -> str:
    """Which list details belong to: a page never puts the addresses of another list under its names."""
    return sha256(listed).hexdigest()[:16]


def _json(document: object) -> bytes:
    """Compact JSON without "<", because it is also carried inside an HTML element."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c").encode()


def asset(content: Content) -> Asset:
    """The data file as a shared asset, named by all it says. Same content, same bytes; no word about a site.

    One vocabulary serves both parts, so details can be read only with the list that they name.
    """
    entries = _ordered(content)
    used = {e.group for e in entries}
    listed = _listed(entries, {g.id: i for i, g in enumerate(g for g in content.groups if g.id in used)})
    left = _left(content.gone)
    aliases = _useful(content)
    details = _facts((e.procedure for e in entries), _DETAILS)
    names = [opened(name) for part in (listed, left) for name in part["name"]]
    facts = [text for part in (listed["facts"], left["facts"], details) for text in _texts_of(part)]
    packer = Packer(_texts([names, listed["fields"], left["text"], facts, aliases]))
    # In an order that deflate finds easy: it divides no less than 5 kB into parts that have their own code.
    first = _json(
        {
            "codes": pack_codes([e.procedure.code for e in entries], unpack_numbers(listed["counts"])),
            "words": pack_words(packer.vocabulary),
            "aliases": (SEPARATOR * 2).join(SEPARATOR.join(map(packer.pack, row)) for row in aliases),
            "gone": _packed(left, "text", packer),
            "entries": _packed(listed, "fields", packer),
        }
    )
    addresses, bits = _packed_addresses(entries, unpack_numbers(listed["counts"]))
    second = _json({"list": list_id(first), **addresses, "facts": _packed_facts(details, packer), **bits})
    return Asset(f"data-{sha256(first + second).hexdigest()[:16]}.json", first, second)


def joined(listed: bytes, details: bytes) -> bytes:
    """List and details as one document, as a single file carries them."""
    return listed.removesuffix(b"}") + b',"details":' + details + b"}"


@dataclass(frozen=True, slots=True)
class Read:
    """One version of a procedure as the finished page carries it."""

    code: str
    name: str
    url: str
    entry_link: bool
    begins: date | None
    ends: date | None

    def in_force(self, day: date) -> bool:
        """Whether the page lists this version on `day`."""
        return (self.begins is None or self.begins <= day) and (self.ends is None or day <= self.ends)


def _days(facts: Mapping[str, Any], name: str, vocabulary: list[str], count: int) -> list[date | None]:
    if name not in facts:
        return [None] * count
    packed, indexes = facts[name]
    values = [date.fromisoformat(unpack(value, vocabulary)) for value in packed.split(SEPARATOR)]
    return [values[i - 1] if i else None for i in unpack_numbers(indexes)]


def _addresses(codes: list[str], counts: list[int], details: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    ends = unpack_numbers(details["tail"])
    ids = unpack_ids((*details["ids"], details["bits"]), [end == _ID for end in ends], codes, counts)
    for code, via, end, portal in zip(codes, unpack_numbers(details["via"]), ends, ids, strict=True):
        rest = portal if end == _ID else code if end == _CODE else details["tails"][end - _TEXTS]
        yield details["prefixes"][via] + rest, bool(via)


def decode(document: bytes | str) -> tuple[Read, ...]:
    """The versions that list and details (`joined`) carry, in their order. Raises `VerifyError` on anything else."""
    try:
        read = json.loads(document)
        listed, vocabulary = read["entries"], unpack_words(read["words"])
        counts = unpack_numbers(listed["counts"])
        codes = unpack_codes(read["codes"], counts)
        names = unpack_names(listed["name"], vocabulary)
        begins = _days(listed["facts"], "from", vocabulary, len(codes))
        ends = _days(listed["facts"], "to", vocabulary, len(codes))
        rows = zip(codes, names, _addresses(codes, counts, read["details"]), begins, ends, strict=True)
        return tuple(Read(code, name, url, direct, begin, end) for code, name, (url, direct), begin, end in rows)
    except (ValueError, KeyError, TypeError, IndexError, RuntimeError, StopIteration) as error:
        raise VerifyError(
            "tệp dữ liệu của trang kiosk không đọc lại được",
            place="trang kiosk",
            value=str(error)[:120],
            way_out="dựng lại bản phát hành",
        ) from error
