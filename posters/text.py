"""Measuring text and breaking it into lines. Nothing is ever cut: what does not fit makes more lines.

Widths are millimetres, type sizes points (1 pt = 25.4 / 72 mm).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

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
    try:
        return sum(map(fonts.advances(face).__getitem__, text))
    except KeyError:
        fonts.require([text])
        raise


_PIECE = re.compile(r" |(?<=[/_])(?=\w)")


@dataclass(frozen=True, slots=True)
class _Pieces:
    """Pieces between which a line may end, as where they begin and end: in characters (`starts`, `ends`), and in
    thousandths of the type size from the beginning of the text (`left`, `right`)."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    left: tuple[int, ...]
    right: tuple[int, ...]


@lru_cache(maxsize=4096)
def _pieces(text: str, face: Face) -> _Pieces:
    """A line may end at spaces, and after a slash inside a word.

    Not after a hyphen: numbers of decisions (188/QĐ-TTg) and forms stay whole."""
    try:
        at = [0, *accumulate(map(fonts.advances(face).__getitem__, text))]
    except KeyError:
        fonts.require([text])
        raise
    between = [found.span() for found in _PIECE.finditer(text)]
    starts = (0, *[end for _, end in between])
    ends = (*[start for start, _ in between], len(text))
    return _Pieces(starts, ends, tuple([at[i] for i in starts]), tuple([at[i] for i in ends]))


def break_lines(text: str, face: Face, size: float, room: float) -> tuple[str, ...]:
    """Lines of `text` no wider than `room` millimetres; a piece wider than that is broken anywhere.

    Joining the lines with a space where one stood gives `text` back. Raises `MissingGlyphError`.
    """
    return _lines(text, face, int(room / (size * PT) * 1000))


@lru_cache(maxsize=8192)
def _lines(text: str, face: Face, limit: int) -> tuple[str, ...]:
    """Each line takes as many pieces as fit."""
    lines, rest = list[str](), text
    while rest:
        full, rest = _until_torn(rest, face, limit)
        lines += full
    return tuple(lines)


def _until_torn(text: str, face: Face, limit: int) -> tuple[list[str], str]:
    """Lines up to a piece that is wider than a line and that piece's own full lines, and what is then left."""
    pieces = _pieces(text, face)
    starts, ends, left, right = pieces.starts, pieces.ends, pieces.left, pieces.right
    lines, first = list[str](), 0
    while first < len(starts):
        beyond = bisect_right(right, left[first] + limit, first)
        if beyond == first:
            *full, last = _torn(text[starts[first] : ends[first]], face, limit)
            if full:
                return [*lines, *full], last + text[ends[first] :]
            beyond += 1  # a single character wider than the line
        lines.append(text[starts[first] : ends[beyond - 1]])
        first = beyond
    return lines, ""


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
    if not lines:
        return usual
    low, high = fonts.lowest(face), fonts.highest(face)
    used = set().union(*lines)
    if _apart(max(map(high.__getitem__, used)), min(map(low.__getitem__, used))) <= usual:
        return usual
    lows = [min(map(low.__getitem__, line)) for line in lines]
    highs = [max(map(high.__getitem__, line)) for line in lines]
    return max([usual, *map(_apart, highs[1:], lows)])


def _apart(high: int, low: int) -> float:
    """Line distance at which ink as high as `high` stays off ink as low as `low` on the line above."""
    return (high - low) / 1000 + 0.02


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
