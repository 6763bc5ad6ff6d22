"""Codewords of a QR code, level M (ISO/IEC 18004:2015 7.4 to 7.6): bits, padding, error correction, interleaving.

`qrcode` says how a payload is parted into segments, how each is written and what a version holds. What it then divides
term by term is divided here by tables made from its own division.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from qrcode.util import QRData

_PADDING = bytes((0b11101100, 0b00010001))
"""Codewords that fill up, by turns (7.4.10)."""


class BlockSizes(NamedTuple):
    """Codewords of data and of error correction that belong together."""

    data: int
    correction: int


@cache
def list_blocks(version: int) -> tuple[BlockSizes, ...]:
    """The blocks of a symbol, level M (18004 table 9)."""
    from qrcode import base, constants  # noqa: PLC0415 - it loads Pillow's drawing; known codes need none of it

    blocks = base.rs_blocks(version, constants.ERROR_CORRECT_M)
    return tuple(BlockSizes(block.data_count, block.total_count - block.data_count) for block in blocks)


class _Bits:
    """What segments write themselves into, as one number: the highest bit came first."""

    def __init__(self) -> None:
        self.value, self.length = 0, 0

    def put(self, number: int, length: int) -> None:
        """Add `length` bits."""
        self.value = self.value << length | number
        self.length += length


def make_codewords(segments: Sequence[QRData], version: int) -> list[int] | None:
    """Codewords of data and error correction in the order in which they are placed; None where `version` is too small
    for the segments."""
    from qrcode import util  # noqa: PLC0415 - as above

    blocks = list_blocks(version)
    room = sum(block.data for block in blocks)
    # No mode puts three characters into a codeword: what is far too long is not written out first.
    if sum(map(len, segments)) > 3 * room:
        return None
    bits = _Bits()
    for segment in segments:
        bits.put(segment.mode, 4)
        bits.put(len(segment), util.length_in_bits(segment.mode, version))
        segment.write(bits)
    if bits.length > 8 * room:
        return None
    # The terminator (7.4.9) is shorter where there is no room; then zeros up to a whole codeword.
    bits.put(0, min(8 * room - bits.length, 4))
    bits.put(0, -bits.length % 8)
    used_bytes = bits.length // 8
    data = bits.value.to_bytes(used_bytes, "big") + (_PADDING * room)[: room - used_bytes]
    return _take_turns(data, blocks)


def _take_turns(data: bytes, blocks: Sequence[BlockSizes]) -> list[int]:
    """Data block by block, and the error correction of each, both by turns (7.6)."""
    parts, corrections, start = [], [], 0
    for block in blocks:
        part = data[start : start + block.data]
        parts.append(part)
        corrections.append(_correct(part, block.correction))
        start += block.data
    turns = chain(zip_longest(*parts), zip_longest(*corrections))
    return [codeword for turn in turns for codeword in turn if codeword is not None]


def _correct(data: bytes, count: int) -> bytes:
    """The remainder of `data` times x to the power `count` by the generator of that degree (7.5.2)."""
    table, rest = _divide_bytes(count), 0
    high, window = 8 * (count - 1), (1 << 8 * count) - 1
    for byte in data:
        rest = (rest << 8 & window) ^ table[rest >> high ^ byte]
    return rest.to_bytes(count, "big")


@cache
def _divide_bytes(count: int) -> tuple[int, ...]:
    """The remainder for each byte alone, as one number. Remainders add up: eight divisions are enough."""
    from qrcode import LUT, base  # noqa: PLC0415 - as above

    generator = base.Polynomial(LUT.rsPoly_LUT[count], 0)
    single = []
    for bit in range(8):
        rest = base.Polynomial([1 << bit], count) % generator
        terms = [rest[i] for i in range(len(rest))]
        single.append(int.from_bytes(bytes(terms).rjust(count, b"\0"), "big"))
    table = [0]
    for rest in single:
        table += [rest ^ other for other in table]
    return tuple(table)
