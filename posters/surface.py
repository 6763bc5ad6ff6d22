"""A drawing surface: millimetres from the top left in, a PDF content stream out (ISO 32000-2 clause 8).

Text is always data: strings are coded glyph by glyph, no markup is read anywhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from functools import lru_cache
from types import MappingProxyType
from typing import Literal, NamedTuple

from posters import fonts, qr
from posters.fonts import Face
from posters.geometry import Rect
from posters.structure import FIRST
from posters.text import PT, measure_width

MM = 72 / 25.4
"""Points in a millimetre."""
FINE = 12.0
"""Points below which type is printed in one solid ink: a screen frays small letters, several inks misregister."""
HAIRLINE = 0.25
"""Points of the thinnest line: solid, it is as faint as a screened one of twice the weight, and whole."""
_DOT = 72 / 150


class Ink(Enum):
    """What a colour is for; `COLOUR` says what it is made of."""

    # As members are compared: that of Enum hashes the name anew each time, for every line and rule.
    __hash__ = object.__hash__

    BLACK = "text and codes"
    MUTED = "secondary text"
    ACCENT = "headings and rules"
    LINE = "hairlines"
    PALE = "watermark"
    PAPER = "unprinted"
    BAND_BLUE = "groups 1, 6, 11"
    BAND_RED = "groups 2, 7, 12"
    BAND_GREEN = "groups 3, 8, 13"
    BAND_YELLOW = "groups 4, 9, 14"
    BAND_PINK = "groups 5, 10, 15"


Align = Literal["left", "centre", "right"]
COLOUR: Mapping[Ink, tuple[float, ...]] = MappingProxyType(
    {
        Ink.BLACK: (0.0,),
        Ink.MUTED: (0.27,),
        Ink.ACCENT: (0.05, 0.23, 0.42),
        Ink.LINE: (0.72,),
        Ink.PALE: (0.86,),
        Ink.PAPER: (1.0,),
        Ink.BAND_BLUE: (0.0, 0.45, 0.7),
        Ink.BAND_RED: (0.84, 0.37, 0.0),
        Ink.BAND_GREEN: (0.0, 0.62, 0.45),
        Ink.BAND_YELLOW: (0.9, 0.62, 0.0),
        Ink.BAND_PINK: (0.8, 0.47, 0.65),
    }
)
"""Components by ink: one is DeviceGray, three DeviceRGB; 0 to 1."""


def choose_ink(ink: Ink, size: float) -> Ink:
    """What type of `size` points is printed with in place of a grey."""
    return Ink.BLACK if size < FINE and ink in _SCREENED else ink


_SCREENED = frozenset(ink for ink, parts in COLOUR.items() if len(parts) == 1 and 0 < parts[0] < 1)
"""Greys."""


class LinkArea(NamedTuple):
    """A clickable rectangle."""

    area: Rect
    uri: str


def _round_to_dots(points: float) -> float:
    """The nearest multiple of 1/150 inch: the edge of a dot at 150, 300, 600 and 1200 dpi."""
    return round(points / _DOT) * _DOT


@lru_cache(maxsize=8192)
def number(value: float) -> str:
    """A PDF number with at most two decimals (0.0035 mm), never an exponent."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


class Surface:
    """Collects operators. `width` and `height` are millimetres. `links` are those made, `figures` the marked content of
    every code in the order of drawing, `chars` the characters drawn beyond the alphabet that every document embeds,
    `stencils` what codes show by name.
    Marked content is numbered from `first_mark` on; `mark` is what is open, `last_mark` what ended last."""

    def __init__(self, width: float, height: float, first_mark: int = FIRST) -> None:
        self.width, self.height = width, height
        self.links: list[LinkArea] = []
        self.figures: list[int] = []
        self.chars: frozenset[str] = frozenset()
        self.stencils: dict[str, qr.Stencil] = {}
        self._ops: list[bytes] = []
        self._fill: Ink | None = None
        self.last_mark = -1
        self._next_mark = first_mark
        self.mark: int | None = None
        self._is_artifact = False

    def content(self) -> bytes:
        """The content stream, wrapped so that nothing leaks into what is drawn after it."""
        self._end_artifact()
        return b"q\n" + b"\n".join(self._ops) + b"\nQ\n"

    def marked(self, tag: str, number: int | None = None) -> MarkedContent:
        """What is drawn inside is content of a structure element of this type; gives its number on the page, which an
        `Element` names. Inside another, it is that one's. Anything drawn outside is an artifact (14.8.2.2)."""
        return MarkedContent(self, tag, number)

    def begin(self, tag: str, number: int | None = None) -> int:
        """Begin marked content, which `end` ends; its number. There is none in it yet."""
        self._end_artifact()
        if number is None:
            number = self._next_mark
            self._next_mark += 1
        self.mark = number
        self._ops.append(b"/%b<</MCID %d>>BDC" % (tag.encode("ascii"), number))
        return number

    def end(self) -> None:
        """End what `begin` began."""
        if self.mark is not None:
            self.last_mark, self.mark = self.mark, None
        self._ops.append(b"EMC")

    def _end_artifact(self) -> None:
        if self._is_artifact:
            self._ops.append(b"EMC")
            self._is_artifact = False

    def text(
        self,
        x: float,
        y: float,
        text: str,
        face: Face,
        size: float,
        ink: Ink = Ink.BLACK,
        align: Align = "left",
    ) -> float:
        """One line with its baseline at `y`; returns its width in mm. Raises `MissingGlyphError`."""
        self.pieces(x, y, (text,), 0, face, size, ink, align)
        return measure_width(text, face, size)

    def pieces(
        self,
        x: float,
        y: float,
        pieces: tuple[str, ...],
        gap: float,
        face: Face,
        size: float,
        ink: Ink = Ink.BLACK,
        align: Align = "left",
    ) -> None:
        """One line of pieces with `gap` (thousandths of the size) between them, but no character. Raises
        `MissingGlyphError`."""
        if align != "left":
            wide = sum([measure_width(piece, face, size) for piece in pieces])
            wide += gap * (len(pieces) - 1) * size * PT / 1000
            x -= wide if align == "right" else wide / 2
        self._put_ink(choose_ink(ink, size))
        operators, chars = _write_pieces(pieces, gap, face, size)
        self._put(f"BT {self._write_place(x, y)}{operators} ET")
        self.chars |= chars

    def paragraph(
        self, x: float, y: float, lines: tuple[str, ...], step: float, face: Face, size: float, ink: Ink = Ink.BLACK
    ) -> None:
        """Lines from the first baseline `y` on, `step` mm apart. Raises `MissingGlyphError`."""
        self._put_ink(choose_ink(ink, size))
        operators, chars = _set(lines, step * MM, face, size)
        self._put(f"BT {self._write_place(x, y)}{operators} ET")
        self.chars |= chars

    def _write_place(self, x: float, y: float) -> str:
        return f"1 0 0 1 {number(x * MM)} {number((self.height - y) * MM)} Tm"

    def rule(self, x: float, y: float, length: float, weight: float, ink: Ink = Ink.LINE) -> None:
        """A horizontal rule of `length` mm, `weight` points thick, centred on `y`; a thin grey one is a hairline."""
        if weight < 1 and ink in _SCREENED:
            weight, ink = HAIRLINE, Ink.BLACK
        self.fill(Rect(x, y - weight * PT / 2, length, weight * PT), ink)

    def fill(self, area: Rect, ink: Ink) -> None:
        """A filled rectangle."""
        self._put_ink(ink)
        self._put(f"{self._write_rect(area)} f")

    def path(self, operators: str, ink: Ink) -> None:
        """Ready path operators in points from the bottom left, ended by their painting operator."""
        self._put_ink(ink)
        self._put(operators)

    def turned(
        self, x: float, y: float, cosine: float, sine: float, text: str, face: Face, size: float, ink: Ink
    ) -> None:
        """Text centred on (x, y) and turned anticlockwise by the angle of `cosine` and `sine`."""
        half = measure_width(text, face, size) / 2 * MM
        turn = " ".join(number(v) if v in (0, 1) else f"{v:.5f}" for v in (cosine, sine, -sine, cosine))
        left, base = x * MM - half * cosine, (self.height - y) * MM - half * sine
        self._put_ink(ink)
        operators, chars = _write_pieces((text,), 0, face, size)
        self._put(f"BT {turn} {number(left)} {number(base)} Tm{operators} ET")
        self.chars |= chars

    def symbol(self, area: Rect, kept: bytes) -> Rect:
        """A code from `qr.make_symbol` in the square `area`, whose outer four modules stay white; returns where
        the symbol itself stands. Whatever was drawn there before is covered."""
        return self.symbols([(area, kept)])[0]

    def symbols(self, kept_symbols: Sequence[tuple[Rect, bytes]]) -> list[Rect]:
        """Several codes, as `symbol` draws one; nothing stands between them in the stream, and those under one mask
        follow each other, so that they deflate to less. What a symbol has in common with others is shown by name: the
        document holds it in `stencils`. `figures` gets their marked content in the order given."""
        codes = [qr.split_symbol(symbol) for _, symbol in kept_symbols]
        placed = [
            _place_symbol(area, code.size, self.height) for (area, _), code in zip(kept_symbols, codes, strict=True)
        ]
        self._put_ink(Ink.PAPER)
        self._put("\n".join(square for _, square, _ in placed) + " f")
        self._put_ink(Ink.BLACK)
        marks = [0] * len(codes)
        stencils = [code.stencil.name if code.stencil else "" for code in codes]
        for i in sorted(range(len(codes)), key=lambda i: (stencils[i], codes[i].path, placed[i][2])):
            with self.marked("Figure") as marks[i]:
                self._put(placed[i][2])
                if stencil := codes[i].stencil:
                    self.stencils[stencil.name] = stencil
                    self._ops.append(b"/%b Do" % stencil.name.encode("ascii"))
                self._ops += (codes[i].path, b"f Q")
        self.figures += marks
        return [inner for inner, _, _ in placed]

    def image(self, area: Rect, name: str) -> None:
        """The document's image resource `name`, filling `area`."""
        wide, high = number(area.width * MM), number(area.height * MM)
        at = f"{number(area.x * MM)} {number((self.height - area.bottom) * MM)}"
        self._put(f"q {wide} 0 0 {high} {at} cm /{name} Do Q")

    def link(self, area: Rect, uri: str) -> int:
        """Make a rectangle lead to `uri`; returns the link's number on the page."""
        self.links.append(LinkArea(area, uri))
        return len(self.links) - 1

    def _write_rect(self, area: Rect) -> str:
        return _write_rectangle(area, self.height)

    def _put_ink(self, ink: Ink) -> None:
        if ink is not self._fill:
            # A colour is no content: it opens no artifact.
            self._ops.append(_FILLED[ink])
            self._fill = ink

    def _put(self, operators: str) -> None:
        if self.mark is None and not self._is_artifact:
            self._ops.append(b"/Artifact BMC")
            self._is_artifact = True
        self._ops.append(operators.encode("ascii"))


def _write_rectangle(area: Rect, height: float) -> str:
    """A rectangle on a page of `height` mm as an operator of its path."""
    corner = f"{number(area.x * MM)} {number((height - area.bottom) * MM)}"
    return f"{corner} {number(area.width * MM)} {number(area.height * MM)} re"


@lru_cache(maxsize=1024)
def _place_symbol(area: Rect, size: int, height: float) -> tuple[Rect, str, str]:
    """Where a symbol of `size` modules stands in `area`, the operator of the square about it, and those that take its
    path there. The cells of all sheets have few places."""
    module = area.width / (size + 2 * qr.QUIET_ZONE)
    quiet = qr.QUIET_ZONE * module
    left, top = _round_to_dots((area.x + quiet) * MM), _round_to_dots((height - area.y - quiet) * MM)
    inner = Rect(left / MM, height - top / MM, size * module, size * module)
    square = _write_rectangle(Rect(inner.x - quiet, inner.y - quiet, area.width, area.height), height)
    scale = f"{module * MM:.5f}"
    return inner, square, f"q {scale} 0 0 -{scale} {number(left)} {number(top)} cm"


def _write_colour(components: tuple[float, ...]) -> bytes:
    operator = {1: "g", 3: "rg"}[len(components)]
    return f"{' '.join(map(number, components))} {operator}".encode("ascii")


_FILLED = {ink: _write_colour(components) for ink, components in COLOUR.items()}
"""The operators that fill with an ink."""


class MarkedContent:
    """What `Surface.marked` gives to `with`. Not a generator: a sheet has thirty."""

    __slots__ = ("_nested", "_number", "_surface", "_tag")

    def __init__(self, surface: Surface, tag: str, number: int | None) -> None:
        self._surface, self._tag, self._number, self._nested = surface, tag, number, surface.mark is not None

    def __enter__(self) -> int:
        surface = self._surface
        return surface.mark if surface.mark is not None else surface.begin(self._tag, self._number)

    def __exit__(self, *_: object) -> None:
        if not self._nested:
            self._surface.end()


@lru_cache(maxsize=4096)
def _write_pieces(pieces: tuple[str, ...], gap: float, face: Face, size: float) -> tuple[str, frozenset[str]]:
    """Font and show operators for pieces on one line; characters beyond the alphabet. A line ends with a space: who
    reads aloud what is tagged guesses no words from places (ISO 32000-1 14.8.2.5)."""
    operators, now = "", None
    for i, piece in enumerate((*pieces[:-1], f"{pieces[-1]} ")):
        before = f"{number(-gap)} " if i else ""
        for name, codes in fonts.split_runs(piece, face):
            if name != now:
                operators += f" /{name} {number(size)} Tf"
                now = name
            operators += f" [{before}<{codes}>] TJ" if before else f" <{codes}> Tj"
            before = ""
    return operators, frozenset().union(*pieces) - fonts.ALPHABET


@lru_cache(maxsize=4096)
def _set(lines: tuple[str, ...], step: float, face: Face, size: float) -> tuple[str, frozenset[str]]:
    """Leading, font and show operators for lines `step` points apart; characters beyond the alphabet."""
    down = f" {step:.3f} TL" if len(lines) > 1 else ""
    try:
        coded = "> Tj T* <".join([fonts.write_short_codes(f"{line} ", face) for line in lines])
        return f"{down} /{face} {number(size)} Tf <{coded}> Tj", frozenset()
    except UnicodeEncodeError:
        each = [_write_pieces((line,), 0, face, size) for line in lines]
        return down + " T*".join(operators for operators, _ in each), frozenset().union(*[chars for _, chars in each])
