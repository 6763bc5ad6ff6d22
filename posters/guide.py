"""What an index board says besides its index: three drawn steps how to scan, the code of the site's page, and where to
send feedback, with a code of its own.

Pictograms are filled shapes only, in one ink, so that they print the same in every ink and on every machine.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from posters import plates, qr
from posters.body import Area, PlacedCode, PlacedMark, SiteAreas
from posters.fonts import Face
from posters.furniture import Measures
from posters.geometry import Rect
from posters.spec import Board, SheetMark
from posters.surface import MM, Ink, Surface, number
from posters.text import PT, break_lines, clean, find_leading, shrink

STEPS = 42.0
"""Height of the steps and the code in mm at scale 1."""
FOOT = 33.6
"""Height of the foot in mm at scale 1."""
_LAST = 31.0
"""Baseline of the foot's last line below its rule, in mm at scale 1."""
_LEAST = 9.6
"""Points of the smallest type at scale 1: 12 on A3."""
_ID_ROOM = 30.0
"""Width left to the sheet id in mm at scale 1."""
BESIDE = 25.0
"""Left in mm at scale 1 at the right of the head."""
_MARKED = 42.0
"""Width in mm that the marks take at the right of the foot."""
_KIOSK = 36.5
_FEEDBACK_SIDE = 26.0
_ICON = 19.0
_CURVE = 0.5523
"""Control points of a quarter circle by a Bézier curve, as a share of the radius."""


def draw_steps(surface: Surface, at: Measures, top: float, board: Board) -> PlacedCode:
    """The steps from the left, the code of the site's page at the right; `top` is their upper edge in mm."""
    s = at.scale
    code = _draw_code(surface, at.right, top, _KIOSK * s, board.kiosk_url, 0)
    with surface.marked("P"):
        _draw_steps(surface, at, top, board, code.area)
    return code


def _draw_steps(surface: Surface, at: Measures, top: float, board: Board, code: Rect) -> None:
    """What the code is for, and the steps to its left."""
    s = at.scale
    below = code.bottom + _KIOSK * s * (1 - _share(board.kiosk_url)) / 2
    for i, (text, ink) in enumerate(
        ((board.wording.board_kiosk, Ink.BLACK), (_take_host(board.kiosk_url), Ink.ACCENT))
    ):
        size, lines = shrink(clean(text), Face.BOLD, _LEAST * s, 8, code.width + 20 * s)
        surface.text(at.right, below + (3.2 + 4.3 * i) * s, lines[0], Face.BOLD, size, ink, "right")
    room = code.x - at.left - 14 * s
    wide = room / 3 - 5 * s
    texts = [clean(step) for step in board.wording.steps]
    size = min(shrink(text, Face.REGULAR, 11.5 * s, 8 * s, wide, 3)[0] for text in texts)
    for i, (text, draw) in enumerate(zip(texts, _PICTOGRAMS, strict=True)):
        x = at.left + i * room / 3
        surface.text(x, top + 8.2 * s, str(i + 1), Face.BOLD, 27 * s, Ink.ACCENT)
        draw(_Pen(surface, x + 10 * s, top, s))
        lines = break_lines(text, Face.REGULAR, size, wide)
        step = find_leading(lines, Face.REGULAR, 1.3) * size * PT
        for j, line in enumerate(lines):
            surface.text(x, top + (_ICON + 5.2) * s + j * step, line, Face.REGULAR, size)
    size, lines = shrink(clean(board.wording.board_legend), Face.REGULAR, _LEAST * s, 8, room)
    surface.text(at.left, top + (STEPS - 0.6) * s, lines[0], Face.REGULAR, size)


def draw_foot(surface: Surface, at: Measures, board: Board) -> PlacedCode:
    """Where to send feedback, with its code; warning and release. The site's contacts and the sheet id are left to
    `place_areas`."""
    s, words = at.scale, board.wording
    surface.rule(at.left, at.foot, at.width, 0.9 * s, Ink.ACCENT)
    symbol_side = _FEEDBACK_SIDE * s * _share(words.feedback_url)
    code = _draw_code(surface, at.left + symbol_side, at.foot + 3.6 * s, _FEEDBACK_SIDE * s, words.feedback_url, 1)
    with surface.marked("P"):
        _draw_contacts(surface, at, board, code.area.right)
    return code


def _draw_contacts(surface: Surface, at: Measures, board: Board, left: float) -> None:
    """Where to send feedback, right of its code; below it warning and release."""
    s, words = at.scale, board.wording
    _draw_feedback(surface, board, Rect(left + 5 * s, at.foot, _find_middle(at) - left - 9 * s, 0), s)
    base = at.foot + _LAST * s
    size, lines = shrink(clean(words.antifraud), Face.BOLD, _LEAST * s, 8, at.width * 0.62)
    surface.text(at.left, base, lines[0], Face.BOLD, size)
    issued = f"{clean(words.release)} {board.release}, {clean(words.released)} {board.released:%d/%m/%Y}"
    surface.text(at.right - _ID_ROOM * s, base, issued, Face.REGULAR, _LEAST * s, align="right")


def _draw_feedback(surface: Surface, board: Board, box: Rect, s: float) -> None:
    words = board.wording
    y = box.y + 7.4 * s
    surface.text(box.x, y, clean(words.feedback), Face.BOLD, 13 * s, Ink.ACCENT)
    phone = f"{clean(words.hotline_label)} {words.hotline}"
    sentences = ((words.feedback_url, Face.REGULAR), (phone, Face.BOLD), (words.feedback_address, Face.REGULAR))
    for text, face in sentences:
        if clean(text):
            size, lines = shrink(clean(text), face, 10 * s, 8, box.width, 2)
            for line in lines:
                y += size * PT * find_leading(lines, face, 1.36)
                surface.text(box.x, y, line, face, size)


def draw_marks(surface: Surface, at: Measures, mark: SheetMark | None) -> tuple[PlacedMark, ...]:
    """What names the page: the coarse mark at the right of the head, the QR in the foot beside the site's mark."""
    if mark is None:
        return ()
    side = plates.COARSE_SIDE * at.scale / 1.25
    # Its white reaches into the margin: below it that of the first page's large code begins.
    coarse = plates.draw_coarse_mark(surface, at.right - side, at.top, mark, side)
    with surface.marked("Figure"):
        fine = plates.draw_sheet_mark(surface, at.right - _MARKED, at.foot + 2.4 * at.scale, mark)
    return fine, coarse


def place_areas(at: Measures, *, marked: bool) -> SiteAreas:
    """The places left to the site: its name in the head, contacts, the sheet id and where the page is `marked` the
    site's mark in the foot."""
    s, x = at.scale, _find_middle(at)
    wide = at.right - x - (_MARKED + 6 if marked else 0)
    edge = plates.SITE_SIDE
    return SiteAreas(
        name=Area(at.left + at.inset, at.top + 4.6 * s, at.width - at.inset - BESIDE * s, 11.5 * s, 8 * s),
        contact=Area(x, at.foot + 5.6 * s, wide, _LEAST * s, _LEAST * s, 6),
        sheet_id=Area(at.right, at.foot + _LAST * s, _ID_ROOM * s - 4, 10 * s, 8, align="right"),
        mark=Rect(at.right - edge, at.foot + 3.6 * s, edge, edge) if marked else None,
    )


def _find_middle(at: Measures) -> float:
    return at.left + at.width * 0.57


def _take_host(url: str) -> str:
    return re.sub(r"^https://|/.*", "", url)


def _share(url: str) -> float:
    """The symbol's share of its square with the quiet zone."""
    modules = qr.split_symbol(qr.make_symbol(url)).size
    return modules / (modules + 2 * qr.QUIET_ZONE)


def _draw_code(surface: Surface, right: float, top: float, side: float, url: str, slot: int) -> PlacedCode:
    """A code whose symbol ends at `right` and begins at `top`; `side` is that of its square with the quiet zone."""
    packed_symbol = qr.make_symbol(url)
    module = side / (qr.split_symbol(packed_symbol).size + 2 * qr.QUIET_ZONE)
    quiet = qr.QUIET_ZONE * module
    symbol = surface.symbol(Rect(right - side + quiet, top - quiet, side, side), packed_symbol)
    surface.link(symbol, url)
    return PlacedCode(slot, url, symbol)


# Pictograms, each in a box of 19 x 19 mm at scale 1.


@dataclass(frozen=True, slots=True)
class _Pen:
    """Draws filled shapes in mm at scale 1 from (x, y) on the page."""

    surface: Surface
    x: float
    y: float
    scale: float

    def block(self, x: float, y: float, wide: float, high: float, ink: Ink = Ink.ACCENT) -> None:
        """A filled rectangle."""
        s = self.scale
        self.surface.fill(Rect(self.x + x * s, self.y + y * s, wide * s, high * s), ink)

    def ring(self, x: float, y: float, wide: float, high: float, radius: float, weight: float = 0.7) -> None:
        """A rounded rectangle as an outline of `weight` mm."""
        inner = max(radius - weight, 0.0)
        outside = self._write_rounded(x, y, wide, high, radius)
        inside = self._write_rounded(x + weight, y + weight, wide - 2 * weight, high - 2 * weight, inner)
        self.surface.path(f"{outside} {inside} f*", Ink.ACCENT)

    def shape(self, *corners: tuple[float, float]) -> None:
        """A filled polygon."""
        first, *rest = (self._write_point(x, y) for x, y in corners)
        self.surface.path(f"{first} m " + " ".join(f"{point} l" for point in rest) + " h f", Ink.ACCENT)

    def _write_point(self, x: float, y: float) -> str:
        left, up = (self.x + x * self.scale) * MM, (self.surface.height - self.y - y * self.scale) * MM
        return f"{number(left)} {number(up)}"

    def _write_rounded(self, x: float, y: float, wide: float, high: float, radius: float) -> str:
        k, right, foot = radius * (1 - _CURVE), x + wide, y + high
        at = self._write_point
        return (
            f"{at(x + radius, y)} m {at(right - radius, y)} l "
            f"{at(right - k, y)} {at(right, y + k)} {at(right, y + radius)} c {at(right, foot - radius)} l "
            f"{at(right, foot - k)} {at(right - k, foot)} {at(right - radius, foot)} c {at(x + radius, foot)} l "
            f"{at(x + k, foot)} {at(x, foot - k)} {at(x, foot - radius)} c {at(x, y + radius)} l "
            f"{at(x, y + k)} {at(x + k, y)} {at(x + radius, y)} c h"
        )


def _find(pen: _Pen) -> None:
    """A board whose line leads to a sheet."""
    pen.ring(0, 0.5, 17, 18, 1.2)
    pen.block(2.4, 3.0, 8, 1.5)
    for i in range(4):
        pen.block(2.4, 6.6 + i * 2.9, 7.5, 0.8, Ink.LINE if i != 1 else Ink.ACCENT)
        pen.block(12.2, 6.6 + i * 2.9, 2.4, 0.8, Ink.LINE if i != 1 else Ink.ACCENT)
    pen.block(18.4, 9.45, 4.4, 0.9)
    pen.shape((22.4, 7.9), (25.2, 9.9), (22.4, 11.9))
    pen.ring(26.4, 4.5, 8.6, 11.5, 0.8)
    for i in range(3):
        _draw_mock_code(pen, 28.0, 6.3 + i * 3.0, 2.0)
        pen.block(30.8, 6.7 + i * 3.0, 2.8, 0.7)


def _draw_aim(pen: _Pen) -> None:
    """A phone whose camera frames a code."""
    pen.ring(0, 4.2, 10.6, 10.6, 0.6)
    _draw_mock_code(pen, 1.8, 6.0, 7.0)
    for i in range(3):
        pen.block(12.4 + i * 1.9, 9.2, 1.1, 0.6)
    _draw_phone(pen, 18.4)
    for x, y, dx, dy in ((20.3, 5.3, 1, 1), (27.3, 5.3, -1, 1), (20.3, 13.2, 1, -1), (27.3, 13.2, -1, -1)):
        pen.block(min(x, x + dx * 2), y - (0.35 if dy < 0 else 0), 2, 0.7)
        pen.block(x - (0.35 if dx < 0 else 0), min(y, y + dy * 2), 0.7, 2)
    _draw_mock_code(pen, 21.7, 6.9, 4.6)


def _draw_tap(pen: _Pen) -> None:
    """A phone that shows an address, checked, and a finger that touches it."""
    _draw_phone(pen, 2.0)
    pen.ring(3.6, 5.0, 9.4, 3.0, 1.4, 0.5)
    pen.block(5.0, 6.2, 6.4, 0.7)
    pen.shape((16.4, 5.6), (17.4, 4.6), (19.4, 6.6), (23.6, 1.9), (24.7, 2.9), (19.4, 8.8))
    pen.ring(6.2, 10.2, 4.2, 4.2, 2.1, 0.5)
    pen.ring(7.35, 11.35, 1.9, 1.9, 0.95, 0.95)


def _draw_phone(pen: _Pen, x: float) -> None:
    pen.ring(x, 0.5, 12.6, 18, 1.8)
    pen.block(x + 4.6, 16.6, 3.4, 0.6)


def _draw_mock_code(pen: _Pen, x: float, y: float, side: float) -> None:
    """Something that looks like a code to a person and like nothing to a reader: no 1:1:3:1:1 anywhere."""
    unit = side / 7
    for dx, dy in ((0, 0), (4, 0), (0, 4)):
        pen.block(x + dx * unit, y + dy * unit, 3 * unit, 3 * unit)
    for dx, dy in ((4, 4), (6, 4), (5, 5), (4, 6), (6, 6)):
        pen.block(x + dx * unit, y + dy * unit, unit, unit)


_PICTOGRAMS = (_find, _draw_aim, _draw_tap)
