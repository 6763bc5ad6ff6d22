"""PDF syntax (ISO 32000-2 clause 7): objects as bytes, object streams, the cross-reference stream.

Only what `posters.pdf` writes. Everything is deterministic: no dates, no random numbers, no dictionaries of
unknown order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate, repeat
from struct import Struct

from deflate import zlib_compress

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_PER_STREAM = 200
_LEVEL = 6
"""Of libdeflate, which is pinned like any library; zlib's output depends on which zlib Python was built with."""

_ESCAPED = {b"\\": b"\\\\", b"(": b"\\(", b")": b"\\)", b"\r": b"\\r", b"\n": b"\\n"}
_SPECIAL = re.compile(rb"[\\()\r\n]")


def write_text(value: str) -> bytes:
    """A text string: printable ASCII as a literal, anything else as UTF-16BE (7.9.2.2)."""
    if value.isascii() and value.isprintable():
        return write_literal(value.encode("ascii"))
    # Not in hexadecimal: in that every digit of a number takes four characters, which deflate to twice as much.
    return write_literal(("\ufeff" + value).encode("utf-16-be"))


def write_literal(value: bytes) -> bytes:
    """A literal string with what must be escaped escaped (7.3.4.2)."""
    if _SPECIAL.search(value):
        for special, escaped in _ESCAPED.items():
            value = value.replace(special, escaped)
    return b"(" + value + b")"


def write_array(values: Sequence[float]) -> bytes:
    """An array of numbers with at most two decimals."""
    return b"[" + " ".join(f"{v:.2f}".rstrip("0").rstrip(".") for v in values).encode("ascii") + b"]"


def write_stream(data: bytes, extra: bytes = b"") -> bytes:
    """A stream object; `extra` holds further dictionary entries."""
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (extra, len(data), data)


def deflate(data: bytes, level: int = _LEVEL) -> bytes:
    """`data` as FlateDecode wants it (7.4.4)."""
    return bytes(zlib_compress(data, level))


def write_deflated(data: bytes, extra: bytes = b"") -> bytes:
    """A stream object, compressed here."""
    return write_stream(deflate(data), extra + b"/Filter/FlateDecode")


_ENTRY_FIELDS = Struct(">BIH")
ENTRY = _ENTRY_FIELDS.size
"""Bytes of an entry of a cross-reference stream."""


def write_entry(kind: int, where: int, index: int) -> bytes:
    """One entry of a cross-reference stream with fields of 1, 4 and 2 bytes (7.5.8.3)."""
    return _ENTRY_FIELDS.pack(kind, where, index)


@dataclass(slots=True)
class Writer:
    """Objects in the order of writing. Numbers are given by `reserve`; each must be put exactly once."""

    parts: list[bytes] = field(default_factory=list)
    entries: dict[int, bytes] = field(default_factory=dict)
    length: int = 0
    next_number: int = 1
    _packed: list[tuple[int, bytes]] = field(default_factory=list)

    def write(self, data: bytes) -> None:
        """Append raw bytes."""
        self.parts.append(data)
        self.length += len(data)

    def reserve(self, count: int = 1) -> int:
        """The first of `count` new object numbers."""
        first = self.next_number
        self.next_number += count
        return first

    def put(self, number: int, body: bytes) -> int:
        """Write an object on its own (streams must be)."""
        self.entries[number] = write_entry(1, self.length, 0)
        self.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
        return number

    def add(self, body: bytes) -> int:
        """Write an object under a new number."""
        return self.put(self.reserve(), body)

    def pack(self, number: int, body: bytes) -> int:
        """Keep an object that is not a stream for the next object stream (7.5.7)."""
        self._packed.append((number, body))
        return number

    def flush(self, together: int = _PER_STREAM) -> None:
        """Write all packed objects, so many in a stream."""
        for start in range(0, len(self._packed), together):
            self._write_object_stream(self._packed[start : start + together])
        self._packed = []

    def _write_object_stream(self, objects: list[tuple[int, bytes]]) -> None:
        numbers, bodies = [number for number, _ in objects], [body for _, body in objects]
        starts = accumulate([len(body) + 1 for body in bodies], initial=0)
        head = b" ".join([b"%d %d" % pair for pair in zip(numbers, starts, strict=False)]) + b"\n"
        data = head + b"\n".join(bodies)
        extra = b"/Type/ObjStm/N %d/First %d/Filter/FlateDecode" % (len(objects), len(head))
        own = self.add(write_stream(deflate(data), extra))
        self.entries.update(zip(numbers, map(write_entry, repeat(2), repeat(own), range(len(numbers))), strict=True))


@dataclass(frozen=True, slots=True)
class Entries:
    """Entries of a cross-reference stream that many files share: the first and the last as they are, all but the first
    as differences from the one before (PNG's filter Up, 7.4.4.4), which deflate to a fifth."""

    first: bytes
    others: bytes
    last: bytes


def share_entries(entries: bytes) -> Entries:
    """Entries, one at least, made ready for `write_trailer`."""
    first = entries[:ENTRY]
    return Entries(first, _take_differences(entries[ENTRY:], first), entries[-ENTRY:])


def _take_differences(entries: bytes, before: bytes) -> bytes:
    """Each entry less the one before it, byte by byte, behind the filter's number."""
    rows = bytes([(mine - above) & 255 for mine, above in zip(entries, before + entries, strict=False)])
    return b"".join(b"\2" + rows[i : i + ENTRY] for i in range(0, len(rows), ENTRY))


def read_entries(rows: bytes, count: int) -> bytes:
    """The first `count` entries of what `write_trailer` wrote, as they were. Raises `ValueError` for another form."""
    rows_read, before = bytearray(), bytes(ENTRY)
    for start in range(0, count * (ENTRY + 1), ENTRY + 1):
        row = rows[start : start + ENTRY + 1]
        if len(row) != ENTRY + 1 or row[0] != 2:
            raise ValueError(row)
        before = bytes([(mine + above) & 255 for mine, above in zip(row[1:], before, strict=True)])
        rows_read += before
    return bytes(rows_read)


def write_trailer(own: bytes, shared: Entries, number: int, start: int, root: int, info: int, digest: bytes) -> bytes:
    """The cross-reference stream as object `number` at offset `start` and the end of the file.

    `own` and `shared` are the entries of objects 0 to `number` - 1; `digest` are 16 bytes that identify the content.
    """
    identity = digest.hex().upper().encode("ascii")
    extra = (
        b"/Type/XRef/Size %d/W[1 4 2]/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]/DecodeParms<</Predictor 12/Columns %d>>"
        % (
            number + 1,
            root,
            info,
            identity,
            identity,
            ENTRY,
        )
    )
    rows = _take_differences(own + shared.first, bytes(ENTRY)) + shared.others
    body = write_deflated(rows + _take_differences(write_entry(1, start, 0), shared.last), extra)
    return b"%d 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (number, body, start)
