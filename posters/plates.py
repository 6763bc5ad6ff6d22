"""The marks as they stand on a printed page: which square, how large, what is written under it.

In come a surface, a place and what is named; out come the squares where symbols stand. A sheet's mark is drawn with the
body, as QR for people and as a coarse Data Matrix for photos of walls; a site's mark with what the site adds. What the
ids mean and which address leads to them is left to those who ask.
"""

from __future__ import annotations

import re

from posters import marks, qr
from posters.body import MarkKind, PlacedMark
from posters.fonts import Face
from posters.geometry import Rect
from posters.marks import PrintedId
from posters.spec import MarkSeed, SheetMark, SiteHead
from posters.surface import Ink, Surface
from posters.text import PT, measure_width

QR_SIDE = 21.0
"""Side of the QR's square with its quiet zone in mm: version 4, which holds addresses of 90 characters, keeps modules
over half a mm."""
ID_ROOM = 3.8
"""Height in mm under the QR for its id in letters."""
COARSE_SIDE = 20.4
"""Side of the Data Matrix itself; two of its modules on every side stay white. Named every sheet of a wall in bad light
(docs/adr/0037)."""
SITE_SIDE = 18.0
"""Side of the site's square, two light modules on every side included: 14 mm of symbol for a code of five digits."""
_ID_SIZES = (9.5, 9.0, 8.5, 8.0, 7.5, 7.0)


def identify_site(head: SiteHead) -> PrintedId:
    """The id of a site in the revision of all that it adds to its sheets."""
    facts = (head.code, head.name, head.address, head.hotline, head.hours)
    return marks.identify(marks.SITE, head.code.upper(), "\0".join(facts).encode())


def grow_mark(seed: MarkSeed | None, label: str) -> SheetMark | None:
    """The mark of the page `label` of a product of several pages; None where the product has no seed."""
    if seed is None:
        return None
    printed = str(marks.identify(marks.SHEET, marks.name_label(label), seed.revision.encode()))
    return SheetMark(printed, f"{seed.root}{printed}" if seed.root else "")


def draw_sheet_mark(surface: Surface, x: float, y: float, mark: SheetMark) -> PlacedMark:
    """The QR with its top left corner (quiet zone included) at (x, y), and its id under it; the address is a link."""
    text = mark.address or mark.id
    square = Rect(x, y, QR_SIDE, QR_SIDE)
    area = marks.draw_mark(surface, square, marks.make_qr_symbol(text))
    middle = x + QR_SIDE / 2
    size, lines = set_id(mark.id)
    for i, line in enumerate(lines):
        base = area.bottom + 2.0 + size * PT * (0.74 + 1.15 * i)
        surface.text(middle, base, line, Face.BOLD, size, Ink.BLACK, "centre")
    if mark.address:
        surface.link(area, mark.address)
    return PlacedMark(MarkKind.QR, text, area)


def set_id(text: str) -> tuple[float, list[str]]:
    """An id in letters under its QR: on one line where that is legible, else parted after hyphens."""
    room = QR_SIDE + 5
    for size in _ID_SIZES:
        if measure_width(text, Face.BOLD, size) <= room:
            return size, [text]
    size = _ID_SIZES[-1]
    lines = [""]
    for part in re.findall(r"[^-]+-?", text):
        if lines[-1] and measure_width(lines[-1] + part, Face.BOLD, size) > room:
            lines.append("")
        lines[-1] += part
    return size, lines


def draw_coarse_mark(surface: Surface, x: float, y: float, mark: SheetMark, side: float = COARSE_SIDE) -> PlacedMark:
    """The Data Matrix itself with its top left corner at (x, y), `side` mm wide; see `measure_quiet`."""
    symbol = marks.make_data_matrix(mark.id)
    white = measure_quiet(symbol, side)
    square = Rect(x - white, y - white, side + 2 * white, side + 2 * white)
    return PlacedMark(MarkKind.MATRIX, mark.id, marks.draw_mark(surface, square, symbol, marks.DATA_MATRIX_QUIET))


def measure_quiet(symbol: bytes, side: float) -> float:
    """The white that a Data Matrix of `side` mm keeps on every side, in mm."""
    return marks.DATA_MATRIX_QUIET * side / qr.split_symbol(symbol).size


def draw_site_mark(surface: Surface, area: Rect, head: SiteHead) -> Rect:
    """The site's Data Matrix in `area`, which the page leaves white; returns where the symbol stands."""
    symbol = marks.make_data_matrix(str(identify_site(head)))
    return marks.draw_mark(surface, area, symbol, marks.DATA_MATRIX_QUIET, cover=False)
