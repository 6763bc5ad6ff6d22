"""A drawing surface: millimetres from the top left in, a PDF content stream out (ISO 32000-2 clause 8).

Text is always data: strings are coded glyph by glyph, no markup is read anywhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from posters import fonts, qr
from posters.fonts import Face
from posters.geometry import Rect
from posters.text import PT, width

MM = 72 / 25.4
"""Points in a millimetre."""
_DOT = 72 / 150


class Ink(Enum):
    """What a colour is for; a palette says what it is made of."""

    BLACK = "text and codes"
    MUTED = "secondary text"
    ACCENT = "headings and rules"
    LINE = "hairlines"
    PALE = "watermark"
    PAPER = "unprinted"


Align = Literal["left", "centre", "right"]
Palette = Mapping[Ink, tuple[float, ...]]
"""Components by ink: one is DeviceGray, three DeviceRGB, four DeviceCMYK; 0 to 1."""

COLOUR: Palette = MappingProxyType(
    {
        Ink.BLACK: (0.0,),
        Ink.MUTED: (0.27,),
        Ink.ACCENT: (0.05, 0.23, 0.42),
        Ink.LINE: (0.72,),
        Ink.PALE: (0.86,),
        Ink.PAPER: (1.0,),
    }
)


@dataclass(frozen=True, slots=True)
class Link:
    """A clickable rectangle."""

    area: Rect
    uri: str


def _on_dots(points: float) -> float:
    """The nearest multiple of 1/150 inch: the edge of a dot at 150, 300, 600 and 1200 dpi."""
    return round(points / _DOT) * _DOT


@lru_cache(maxsize=8192)
def number(value: float) -> str:
    """A PDF number with at most two decimals (0.0035 mm), never an exponent."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


class Surface:
    """Collects operators. `width` and `height` are millimetres; a palette says what inks are."""

    def __init__(self, width: float, height: float, palette: Palette = COLOUR) -> None:
        self.width, self.height, self.palette = width, height, palette
        self.links: list[Link] = []
        self._texts: list[str] = []
        self._ops: list[bytes] = []
        self._fill: Ink | None = None

    @property
    def chars(self) -> frozenset[str]:
        """The characters drawn so far."""
        return frozenset().union(*self._texts)

    def content(self) -> bytes:
        """The content stream, wrapped so that nothing leaks into what is drawn after it."""
        return b"q\n" + b"\n".join(self._ops) + b"\nQ\n"

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
        return self.pieces(x, y, (text,), 0, face, size, ink, align)

    def pieces(
        self,
        x: float,
        y: float,
        pieces: Sequence[str],
        gap: float,
        face: Face,
        size: float,
        ink: Ink = Ink.BLACK,
        align: Align = "left",
    ) -> float:
        """One line of pieces with `gap` (thousandths of the size) between them, but no character."""
        wide = sum([width(piece, face, size) for piece in pieces]) + gap * (len(pieces) - 1) * size * PT / 1000
        start = x - {"left": 0.0, "centre": wide / 2, "right": wide}[align]
        self._ink(ink)
        self._put(f"BT {self._at(start, y)}{_shown((pieces,), gap, face, size)} ET")
        self._texts += pieces
        return wide

    def paragraph(
        self, x: float, y: float, lines: Sequence[str], step: float, face: Face, size: float, ink: Ink = Ink.BLACK
    ) -> None:
        """Lines from the first baseline `y` on, `step` mm apart. Raises `MissingGlyphError`."""
        self._ink(ink)
        down = f" {step * MM:.3f} TL" if len(lines) > 1 else ""
        self._put(f"BT {self._at(x, y)}{down}{_shown([(line,) for line in lines], 0, face, size)} ET")
        self._texts += lines

    def _at(self, x: float, y: float) -> str:
        return f"1 0 0 1 {number(x * MM)} {number((self.height - y) * MM)} Tm"

    def rule(self, x: float, y: float, length: float, weight: float, ink: Ink = Ink.LINE) -> None:
        """A horizontal rule of `length` mm, `weight` points thick, centred on `y`."""
        self.fill(Rect(x, y - weight * PT / 2, length, weight * PT), ink)

    def fill(self, area: Rect, ink: Ink) -> None:
        """A filled rectangle."""
        self._ink(ink)
        self._put(f"{self._rect(area)} f")

    def path(self, operators: str, ink: Ink) -> None:
        """Ready path operators in points from the bottom left, ended by their painting operator."""
        self._ink(ink)
        self._put(operators)

    def outline(self, area: Rect, weight: float, ink: Ink, dash: str = "") -> None:
        """The outline of a rectangle, `weight` points, with a PDF dash array in points ("1 2")."""
        pen = f"{_colour(self.palette[ink], stroke=True)} {number(weight)} w [{dash}] 0 d"
        self._put(f"q {pen} {self._rect(area)} S Q")

    def turned(
        self, x: float, y: float, cosine: float, sine: float, text: str, face: Face, size: float, ink: Ink
    ) -> None:
        """Text centred on (x, y) and turned anticlockwise by the angle of `cosine` and `sine`."""
        half = width(text, face, size) / 2 * MM
        turn = " ".join(number(v) if v in (0, 1) else f"{v:.5f}" for v in (cosine, sine, -sine, cosine))
        left, base = x * MM - half * cosine, (self.height - y) * MM - half * sine
        self._ink(ink)
        self._put(f"BT {turn} {number(left)} {number(base)} Tm{_shown(((text,),), 0, face, size)} ET")
        self._texts.append(text)

    def symbol(self, area: Rect, kept: bytes) -> Rect:
        """A code from `qr.symbol` in the square `area`, whose outer four modules stay white; returns where
        the symbol itself stands. Whatever was drawn there before is covered."""
        return self.symbols([(area, kept)])[0]

    def symbols(self, wanted: Sequence[tuple[Rect, bytes]]) -> list[Rect]:
        """Several codes, as `symbol` draws one; nothing stands between them in the stream, and those under one mask
        follow each other, so that they deflate to less."""
        inner, drawn = [], []
        for area, kept in wanted:
            size, path = qr.parts(kept)
            module = area.width / (size + 2 * qr.QUIET_ZONE)
            quiet = qr.QUIET_ZONE * module
            left, top = _on_dots((area.x + quiet) * MM), _on_dots((self.height - area.y - quiet) * MM)
            scale = f"{module * MM:.5f}"
            drawn.append((path, f"q {scale} 0 0 -{scale} {number(left)} {number(top)} cm"))
            inner.append(Rect(left / MM, self.height - top / MM, size * module, size * module))
        self._ink(Ink.PAPER)
        cleared = zip(inner, wanted, strict=True)
        self._put("\n".join([self._rect(_around(symbol, area.width)) for symbol, (area, _) in cleared]) + " f")
        self._ink(Ink.BLACK)
        for path, placed in sorted(drawn):
            self._put(placed)
            self._ops += (path, b"f Q")
        return inner

    def image(self, area: Rect, name: str) -> None:
        """The document's image resource `name`, filling `area`."""
        wide, high = number(area.width * MM), number(area.height * MM)
        at = f"{number(area.x * MM)} {number((self.height - area.bottom) * MM)}"
        self._put(f"q {wide} 0 0 {high} {at} cm /{name} Do Q")

    def link(self, area: Rect, uri: str) -> None:
        """Make a rectangle lead to `uri`."""
        self.links.append(Link(area, uri))

    def _rect(self, area: Rect) -> str:
        corner = f"{number(area.x * MM)} {number((self.height - area.bottom) * MM)}"
        return f"{corner} {number(area.width * MM)} {number(area.height * MM)} re"

    def _ink(self, ink: Ink) -> None:
        if ink is not self._fill:
            self._put(_colour(self.palette[ink], stroke=False))
            self._fill = ink

    def _put(self, operators: str) -> None:
        self._ops.append(operators.encode("ascii"))


def _around(symbol: Rect, side: float) -> Rect:
    """The square of `side` mm about a symbol."""
    quiet = (side - symbol.width) / 2
    return Rect(symbol.x - quiet, symbol.y - quiet, side, side)


@lru_cache(maxsize=64)
def _colour(components: tuple[float, ...], *, stroke: bool) -> str:
    operator = {1: "g", 3: "rg", 4: "k"}[len(components)]
    return " ".join(map(number, components)) + " " + (operator.upper() if stroke else operator)


def _shown(lines: Sequence[Sequence[str]], gap: float, face: Face, size: float) -> str:
    """Font and show operators for lines of pieces."""
    shown, now = "", ""
    for i, pieces in enumerate(lines):
        before = " T*" if i else ""
        for j, piece in enumerate(pieces):
            apart = f"{number(-gap)} " if j else ""
            for run_face, codes in fonts.runs(piece, face):
                font = "" if run_face == now else f" /{run_face} {number(size)} Tf"
                shown += before + font + (f" [{apart}<{codes}>] TJ" if apart else f" <{codes}> Tj")
                before, apart, now = "", "", run_face
    return shown
