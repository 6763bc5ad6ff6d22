"""Making the data file small before gzip sees it (the only compression that browsers take on plain http).

Texts: every word gets one character of the Basic Multilingual Plane, frequent words the cheap ones, so that gzip's
32 KB window sees the whole list (measured: city list 53 to 46 KB). Portal ids: the digits of all ids column by
column, which lets gzip drop what they share (33 to 28 KB; the rest is random). Both are undone by `data.js`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

_TOKEN = re.compile(r"[^\W_]+|, |[\W_]")
_CODE = re.compile(r"[0-9]\.[0-9]{6}")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
# Printable ASCII without the three that JSON or HTML would escape, then two-byte letters, then three-byte ones.
_ALPHABET = (
    *(chr(c) for c in range(0x20, 0x7F) if chr(c) not in '"<\\'),
    *(chr(c) for c in range(0xA1, 0xD800) if c != 0xAD),
)
_PLACE = {c: i for i, c in enumerate(_ALPHABET)}


def _tokens(text: str) -> list[str]:
    """Words as they are, everything else with a leading blank; the blank between two words is left out."""
    found = _TOKEN.findall(text)
    inner = range(1, len(found) - 1)
    return [
        token if token[0].isalnum() else " " + token
        for i, token in enumerate(found)
        if not (token == " " and i in inner and found[i - 1].isalnum() and found[i + 1].isalnum())  # noqa: S105 - a piece of a name
    ]


_Texts = list[list[str]]
_ROUNDS, _MOST, _WORTH = 2, 40, 30


def _pairs(texts: _Texts) -> set[tuple[str, str]]:
    """The most frequent pairs of words that do not share a word: each is worth a letter of its own."""
    count: Counter[tuple[str, str]] = Counter()
    for tokens in texts:
        count.update(pairwise(tokens))
    worth = [(-n, a, b) for (a, b), n in count.items() if n >= _WORTH and a[0] != " " and b[0] != " "]
    chosen: set[tuple[str, str]] = set()
    used: set[str] = set()
    for _, a, b in sorted(worth)[:_MOST]:
        if not {a, b} & used:
            chosen.add((a, b))
            used |= {a, b}
    return chosen


def _joined(tokens: list[str], pairs: set[tuple[str, str]]) -> list[str]:
    if pairs.isdisjoint(pairwise(tokens)):
        return tokens
    made: list[str] = []
    previous = ""
    for token in tokens:
        if (previous, token) in pairs:
            made[-1] = f"{previous} {token}"
            previous = ""
        else:
            made.append(token)
            previous = token
    return made


class Packer:
    """Texts as strings of one character per word or frequent phrase; knows exactly the texts that it was made for."""

    def __init__(self, texts: Iterable[str]) -> None:
        kept = list(dict.fromkeys(texts))
        split = [_tokens(text) for text in kept]
        for _ in range(_ROUNDS):
            pairs = _pairs(split)
            split = [_joined(tokens, pairs) for tokens in split]
        count = Counter(token for tokens in split for token in tokens)
        # Words about as frequent stand in alphabetical order, where neighbours share their beginnings.
        self.vocabulary = tuple(sorted(count, key=lambda token: (-count[token].bit_length(), token)))
        letter = dict(zip(self.vocabulary, _ALPHABET, strict=False))
        self._packed = {
            text: "".join(map(letter.__getitem__, tokens)) for text, tokens in zip(kept, split, strict=True)
        }

    def pack(self, text: str) -> str:
        """The packed form of one of the texts."""
        return self._packed[text]


def unpack(packed: str, vocabulary: list[str]) -> str:
    """The text again."""
    made: list[str] = []
    after_word = False
    for letter in packed:
        token = vocabulary[_PLACE[letter]]
        word = token[0] != " "
        made += [" " if word and after_word else "", token if word else token[1:]]
        after_word = word
    return "".join(made)


SEPARATOR = "\t"
_AS_IS = "\u200b"


def opened(name: str) -> str:
    """A name with its first letter small, as it is packed: capitals at the start cost a word of their own.

    What would not come back by making the first letter a capital again is marked as it is.
    """
    low = name[:1].lower() + name[1:]
    if low[:1].upper() + low[1:] == name:
        return name if name[1:2].isupper() else low
    return _AS_IS + name


def closed(name: str) -> str:
    """The name again."""
    return name[1:] if name.startswith(_AS_IS) else name[:1].upper() + name[1:]


def pack_names(names: list[str], packer: Packer) -> str:
    """Names one after another, each as the length of what it shares with the one before and the rest."""
    made: list[str] = []
    before = ""
    for name in names:
        packed = packer.pack(opened(name))
        same = next(
            (i for i, (a, b) in enumerate(zip(before, packed, strict=False)) if a != b), min(len(before), len(packed))
        )
        same = min(same, 90)
        made.append(_ALPHABET[same] + packed[same:])
        before = packed
    return SEPARATOR.join(made)


def unpack_names(packed: str, vocabulary: list[str]) -> list[str]:
    """The names again, in order."""
    made: list[str] = []
    before = ""
    for rest in packed.split(SEPARATOR) if packed else ():
        before = before[: _PLACE[rest[0]]] + rest[1:]
        made.append(closed(unpack(before, vocabulary)))
    return made


def pack_codes(codes: list[str]) -> list[object]:
    """Codes of the form 1.000593 as their digits column by column, the others by their place."""
    odd = {str(i): code for i, code in enumerate(codes) if not _CODE.fullmatch(code)}
    rows = ["0" * 7 if str(i) in odd else code.replace(".", "") for i, code in enumerate(codes)]
    return ["".join(map("".join, zip(*rows, strict=True))), odd]


def unpack_codes(packed: list[object]) -> list[str]:
    """The codes again, in order."""
    digits, odd = packed
    if not (isinstance(digits, str) and isinstance(odd, dict)):
        raise TypeError("not packed codes")
    count = len(digits) // 7
    rows = [digits[i::count] for i in range(count)]
    return [odd.get(str(i), f"{row[0]}.{row[1:]}") for i, row in enumerate(rows)]


def pack_numbers(numbers: Iterable[int]) -> str:
    """Small numbers as one letter each."""
    return "".join(_ALPHABET[n] for n in numbers)


def unpack_numbers(packed: str) -> list[int]:
    """The numbers again."""
    return [_PLACE[letter] for letter in packed]


def is_id(text: str) -> bool:
    """Whether `text` is a portal id (a UUID in lower case)."""
    return _UUID.fullmatch(text) is not None


def pack_ids(ids: list[str]) -> str:
    """UUIDs as their hexadecimal digits, first all first digits, then all second ones …"""
    rows = [i.replace("-", "") for i in ids]
    return "".join(map("".join, zip(*rows, strict=True)))


def unpack_ids(packed: str) -> list[str]:
    """The UUIDs again, in order."""
    count = len(packed) // 32
    rows = [packed[i::count] for i in range(count)]
    return ["-".join((r[:8], r[8:12], r[12:16], r[16:20], r[20:])) for r in rows]
