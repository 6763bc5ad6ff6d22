"""Making the data file small before gzip sees it (the only compression that browsers take on plain http).

Every word gets one character of the Basic Multilingual Plane, frequent words the cheap ones, so that gzip's 32 KB
window sees the whole list (measured: city list 53 to 46 KB). Undone by `data.js`, like `vocabulary` and `bits`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from kiosk.pages.vocabulary import alike, spelled

_TOKEN = re.compile(r"[^\W_]+|, |[\W_]")
SEPARATOR = " "
# Printable ASCII without the separator and the three that JSON or HTML would escape, then two-byte letters, then more.
_ALPHABET = (
    *(chr(c) for c in range(0x21, 0x7F) if chr(c) not in '"<\\'),
    *(chr(c) for c in range(0xA1, 0xD800) if c != 0xAD),
)
_ONE_BYTE, _TWO_BYTES = 91, 91 + 1886
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
_MOST, _WORTH = 60, 40


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
        pairs = _pairs(split)
        split = [_joined(tokens, pairs) for tokens in split]
        count = Counter(token for tokens in split for token in tokens)
        ranked = sorted(count, key=lambda token: (-count[token], token))
        # Words whose letters take as many bytes stand in alphabetical order, where neighbours share their beginnings.
        parts = ranked[:_ONE_BYTE], ranked[_ONE_BYTE:_TWO_BYTES], ranked[_TWO_BYTES:]
        self.vocabulary = tuple(token for part in parts for token in sorted(part, key=spelled))
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
        same = min(alike(before, packed), 90)
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


def pack_numbers(numbers: Iterable[int]) -> str:
    """Small numbers as one letter each."""
    return "".join(_ALPHABET[n] for n in numbers)


def unpack_numbers(packed: str) -> list[int]:
    """The numbers again."""
    return [_PLACE[letter] for letter in packed]
