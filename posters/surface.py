"""A drawing surface: millimetres from the top left in, a PDF content stream out (ISO 32000-2 clause 8).

Text is always data: strings are coded glyph by glyph, no markup is read anywhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
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


def number(value: float) -> str:
    """A PDF number with at most two decimals (0.0035 mm), never an exponent."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


class Surface:
    """Collects operators. `width` and `height` are millimetres; a palette says what inks are."""

    def __init__(self, width: float, height: float, palette: Palette = COLOUR) -> None:
        self.width, self.height, self.palette = width, height, palette
        self.links: list[Link] = []
        self.chars: set[str] = set()
        self._ops: list[bytes] = []
        self._fill: Ink | None = None

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
        wide = sum(width(piece, face, size) for piece in pieces) + gap * (len(pieces) - 1) * size * PT / 1000
        start = x - {"left": 0.0, "centre": wide / 2, "right": wide}[align]
        self._ink(ink)
        at = f"1 0 0 1 {number(start * MM)} {number((self.height - y) * MM)} Tm"
        self._put(f"BT {at}{_shown(pieces, gap, face, size)} ET")
        for piece in pieces:
            self.chars.update(piece)
        return wide

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
        self._put(f"BT {turn} {number(left)} {number(base)} Tm{_shown((text,), 0, face, size)} ET")
        self.chars.update(text)

    def symbol(self, area: Rect, kept: bytes) -> Rect:
        """A code from `qr.symbol` in the square `area`, whose outer four modules stay white; returns where
        the symbol itself stands. Whatever was drawn there before is covered."""
        size, path = qr.parts(kept)
        module = area.width / (size + 2 * qr.QUIET_ZONE)
        quiet = qr.QUIET_ZONE * module
        left, top = _on_dots((area.x + quiet) * MM), _on_dots((self.height - area.y - quiet) * MM)
        inner = Rect(left / MM, self.height - top / MM, size * module, size * module)
        self.fill(Rect(inner.x - quiet, inner.y - quiet, area.width, area.height), Ink.PAPER)
        self._ink(Ink.BLACK)
        scale = f"{module * MM:.5f}"
        at = f"{number(left)} {number(top)}"
        self._put(f"q {scale} 0 0 -{scale} {at} cm")
        self._ops.append(path)
        self._put("f Q")
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


def _colour(components: tuple[float, ...], *, stroke: bool) -> str:
    operator = {1: "g", 3: "rg", 4: "k"}[len(components)]
    return " ".join(map(number, components)) + " " + (operator.upper() if stroke else operator)


def _shown(pieces: Sequence[str], gap: float, face: Face, size: float) -> str:
    """Font and show operators for pieces on one line."""
    shown, now = "", ""
    for i, piece in enumerate(pieces):
        before = f"{number(-gap)} " if i else ""
        for run_face, codes in fonts.runs(piece, face):
            if run_face != now:
                shown += f" /{run_face} {number(size)} Tf"
                now = run_face
            shown += f" [{before}<{codes}>] TJ" if before else f" <{codes}> Tj"
            before = ""
    return shown
