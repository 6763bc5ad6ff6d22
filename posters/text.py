"""Measuring text and breaking it into lines. Nothing is ever cut: what does not fit makes more lines.

Widths are millimetres, type sizes points (1 pt = 25.4 / 72 mm).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import accumulate, chain, pairwise
from operator import sub
from typing import NamedTuple, TypeVar

from posters import fonts
from posters.errors import DrawingError, MissingGlyphError
from posters.fonts import Face
from posters.unbroken import TOGETHER, Followers, find_followers, join_syllables

PT = 25.4 / 72
"""Millimetres in a point."""
STACKED = 1.45
"""Line distance over type size under which a capital with two marks (Ấ, Ễ) touches the line above it."""
_TWO_MARKS = frozenset("ẤẦẨẪẮẰẲẴẾỀỂỄỐỒỔỖ")

_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+")


@lru_cache(maxsize=8192)
def clean(text: str) -> str:
    """`text` in NFC with single spaces, without characters that show nothing (soft hyphen …)."""
    if not text.isprintable() or "  " in text or text[:1] == " " or text[-1:] == " ":
        text = " ".join(_INVISIBLE.sub("", text).split())
    return unicodedata.normalize("NFC", text)


def measure_width(text: str, face: Face, size: float) -> float:
    """Width of `text` in millimetres. Raises `MissingGlyphError`."""
    return measure_units(text, face) * size * PT / 1000


def measure_units(text: str, face: Face) -> int:
    """Width of `text` in thousandths of the type size. Raises `MissingGlyphError`."""
    return _make_widths(face)[text]


_Fact = TypeVar("_Fact")


class _Memory(dict[str, _Fact]):
    """What is found out about a text, remembered: Vietnamese is written in some two thousand syllables."""

    def __init__(self, find_out: Callable[[str], _Fact]) -> None:
        super().__init__()
        self._find_out = find_out

    def __missing__(self, text: str) -> _Fact:
        fact = self._find_out(text)
        if len(self) >= 32768:
            self.clear()
        self[text] = fact
        return fact


@cache
def _make_widths(face: Face) -> _Memory[int]:
    advances = fonts.read_advances(face)

    def measure(text: str) -> int:
        try:
            return sum(map(advances.__getitem__, text))
        except KeyError:
            fonts.require([text])
            raise

    return _Memory(measure)


_SYLLABLE = 7
"""Letters of the longest Vietnamese syllable (nghiêng); what is longer may stand alone on a last line."""
_AFTER = re.compile(r"(?<=[^\d][/_])(?=\w)")


@lru_cache(maxsize=4096)
def _split_joined(text: str) -> tuple[str, ...]:
    """The text at those spaces where a line may end."""
    return tuple(join_syllables(text.split(" ")))


class _Pieces(NamedTuple):
    """Pieces between which a line may end, each with the space before it: where each ends, in characters and in
    thousandths of the type size from the beginning of the text; and how wide the widest is."""

    ends: list[int]
    right: list[int]
    widest: int


@lru_cache(maxsize=4096)
def _split_pieces(text: str, face: Face, joined: bool) -> _Pieces:
    """A line may end at spaces, and after a slash inside a word; not after a hyphen or a digit's slash: numbers of
    decisions (188/QĐ-TTg), dates and forms stay whole. `joined`: nor at spaces inside what stands together."""
    try:
        ends, right = (_part_words if "/" in text or "_" in text else _part_at_spaces)(text, face, joined)
    except MissingGlyphError:
        fonts.require([text])
        raise
    return _Pieces(ends, right, max(map(sub, right, chain((0,), right))))


@cache
def _measure_syllables(face: Face) -> _Memory[tuple[int, int, Followers | None]]:
    """Of syllables, with a space, their widths in a face and how many characters they have; what they hold on to."""
    widths = _make_widths(face)
    space = widths[" "]
    return _Memory(lambda syllable: (widths[syllable] + space, len(syllable) + 1, find_followers(syllable)))


def _part_at_spaces(text: str, face: Face, joined: bool) -> tuple[list[int], list[int]]:
    """Where each piece ends, in characters and in thousandths of the type size. Joins as `join_syllables` does, in one
    pass: all names of a city go through here."""
    ends, right = list[int](), list[int]()
    widths, most = _measure_syllables(face), TOGETHER if joined else 0
    size, holds, end, reached = 0, None, -1, -measure_units(" ", face)
    for syllable in text.split(" "):
        width, length, following = widths[syllable]
        if holds is not None and size < most and holds[syllable]:
            size += 1
        else:
            ends.append(end)
            right.append(reached)
            size = 1
        end += length
        reached += width
        holds = following
    return [*ends[1:], end], [*right[1:], reached]


def _part_words(text: str, face: Face, joined: bool) -> tuple[list[int], list[int]]:
    """The same for a text whose words may be parted."""
    words = _split_joined(text) if joined else text.split(" ")
    pieces = [words[0], *[f" {word}" for word in words[1:]]]
    parted = [part for piece in pieces for part in (_AFTER.split(piece) if " " not in piece[1:] else [piece])]
    return list(accumulate(map(len, parted))), list(accumulate(map(_make_widths(face).__getitem__, parted)))


def _cut(text: str, ends: Sequence[int]) -> list[str]:
    """The pieces themselves."""
    return [text[first:end] for first, end in zip(chain((0,), ends), ends, strict=False)]


def find_limit(size: float, room: float) -> int:
    """`room` millimetres in thousandths of the type size."""
    return int(room / (size * PT) * 1000)


def break_lines(text: str, face: Face, size: float, room: float, *, joined: bool = True) -> tuple[str, ...]:
    """Lines of `text`, which is clean, no wider than `room` millimetres; a piece wider than that is broken anywhere.
    What stands together stays so if it is `joined`, and nothing of it is wider than a line.

    Joining the lines with a space where one stood gives `text` back. Raises `MissingGlyphError`.
    """
    return break_to_limit(text, face, find_limit(size, room), joined=joined)


def break_to_limit(text: str, face: Face, limit: int, *, joined: bool = True) -> tuple[str, ...]:
    """The same for lines no wider than `limit` thousandths of the type size."""
    return _break_text(text, face, limit, joined)


@lru_cache(maxsize=8192)
def _break_text(text: str, face: Face, limit: int, joined: bool) -> tuple[str, ...]:
    if not text:
        return ()
    pieces = _split_pieces(text, face, joined)
    if pieces.right[-1] <= limit:
        return (text,)
    if pieces.widest <= limit:
        return _avoid_widow(_fill_whole_pieces(text, pieces, measure_units(" ", face), limit), face, limit)
    whole = (piece.strip() for piece in _cut(text, pieces.ends) if " " in piece[1:])
    together = joined and all(measure_units(piece, face) <= limit for piece in whole)
    return _avoid_widow(_fill_tearing(text, face, limit, joined=together), face, limit)


def is_torn(text: str, lines: Sequence[str]) -> bool:
    """Whether a line of `text`, which is clean, ends inside a syllable or inside what stands together."""
    return [piece for line in lines for piece in _split_joined(line)] != list(_split_joined(text))


def _avoid_widow(lines: list[str], face: Face, limit: int) -> tuple[str, ...]:
    """The same lines; a single syllable on the last takes the word before it down."""
    alone = len(lines) > 1 and " " not in lines[-1] and len(lines[-1]) <= _SYLLABLE
    if alone and not lines[-2].endswith(("/", "_")):
        *before, last = _split_joined(lines[-2])
        down = f"{last} {lines[-1]}"
        if before and measure_units(down, face) <= limit:
            lines[-2:] = [" ".join(before), down]
    return tuple(lines)


def _fill_whole_pieces(text: str, pieces: _Pieces, space: int, limit: int) -> list[str]:
    """Lines of pieces none of which has to be torn."""
    ends, right, _ = pieces
    first = left = piece = 0
    count, lines = len(ends), list[str]()
    while piece < count:
        piece = bisect_right(right, left + limit, piece + 1)
        end = ends[piece - 1]
        lines.append(text[first:end])
        first, left = end, right[piece - 1]
        if text[end : end + 1] == " ":
            first, left = end + 1, left + space
    return lines


def _fill_tearing(text: str, face: Face, limit: int, *, joined: bool) -> list[str]:
    lines, rest = list[str](), text
    while rest:
        pieces = _cut(rest, _split_pieces(rest, face, joined).ends)
        first, full = 0, list[str]()
        for beyond in _list_ends(rest, face, limit, joined=joined):
            line = "".join(pieces[first:beyond]).removeprefix(" ")
            *full, line = _tear_piece(line, face, limit) if beyond == first + 1 else [line]
            lines += [*full, line]
            first = beyond
            if full:
                break
        rest = lines.pop() + "".join(pieces[first:]) if full else ""
    return lines


def _list_ends(text: str, face: Face, limit: int, *, joined: bool) -> Iterator[int]:
    """The piece after each line: a line takes as many pieces as fit, and at least one."""
    ends, right, _ = _split_pieces(text, face, joined)
    space, end, count = measure_units(" ", face), 0, len(ends)
    while end < count:
        left = right[end - 1] + space * (text[ends[end - 1]] == " ") if end else 0
        end = bisect_right(right, left + limit, end + 1)
        yield end


def measure_total(text: str, face: Face) -> int:
    """Width of `text`, which is clean, on one line, in thousandths of the type size; quick where it is broken later."""
    return _split_pieces(text, face, True).right[-1]


def _tear_piece(piece: str, face: Face, limit: int) -> list[str]:
    """An unbreakable piece cut between characters into lines; marks stay with the letter before them."""
    table = fonts.read_advances(face)
    parts, used_width = [""], 0
    for char in piece:
        if parts[-1] and used_width + table[char] > limit and not unicodedata.combining(char):
            parts.append("")
            used_width = 0
        parts[-1] += char
        used_width += table[char]
    return parts


def find_leading(lines: Sequence[str], face: Face, usual: float) -> float:
    """Line distance over type size: `usual`, `STACKED` where a capital with two marks stands under another line, and
    always what keeps the ink of two lines apart."""
    ink = [_measure_ink(line, face) for line in lines]
    stacked = [STACKED for line in lines[1:] if not _TWO_MARKS.isdisjoint(line)]
    return max([usual, *stacked, *[_measure_distance(below, above) for above, below in pairwise(ink)]])


def measure_rise(line: str, face: Face, size: float) -> float:
    """From the baseline up to the highest ink of a line in type of `size` points, in mm."""
    return _measure_ink(line, face)[1] * size * PT / 1000


def measure_fall(line: str, face: Face, size: float) -> float:
    """From the baseline down to the lowest ink of a line in type of `size` points, in mm."""
    return -_measure_ink(line, face)[0] * size * PT / 1000


def is_roomy(text: str, face: Face, usual: float) -> bool:
    """Whether lines of `text` may surely follow each other at `usual`, wherever they end."""
    return _list_low_chars(face, usual).issuperset(text)


@cache
def _list_low_chars(face: Face, usual: float) -> frozenset[str]:
    """Characters of the alphabet whose ink does not reach that of any other on the line above, `usual` apart."""
    low, high = fonts.read_lowest(face), fonts.read_highest(face)
    deepest = min(map(low.__getitem__, fonts.ALPHABET))
    return frozenset(c for c in fonts.ALPHABET if _measure_distance((0, high[c]), (deepest, 0)) <= usual)


def _measure_ink(text: str, face: Face) -> tuple[int, int]:
    """Lowest and highest ink of a line in thousandths of the type size."""
    low, high, chars = fonts.read_lowest(face), fonts.read_highest(face), set(text)
    return min(map(low.__getitem__, chars), default=0), max(map(high.__getitem__, chars), default=0)


def _measure_distance(below: tuple[int, int], above: tuple[int, int]) -> float:
    """Line distance over type size that keeps the ink of two lines apart."""
    return (below[1] - above[0]) / 1000 + 0.02


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


def fit_lines(
    text: str, face: Face, size: float, smallest: float, room: float, most: int
) -> tuple[float, tuple[str, ...]]:
    """As few lines as possible, then type as large as possible down to `smallest`. Raises `DrawingError` where `most`
    lines are not enough, `MissingGlyphError`."""
    for count in range(1, most):
        try:
            return shrink(text, face, size, smallest, room, count)
        except MissingGlyphError:
            raise
        except DrawingError:
            continue
    return shrink(text, face, size, smallest, room, most)
