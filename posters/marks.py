"""Marks that name a printed thing: its id with a check letter, and the symbols that carry it for machines.

In come a name (a sheet's label, a site's code) and the digest of all that is printed; out come the id that people type
and read aloud, and QR and Data Matrix symbols in the form that `qr.split_symbol` reads. Where a mark stands, and which
address leads to it, is left to those who draw and to the application.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import count

from posters import qr
from posters.errors import DrawingError
from posters.geometry import Rect
from posters.surface import MM, Ink, Surface, number

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Of revisions: 32 characters without 0 and O, 1 and I. Each is worth five bits."""
REVISION = 5
"""Letters of a revision: two revisions of one sheet are alike once in 33 million times."""
DATA_MATRIX_QUIET = 2
"""Light modules round a Data Matrix: ISO/IEC 16022:2006 clause 5.8.2 asks for one, reading photos for more."""
SHEET, SITE = "T", "D"
"""Kinds of things that are named: a sheet (tờ), a site (điểm). They change the check letter, so that one is never taken
for the other."""

_NAME = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)*")
_ID = re.compile(rf"({_NAME.pattern})-([{LETTERS}]{{{REVISION}}})([{LETTERS}])")
_PRIME = 37
_VALUES = {char: value for value, char in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-")}
_MODULE = 0.5
"""Smallest module of a mark in mm."""


@dataclass(frozen=True, slots=True)
class PrintedId:
    """Which thing, in which revision: `kind` is `SHEET` or `SITE`, `name` a label or a code."""

    kind: str
    name: str
    revision: str

    def __str__(self) -> str:
        """As printed: HT-03-7KMXQ4, the last letter checks all others."""
        return f"{self.name}-{self.revision}{LETTERS[_check(self.kind, self.name, self.revision)]}"


def identify(kind: str, name: str, digest: bytes) -> PrintedId:
    """The id of what is called `name` and is printed as `digest` says; same digest, same id.

    Raises `DrawingError` for a name of other characters than A-Z, 0-9 and single hyphens.
    """
    if not _NAME.fullmatch(name):
        raise DrawingError(
            "số hiệu có ký tự không in được trong mã của tờ",
            place="mã của tờ",
            value=name[:40],
            way_out="chỉ dùng chữ in hoa không dấu, chữ số và gạch nối",
        )
    # A sum modulo 37 has five values more than there are letters: revisions with those are passed over.
    for turn in count():
        bits = int.from_bytes(hashlib.sha256(b"%d:" % turn + digest).digest(), "big")
        revision = "".join(LETTERS[bits >> 5 * i & 31] for i in range(REVISION))
        if _check(kind, name, revision) < len(LETTERS):
            break
    return PrintedId(kind, name, revision)


def name_label(label: str) -> str:
    """A label as an id begins with it: other signs than capitals and digits as hyphens (TT-1.001193 is TT-1-001193)."""
    return re.sub(r"[^0-9A-Z]+", "-", label.upper()).strip("-")


def read_id(kind: str, text: str) -> PrintedId | None:
    """The id of a `kind` that `text` holds as a symbol or a person gives it, None where it is none.

    What stands before the last slash is an address. Small letters and spaces for hyphens are understood; a wrong letter
    or two neighbours exchanged are always noticed."""
    parts = _ID.fullmatch(text.rpartition("/")[2].strip().upper().replace(" ", "-"))
    if parts is None:
        return None
    printed = PrintedId(kind, parts[1], parts[2])
    value = _check(kind, printed.name, printed.revision)
    return printed if value < len(LETTERS) and LETTERS[value] == parts[3] else None


def _check(kind: str, name: str, revision: str) -> int:
    """Sum of values by powers of two modulo 37, where 2 has order 36: one wrong character changes the sum, so do two
    neighbours exchanged (as in ISO/IEC 7064:2003, MOD 37-2)."""
    total = 0
    for char in f"{kind}-{name}-{revision}":
        total = (total + _VALUES[char]) * 2 % _PRIME
    return total


@lru_cache(maxsize=4096)
def make_qr_symbol(text: str) -> bytes:
    """A QR symbol of any version from 1 on, level M. Raises `DrawingError` where `text` is not of the alphanumeric set
    (ISO/IEC 18004:2015 7.4.4), which takes two thirds of the modules that bytes take."""
    if not re.fullmatch(r"[0-9A-Z $%*+./:-]+", text):
        raise DrawingError(
            "địa chỉ của tờ có ký tự ngoài bảng chữ in hoa",
            place="mã của tờ",
            value=text[:80],
            way_out="viết địa chỉ công khai trong config.yaml không có đường dẫn chữ thường, dấu gạch dưới hay dấu hỏi",
        )
    return qr.make_whole_symbol(text, smallest=1)


@lru_cache(maxsize=4096)
def make_data_matrix(text: str) -> bytes:
    """A square Data Matrix (ISO/IEC 16022, ECC 200) of ASCII text. Raises `DrawingError` for other text."""
    # Only what is not in a cache yet is encoded.
    from ppf.datamatrix import DataMatrix  # noqa: PLC0415

    if not text or not text.isascii():
        raise DrawingError(
            "nội dung không ghi được vào mã Data Matrix", place="mã của tờ", value=text[:40], way_out="dùng chữ in hoa"
        )
    matrix = DataMatrix(text).matrix
    rows = tuple(int("".join(map(str, row)), 2) for row in matrix)
    return qr.keep_symbol(qr.Code(0, len(rows), rows))


def draw_mark(surface: Surface, area: Rect, symbol: bytes, quiet: int = qr.QUIET_ZONE, *, cover: bool = True) -> Rect:
    """Draw what `make_qr_symbol` or `make_data_matrix` gave into the square `area`; `quiet` modules on each side stay
    white (painted so if `cover`); returns where the symbol stands, in mm. Raises `DrawingError` where a module would be
    under half a mm."""
    modules = qr.split_symbol(symbol)
    size, path = modules.size, modules.whole
    module = area.width / (size + 2 * quiet)
    if module < _MODULE:
        raise DrawingError(
            f"ô của mã in ra chỉ {module:.2f} mm, máy ảnh không đọc chắc được",
            place="mã của tờ",
            value=f"{size} ô trong {area.width:.0f} mm",
            way_out="rút ngắn địa chỉ công khai trong config.yaml",
        )
    inner = Rect(area.x + quiet * module, area.y + quiet * module, size * module, size * module)
    if cover:
        surface.fill(area, Ink.PAPER)
    at = f"{number(inner.x * MM)} {number((surface.height - inner.y) * MM)}"
    scale = f"{module * MM:.5f}"
    surface.path(f"q {scale} 0 0 -{scale} {at} cm\n{path.decode('ascii')}\nf Q", Ink.BLACK)
    return inner
