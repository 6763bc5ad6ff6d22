"""The addresses of a page's entries as columns, and the addresses again out of columns.

An address is what many share (its prefix), then the id that the portal gave the procedure, or the procedure's code, or
some other text. The ids are UUIDs of version 7: a time, of which few beginnings occur, and random digits, which no
packing makes smaller than they are. Where addresses come from is left to `kiosk.settings.links`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from os.path import commonprefix
from typing import Any

from kiosk.pages.content import PageEntry
from kiosk.pages.pack import pack_numbers, unpack_numbers

_UUID7 = re.compile(r"([0-9a-f]{8})-([0-9a-f]{4})-7([0-9a-f]{3})-([89ab][0-9a-f]{3})-([0-9a-f]{12})")
"""RFC 9562, 5.7: 48 bits of time, the version, 74 random bits around the variant."""
_REST = 15
"""Letters of an id after its beginning, six bits each: 16 of time, 12 random ones, 2 of the variant, 60 random ones."""
_DIGITS = 4 + 3 + 4 + 12
"""Hexadecimal digits of the same as releases from before hold them, less the one that says the version."""
_ID, _CODE, _TEXTS = 0, 1, 2
"""How an address ends: an id, the code itself, or one of the texts from here on."""


def _share_prefix(addresses: Sequence[str]) -> str:
    """What all begin with, up to a separator."""
    shared = commonprefix(addresses)  # noqa: RUF071 - addresses, not paths
    return shared[: max(shared.rfind("/"), shared.rfind("=")) + 1]


def _classify_tails(entries: Sequence[PageEntry], tails: Sequence[str]) -> tuple[list[int], list[str], list[str]]:
    """How each address ends, the ids among the tails, and the texts that are neither id nor code."""
    ends: list[int] = []
    ids: list[str] = []
    texts: list[str] = []
    for entry, tail in zip(entries, tails, strict=True):
        if _UUID7.fullmatch(tail):
            ends.append(_ID)
            ids.append(tail)
        elif tail == entry.procedure.code:
            ends.append(_CODE)
        else:
            ends.append(_TEXTS + len(texts))
            texts.append(tail)
    return ends, ids, texts


def _pack_ids(ids: Sequence[str]) -> dict[str, Any]:
    parts = [match.groups() for match in map(_UUID7.fullmatch, ids) if match]
    beginnings = sorted({beginning for beginning, *_ in parts})
    places = {beginning: i for i, beginning in enumerate(beginnings)}
    return {
        "beginnings": beginnings,
        "beginning": pack_numbers(places[beginning] for beginning, *_ in parts),
        "rest": "".join(_pack_rest("".join(rest)) for _, *rest in parts),
    }


def _pack_rest(digits: str) -> str:
    """Six bits a letter: a coder that sees bytes spends more on four random bits of eight than on six."""
    number = int(digits[:7], 16) << 62 | int(digits[7:], 16) & (1 << 62) - 1
    return pack_numbers(number >> shift & 63 for shift in range(6 * (_REST - 1), -1, -6))


def _unpack_rest(letters: str) -> str:
    number = 0
    for six in unpack_numbers(letters):
        if six > 63:
            raise ValueError("letters of another kind")
        number = number << 6 | six
    return f"{number >> 62:07x}{1 << 63 | number & (1 << 62) - 1:016x}"


def _split_rest(rest: str, count: int) -> list[str]:
    """The digits of each of the ids. Raises ValueError."""
    length = _DIGITS if len(rest) == _DIGITS * count else _REST
    if len(rest) != length * count:
        raise ValueError("ids of another length")
    parts = [rest[i : i + length] for i in range(0, len(rest), length)]
    return parts if length == _DIGITS else [_unpack_rest(part) for part in parts]


def _unpack_ids(columns: Mapping[str, Any]) -> list[str]:
    places = unpack_numbers(columns["beginning"])
    digits = _split_rest(columns["rest"], len(places))
    return [
        f"{columns['beginnings'][place]}-{d[:4]}-7{d[4:7]}-{d[7:11]}-{d[11:]}"
        for place, d in zip(places, digits, strict=True)
    ]


def pack_addresses(entries: Sequence[PageEntry]) -> dict[str, Any]:
    """Columns of the entries' addresses, in their order. The digits come last: gzip gains nothing around them."""
    prefixes = [_share_prefix([e.url for e in entries if e.entry_link is kind]) for kind in (False, True)]
    ends, ids, texts = _classify_tails(entries, [e.url[len(prefixes[e.entry_link]) :] for e in entries])
    return {
        "prefixes": prefixes,
        "via": pack_numbers(e.entry_link for e in entries),
        "tail": pack_numbers(ends),
        "tails": texts,
        **_pack_ids(ids),
    }


def unpack_addresses(codes: Sequence[str], columns: Mapping[str, Any]) -> list[str]:
    """The addresses again, in the order of the entries' codes. Raises KeyError, IndexError, TypeError or ValueError."""
    ends = unpack_numbers(columns["tail"])
    ids = _unpack_ids(columns)
    if len(ids) != ends.count(_ID):
        raise ValueError("another number of ids than of addresses that end with one")
    remaining = iter(ids)
    addresses: list[str] = []
    for code, via, end in zip(codes, unpack_numbers(columns["via"]), ends, strict=True):
        tail = next(remaining) if end == _ID else code if end == _CODE else columns["tails"][end - _TEXTS]
        addresses.append(columns["prefixes"][via] + tail)
    return addresses
