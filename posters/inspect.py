"""Reading finished files back with libraries independent of the writer: pikepdf, PDFium, zxing-cpp."""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType

import pikepdf
import pypdfium2
import zxingcpp
from PIL import Image

from posters.errors import ReadBackError
from posters.geometry import Rect, order_in_rows
from posters.text import PT

_SHARED = (
    "/MediaBox",
    "/CropBox",
    "/BleedBox",
    "/TrimBox",
    "/Rotate",
    "/UserUnit",
    "/Annots",
    "/Resources",
)
_TEXT_LINE = re.compile(rb"BT 1 0 0 1 [-\d.]+ ([-\d.]+) Tm(?: /F\d+ [\d.]+ Tf <[0-9A-F]+> Tj)+ ET")
_COLOUR_LINE = re.compile(rb"[qQ]|(?:[\d.]+ ){1,4}(?:g|rg|k|G|RG|K)|/Artifact BMC|/[A-Z]\w*<</MCID \d+>>BDC|EMC")
"""Lines that show nothing: state, colours, and the limits of marked content."""
_PLACE_LINE = re.compile(rb"q ([\d.]+) 0 0 -\1 ([\d.]+) ([\d.]+) cm")
_RUN_LINE = re.compile(rb"[\d.]+ ([\d.]+) [\d.]+ (?:1|0?\.\d+) re")
_STATE_LINE = re.compile(rb"[qQ]|(?:[\d.]+ ){1,4}(?:g|rg|k)|/Artifact BMC|/P<</MCID [012]>>BDC|EMC")


@dataclass(frozen=True, slots=True)
class FinishedPage:
    """What a page carries as it stands in the file. `body` is the digest of what sites share: the bytes of the drawing,
    boxes, links and fonts; the site's own text and mark stand at `lines` (baselines and edges, mm from the top); `head`
    is the digest of the stream that holds name, contacts and mark, `mark` that of the mark's modules. Sizes in mm."""

    index: int
    label: str
    width: float
    height: float
    body: str
    lines: tuple[float, ...]
    head: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class ReadCode:
    """A code read from a page: its text and the box round its corners in mm from the top left."""

    text: str
    area: Rect


def read_pages(pdf: bytes) -> tuple[FinishedPage, ...]:
    """Every page of a finished file. Raises `ReadBackError` if it is not one of ours."""
    with open_parsed(pdf) as document:
        return read_pages_of(document)


def read_pages_of(document: pikepdf.Pdf) -> tuple[FinishedPage, ...]:
    """`read_pages` of a file that is parsed already."""
    labels = _read_labels(document)
    seen_streams: dict[tuple[int, int], bytes] = {}
    return tuple(_read_page(i, page, labels, seen_streams) for i, page in enumerate(document.pages))


@contextmanager
def open_parsed(pdf: bytes) -> Iterator[pikepdf.Pdf]:
    """A finished file, parsed. Raises `ReadBackError` if it, or what is asked of it meanwhile, is not one of ours."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            yield document
    except (pikepdf.PdfError, AttributeError, KeyError, TypeError) as error:
        raise _explain_broken(error) from error


def read_codes(pdf: bytes, page: int, dpi: float = 150) -> list[ReadCode]:
    """Codes that zxing-cpp reads from page `page` (0-based), row by row. Raises `ReadBackError`."""
    return read(render(pdf, page, dpi), dpi)


_CORNER_MM = 62.0
"""Side of the corners of a page in which its coarse marks stand."""


@dataclass(frozen=True, slots=True)
class PageSymbols:
    """QR codes of a page row by row, and what its Data Matrix symbols say, sorted."""

    codes: tuple[ReadCode, ...]
    matrices: tuple[str, ...]


def read_codes_and_marks(
    pdf: bytes, numbers: Iterable[int], dpi: float = 150, across: Mapping[int, int] = MappingProxyType({})
) -> Iterator[PageSymbols]:
    """Everything that is read from several pages (0-based) in turn; `across` says where more than one page stands on a
    side, beside each other. Raises `ReadBackError`."""
    with _open_file(pdf) as document:
        for page in numbers:
            picture = _render_page(_find_page(document, page), dpi)
            parts = _split_picture(picture, across.get(page, 1))
            matrices = sorted(text for part in parts for text in _read_all_matrices(part, dpi))
            yield PageSymbols(tuple(read(picture, dpi)), tuple(matrices))


def _split_picture(picture: Image.Image, across: int) -> list[Image.Image]:
    wide = picture.width / across
    return [picture.crop((round(i * wide), 0, round((i + 1) * wide), picture.height)) for i in range(across)]


def _read_all_matrices(page: Image.Image, dpi: float) -> set[str]:
    """A page as a whole, and its corners, where marks stand: zxing-cpp overlooks some among larger codes."""
    side = round(max(_CORNER_MM * dpi / 25.4, page.width * 0.26))
    corners = (page.crop((x, y, x + side, y + side)) for x in (0, page.width - side) for y in (0, page.height - side))
    return {text for picture in (page, *corners) for text in _read_matrices(picture)}


def read_site_marks(pdf: bytes, numbers: Iterable[int], dpi: float = 150) -> Iterator[tuple[str, ...]]:
    """What stands in the upper left corner of several pages (0-based): the site's mark. Raises `ReadBackError`."""
    with _open_file(pdf) as document:
        for page in numbers:
            sheet = _find_page(document, page)
            side = _CORNER_MM / PT
            right, below = max(0.0, sheet.get_width() - side), max(0.0, sheet.get_height() - side)
            yield _read_cropped_matrices(sheet, (0, below, right, 0), dpi)


def _read_cropped_matrices(
    sheet: pypdfium2.PdfPage, crop: tuple[float, float, float, float], dpi: float
) -> tuple[str, ...]:
    """What the Data Matrix symbols say that stand in a page less `crop` (left, bottom, right, top, in points)."""
    return _read_matrices(sheet.render(scale=dpi / 72, grayscale=True, crop=crop).to_pil())


def _read_matrices(picture: Image.Image) -> tuple[str, ...]:
    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.DataMatrix)
    codes = zxingcpp.read_barcodes(picture, formats=formats, text_mode=zxingcpp.TextMode.Plain)
    return tuple(sorted(code.text for code in codes))


def read_codes_on(pdf: bytes, numbers: Iterable[int], dpi: float = 150) -> Iterator[list[ReadCode]]:
    """`read_codes` of several pages (0-based) in turn: a file of thousands takes longer to open than a page to
    read. Raises `ReadBackError`."""
    with _open_file(pdf) as document:
        for page in numbers:
            yield read(_render_page(_find_page(document, page), dpi), dpi)


@dataclass(frozen=True, slots=True)
class SheetReading:
    """What is read from a page of sheets: QR codes row by row, its text, and what the coarse mark at its lower left
    says."""

    codes: tuple[ReadCode, ...]
    text: str
    names: tuple[str, ...]


def read_sheets(pdf: bytes, numbers: Iterable[int], dpi: float = 150) -> Iterator[SheetReading]:
    """Several pages (0-based) in turn; the file is opened once, each page parsed and rendered once. Raises
    `ReadBackError`."""
    with _open_file(pdf) as document:
        for page in numbers:
            sheet = _find_page(document, page)
            picture = _render_page(sheet, dpi)
            side = round(_CORNER_MM * dpi / 25.4)
            corner = picture.crop((0, picture.height - side, side, picture.height))
            yield SheetReading(tuple(read(picture, dpi, rendered=True)), _read_page_text(sheet), _read_matrices(corner))


def read_widths(pdf: bytes) -> list[float]:
    """The width of every page in mm. Raises `ReadBackError`."""
    with _open_file(pdf) as document:
        return [sheet.get_width() * PT for sheet in document]


def read_text(pdf: bytes, page: int) -> str:
    """The text of a page in the order of drawing, one line per line, NFC. Raises `ReadBackError`."""
    with _open_file(pdf) as document:
        return _read_page_text(_find_page(document, page))


def _read_page_text(sheet: pypdfium2.PdfPage) -> str:
    raw: str = sheet.get_textpage().get_text_range()
    # PDFium takes a hyphen at the end of a line for a division mark, shows it as U+FFFE and joins the lines.
    return unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\ufffe", "-"))


def render(pdf: bytes, page: int, dpi: float = 150) -> Image.Image:
    """A page as a grey picture. Raises `ReadBackError` for a broken file or a page that is not there."""
    with _open_file(pdf) as document:
        return _render_page(_find_page(document, page), dpi)


def read(picture: Image.Image, dpi: float, *, rendered: bool = False) -> list[ReadCode]:
    """QR codes (model 2) in a picture of a page, row by row, read by zxing-cpp. In one that was `rendered` as sharp as
    it can be nothing is looked for in smaller copies, which takes as long again."""
    # `QRCode` alone would also take Micro QR and rMQR symbols, which no sheet of ours carries.
    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCodeModel2)
    barcodes = zxingcpp.read_barcodes(picture, formats=formats, try_downscale=not rendered)
    codes = [_locate_code(code, 25.4 / dpi) for code in barcodes]
    return [codes[i] for i in order_in_rows([code.area for code in codes])]


@contextmanager
def _open_file(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise _explain_broken(error) from error
    try:
        yield document
    finally:
        document.close()


def _find_page(document: pypdfium2.PdfDocument, page: int) -> pypdfium2.PdfPage:
    if not 0 <= page < len(document):
        raise ReadBackError("tệp không có trang này", place=f"trang {page + 1}", way_out="dựng lại bản phát hành")
    return document[page]


def _render_page(sheet: pypdfium2.PdfPage, dpi: float) -> Image.Image:
    picture: Image.Image = sheet.render(scale=dpi / 72, grayscale=True).to_pil()
    return picture


def _explain_broken(error: Exception) -> ReadBackError:
    return ReadBackError(
        "không đọc lại được tệp PDF", place="đọc lại", value=str(error)[:80], way_out="dựng lại bản phát hành"
    )


def _locate_code(code: zxingcpp.Barcode, mm: float) -> ReadCode:
    p = code.position
    corners = (p.top_left, p.top_right, p.bottom_right, p.bottom_left)
    xs, ys = [c.x * mm for c in corners], [c.y * mm for c in corners]
    return ReadCode(code.text, Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)))


def _read_labels(document: pikepdf.Pdf) -> dict[int, str]:
    tree = document.Root.get("/PageLabels")
    numbers = list(tree.Nums) if tree is not None else []
    return {int(numbers[i]): str(numbers[i + 1].P) for i in range(0, len(numbers), 2)}


def _read_page(
    index: int, page: pikepdf.Page, labels: dict[int, str], seen: dict[tuple[int, int], bytes]
) -> FinishedPage:
    contents = page.obj.get("/Contents")
    if not isinstance(contents, pikepdf.Array) or len(contents) != 3:
        raise ReadBackError(
            "trang không có cấu trúc của tờ niêm yết",
            place=f"trang {index + 1}",
            way_out="dựng lại bản phát hành",
        )
    site, own = contents[0].read_bytes(), contents[2].read_bytes()
    shared = hashlib.sha256(contents[1].read_raw_bytes())
    for key in _SHARED:
        if key in page.obj:
            shared.update(key.encode() + _digest_object(page.obj[key], seen))
    left, bottom, right, top = (float(v) for v in page.obj.MediaBox)
    heights = [*find_baselines(site, index, mark=True), *find_baselines(own, index)]
    lines = tuple((top - y) * PT for y in heights)
    size = ((right - left) * PT, (top - bottom) * PT)
    own_part = (digest_head(site), digest_mark(site))
    return FinishedPage(index, labels.get(index, ""), *size, shared.hexdigest(), lines, *own_part)


def digest_head(stream: bytes) -> str:
    """A digest of a site's name, contacts and mark as they are drawn."""
    return hashlib.sha256(stream).hexdigest()


def digest_mark(stream: bytes) -> str:
    """A digest of the modules of a site's mark, wherever and however large it is drawn; empty where there is none."""
    lines = stream.splitlines()
    start = next((i for i, line in enumerate(lines) if not _STATE_LINE.fullmatch(line)), len(lines))
    _, rest = _split_mark(lines[start:])
    lines_drawn = lines[start + 1 : len(lines) - len(rest)]
    return hashlib.sha256(b"\n".join(lines_drawn)).hexdigest() if lines_drawn else ""


def digest_drawings(pdf: bytes) -> tuple[str, ...]:
    """A digest of all that is drawn on each page of a finished file except its opening and closing lines of text, which
    a site adds: codes are shapes, so equal digests are equal codes in equal places, whatever the inks, the marks and
    the pages placed on a sheet. Raises `ReadBackError` for a broken file."""
    with open_parsed(pdf) as document:
        seen_streams: dict[tuple[int, int], bytes] = {}
        return tuple(_digest_drawing(page, seen_streams) for page in document.pages)


def _digest_drawing(page: pikepdf.Page, seen: dict[tuple[int, int], bytes]) -> str:
    contents = page.obj.Contents
    parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    total = hashlib.sha256(b"\n".join(_take_shapes(part.read_bytes()) for part in parts))
    for key in _SHARED:
        if key in page.obj and key != "/Resources":
            total.update(key.encode() + _digest_object(page.obj[key], seen))
    pictures = page.obj.get("/Resources", pikepdf.Dictionary()).get("/XObject", pikepdf.Dictionary())
    for name in sorted(pictures.keys()):
        total.update(name.encode() + _digest_placed(pictures[name], seen))
    return total.hexdigest()


def _digest_placed(drawn: pikepdf.Object, seen: dict[tuple[int, int], bytes]) -> bytes:
    """What a page shows by name: a page placed on it by its shapes and its place, a picture by all its bytes."""
    if drawn.get("/Subtype") != "/Form":
        return _digest_object(drawn, seen)
    place = b"".join(_digest_object(drawn[key], seen) for key in ("/BBox", "/Matrix") if key in drawn)
    return hashlib.sha256(place + _take_shapes(drawn.read_bytes())).digest()


def _take_shapes(stream: bytes) -> bytes:
    """A content stream from its first line to its last that draws anything but text."""
    lines = _drop_mark(stream.splitlines())
    line_numbers = [
        i for i, line in enumerate(lines) if not (_TEXT_LINE.fullmatch(line) or _COLOUR_LINE.fullmatch(line))
    ]
    return b"\n".join(lines[line_numbers[0] : line_numbers[-1] + 1]) if line_numbers else b""


def _drop_mark(lines: list[bytes]) -> list[bytes]:
    """A content stream without the site's mark, if it begins with one."""
    start = next((i for i, line in enumerate(lines) if not _COLOUR_LINE.fullmatch(line)), len(lines))
    _, rest = _split_mark(lines[start:])
    return lines[:start] + rest


def _split_mark(lines: list[bytes]) -> tuple[list[float], list[bytes]]:
    """The upper and lower edge of the mark that `lines` begin with, in points from the foot of the page, and the lines
    after it; no edges and all lines where they do not."""
    place = _PLACE_LINE.fullmatch(lines[0]) if lines else None
    if place is None:
        return [], lines
    at, bottom = 1, 0.0
    while at < len(lines) and (run := _RUN_LINE.fullmatch(lines[at]) or _COLOUR_LINE.fullmatch(lines[at])):
        bottom = max(bottom, float(run[1]) + 1) if run.re is _RUN_LINE else bottom
        at += 1
    if lines[at : at + 1] != [b"f Q"]:
        return [], lines
    top = float(place[3])
    return [top, top - bottom * float(place[1])], lines[at + 1 :]


def find_baselines(stream: bytes, index: int, *, mark: bool = False) -> list[float]:
    """Where a site's own lines stand, in points from the foot of page `index`. Raises `ReadBackError` if it draws
    anything but text: a filled shape on top of a shared drawing could hide or replace a code. Where the drawing comes
    after it, it may hold its `mark`, whose edges count as lines."""
    lines, heights = stream.splitlines(), list[float]()
    if mark:
        start = next((i for i, line in enumerate(lines) if not _STATE_LINE.fullmatch(line)), len(lines))
        heights, rest = _split_mark(lines[start:])
        lines = lines[:start] + rest
    for line in lines:
        text = _TEXT_LINE.fullmatch(line)
        if text is not None:
            heights.append(float(text[1]))
        elif not _STATE_LINE.fullmatch(line):
            raise ReadBackError(
                "phần riêng của điểm có nét vẽ lạ",
                place=f"trang {index + 1}",
                value=line[:60].decode("latin-1"),
                way_out="dựng lại bản phát hành",
            )
    return heights


def _digest_object(value: object, seen: dict[tuple[int, int], bytes]) -> bytes:
    """Digest of an object with everything it refers to; object numbers do not matter."""
    if not isinstance(value, pikepdf.Object):
        return repr(value).encode()
    if value.is_indirect and value.objgen in seen:
        return seen[value.objgen]
    if isinstance(value, pikepdf.Stream):
        raw = _digest_object(value.stream_dict, seen) + value.read_raw_bytes()
    else:
        raw = value.unparse(resolved=True)
        if isinstance(value, pikepdf.Dictionary) and (b" R" in raw or "/StructParent" in value):
            # A link's key in the parent tree depends on the pages before its own, and shows nothing.
            names = sorted(key for key in value.keys() if key != "/StructParent")  # noqa: SIM118 - pikepdf iterates other things
            raw = b"".join(key.encode() + _digest_object(value[key], seen) for key in names)
        elif b" R" in raw and isinstance(value, pikepdf.Array):
            raw = b"".join(_digest_object(item, seen) for item in value)
    digest = hashlib.sha256(raw).digest()
    if value.is_indirect:
        seen[value.objgen] = digest
    return digest
