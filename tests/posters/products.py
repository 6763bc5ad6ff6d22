"""Booklets and sheets to draw, made up and real, and how to look at them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

import pikepdf
import pypdfium2
from PIL import ImageStat

from posters import hardship, inspect, qr
from posters.body import Body
from posters.geometry import Rect
from posters.products_spec import Booklet, BookletEntry, BookletField, BookletGroup, ChannelFacts, Single
from posters.spec import Card
from posters.surface import MM
from tests.posters.conftest import encoded

DAY = date(2026, 11, 24)
LONG = "Không quá 05 ngày làm việc kể từ ngày nhận được hồ sơ đầy đủ, chính xác (mục-77) theo quy định. "


def entry(card: Card, **facts: str) -> BookletEntry:
    """A card's procedure with quoted facts."""
    return BookletEntry(card.code, card.name, card.payload, card.host, notes=card.notes, **facts)


def booklet(entries: Iterable[tuple[str, BookletEntry]], *, sample: bool = False) -> Booklet:
    """Entries by field, in one group for each first letter of the field."""
    fields = [
        BookletField(name, tuple(e for _, e in same)) for name, same in groupby(entries, key=lambda pair: pair[0])
    ]
    groups = groupby(fields, key=lambda f: f.name[:1])
    return Booklet(tuple(BookletGroup(f"Nhóm {x}", tuple(same)) for x, same in groups), 7, DAY, sample)


def codes(payloads: Iterable[str]) -> dict[str, bytes]:
    """Symbols of addresses."""
    return {payload: encoded(payload) for payload in payloads}


def single(card: Card, paper: str = "A5", **facts: object) -> Single:
    """A card's procedure on a sheet of its own."""
    return Single(
        paper,
        f"TT-{card.code}",
        card.code,
        card.name,
        card.payload,
        card.host,
        7,
        DAY,
        card.field,
        **facts,  # type: ignore[arg-type]
    )


FULL = {
    "channels": (
        ChannelFacts("trực tiếp", "05 ngày làm việc", "8.000 đồng"),
        ChannelFacts("trực tuyến", "", "4.000 đồng"),
    ),
    "time_legal": "10 ngày làm việc",
    "time_city": "05 ngày làm việc",
    "fee": "8.000 đồng/bản sao",
    "place": "Trung tâm Phục vụ hành chính công xã, phường, đặc khu",
    "dossier": ("Tờ khai theo mẫu", "Giấy chứng sinh"),
    "result": "Giấy khai sinh",
    "decision": "163/QĐ-BTP ngày 16/01/2026",
}


def pages_of(pdf: bytes) -> list[str]:
    """The text of every page."""
    return [inspect.read_text(pdf, i) for i in range(len(pypdfium2.PdfDocument(pdf)))]


def read_all(pdf: bytes) -> list[str]:
    """What every code of every page says, in reading order."""
    return [found.text for i in range(len(pypdfium2.PdfDocument(pdf))) for found in inspect.read_codes(pdf, i)]


def flat(text: str) -> str:
    """Without any white space: extractors set their own line ends."""
    return re.sub(r"\s", "", text)


def rings(pdf: bytes, page: int, body: Body) -> Iterator[tuple[str, float]]:
    """The darkest grey (0 to 255) within four modules of every code of a page, by payload."""
    dpi = 300.0
    picture = inspect.render(pdf, page, dpi)
    for placed in body.codes:
        module = placed.area.width / qr.split_symbol(encoded(placed.payload)).size
        # A tenth of a module is left out at both edges: renderers smooth the edge of the symbol.
        for ring in _frame(placed.area, 0.1 * module, 3.9 * module):
            box = [round(v * dpi / 25.4) for v in (ring.x, ring.y, ring.right, ring.bottom)]
            yield placed.payload, float(ImageStat.Stat(picture.crop((box[0], box[1], box[2], box[3]))).extrema[0][0])


def sizes_of(pdf: bytes) -> set[float]:
    """Type sizes in which anything is set, in points."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        streams = {part.objgen: part.read_bytes() for page in document.pages for part in page.obj.Contents}
    return {float(size) for found in streams.values() for size in re.findall(rb"/F\w* ([\d.]+) Tf", found)}


def text_boxes(pdf: bytes, page: int) -> list[Rect]:
    """Where pieces of text stand on a page."""
    return [box for box, _ in _pieces(pdf, page)]


def intruders(pdf: bytes, page: int, body: Body) -> list[str]:
    """Pieces of text that stand within four modules of a code: it is drawn on white, so it would hide them."""
    found, pieces = [], _pieces(pdf, page)
    for placed in body.codes:
        near = 3.9 * placed.area.width / qr.split_symbol(encoded(placed.payload)).size
        zone = Rect(placed.area.x - near, placed.area.y - near, *(v + 2 * near for v in (placed.area.width,) * 2))
        found += [
            said
            for box, said in pieces
            if box.x < zone.right and box.right > zone.x and box.y < zone.bottom and box.bottom > zone.y
        ]
    return found


def _pieces(pdf: bytes, page: int) -> list[tuple[Rect, str]]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        text, high = document[page].get_textpage(), document[page].get_height()
        boxes = [text.get_rect(i) for i in range(text.count_rects())]
        return [
            (Rect(x / MM, (high - top) / MM, (right - x) / MM, (top - y) / MM), text.get_text_bounded(x, y, right, top))
            for x, y, right, top in boxes
        ]
    finally:
        document.close()


def clashes(pdf: bytes, page: int) -> list[str]:
    """Pieces of text that leave the paper's outer 5 mm or lie on another piece by more than a third of its height."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        sheet = document[page]
        text = sheet.get_textpage()
        boxes = [text.get_rect(i) for i in range(text.count_rects())]
        wide, high = sheet.get_size()
        said = {box: text.get_text_bounded(*box) for box in boxes}
        edge = 5 * 72 / 25.4
        found = [f"ngoài lề: {said[b]}" for b in boxes if min(b[0], b[1], wide - b[2], high - b[3]) < edge]
        boxes.sort(key=lambda b: b[1])
        for i, a in enumerate(boxes):
            for b in boxes[i + 1 :]:
                if b[1] >= a[3]:
                    break
                across = min(a[2], b[2]) - max(a[0], b[0])
                down = min(a[3], b[3]) - max(a[1], b[1])
                if across > 1 and down > min(a[3] - a[1], b[3] - b[1]) / 3:
                    found.append(f"chồng lên nhau: {said[a]} / {said[b]}")
        return found
    finally:
        document.close()


def _frame(area: Rect, near: float, far: float) -> Iterator[Rect]:
    across, down = area.width + 2 * far, far - near
    yield Rect(area.x - far, area.y - far, across, down)
    yield Rect(area.x - far, area.bottom + near, across, down)
    yield Rect(area.x - far, area.y - far, down, area.height + 2 * far)
    yield Rect(area.right + near, area.y - far, down, area.height + 2 * far)


def hardships(pdf: bytes, page: int, expected: tuple[str, ...]) -> tuple[str, ...]:
    """Every sentence that reading a page under all conditions gives."""
    found = hardship.endure(pdf, page, expected)
    return (*found.wrong, *found.unread)
