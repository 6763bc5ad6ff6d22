"""Codes and portal ids as numbers: small where neighbours are alike, and not a bit more than they say.

Within a field the codes ascend and the portal gave out ids in about the order of the codes, so both are sent along
that order as differences. A difference is a letter (how many bits it has, and its sign), which gzip codes by frequency,
and its bits, which are random and stand, six to a letter, in a text of their own. Undone by `data.js`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, pairwise

from kiosk.pages.pack import pack_numbers, unpack_numbers

_CODE = re.compile(r"[0-9]\.[0-9]{6}")
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_RANDOM = 14, 48
"""Bits of the two last parts of an id that are not its kind."""


class _Written:
    """Numbers as bits, most significant first."""

    def __init__(self) -> None:
        self._bits: list[str] = []

    def add(self, number: int, width: int) -> None:
        """`number` in exactly `width` bits."""
        if width:
            self._bits.append(f"{number:0{width}b}")

    def text(self) -> str:
        """Six bits a letter, the last filled up with zeros."""
        bits = "".join(self._bits)
        bits += "0" * (-len(bits) % 6)
        return pack_numbers(int(bits[i : i + 6], 2) for i in range(0, len(bits), 6))


def _reader(packed: str) -> Callable[[int], int]:
    """What gives the next number of so many bits. It raises ValueError at the end of the text."""
    bits = "".join(f"{n:06b}" for n in unpack_numbers(packed))
    at = 0

    def read(width: int) -> int:
        nonlocal at
        at += width
        if at > len(bits):
            raise ValueError("too few bits")
        return int(bits[at - width : at] or "0", 2)

    return read


def _pack_steps(numbers: Sequence[int], bits: _Written) -> str:
    """Each number's difference to the one before (the first one's to 0): its letters here, its bits into `bits`."""
    letters = []
    for before, number in pairwise((0, *numbers)):
        size = abs(number - before)
        letters.append(2 * size.bit_length() + (number < before))
        bits.add(size - (1 << size.bit_length() - 1) if size else 0, max(0, size.bit_length() - 1))
    return pack_numbers(letters)


def _unpack_steps(letters: str, read: Callable[[int], int]) -> list[int]:
    def step(letter: int) -> int:
        width = letter >> 1
        size = (1 << width - 1) + read(width - 1) if width else 0
        return -size if letter & 1 else size

    return list(accumulate(map(step, unpack_numbers(letters))))


def _order(codes: Sequence[str], counts: Iterable[int]) -> list[int]:
    """Places of the codes, ascending within each of the runs that `counts` says; odd ones first."""
    made: list[int] = []
    for count in counts:
        made += sorted(range(len(made), len(made) + count), key=lambda i: (_number(codes[i]), i))
    return made


def _number(code: str) -> int:
    return int(code.replace(".", "")) if _CODE.fullmatch(code) else 0


def pack_codes(codes: Sequence[str], counts: Sequence[int]) -> list[object]:
    """Codes by run (`counts`: how many a field has): ascending, then which of those left each place takes.

    Codes of another form than 1.000593 stand as they are, by their place.
    """
    bits = _Written()
    order = _order(codes, counts)
    steps = _pack_steps([_number(codes[i]) for i in order], bits)
    done = 0
    for count in counts:
        left = order[done : done + count]
        for place in range(done, done + count):
            bits.add(left.index(place), (len(left) - 1).bit_length())
            left.remove(place)
        done += count
    odd = {str(i): code for i, code in enumerate(codes) if not _CODE.fullmatch(code)}
    return [steps, bits.text(), odd]


def unpack_codes(packed: Sequence[object], counts: Sequence[int]) -> list[str]:
    """The codes again, in order. Raises TypeError or ValueError."""
    letters, bits, odd = packed
    if not (isinstance(letters, str) and isinstance(bits, str) and isinstance(odd, dict)):
        raise TypeError("not packed codes")
    read = _reader(bits)
    numbers = [f"{n:07d}" for n in _unpack_steps(letters, read)]
    made: list[str] = []
    for count in counts:
        left = numbers[len(made) : len(made) + count]
        while left:
            digits = left.pop(read((len(left) - 1).bit_length()))
            made.append(odd.get(str(len(made)), f"{digits[0]}.{digits[1:]}"))
    return made


def is_id(text: str) -> bool:
    """Whether `text` is a portal id: a UUID of version 7 (milliseconds, then random bits) in lower case."""
    return _ID.fullmatch(text) is not None


def pack_ids(ids: Sequence[str], codes: Sequence[str], counts: Sequence[int]) -> tuple[str, int, str]:
    """Ids ("" where there is none) along the order of the codes: steps in time, width of the first part that is random,
    and the bits of all."""
    known = [i.split("-") for i in (ids[place] for place in _order(codes, counts)) if i]
    bits = _Written()
    steps = _pack_steps([int(first + second, 16) for first, second, *_ in known], bits)
    # The portal leaves the first of the twelve bits 0.
    third = [int(part[1:], 16) for _, _, part, *_ in known]
    width = max(third, default=0).bit_length()
    for number, (*_, fourth, fifth) in zip(third, known, strict=True):
        bits.add(number, width)
        bits.add(int(fourth, 16) & 0x3FFF, _RANDOM[0])
        bits.add(int(fifth, 16), _RANDOM[1])
    return steps, width, bits.text()


def unpack_ids(packed: Sequence[object], has: Sequence[bool], codes: Sequence[str], counts: Sequence[int]) -> list[str]:
    """The ids again, by place; `has`: whether a place has one. Raises TypeError or ValueError."""
    letters, width, bits = packed
    if not (isinstance(letters, str) and isinstance(bits, str) and isinstance(width, int)):
        raise TypeError("not packed ids")
    read = _reader(bits)
    made = [""] * len(codes)
    places = [place for place in _order(codes, counts) if has[place]]
    for place, time in zip(places, _unpack_steps(letters, read), strict=True):
        t = f"{time:012x}"
        third, fourth, fifth = read(width), 0x8000 | read(_RANDOM[0]), read(_RANDOM[1])
        made[place] = f"{t[:8]}-{t[8:]}-7{third:03x}-{fourth:x}-{fifth:012x}"
    return made
