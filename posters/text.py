"""Measuring text and breaking it into lines. Nothing is ever cut: what does not fit makes more lines.

Widths are millimetres, type sizes points (1 pt = 25.4 / 72 mm).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter

from posters import fonts
from posters.errors import DrawingError
from posters.fonts import Face

PT = 25.4 / 72
"""Millimetres in a point."""

_INVISIBLE = dict.fromkeys(
    [0xAD, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF]
)


def clean(text: str) -> str:
    """`text` in NFC with single spaces, without characters that show nothing (soft hyphen …)."""
    return unicodedata.normalize("NFC", " ".join(text.translate(_INVISIBLE).split()))


def width(text: str, face: Face, size: float) -> float:
    """Width of `text` in millimetres. Raises `MissingGlyphError`."""
    return units(text, face) * size * PT / 1000


def units(text: str, face: Face) -> int:
    """Width of `text` in thousandths of the type size. Raises `MissingGlyphError`."""
    table = fonts.advances(face)
    try:
        return sum([table[c] for c in text])
    except KeyError:
        fonts.require([text])
        raise


@dataclass(frozen=True, slots=True)
class _Word:
    """A piece that may end a line; `glue` is what stands before it on the same line (a space, or nothing)."""

    text: str
    width: int
    glue: str


_AFTER = re.compile(r"(?<=[^\d][/_])(?=\w)")


@lru_cache(maxsize=4096)
def _words(text: str, face: Face) -> tuple[_Word, ...]:
    """Pieces between which a line may end: at spaces, and after a slash inside a word.

    Not after a hyphen or a digit's slash: numbers of decisions (188/QĐ-TTg), dates and forms stay whole."""
    fonts.require([text])
    found: list[_Word] = []
    for word in text.split(" "):
        for i, part in enumerate(_AFTER.split(word)):
            found.append(_Word(part, units(part, face), "" if i or not found else " "))
    return tuple(found)


def break_lines(text: str, face: Face, size: float, room: float) -> tuple[str, ...]:
    """Lines of `text` no wider than `room` millimetres; a piece wider than that is broken anywhere.

    Joining the lines with a space where one stood gives `text` back. Raises `MissingGlyphError`.
    """
    return _lines(text, face, int(room / (size * PT) * 1000))


@lru_cache(maxsize=8192)
def _lines(text: str, face: Face, limit: int) -> tuple[str, ...]:
    if not text:
        return ()
    space = fonts.advances(face)[" "]
    lines, line, used = list[str](), "", 0
    for word in _words(text, face):
        glue = space if word.glue and line else 0
        if line and used + glue + word.width > limit:
            lines.append(line)
            line, used, glue = "", 0, 0
        elif word.glue and line:
            line += " "
        line, used = line + word.text, used + glue + word.width
        if used > limit:
            *full, line = _torn(line, face, limit)
            lines += full
            used = units(line, face)
    return (*lines, line)


def _torn(piece: str, face: Face, limit: int) -> list[str]:
    """An unbreakable piece cut between characters into lines; marks stay with the letter before them."""
    table = fonts.advances(face)
    parts, used = [""], 0
    for char in piece:
        if parts[-1] and used + table[char] > limit and not unicodedata.combining(char):
            parts.append("")
            used = 0
        parts[-1] += char
        used += table[char]
    return parts


def leading(lines: Sequence[str], face: Face, usual: float) -> float:
    """Line distance over type size: `usual`, or what keeps a capital with two marks off a dot below on the line
    above it (Ẩ under Ợ)."""
    table = fonts.reach(face)
    ink = [[table[c] for c in set(line)] for line in lines]
    return max([usual, *((max(b, key=_HIGH)[1] - min(a)[0]) / 1000 + 0.02 for a, b in pairwise(ink))])


_HIGH = itemgetter(1)


def shrink(
    text: str, face: Face, size: float, smallest: float, room: float, most: int = 1
) -> tuple[float, tuple[str, ...]]:
    """The largest type size down to `smallest` (half a point a step) in which `text` makes at most `most`
    lines, and those lines. Raises `DrawingError` if there is none: nothing is cut."""
    while size >= smallest:
        lines = break_lines(text, face, size, room)
        if len(lines) <= most:
            return size, lines
        size -= 0.5
    raise DrawingError(
        f"dòng chữ không vừa chỗ dành cho nó ({room:.0f} mm, {most} dòng)",
        place="đầu hoặc chân tờ",
        value=text[:80],
        way_out="rút ngắn dòng chữ này trong config.yaml hoặc data/",
    )
