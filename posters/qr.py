"""QR Code symbols (ISO/IEC 18004:2015): `qrcode` encodes, the mask is chosen quickly here.

Level M, no quiet zone here (the drawing side keeps four light modules free, clause 9.1). The library tries
the eight masks by building eight matrices; here their penalties (7.8.3) are computed on one integer,
and the library builds the symbol with the mask that it would have chosen itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import groupby

import qrcode
from qrcode import constants, exceptions, util

from posters.errors import DrawingError

QUIET_ZONE = 4
"""Light modules on each side, ISO/IEC 18004:2015 clause 9.1."""
SMALLEST = 5
"""Smallest version used. An entry link needs version 5; shorter payloads use it too, so that all codes on a
board have one module size and a 30 mm symbol fits into its cell with its quiet zone."""
LARGEST = 12
"""Largest version used: beyond it a module would be smaller than 0.5 mm in a cell."""


@dataclass(frozen=True, slots=True)
class Code:
    """A symbol without quiet zone: version, modules per side, rows as integers (highest bit left)."""

    version: int
    size: int
    rows: tuple[int, ...]


def encode(payload: str) -> Code:
    """The symbol of `payload`, level M. Raises `DrawingError` if empty or beyond `LARGEST`."""
    if not payload:
        raise DrawingError("mã QR không có nội dung", place="mã QR", way_out="kiểm tra mẫu địa chỉ trong config.yaml")
    made = qrcode.QRCode(version=SMALLEST, error_correction=constants.ERROR_CORRECT_M, border=0, mask_pattern=0)
    made.add_data(payload)
    try:
        made.best_fit(start=SMALLEST)
    except (exceptions.DataOverflowError, ValueError):  # 8.2 stumbles over its own version 41
        made.version = 40
    if made.version > LARGEST:
        raise DrawingError(
            f"địa chỉ dài {len(payload.encode())} byte, mã QR in ra sẽ quá nhỏ để quét",
            place="mã QR",
            value=payload[:80],
            way_out="dùng địa chỉ ngắn hơn (xem khóa links trong config.yaml)",
        )
    made.makeImpl(True, 0)
    made.mask_pattern = _best_mask(made.version, _whole(made.modules))
    made.make(fit=False)
    rows = tuple(int("".join("1" if dark else "0" for dark in row), 2) for row in made.modules)
    return Code(made.version, made.modules_count, rows)


def path(code: Code) -> bytes:
    """PDF path of the dark modules: one rectangle per vertical run, in modules, origin top left, y downwards.

    One path for one fill, so that a renderer leaves no seams between runs. Columns deflate 3 % better than rows.
    """
    return b"\n".join(filter(None, (_column(x, code) for x in range(code.size))))


def _column(x: int, code: Code) -> bytes:
    bit = 1 << (code.size - 1 - x)
    found, y = [], 0
    for dark, run in groupby(bool(row & bit) for row in code.rows):
        length = len(list(run))
        if dark:
            found.append(b"%d %d 1 %d re" % (x, y, length))
        y += length
    return b"\n".join(found)


def symbol(payload: str) -> bytes:
    """What a cache keeps for a payload: modules per side, newline, path. Same payload, same bytes."""
    code = encode(payload)
    return b"%d\n%b" % (code.size, path(code))


def parts(kept: bytes) -> tuple[int, bytes]:
    """Modules per side and path of what `symbol` made."""
    size, _, runs = kept.partition(b"\n")
    return int(size), runs


# The choice of the mask. A matrix is one integer: row y starts at bit y * stride, column x is x bits further.
# The stride leaves ten empty columns, so that no window of eleven modules reaches from one row into the next.

_GAP = 11


def _whole(modules: list[list[bool]]) -> int:
    stride = len(modules) + _GAP
    text = "".join("".join("1" if dark else "0" for dark in row).ljust(stride, "0") for row in modules)
    return int(text[::-1], 2)


@cache
def _masks(version: int) -> tuple[int, ...]:
    """The eight data masks (18004 table 10) over the encoding region of a version."""
    size = version * 4 + 17
    region = _region(version, size)
    return tuple(
        _whole([[region[y][x] and util.mask_func(k)(y, x) for x in range(size)] for y in range(size)]) for k in range(8)
    )


def _region(version: int, size: int) -> list[list[bool]]:
    """True where data and error correction stand, as the library lays out the function patterns."""
    made = qrcode.QRCode(version=version, error_correction=constants.ERROR_CORRECT_M, border=0)
    made.modules_count = size
    made.modules = [[None] * size for _ in range(size)]
    made.setup_position_probe_pattern(0, 0)
    made.setup_position_probe_pattern(size - 7, 0)
    made.setup_position_probe_pattern(0, size - 7)
    made.setup_position_adjust_pattern()
    made.setup_timing_pattern()
    made.setup_type_info(True, 0)
    if version >= 7:
        made.setup_type_number(True)
    return [[module is None for module in row] for row in made.modules]


def _best_mask(version: int, masked_by_0: int) -> int:
    """The first mask with the lowest penalty, given the matrix under mask 0."""
    masks = _masks(version)
    plain = masked_by_0 ^ masks[0]
    size = version * 4 + 17
    return min(range(8), key=lambda k: _penalty(plain ^ masks[k], size))


def _penalty(m: int, size: int) -> int:
    """Sum of the four penalties of 18004 7.8.3.1 for a whole-matrix integer."""
    stride = size + _GAP
    departure = int(abs(float(m.bit_count()) / size**2 * 100 - 50) / 5)
    across, down = _windows(size, 1), _windows(size, stride)
    return (
        _runs(m, 1, across)
        + _runs(m, stride, down)
        + 3 * _blocks(m, size)
        + 40 * (_finders(m, 1, across[11]) + _finders(m, stride, down[11]))
        + 10 * departure
    )


@cache
def _windows(size: int, step: int) -> dict[int, int]:
    """Where a window of 2, 5 or 11 modules along `step` may start without leaving the matrix."""
    stride = size + _GAP
    found = {}
    for length in (2, 5, 11):
        wide, high = (size - length + 1, size) if step == 1 else (size, size - length + 1)
        found[length] = sum(((1 << wide) - 1) << (y * stride) for y in range(high))
    return found


def _runs(m: int, step: int, windows: dict[int, int]) -> int:
    """Feature 1: a run of n >= 5 equal modules costs n - 2, that is its windows of five plus two."""
    same = ~(m ^ (m >> step)) & windows[2]
    fives = same & (same >> step) & (same >> 2 * step) & (same >> 3 * step) & windows[5]
    starts = fives & ~(fives << step)
    return fives.bit_count() + 2 * starts.bit_count()


def _blocks(m: int, size: int) -> int:
    """Feature 2: number of 2 x 2 blocks of one colour."""
    stride = size + _GAP
    right = ~(m ^ (m >> 1)) & _windows(size, 1)[2]
    below = ~(m ^ (m >> stride)) & _windows(size, stride)[2]
    return (right & (right >> stride) & below).bit_count()


def _finders(m: int, step: int, window: int) -> int:
    """Feature 3: 1:1:3:1:1 with four light modules after or before it."""
    b = [m >> (i * step) for i in range(11)]
    light = [~x for x in b]
    core = light[1] & b[4] & light[5] & b[6] & light[9] & window
    after = core & b[0] & b[2] & b[3] & light[7] & light[8] & light[10]
    before = core & light[0] & light[2] & light[3] & b[7] & b[8] & b[10]
    return after.bit_count() + before.bit_count()
