"""Showing that a finished file carries the very drawings of another one that was read page by page.

Files of one layout begin with the same block and end with the site's own: catalog, information, lines of text,
cross-reference stream. Where the bytes alone show that, the pages of the second file are known without parsing it.
The recogniser accepts exactly this form; whatever it does not recognise is for `inspect.read_pages` to read in full.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from posters import inspect, syntax
from posters.errors import ReadBackError
from posters.inspect import FinishedPage
from posters.text import PT

_VALUE = re.compile(rb"(\d+) 0 obj\n(<<[^\n]*>>)\nendobj\n")
_STREAM = re.compile(rb"(\d+) 0 obj\n<<(/Filter/FlateDecode)?/Length (\d+)>>\nstream\n")
_PACKET = re.compile(rb"(\d+) 0 obj\n<</Type/Metadata/Subtype/XML/Length (\d+)>>\nstream\n")
_XREF = re.compile(
    rb"(\d+) 0 obj\n<<(/Type/XRef/Size \d+/W\[1 4 2\]/Root (\d+) 0 R/Info (\d+) 0 R)/ID\[<[0-9A-F]{32}><[0-9A-F]{32}>\]"
    rb"/DecodeParms<</Predictor 12/Columns 7>>/Filter/FlateDecode/Length (\d+)>>\nstream\n"
)
_AFTER_STREAM = b"\nendstream\nendobj\n"
_START = re.compile(rb"startxref\n(\d+)\n%%EOF\n\Z")
_NAME = rb"[ -'*-\[\]-~]*"
"""What a page is called: other bytes than these a reader takes for other letters."""
_LABELS = re.compile(rb"/Nums\[((?:\d+<</P\(%b\)>>)*)\]" % _NAME)
_LABEL = re.compile(rb"(\d+)<</P\((%b)\)>>" % _NAME)
_ROW = syntax.ENTRY + 1
"""Bytes of an entry as it is written, behind the number of its filter."""
_MOST = 1 << 20
"""Bytes that a stream of the site may inflate to: a thousand times what ours do."""


class _FormError(Exception):
    """The file may be right, but not of the form that is recognised."""


@dataclass(frozen=True, slots=True)
class _Tail:
    """What follows the shared block: catalog without page labels, the labels, lines of text by object number, and of
    the cross-reference stream its dictionary and the entries of everything that stands in the block: the first as it
    is, the others as they are written, each by its difference from the one before. Metadata shows nothing on a page."""

    catalog: bytes
    labels: Mapping[int, str]
    texts: Mapping[int, bytes]
    dictionary: bytes
    shared: tuple[bytes, bytes]


@dataclass(frozen=True, slots=True)
class Original:
    """A file that was read page by page: its pages, the shared block, the rest, and for each page the object numbers of
    the site's two texts."""

    pages: tuple[FinishedPage, ...]
    block: bytes
    tail: _Tail
    texts: tuple[tuple[int, int], ...]

    def like(self, pdf: bytes) -> tuple[FinishedPage, ...] | None:
        """The pages of a file that is seen to carry the same drawings, else None."""
        if not pdf.startswith(self.block):
            return None
        try:
            tail = _read_tail(pdf, len(self.block))
            if replace(tail, labels={}, texts={}) != replace(self.tail, labels={}, texts={}):
                return None
            above = {number for _, number in self.texts}
            lines = {
                number: inspect.find_baselines(text, 0, mark=number not in above) for number, text in tail.texts.items()
            }
            own = {first: tail.texts[first] for first, _ in self.texts}
            heads = {n: (inspect.digest_head(text), inspect.digest_mark(text)) for n, text in own.items()}
            return tuple(
                _make_page(page, own, tail, lines, heads) for page, own in zip(self.pages, self.texts, strict=True)
            )
        except (_FormError, ReadBackError, KeyError):
            return None


def recognise_original(pdf: bytes) -> Original | None:
    """`pdf` as something to compare others with; None where its form is not recognised. Raises `ReadBackError`."""
    with inspect.open_parsed(pdf) as document:
        pages = inspect.read_pages_of(document)
        contents = [page.obj.Contents for page in document.pages]
        texts = tuple((first.objgen[0], last.objgen[0]) for first, _, last in contents)
    try:
        start = _find_root(pdf)
        return Original(pages, pdf[:start], _read_tail(pdf, start), texts)
    except _FormError:
        return None


def _make_page(
    page: FinishedPage,
    own: tuple[int, int],
    tail: _Tail,
    lines: Mapping[int, list[float]],
    heads: Mapping[int, tuple[str, str]],
) -> FinishedPage:
    baselines = tuple(page.height - y * PT for number in own for y in lines[number])
    label = tail.labels.get(page.index, "")
    return FinishedPage(page.index, label, page.width, page.height, page.body, baselines, *heads[own[0]])


def _match(form: re.Pattern[bytes], pdf: bytes, at: int) -> re.Match[bytes]:
    match = form.match(pdf, at)
    if match is None:
        raise _FormError
    return match


@dataclass(frozen=True, slots=True)
class _Xref:
    """A cross-reference stream: its head, its entries as written, where it stands."""

    head: re.Match[bytes]
    rows: bytes
    at: int

    @property
    def root(self) -> int:
        """The catalog's object."""
        return int(self.head[3])

    def entries(self, count: int) -> bytes:
        """The first `count` entries."""
        try:
            return syntax.read_entries(self.rows, count)
        except ValueError:
            raise _FormError from None


def _read_xref(pdf: bytes) -> _Xref:
    """The only cross-reference stream. `/Prev`, and with it an older generation of objects, is not part of the form."""
    end = _START.search(pdf, max(0, len(pdf) - 64))
    if end is None:
        raise _FormError
    at = int(end[1])
    head = _match(_XREF, pdf, at)
    data, after = _read_data(pdf, head.end(), int(head[5]))
    rows = _inflate_data(data)
    if after != end.start() or len(rows) != (int(head[1]) + 1) * _ROW:
        raise _FormError
    return _Xref(head, rows, at)


def _read_data(pdf: bytes, at: int, length: int) -> tuple[bytes, int]:
    """A stream's bytes, and where the next object begins."""
    end = at + length
    if not pdf.startswith(_AFTER_STREAM, end):
        raise _FormError
    return pdf[at:end], end + len(_AFTER_STREAM)


def _inflate_data(data: bytes) -> bytes:
    reader = zlib.decompressobj()
    try:
        content = reader.decompress(data, _MOST)
    except zlib.error:
        raise _FormError from None
    if not reader.eof or reader.unused_data:
        raise _FormError
    return content


def _find_object(entries: bytes, number: int) -> int:
    """Where an object stands that is written by itself (ISO 32000-2, 7.5.8.3)."""
    entry = entries[number * syntax.ENTRY : (number + 1) * syntax.ENTRY]
    if len(entry) != syntax.ENTRY or entry[0] != 1:
        raise _FormError
    return int.from_bytes(entry[1:5], "big")


def _find_root(pdf: bytes) -> int:
    """The catalog is the first object of the site's own."""
    xref = _read_xref(pdf)
    if xref.root != 1:
        raise _FormError
    return _find_object(xref.entries(2), 1)


def _read_tail(pdf: bytes, start: int) -> _Tail:
    """Everything from `start` on, every byte of it accounted for. Raises `_FormError`."""
    xref = _read_xref(pdf)
    root, info = xref.root, int(xref.head[4])
    values: dict[int, bytes] = {}
    texts: dict[int, bytes] = {}
    places: dict[int, int] = {}
    at = start
    while at < xref.at:
        value, packet = _VALUE.match(pdf, at), _PACKET.match(pdf, at)
        head_of_object = value or packet or _match(_STREAM, pdf, at)
        number = int(head_of_object[1])
        if number in places:
            raise _FormError
        places[number] = at
        if value is not None:
            values[number], at = value[2], value.end()
        elif packet is not None:
            _, at = _read_data(pdf, packet.end(), int(packet[2]))
        else:
            data, at = _read_data(pdf, head_of_object.end(), int(head_of_object[3]))
            texts[number] = _inflate_data(data) if head_of_object[2] else data
    if at != xref.at or values.keys() != {root, info} or b" R" in values[info]:
        raise _FormError
    catalog, labels = _split_labels(values[root])
    return _Tail(catalog, labels, texts, xref.head[2], _take_shared(xref, places))


def _take_shared(xref: _Xref, places: Mapping[int, int]) -> tuple[bytes, bytes]:
    """The entries that are not the site's own: those follow the first one, for object 0, by number, and stand where
    the site's objects do. Raises `_FormError`."""
    own = len(places)
    entries = xref.entries(own + 2)
    if any(_find_object(entries, number) != places.get(number) for number in range(1, own + 1)):
        raise _FormError
    first = entries[: syntax.ENTRY] + entries[-syntax.ENTRY :]
    return first, xref.rows[(own + 2) * _ROW : -_ROW]


def _split_labels(catalog: bytes) -> tuple[bytes, dict[int, str]]:
    numbers = _LABELS.search(catalog)
    if numbers is None:
        raise _FormError
    rest = catalog[: numbers.start(1)] + catalog[numbers.end(1) :]
    return rest, {int(n): label.decode("ascii") for n, label in _LABEL.findall(numbers[1])}
