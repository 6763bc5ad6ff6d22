"""What a print shop needs, made from finished files: page boxes, bleed, crop marks, imposition, other inks.

Pages keep their drawing; links, page labels, title and language are carried over. Same file in, same bytes out.
Boxes are those of ISO 32000-2 14.11.2: the trim is the finished paper, the bleed what may be cut away, the media
everything including marks.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from posters import fonts, inks, tagging
from posters.errors import DrawingError
from posters.fonts import Face
from posters.geometry import PAPERS
from posters.inks import Inks
from posters.intent import PrintProfile, write_intent
from posters.surface import MM, number
from posters.text import clean

BLEED = 3.0
"""Bleed in mm."""
BESIDE = " + "
"""Between the labels of pages that share an imposed one."""
MOST_SADDLE = 64
"""Pages that a booklet stapled through its fold may have: sixteen sheets of 80 g/m²."""
CREEP = 0.1
"""Millimetres by which the pages of each sheet of a saddle move to the fold: as thick as paper of 80 g/m², so that
outer margins stay even when what sticks out is cut."""
_MARK = 5.0
_EDGE = 2.0


class Imposition(StrEnum):
    """Pages as they are, two beside each other, or in the order of a booklet stapled through the fold."""

    NONE = "none"
    TWO_UP = "two-up"
    SADDLE = "saddle"


@dataclass(frozen=True, slots=True)
class Finish:
    """How a finished file is made ready: inks, bleed in mm (0: none), crop marks, imposition, the paper the pages are
    enlarged to (empty: as drawn), what the slug line beside the marks says before the sheets of a side, and the profile
    of the print shop, if it suits the inks."""

    inks: Inks = Inks.COLOUR
    bleed: float = 0.0
    marks: bool = False
    imposition: Imposition = Imposition.NONE
    paper: str = ""
    slug: str = ""
    profile: PrintProfile | None = None


def finish(pdf: bytes, how: Finish) -> bytes:
    """`pdf` made ready for printing. Raises `DrawingError` for a broken file, unknown paper, or pages of several sizes
    that are to share a sheet."""
    with _open_file(pdf) as source:
        inks.recolour_file(source, how.inks)
        if how.paper:
            product = _arrange_pages(source, [[i] for i in range(len(source.pages))], _measure_paper(how.paper))
        elif how.imposition is not Imposition.NONE:
            _check_saddle(len(source.pages), how.imposition)
            saddle = how.imposition is Imposition.SADDLE
            product = _arrange_pages(source, order(len(source.pages), how.imposition), None, CREEP if saddle else 0.0)
        else:
            product = source
        folded = how.imposition is not Imposition.NONE
        _put_print_wishes(product, how.imposition)
        for page in product.pages:
            _set_boxes(product, page, how, folded=folded)
        if how.marks and how.slug:
            _write_slugs(source, product, how)
        if how.profile is not None and how.profile.suits(how.inks):
            write_intent(product, how.profile)
        return _save_file(product)


def _check_saddle(count: int, how: Imposition) -> None:
    """A thick booklet does not close over its staples. Raises `DrawingError`."""
    if how is Imposition.SADDLE and count > MOST_SADDLE:
        raise DrawingError(
            f"tập đóng ghim giữa chỉ được {MOST_SADDLE} trang",
            place="chế bản",
            value=f"{count} trang",
            way_out="bỏ bình trang, in hai mặt rồi đóng gáy",
        )


def _put_print_wishes(document: Pdf, how: Imposition) -> None:
    """What the printer's dialog offers first (ISO 32000-2 table 147): pages of a saddle turn about the fold."""
    wishes = document.Root.get("/ViewerPreferences", Dictionary())
    wishes.PrintScaling = Name("/None")
    if how is not Imposition.NONE:
        wishes.Duplex = Name.DuplexFlipShortEdge if how is Imposition.SADDLE else Name.Simplex
    document.Root.ViewerPreferences = wishes


def extract_pages(pdf: bytes, names: Sequence[str]) -> bytes:
    """The pages of `pdf` with these labels, in their order there. Raises `DrawingError` if one is missing."""
    with _open_file(pdf) as source:
        known_labels = read_page_labels(source)
        absent = [label for label in names if label not in known_labels]
        if absent:
            raise DrawingError("tệp thiếu tờ này", place="chọn tờ", value=absent[0], way_out="dựng lại bản phát hành")
        tagging.keep_pages(source, [i for i, label in enumerate(known_labels) if label in names])
        label_pages(source, [label for label in known_labels if label in names])
        return _save_file(source)


def read_labels(pdf: bytes) -> list[str]:
    """The label of every page of a file. Raises `DrawingError` for a broken one."""
    with _open_file(pdf) as document:
        return read_page_labels(document)


def read_page_labels(document: Pdf) -> list[str]:
    """The label of every page, as `posters.pdf` writes them (a prefix each)."""
    tree = document.Root.get("/PageLabels")
    numbers = list(tree.Nums) if tree is not None else []
    labels = {int(numbers[i]): str(numbers[i + 1].get("/P", "")) for i in range(0, len(numbers), 2)}
    return [labels.get(i, "") for i in range(len(document.pages))]


def _open_file(pdf: bytes) -> Pdf:
    try:
        return pikepdf.open(io.BytesIO(pdf))
    except pikepdf.PdfError as error:
        raise DrawingError(
            "không mở được tệp PDF để chuẩn bị in",
            place="chế bản",
            value=str(error)[:80],
            way_out="dựng lại bản phát hành",
        ) from error


def order(count: int, how: Imposition) -> list[list[int]]:
    """Page numbers (0-based) of each side of a sheet, left and right; a number beyond the last page is blank."""
    if how is Imposition.TWO_UP:
        # Cut and stacked: the left pile laid on the right one is in order, nothing is interleaved.
        half = -(-count // 2)
        return [[i, half + i] for i in range(half)]
    whole = -(-count // 4) * 4
    sides = []
    for i in range(whole // 2):
        outer, inner = whole - 1 - i, i
        sides.append([outer, inner] if i % 2 == 0 else [inner, outer])
    return sides


def _measure_paper(name: str) -> tuple[float, float]:
    """Size in points. Raises `DrawingError`."""
    size = PAPERS.get(name)
    if size is None:
        raise DrawingError("không có khổ giấy này", place="chế bản", value=name, way_out=f"dùng {', '.join(PAPERS)}")
    return size[0] * MM, size[1] * MM


def _arrange_pages(
    source: Pdf, order: Sequence[Sequence[int]], paper: tuple[float, float] | None, creep: float = 0.0
) -> Pdf:
    """A new document: pages beside each other on sheets just large enough, or each enlarged to `paper`. With `creep`
    (mm) the pages of each inner sheet stand nearer to the fold than those of the one around it."""
    target = Pdf.new()
    labels = read_page_labels(source)
    width, height = _measure_pages(source)
    across = max(map(len, order))
    sheet = paper or (width * across, height)
    scale = min(sheet[0] / (width * across), sheet[1] / height)
    left, foot = (sheet[0] - width * across * scale) / 2, (sheet[1] - height * scale) / 2
    forms = [target.copy_foreign(page.as_form_xobject()) for page in source.pages]
    names = []
    for number_of_side, side in enumerate(order):
        target.add_blank_page(page_size=sheet)
        inward = number_of_side // 2 * creep * MM
        present = [(i, at) for at, i in enumerate(side) if i < len(forms)]
        _place(
            target,
            target.pages[-1],
            [(forms[i], source.pages[i], left + at * width * scale + (-inward if at else inward)) for i, at in present],
            scale,
            foot,
        )
        names.append(BESIDE.join(labels[i] for i, _ in present))
    label_pages(target, names)
    for key in ("/Lang", "/ViewerPreferences"):
        if key in source.Root:
            target.Root[key] = _copy_object(target, source.Root[key])
    for key, value in source.docinfo.items():
        target.docinfo[key] = str(value)
    return target


def _copy_object(target: Pdf, value: pikepdf.Object) -> pikepdf.Object:
    return target.copy_foreign(value) if value.is_indirect else pikepdf.Object.parse(value.unparse())


def _measure_pages(source: Pdf) -> tuple[float, float]:
    """The trimmed size that all pages share, in points."""
    sizes = {(round(_trim(page)[2], 2), round(_trim(page)[3], 2)) for page in source.pages}
    if len(sizes) != 1:
        raise DrawingError(
            "các trang không cùng khổ nên không bình chung một tờ được",
            place="chế bản",
            value=", ".join(f"{w / MM:.0f} x {h / MM:.0f} mm" for w, h in sorted(sizes)),
            way_out="in từng khổ riêng",
        )
    return sizes.pop()


def _place(
    target: Pdf,
    sheet: pikepdf.Page,
    parts: Sequence[tuple[pikepdf.Object, pikepdf.Page, float]],
    scale: float,
    foot: float,
) -> None:
    """Draw pages on a sheet, each with its left edge in points, and carry their links over."""
    placings, forms, notes = [], Dictionary(), []
    for i, (form, page, left) in enumerate(parts):
        forms[f"/P{i}"] = form
        x, y, _, _ = _trim(page)
        placings.append(
            f"q {scale:.6f} 0 0 {scale:.6f} {number(left - x * scale)} {number(foot - y * scale)} cm /P{i} Do Q"
        )
        notes += [target.make_indirect(link) for link in _move_links(page, scale, left - x * scale, foot - y * scale)]
    sheet.obj.Resources = Dictionary(XObject=forms)
    sheet.obj.Contents = target.make_stream("\n".join(placings).encode("ascii"))
    if notes:
        sheet.obj.Annots = Array(notes)


def _move_links(page: pikepdf.Page, scale: float, dx: float, dy: float) -> Iterator[Dictionary]:
    for note in page.obj.get("/Annots", []):
        if note.get("/Subtype") == "/Link" and "/A" in note and "/URI" in note.A:
            box = [float(v) for v in note.Rect]
            moved = [round(v * scale + (dy if i % 2 else dx), 2) for i, v in enumerate(box)]
            action = Dictionary(S=Name.URI, URI=pikepdf.String(bytes(note.A.URI)))
            yield Dictionary(
                Type=Name.Annot, Subtype=Name.Link, F=4, Border=Array([0, 0, 0]), Rect=Array(moved), A=action
            )


def _trim(page: pikepdf.Page) -> tuple[float, float, float, float]:
    """Left, bottom, width, height of the trim box in points."""
    x, y, right, top = (float(v) for v in page.trimbox)
    return x, y, right - x, top - y


def _set_boxes(document: Pdf, page: pikepdf.Page, how: Finish, *, folded: bool) -> None:
    """Set the boxes of a page; marks stand outside the bleed."""
    x, y, width, height = _trim(page)
    bleed = how.bleed * MM
    edge = bleed + ((_MARK + _EDGE) * MM if how.marks else 0.0)
    page.obj.TrimBox = _make_array(x, y, x + width, y + height)
    page.obj.BleedBox = _make_array(x - bleed, y - bleed, x + width + bleed, y + height + bleed)
    page.obj.MediaBox = _make_array(x - edge, y - edge, x + width + edge, y + height + edge)
    if "/CropBox" in page.obj:
        del page.obj.CropBox
    if how.marks:
        page.contents_add(document.make_stream(_write_marks((x, y, width, height), how, folded=folded)))


def _write_slugs(source: Pdf, product: Pdf, how: Finish) -> None:
    """One line of 6 points outside the trim of every side: batch and site (`how.slug`), and the sheets on it."""
    faces = source.pages[0].obj.Resources.get("/Font", Dictionary())
    for page, label in zip(product.pages, read_page_labels(product), strict=True):
        text = clean(f"{how.slug} · {label.replace(BESIDE, ', ')}")
        operators = " ".join(f"/{name} 6 Tf <{codes}> Tj" for name, codes in fonts.split_runs(text, Face.REGULAR))
        x, y, _, _ = _trim(page)
        place = f"{number(x + 8 * MM)} {number(y - (max(how.bleed, _EDGE) + 3.5) * MM)}"
        colour = inks.write_operator(inks.convert_colour((0.0,), how.inks))
        line = colour + f"\nBT 1 0 0 1 {place} Tm {operators} ET".encode("ascii")
        if "/Font" not in page.obj.Resources:
            page.obj.Resources.Font = Dictionary(
                {name: face if product is source else product.copy_foreign(face) for name, face in faces.items()}
            )
        page.contents_add(product.make_stream(line))


def _make_array(*values: float) -> Array:
    return Array([round(v, 2) for v in values])


def _write_marks(trim: tuple[float, float, float, float], how: Finish, *, folded: bool) -> bytes:
    """Hairlines of 0.25 pt at the corners of the trim and where a sheet is cut in two; dashed where it is folded."""
    x, y, width, height = trim
    off, long = max(how.bleed, _EDGE) * MM, _MARK * MM
    corners = [_write_upright(at, y, height, off, long) for at in (x, x + width)]
    across = [
        f"{number(edge + side * off)} {number(at)} m {number(edge + side * (off + long))} {number(at)} l S"
        for at in (y, y + height)
        for edge, side in ((x, -1), (x + width, 1))
    ]
    strokes = [*corners, *across]
    if folded:
        dashes = "[3 2] 0 d\n" if how.imposition is Imposition.SADDLE else ""
        strokes.append(dashes + _write_upright(x + width / 2, y, height, off, long))
    return b"q " + _write_mark_colour(how.inks) + b" 0.25 w\n" + "\n".join(strokes).encode("ascii") + b"\nQ"


def _write_upright(at: float, y: float, height: float, off: float, long: float) -> str:
    """Two marks above and below the trim."""
    return "\n".join(
        f"{number(at)} {number(edge + side * off)} m {number(at)} {number(edge + side * (off + long))} l S"
        for edge, side in ((y, -1), (y + height, 1))
    )


def _write_mark_colour(ink: Inks) -> bytes:
    """The colour of marks: in process inks they show on every plate, so that the plates can be laid over each other."""
    return inks.write_operator((1.0,) * 4 if ink is Inks.CMYK else (0.0,), stroke=True)


def label_pages(document: Pdf, names: Sequence[str]) -> None:
    """Give every page its label: the id of the sheet at its site."""
    numbers = Array()
    for i, label in enumerate(names):
        numbers.append(i)
        numbers.append(Dictionary(P=pikepdf.String(label)))
    document.Root.PageLabels = Dictionary(Nums=numbers)


def _save_file(document: Pdf) -> bytes:
    out = io.BytesIO()
    document.save(
        out,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        compress_streams=True,
        min_version="1.7",
    )
    return out.getvalue()
