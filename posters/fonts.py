"""The embedded faces: what a character is called in a content stream, how wide it is, what is embedded.

A character's code is its glyph id in the face as shipped (Identity-H, ISO 32000-2 9.7.5.2; subsets keep glyph
ids). So a character has the same code in every body, and bodies can be cached and shared by documents.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from posters.errors import DrawingError, MissingGlyphError


class Face(StrEnum):
    """A face, by its name in the resources of a page."""

    REGULAR = "F1"
    BOLD = "F2"
    FALLBACK = "F3"


_FILES = {
    Face.REGULAR: "BeVietnamPro-Regular.ttf",
    Face.BOLD: "BeVietnamPro-SemiBold.ttf",
    Face.FALLBACK: "NotoSans-Fallback.ttf",
}

_VOWELS = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"
_MARKS = "§«°²³·»×–—‘’“”„•…₫"
ALPHABET = frozenset([chr(i) for i in range(0x20, 0x7F)]) | frozenset(_VOWELS + _VOWELS.upper() + _MARKS)
"""Characters embedded in every document, so that the head of any site can be added to finished bodies."""


@dataclass(frozen=True, slots=True)
class Metrics:
    """Vertical metrics in thousandths of the type size, as a font descriptor wants them."""

    ascent: int
    descent: int
    cap_height: int
    box: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Embedded:
    """A subset of a face: PostScript name with tag, TrueType bytes, glyph ids with width and character."""

    name: str
    program: bytes
    glyphs: tuple[tuple[int, int, str], ...]
    metrics: Metrics


@cache
def _program(face: Face) -> bytes:
    try:
        return (Path(__file__).with_name("fonts") / _FILES[face]).read_bytes()
    except OSError as error:
        raise DrawingError(
            "không đọc được phông chữ", place=f"posters/fonts/{_FILES[face]}", way_out="cài đặt lại phần mềm"
        ) from error


def _open(face: Face) -> TTFont:
    return TTFont(io.BytesIO(_program(face)), recalcTimestamp=False)


@cache
def _glyphs(face: Face) -> Mapping[str, tuple[int, int]]:
    """Glyph id and advance (thousandths) of every character of a face."""
    font = _open(face)
    widths, ids = font["hmtx"].metrics, font.getReverseGlyphMap()
    scale = 1000 / font["head"].unitsPerEm
    return {chr(c): (ids[name], round(widths[name][0] * scale)) for c, name in font.getBestCmap().items()}


@cache
def reach(face: Face) -> Mapping[str, tuple[int, int]]:
    """Lowest and highest ink of every drawable character in thousandths of the type size."""
    found: dict[str, tuple[int, int]] = {}
    for each in (Face.FALLBACK, face):
        font = _open(each)
        glyphs, scale = font["glyf"], 1000 / font["head"].unitsPerEm
        for code, name in font.getBestCmap().items():
            glyph = glyphs[name]
            low, high = (glyph.yMin, glyph.yMax) if glyph.numberOfContours else (0, 0)
            found[chr(code)] = round(low * scale), round(high * scale)
    return found


@cache
def metrics(face: Face) -> Metrics:
    """Vertical metrics of a face."""
    font = _open(face)
    head, hhea, os2 = font["head"], font["hhea"], font["OS/2"]
    scale = 1000 / head.unitsPerEm
    box = tuple(round(v * scale) for v in (head.xMin, head.yMin, head.xMax, head.yMax))
    return Metrics(
        round(hhea.ascent * scale),
        round(hhea.descent * scale),
        round(os2.sCapHeight * scale),
        (box[0], box[1], box[2], box[3]),
    )


@cache
def _codes(face: Face) -> Mapping[str, tuple[Face, str]]:
    """Face and code (four hexadecimal digits) of every character that text in `face` may hold."""
    spare = {c: (Face.FALLBACK, f"{gid:04X}") for c, (gid, _) in _glyphs(Face.FALLBACK).items()}
    return spare | {c: (face, f"{gid:04X}") for c, (gid, _) in _glyphs(face).items()}


@cache
def advances(face: Face) -> Mapping[str, int]:
    """Advance width of every drawable character in thousandths of the type size, the fallback's included."""
    spare = {c: width for c, (_, width) in _glyphs(Face.FALLBACK).items()}
    return spare | {c: width for c, (_, width) in _glyphs(face).items()}


def missing(text: str) -> set[str]:
    """Characters of `text` that no face can draw."""
    return set(text).difference(_drawable())


@cache
def _drawable() -> frozenset[str]:
    return frozenset(advances(Face.REGULAR))


def require(texts: Iterable[str], place: str = "") -> None:
    """Raise `MissingGlyphError` for the first character that cannot be drawn, naming it and its text."""
    for text in texts:
        absent = missing(text)
        if absent:
            char = min(absent)
            raise MissingGlyphError(
                f"phông chữ không có ký tự «{char}» (U+{ord(char):04X})",
                place=place,
                value=text if len(text) <= 80 else text[:79] + "…",
                way_out="sửa ký tự này trong danh mục nguồn",
            )


def runs(text: str, face: Face) -> list[tuple[Face, str]]:
    """`text` as runs of one face, each with its codes in hexadecimal. Raises `MissingGlyphError`."""
    codes = _codes(face)
    try:
        coded = [codes[c] for c in text]
    except KeyError:
        require([text])
        raise
    return [(f, "".join(code for _, code in part)) for f, part in groupby(coded, key=lambda pair: pair[0])]


def needed(chars: Iterable[str]) -> frozenset[Face]:
    """The faces that a document needs for `chars`: the two main ones, and the fallback only if used."""
    spare = set(chars) - _glyphs(Face.REGULAR).keys()
    return frozenset(Face) if spare else frozenset({Face.REGULAR, Face.BOLD})


@lru_cache(maxsize=32)
def embedded(face: Face, chars: frozenset[str]) -> Embedded:
    """The subset of `face` that draws `chars` (those it has). About 40 ms; kept for the process."""
    drawn = sorted(c for c in chars if c in _glyphs(face))
    font = _open(face)
    name = font["name"].getDebugName(6)
    subsetter = subset.Subsetter(_options())
    subsetter.populate(unicodes=[ord(c) for c in drawn])
    subsetter.subset(font)
    out = io.BytesIO()
    font.save(out)
    by_glyph: dict[int, tuple[int, int, str]] = {}
    for char in drawn:
        gid, width = _glyphs(face)[char]
        by_glyph.setdefault(gid, (gid, width, char))
    glyphs = tuple(by_glyph[gid] for gid in sorted(by_glyph))
    return Embedded(f"{_tag(face, chars)}+{name}", out.getvalue(), glyphs, metrics(face))


def _options() -> subset.Options:
    """Glyph ids kept, nothing that a PDF reader ignores (ISO 32000-2 9.9.2)."""
    options = subset.Options()
    options.retain_gids = True
    options.layout_features = []
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    options.recalc_timestamp = False
    options.name_IDs = []
    options.drop_tables += ["GPOS", "GSUB", "GDEF", "DSIG", "OS/2", "post", "gasp", "STAT", "meta"]
    return options


def _tag(face: Face, chars: frozenset[str]) -> str:
    """Six capital letters that say which subset this is (ISO 32000-2 9.9.2)."""
    digest = hashlib.sha256((face + "".join(sorted(chars))).encode()).digest()
    return "".join(chr(65 + b % 26) for b in digest[:6])
