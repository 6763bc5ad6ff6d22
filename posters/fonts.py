"""The embedded faces: what a character is called in a content stream, how wide it is, what is embedded.

A character has the same code in every body, so that bodies can be cached and shared by documents. What is in the
alphabet has one byte, under a font resource whose codes all have one (`write_glyph_map` says which). What is
not is shown by a second resource of the same program: two bytes that hold the glyph id in the face as shipped, which
subsets keep. No resource mixes codes of one and two bytes: MuPDF before 1.24 extracts garbage from those.
Measures and the alphabet's subsets are read ready made (`posters.prepare`).
"""

from __future__ import annotations

import hashlib
import json
from codecs import charmap_encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

from posters.errors import DrawingError, MissingGlyphError


class Face(StrEnum):
    """A face, by its name in the resources of a page."""

    REGULAR = "F1"
    BOLD = "F2"
    FALLBACK = "F3"


NAMES: Mapping[Face, str] = {
    Face.REGULAR: "BeVietnamPro-Regular",
    Face.BOLD: "BeVietnamPro-SemiBold",
    Face.FALLBACK: "NotoSans-Fallback",
}
"""Names of the font files. The fallback draws what the main faces lack."""
PREPARED = Path(__file__).with_name("fonts") / "prepared"
"""NAME.json holds a face's measures, NAME.ttf the alphabet alone."""

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
    """A subset of a face: PostScript name with tag, TrueType bytes, its characters in order, each with its code, its
    glyph id and its width."""

    name: str
    program: bytes
    glyphs: tuple[tuple[str, str, int, int], ...]
    metrics: Metrics


def _read_prepared(name: str) -> bytes:
    try:
        return (PREPARED / name).read_bytes()
    except OSError as error:
        raise DrawingError(
            "không đọc được phông chữ", place=f"posters/fonts/prepared/{name}", way_out="cài đặt lại phần mềm"
        ) from error


@cache
def _load_facts(face: Face) -> dict[str, Any]:
    """What `faces.measure_face` found."""
    facts: dict[str, Any] = json.loads(_read_prepared(f"{NAMES[face]}.json"))
    return facts


@cache
def _map_glyphs(face: Face) -> Mapping[str, tuple[int, int]]:
    """Glyph id and advance (thousandths) of every character of a face."""
    facts = _load_facts(face)
    return dict(zip(facts["chars"], zip(facts["ids"], facts["widths"], strict=True), strict=True))


class _CharTable(dict[str, int]):
    """Numbers by character: the face's own are at hand, the fallback's looked up when they are asked for."""

    def __init__(self, face: Face, column: str) -> None:
        facts = _load_facts(face)
        super().__init__(zip(facts["chars"], facts[column], strict=True))
        self._column = column

    def __missing__(self, char: str) -> int:
        if char not in _map_glyphs(Face.FALLBACK):
            raise KeyError(char)
        return self.setdefault(char, _make_table(Face.FALLBACK, self._column)[char])


@cache
def _make_table(face: Face, column: str) -> _CharTable:
    return _CharTable(face, column)


def read_advances(face: Face) -> Mapping[str, int]:
    """Advance width of a drawable character in thousandths of the type size, the fallback's included."""
    return _make_table(face, "widths")


def read_lowest(face: Face) -> Mapping[str, int]:
    """Lowest ink of a drawable character in thousandths of the type size."""
    return _make_table(face, "lowest")


def read_highest(face: Face) -> Mapping[str, int]:
    """Highest ink of a drawable character in thousandths of the type size."""
    return _make_table(face, "highest")


@cache
def read_metrics(face: Face) -> Metrics:
    """Vertical metrics of a face."""
    facts = _load_facts(face)
    return Metrics(facts["ascent"], facts["descent"], facts["cap_height"], tuple(facts["box"]))


_WIDE: Mapping[Face, str] = {Face.REGULAR: "F4", Face.BOLD: "F5", Face.FALLBACK: Face.FALLBACK.value}
_SHORT = {char: f"{number:02X}" for number, char in enumerate(sorted(ALPHABET), 1)}


def map_short_codes(face: Face) -> Mapping[str, str]:
    """Codes of one byte: those of the alphabet in the main faces."""
    return {} if face is Face.FALLBACK else _SHORT


_CODED = {ord(char): int(code, 16) for char, code in _SHORT.items()}
"""For the codec of character maps, which is several times faster than joining the codes of letters."""


def write_short_codes(text: str, face: Face) -> str:
    """The codes of one byte of a text, in hexadecimal. Raises `UnicodeEncodeError` where it has others."""
    if face is Face.FALLBACK:
        raise UnicodeEncodeError("charmap", text, 0, len(text), "the fallback has none")
    return charmap_encode(text, "strict", _CODED)[0].hex().upper()


def name_wide(face: Face) -> str:
    """The name of the resource by which pages show what of `face` is beyond the alphabet; the fallback has no other."""
    return _WIDE[face]


@cache
def map_codes(face: Face) -> Mapping[str, str]:
    """Code (two or four hexadecimal digits) of every character that `face` itself draws."""
    own = map_short_codes(face)
    return {char: own.get(char) or f"{gid:04X}" for char, (gid, _) in _map_glyphs(face).items()}


def write_encoding() -> bytes:
    """Codes of one byte, each the number of a glyph in `write_glyph_map`, as a CMap (ISO 32000-2 9.7.5.3).

    The numbers stay within the code space: MuPDF before 1.24 forgets what a code means where they do not."""
    return _write_cmap(
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> def\n/CMapName /Poster-H def\n"
        "/CMapType 1 def\n/WMode 0 def",
        1,
        ["1 begincidrange\n<00> <FF> 0\nendcidrange"],
    )


def write_glyph_map(face: Face) -> bytes:
    """The glyph id of every code of one byte, two bytes each (9.7.4.3, CIDToGIDMap); the same for every document."""
    ids = {int(code, 16): _map_glyphs(face)[char][0] for char, code in map_short_codes(face).items()}
    return b"".join(ids.get(code, 0).to_bytes(2, "big") for code in range(256))


def write_meaning(subset: Embedded, length: int) -> bytes:
    """Which character each code of `length` bytes stands for, as a CMap (9.10.3); NFC in, NFC out."""
    pairs = [
        f"<{code}> <{char.encode('utf-16-be').hex().upper()}>"
        for char, code, _, _ in subset.glyphs
        if len(code) == 2 * length
    ]
    return _write_cmap(
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n/CMapName /Adobe-Identity-UCS def\n"
        "/CMapType 2 def",
        length,
        _write_blocks("bfchar", sorted(pairs)),
    )


def _write_cmap(facts: str, length: int, blocks: Iterable[str]) -> bytes:
    spaces = f"1 begincodespacerange\n<{'00' * length}> <{'FF' * length}>\nendcodespacerange"
    return "\n".join(
        (
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap",
            facts,
            spaces,
            *blocks,
            "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n",
        )
    ).encode("ascii")


def _write_blocks(kind: str, lines: list[str]) -> Iterator[str]:
    """A CMap's lines, a hundred at most in one operator."""
    for start in range(0, len(lines), 100):
        part = lines[start : start + 100]
        yield f"{len(part)} begin{kind}\n" + "\n".join(part) + f"\nend{kind}"


@lru_cache(maxsize=8192)
def find_missing(text: str) -> frozenset[str]:
    """Characters of `text` that no face can draw."""
    if ALPHABET.issuperset(text):
        return frozenset()
    strange = frozenset(text).difference(_map_glyphs(Face.REGULAR))
    return strange.difference(_map_glyphs(Face.FALLBACK)) if strange else strange


def require(texts: Iterable[str], place: str = "") -> None:
    """Raise `MissingGlyphError` for the first character that cannot be drawn, naming it and its text."""
    for text in texts:
        absent = find_missing(text)
        if absent:
            char = min(absent)
            raise MissingGlyphError(
                f"phông chữ không có ký tự «{char}» (U+{ord(char):04X})",
                place=place,
                value=text if len(text) <= 80 else text[:79] + "…",
                way_out="sửa ký tự này trong danh mục nguồn",
            )


def split_runs(text: str, face: Face) -> list[tuple[str, str]]:
    """`text` as runs of one font resource, each with its codes in hexadecimal. Raises `MissingGlyphError`."""
    try:
        return [(face, write_short_codes(text, face))]
    except UnicodeEncodeError:
        require([text])
    coded = [_find_code(char, face) for char in text]
    return [(name, "".join(code for _, code in part)) for name, part in groupby(coded, key=lambda pair: pair[0])]


def _find_code(char: str, face: Face) -> tuple[str, str]:
    """The resource and the code of a character in `face` or, where it is not there, in the fallback."""
    code = map_codes(face).get(char)
    if code is None:
        return name_wide(Face.FALLBACK), map_codes(Face.FALLBACK)[char]
    return (face.value if len(code) == 2 else name_wide(face)), code


def find_needed_faces(chars: Iterable[str]) -> frozenset[Face]:
    """The faces that a document needs for `chars`: the two main ones, and the fallback only if used."""
    spare = set(chars) - _map_glyphs(Face.REGULAR).keys()
    return frozenset(Face) if spare else frozenset({Face.REGULAR, Face.BOLD})


Cut = Callable[[str, str], bytes]
"""File name of a face and the characters wanted to the font program that has only these."""


def cut(name: str, drawn: str) -> bytes:
    """Loads fontTools and the whole face: about 200 ms for the first one, so that a caller may want to remember it."""
    from posters import faces  # noqa: PLC0415 - only for characters beyond the alphabet

    return faces.cut(name, drawn)


@lru_cache(maxsize=32)
def embed_face(face: Face, chars: frozenset[str], cutter: Cut = cut) -> Embedded:
    """The subset of `face` that draws what it is asked for of `chars`: the fallback only what the main faces lack.

    Ready for the alphabet, anything else is cut. Kept for the process."""
    own = _map_glyphs(face)
    own_chars = chars.difference(_map_glyphs(Face.REGULAR)) if face is Face.FALLBACK else chars
    letters_drawn = "".join(sorted(own.keys() & own_chars))
    called = map_codes(face)
    glyphs = tuple((char, called[char], *own[char]) for char in letters_drawn)
    return Embedded(
        f"{_name_subset(face, letters_drawn)}+{_load_facts(face)['name']}",
        _cut_program(face, letters_drawn, cutter),
        glyphs,
        read_metrics(face),
    )


def _cut_program(face: Face, drawn: str, cutter: Cut) -> bytes:
    ready = frozenset(drawn) == ALPHABET
    return _read_prepared(f"{NAMES[face]}.ttf") if ready else cutter(NAMES[face], drawn)


def _name_subset(face: Face, drawn: str) -> str:
    """Six capital letters that say which subset this is (ISO 32000-2 9.9.2)."""
    digest = hashlib.sha256((face + drawn).encode()).digest()
    return "".join(chr(65 + b % 26) for b in digest[:6])
