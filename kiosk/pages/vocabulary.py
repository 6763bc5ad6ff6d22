"""The vocabulary of a page as one short text: words in alphabetical order, each beginning and each base only once.

A Vietnamese syllable is its letters and one of five tones, whose place among the letters follows from them: `ba`, `bà`,
`bá` are one base with three tones. Undone by `data.js`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby

_TONES = "\u0301\u0300\u0309\u0303\u0323"
_NONE, _SIGNS = "~", "_`{|}"
"""How no tone and each tone are written. Like the letters below, signs that no word holds and JSON does not escape."""
_SHARED = "#$%&'()*+,-./"
"""How many letters a base shares with the one before; begins each base."""
_GROUP = re.compile(r"([#-/])((?<=#) (?:, |.)|[^#-/_`{|}~]*)([_`{|}~]*)", re.DOTALL)
_SYLLABLE = re.compile(r"((?:qu|gi)(?=[aeiouyăâêôơư])|[^aeiouyăâêôơư]*)([aeiouyăâêôơư]+)(.*)")
_LAST = re.compile(r"[^\s0-9.,]*\Z")
_HAT = re.compile(r"[ăâêôơư](?!.*[ăâêôơư])")


def _toned(base: str, tone: str) -> str:
    """`base` with `tone` on its last syllable (`toned` in text.js)."""
    cut = next(found.start() for found in _LAST.finditer(base))
    found = _SYLLABLE.fullmatch(base[cut:].lower())
    if not found:
        return base
    head, vowels, tail = found.groups()
    hat = _HAT.search(vowels)
    at = cut + len(head) + (hat.start() if hat else max(0, len(vowels) - (1 if tail else 2)))
    return unicodedata.normalize("NFC", base[: at + 1] + tone + base[at + 1 :])


def spelled(word: str) -> tuple[str, str]:
    """The base of a word and the sign of the tone on its last syllable; the word as it is where that would not undo."""
    last = word[word.rfind(" ") + 1 :]
    open_ = unicodedata.normalize("NFD", last)
    tones = [letter for letter in open_ if letter in _TONES]
    if len(tones) == 1:
        bare = unicodedata.normalize("NFC", open_.replace(tones[0], ""))
        base = word[: len(word) - len(last)] + bare
        if _toned(base, tones[0]) == word:
            return base, _SIGNS[_TONES.index(tones[0])]
    return word, _NONE


def alike(a: str, b: str) -> int:
    """With how many equal letters they begin."""
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def pack_words(vocabulary: Iterable[str]) -> str:
    """Words whose equal bases follow each other (sorted by `spelled` within parts) as one text."""
    made: list[str] = []
    before = ""
    for base, words in groupby(map(spelled, vocabulary), key=lambda word: word[0]):
        same = 0 if base.startswith(" ") else min(alike(before, base), len(_SHARED) - 1)
        signs = "".join(sign for _, sign in words)
        made += [_SHARED[same], base[same:], "" if signs == _NONE else signs]
        before = base
    return "".join(made)


def unpack_words(packed: str) -> list[str]:
    """The words again, in order."""
    return list(_unpacked(packed))


def _unpacked(packed: str) -> Iterator[str]:
    base = ""
    for same, rest, signs in _GROUP.findall(packed):
        base = base[: _SHARED.index(same)] + rest
        for sign in signs or _NONE:
            yield base if sign == _NONE else _toned(base, _TONES[_SIGNS.index(sign)])
