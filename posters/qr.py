"""QR Code symbols (ISO/IEC 18004:2015): `qrcode` encodes, codewords are placed and the mask is chosen quickly here.

Level M, no quiet zone here (the drawing side keeps four light modules free, clause 9.1). The library makes the
codewords; module by module it would then build nine matrices to find the mask. Here it is asked once for each version
where codewords go, a symbol is one integer, and the penalties of the masks (7.8.3) are computed on that: the symbol is
the one that the library would have made.

Addresses begin alike. What such a beginning decides of a symbol (function patterns and the first codewords, two thirds
of the modules) is a `Stencil` that a document holds once; a symbol keeps the rest.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import itemgetter

from posters.codewords import list_blocks, make_codewords
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


@dataclass(frozen=True, slots=True)
class Stencil:
    """The dark modules that all symbols have whose payloads begin alike, as `trace_path` writes them, and the name by
    which pages show them."""

    name: str
    path: bytes


@dataclass(frozen=True, slots=True)
class Symbol:
    """What a cache keeps for a payload: modules per side, the stencil (if any), and the path of the other dark modules
    and of those of the stencil beside them, so that no seam shows where the two meet."""

    size: int
    path: bytes
    stencil: Stencil | None = None

    @property
    def whole(self) -> bytes:
        """The path of all dark modules."""
        return self.path if self.stencil is None else self.stencil.path + b"\n" + self.path


@dataclass(frozen=True, slots=True)
class _Encoded:
    """A payload on its way to a symbol: codewords in the order in which they are placed, and how many codewords of data
    its beginning decides, with the mode and the length before it."""

    version: int
    codewords: list[int]
    settled: int


def encode(payload: str, smallest: int = SMALLEST) -> Code:
    """The symbol of `payload`, level M, of version `smallest` or larger. Raises `DrawingError` if empty or beyond
    `LARGEST`."""
    return _make_code(_encode_payload(payload, smallest))


def _make_code(encoded: _Encoded) -> Code:
    blank = _learn_blank(encoded.version)
    return Code(encoded.version, blank.size, blank.rows(_make_matrix(encoded)))


def _make_matrix(encoded: _Encoded) -> int:
    blank = _learn_blank(encoded.version)
    plain = blank.filled(encoded.codewords)
    mask = min(range(8), key=lambda k: _count_penalty(plain ^ blank.masks[k], blank.size))
    return plain ^ blank.masks[mask] ^ blank.formats[mask]


def _encode_payload(payload: str, smallest: int) -> _Encoded:
    """Version, and data and error correction in the order in which they are placed (18004 7.4 to 7.6)."""
    if not payload:
        raise DrawingError("mã QR không có nội dung", place="mã QR", way_out="kiểm tra mẫu địa chỉ trong config.yaml")
    # It loads Pillow's drawing; where every code is known nothing is encoded.
    from qrcode import QRCode, constants, util  # noqa: PLC0415

    encoder = QRCode(version=smallest, error_correction=constants.ERROR_CORRECT_M, border=0)
    encoder.add_data(payload)
    version = smallest
    while (codewords := make_codewords(encoder.data_list, version)) is None:
        version += 1
        _require_small(version, payload)
    (first, *more) = encoder.data_list
    settled = 0
    if not more and first.mode == util.MODE_8BIT_BYTE:
        beginning = payload[: _BEGINNING.match(payload).end()].encode()  # type: ignore[union-attr] # it matches anything
        settled = (4 + util.length_in_bits(first.mode, version) + 8 * len(beginning)) // 8
    return _Encoded(version, codewords, settled)


def _require_small(version: int, payload: str) -> None:
    if version > LARGEST:
        raise DrawingError(
            f"địa chỉ dài {len(payload.encode())} byte, mã QR in ra sẽ quá nhỏ để quét",
            place="mã QR",
            value=payload[:80],
            way_out="dùng địa chỉ ngắn hơn (xem khóa links trong config.yaml)",
        )


_BEGINNING = re.compile(r"(?:.*[/=])?", re.DOTALL)
"""What addresses of one kind have in common: all up to the last word."""


def trace_path(code: Code) -> bytes:
    """PDF path of the dark modules: one rectangle per horizontal run, in modules, origin top left, y downwards.

    One path for one fill, so that a renderer leaves no seams between runs.
    """
    rows = "0".join(f"{row:0{code.size}b}" for row in code.rows)
    return b"\n".join(_write_rectangle(*run.span(), code.size + 1) for run in _DARK.finditer(rows))


_DARK = re.compile("1+")


@cache
def _write_rectangle(start: int, end: int, stride: int) -> bytes:
    """The run of modules from `start` to `end`, counted along the rows and `stride` for each row."""
    y, x = divmod(start, stride)
    return b"%d %d %d 1 re" % (x, y, end - start)


def make_symbol(payload: str) -> bytes:
    """What a cache keeps for a payload, for `split_symbol`. Same payload, same bytes. Raises `DrawingError`."""
    encoded = _encode_payload(payload, SMALLEST)
    blank, matrix = _learn_blank(encoded.version), _make_matrix(encoded)
    common = matrix & _find_settled(encoded.version, encoded.settled)
    rest = matrix ^ common
    stride = blank.size + _GAP
    beside = (rest << 1 | rest >> 1 | rest << stride | rest >> stride) & common
    stencil = _trace_stencil(encoded.version, common)
    own = trace_path(Code(encoded.version, blank.size, blank.rows(rest | beside)))
    return b"%d %b\n%b\n\n%b" % (blank.size, stencil.name.encode("ascii"), own, stencil.path)


def make_whole_symbol(text: str, smallest: int) -> bytes:
    """The same without a stencil, for a symbol that has no likes; of version `smallest` or larger."""
    return keep_symbol(encode(text, smallest))


def keep_symbol(code: Code) -> bytes:
    """Modules of any square symbology in the form that `split_symbol` reads, without a stencil."""
    return b"%d\n%b" % (code.size, trace_path(code))


def split_symbol(kept: bytes) -> Symbol:
    """What `make_symbol` or its likes kept."""
    head, _, paths = kept.partition(b"\n")
    size, _, name = head.partition(b" ")
    if not name:
        return Symbol(int(size), paths)
    own, _, common = paths.partition(b"\n\n")
    return Symbol(int(size), own, Stencil(name.decode("ascii"), common))


@lru_cache(maxsize=256)
def _trace_stencil(version: int, common: int) -> Stencil:
    blank = _learn_blank(version)
    path = trace_path(Code(version, blank.size, blank.rows(common)))
    return Stencil("Q" + hashlib.sha256(path).hexdigest()[:8], path)


@cache
def _find_settled(version: int, count: int) -> int:
    """The modules that the first `count` codewords of data decide under a mask, and those that hold no data."""
    blank, blocks = _learn_blank(version), list_blocks(version)
    starts = [sum(block.data for block in blocks[:i]) for i in range(len(blocks))]
    # Blocks take turns (18004 7.6); error correction follows.
    turns = [
        start + i
        for i in range(max(block.data for block in blocks))
        for start, block in zip(starts, blocks, strict=True)
        if i < block.data
    ]
    total = sum(sum(block) for block in blocks)
    decided = [255 if number < count else 0 for number in turns]
    window = sum(((1 << blank.size) - 1) << (y * (blank.size + _GAP)) for y in range(blank.size))
    return blank.place_bits(decided + [0] * (total - len(turns))) | window & ~blank.place_bits([255] * total)


# Placing codewords and choosing the mask. A matrix is one integer: row y starts at bit y * stride, column x is x bits
# further. The stride leaves ten empty columns, so that no window of eleven modules reaches from one row into the next.

_GAP = 11


def _join_modules(modules: Sequence[Sequence[bool]]) -> int:
    stride = len(modules) + _GAP
    text = "".join("".join("1" if dark else "0" for dark in row).ljust(stride, "0") for row in modules)
    return int(text[::-1], 2)


@dataclass(frozen=True, slots=True)
class _Blank:
    """What all symbols of a version share. `masked` is the matrix of codewords that are all 0 under mask 0, without
    format information; `masks` change it to the other masks (18004 table 10), `formats` add what is said of each.
    `pick` takes the module for every bit of a matrix, highest first, from a text of all codewords' bits behind "0"."""

    size: int
    masked: int
    masks: tuple[int, ...]
    formats: tuple[int, ...]
    pick: Callable[[str], tuple[str, ...]]

    def filled(self, codewords: Sequence[int]) -> int:
        """The matrix of codewords under mask 0, without format information."""
        return self.masked ^ self.place_bits(codewords)

    def place_bits(self, codewords: Sequence[int]) -> int:
        """The modules of the bits of codewords that are 1, not masked."""
        bits = f"0{int.from_bytes(bytes(codewords), 'big'):0{8 * len(codewords)}b}"
        return int("".join(self.pick(bits)), 2)

    def rows(self, matrix: int) -> tuple[int, ...]:
        """Rows of a matrix as integers, highest bit left."""
        stride = self.size + _GAP
        text = f"{matrix:0{self.size * stride}b}"[::-1]
        return tuple(int(text[start : start + self.size], 2) for start in range(0, len(text), stride))


@cache
def _learn_blank(version: int) -> _Blank:
    """Asks the library for symbols of known codewords: what do masks and formats change, where does each bit go?

    Bit number n of the codewords says n + 1 in as many symbols as that takes."""
    from qrcode import QRCode, base, constants  # noqa: PLC0415 - as above

    encoder = QRCode(version=version, error_correction=constants.ERROR_CORRECT_M, border=0)
    count = 8 * sum(block.total_count for block in base.rs_blocks(version, constants.ERROR_CORRECT_M))

    def place_bits(bits: Iterable[int], mask: int, *, test: bool = True) -> int:
        text = "".join(map(str, bits))
        encoder.data_cache = [int(text[i : i + 8], 2) for i in range(0, count, 8)]
        encoder.makeImpl(test, mask)
        return _join_modules(encoder.modules)

    empty = [place_bits([0] * count, mask) for mask in range(8)]
    final = [place_bits([0] * count, mask, test=False) for mask in range(8)]
    digits = [
        place_bits([(n + 1) >> digit & 1 for n in range(count)], 0) ^ empty[0] for digit in range(count.bit_length())
    ]
    numbers = [
        sum((symbol >> bit & 1) << digit for digit, symbol in enumerate(digits))
        for bit in reversed(range(encoder.modules_count * (encoder.modules_count + _GAP)))
    ]
    return _Blank(
        encoder.modules_count,
        empty[0],
        tuple(matrix ^ empty[0] for matrix in empty),
        tuple(a ^ b for a, b in zip(final, empty, strict=True)),
        itemgetter(*numbers),
    )


def _count_penalty(m: int, size: int) -> int:
    """Sum of the four penalties of 18004 7.8.3.1 for a whole-matrix integer."""
    stride = size + _GAP
    departure = int(abs(float(m.bit_count()) / size**2 * 100 - 50) / 5)
    across, down = _list_windows(size, 1), _list_windows(size, stride)
    return (
        _cost_runs(m, 1, across)
        + _cost_runs(m, stride, down)
        + 3 * _count_blocks(m, size)
        + 40 * (_count_finders(m, 1, across[11]) + _count_finders(m, stride, down[11]))
        + 10 * departure
    )


@cache
def _list_windows(size: int, step: int) -> dict[int, int]:
    """Where a window of 2, 5 or 11 modules along `step` may start without leaving the matrix."""
    stride = size + _GAP
    windows = {}
    for length in (2, 5, 11):
        wide, high = (size - length + 1, size) if step == 1 else (size, size - length + 1)
        windows[length] = sum(((1 << wide) - 1) << (y * stride) for y in range(high))
    return windows


def _cost_runs(m: int, step: int, windows: dict[int, int]) -> int:
    """Feature 1: a run of n >= 5 equal modules costs n - 2, that is its windows of five plus two."""
    same = ~(m ^ (m >> step)) & windows[2]
    fives = same & (same >> step) & (same >> 2 * step) & (same >> 3 * step) & windows[5]
    starts = fives & ~(fives << step)
    return fives.bit_count() + 2 * starts.bit_count()


def _count_blocks(m: int, size: int) -> int:
    """Feature 2: number of 2 x 2 blocks of one colour."""
    stride = size + _GAP
    right = ~(m ^ (m >> 1)) & _list_windows(size, 1)[2]
    below = ~(m ^ (m >> stride)) & _list_windows(size, stride)[2]
    return (right & (right >> stride) & below).bit_count()


def _count_finders(m: int, step: int, window: int) -> int:
    """Feature 3: 1:1:3:1:1 with four light modules after or before it."""
    b = [m >> (i * step) for i in range(11)]
    light = [~x for x in b]
    core = light[1] & b[4] & light[5] & b[6] & light[9] & window
    after = core & b[0] & b[2] & b[3] & light[7] & light[8] & light[10]
    before = core & light[0] & light[2] & light[3] & b[7] & b[8] & b[10]
    return after.bit_count() + before.bit_count()
