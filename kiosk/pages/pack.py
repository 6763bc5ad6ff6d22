"""Texts as strings of one character per word, numbers as one character each.

A character per word, the frequent words the cheap ones, is half the way to a small file (docs/adr/0014 has what it
saves).
What comes in are the texts of one list; what goes out is their vocabulary and their packed form. Which texts belong
together, and how they stand in a file, is left to `data_file`. `static/kiosk/data.js` undoes it in the browser.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import takewhile

from kiosk.pages import squeezing

SEPARATOR = " "
"""Stands between packed texts; no packed text holds it."""
_TOKEN = re.compile(r"[^\W_]+|, |[\W_]")
# Printable ASCII without the separator and the three that JSON or HTML would escape, then more letters of one byte, of
# two and of three, as `squeezing` spells them.
_ALPHABET = (
    *(chr(c) for c in range(0x21, 0x7F) if chr(c) not in '"<\\'),
    *(chr(c) for c in range(0xA1, 0xD800) if c != 0xAD),
)
_PLACE = {c: i for i, c in enumerate(_ALPHABET)}
_ONE_BYTE, _TWO_BYTES = _PLACE[chr(squeezing.ONE_BYTE)], _PLACE[chr(squeezing.TWO_BYTES)]


def split_tokens(text: str) -> list[str]:
    """Words as they are, everything else with a leading blank; the blank between two words is left out."""
    pieces = _TOKEN.findall(text)
    inner = range(1, len(pieces) - 1)
    return [
        piece if piece[0].isalnum() else " " + piece
        for i, piece in enumerate(pieces)
        if not (piece == " " and i in inner and pieces[i - 1].isalnum() and pieces[i + 1].isalnum())
    ]


class Packer:
    """Packs exactly the texts that it was made for. `vocabulary`: the tokens, in the order of their characters."""

    def __init__(self, texts: Iterable[str]) -> None:
        tokens_of = {text: split_tokens(text) for text in texts}
        count = Counter(token for tokens in tokens_of.values() for token in tokens)
        ranked = sorted(count, key=lambda token: (-count[token], token))
        # Tokens whose characters take as many bytes stand in alphabetical order, which packs better than by rank.
        parts = ranked[:_ONE_BYTE], ranked[_ONE_BYTE:_TWO_BYTES], ranked[_TWO_BYTES:]
        self.vocabulary = tuple(token for part in parts for token in sorted(part))
        letter = dict(zip(self.vocabulary, _ALPHABET, strict=False))
        self._packed = {text: "".join(map(letter.__getitem__, tokens)) for text, tokens in tokens_of.items()}

    def pack(self, text: str) -> str:
        """The packed form of one of the texts."""
        return self._packed[text]

    def join(self, texts: Iterable[str]) -> str:
        """Several of the texts, packed, one after another."""
        return SEPARATOR.join(map(self.pack, texts))

    def join_rows(self, rows: Iterable[Iterable[str]]) -> str:
        """Rows of several of the texts; a row may be empty."""
        return (SEPARATOR * 2).join(map(self.join, rows))


_SEPARATORS = "|¦§¶\ue000\ue001"
_MOST_SHARED = 9


def pack_vocabulary(vocabulary: Iterable[str]) -> str:
    """The tokens as one text: each as how many letters it shares with the one before (one digit) and the rest.

    The first character is what stands between them; they are sorted, so this saves a third (docs/adr/0019).
    """
    tokens = list(vocabulary)
    separator = next(c for c in _SEPARATORS if not any(c in token for token in tokens))
    packed = []
    for before, token in zip(("", *tokens), tokens, strict=False):
        alike = takewhile(lambda pair: pair[0] == pair[1], zip(before[:_MOST_SHARED], token, strict=False))
        shared = sum(1 for _ in alike)
        packed.append(f"{shared}{token[shared:]}")
    return separator + separator.join(packed)


def unpack_vocabulary(packed: str) -> list[str]:
    """The tokens again. Raises ValueError for anything else."""
    tokens: list[str] = []
    for piece in packed[1:].split(packed[:1]) if len(packed) > 1 else ():
        tokens.append((tokens[-1] if tokens else "")[: int(piece[0])] + piece[1:])
    return tokens


def unpack_text(packed: str, vocabulary: Sequence[str]) -> str:
    """The text again. Raises KeyError or IndexError for characters that stand for no word."""
    pieces: list[str] = []
    after_word = False
    for letter in packed:
        token = vocabulary[_PLACE[letter]]
        is_word = token[0] != " "
        pieces += [" " if is_word and after_word else "", token if is_word else token[1:]]
        after_word = is_word
    return "".join(pieces)


def pack_numbers(numbers: Iterable[int]) -> str:
    """Numbers from 0 on as one character each."""
    return "".join(_ALPHABET[n] for n in numbers)


def pack_places(rows: Iterable[Iterable[int]]) -> list[str]:
    """Places (from 1) in a dictionary whose values stand in the order in which they are first named; 0 is none.

    The next one that was not named before is 1, and any other one more than its place: a dictionary of values that
    come once costs next to nothing.
    """
    last = 0
    packed = []
    for row in rows:
        marked: list[int] = []
        for place in row:
            fresh = place == last + 1
            last += fresh
            marked.append(1 if fresh else place and place + 1)
        packed.append(pack_numbers(marked))
    return packed


def unpack_places(packed: str) -> list[int]:
    """The places of one row again. Raises KeyError."""
    places: list[int] = []
    last = 0
    for number in unpack_numbers(packed):
        last += number == 1
        places.append(last if number == 1 else number and number - 1)
    return places


def unpack_numbers(packed: str) -> list[int]:
    """The numbers again. Raises KeyError."""
    return [_PLACE[letter] for letter in packed]
