"""Ordinary papers that flow over A4 pages and share nothing between sites, drawn with reportlab's Platypus.

In comes a story of paragraphs and tables with what stands round it, out goes a finished file: faces of the posters,
their head and foot, page x of y. Text is data: `make_paragraph` escapes it, since Platypus reads markup in which an
<img> embeds a local file. Same story, same bytes: no clock, and streams are deflated by the pinned library. What a
paper says is left to its own module (`posters.notice`).
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import groupby
from math import atan2, degrees, hypot
from typing import Literal
from xml.sax.saxutils import escape

import pikepdf
from reportlab.lib.colors import Color
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph

from posters import faces, fonts, press, syntax
from posters.errors import DrawingError, MissingGlyphError
from posters.fonts import Face
from posters.furniture import BESIDE
from posters.geometry import PAPERS
from posters.spec import SiteHead, Wording
from posters.surface import COLOUR, Align, Ink, choose_ink
from posters.text import clean, fit_lines, is_roomy, measure_width, shrink

LEFT, RIGHT, TOP, FOOT = 12.0, 198.0, 9.0, 266.0
"""Edges of the type area, and the top of the foot, in mm from the top left."""
WIDTH = RIGHT - LEFT
_FIRST, _NEXT, _ABOVE_FOOT = 22.0, 9.4, 2.0
"""From the top to the first page's text, to that of the others, and from text to foot, in mm."""
ROOM = FOOT - _ABOVE_FOOT - TOP - _NEXT
"""Height in mm for text on every page but the first."""
_WIDE, _HIGH = PAPERS["A4"]
_ALIGNED: Mapping[Align, Literal[0, 1, 2]] = {"left": 0, "centre": 1, "right": 2}
_LEADING, _STACKED = 1.29, 1.46
"""Line distance over type size: usual, and where capitals with two marks may stand under a dot below."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stands round a paper's text: its title, its id without the site's code, the site, the release and its day,
    and the common sentences. A `sample` says so across every page."""

    title: str
    label: str
    site: SiteHead
    release: int
    released: date
    sample: bool = False
    wording: Wording = field(default_factory=Wording)


Story = Callable[[], list[Flowable]]
"""Makes the flowables of a paper anew: Platypus uses them up."""


def draw_document(story: Story, letterhead: Letterhead) -> bytes:
    """A finished file. Raises `DrawingError` if a line of head or foot does not fit, `MissingGlyphError`."""
    _list_lines(
        letterhead, 1, 1
    )  # reportlab would strip an error that is raised while it builds of its place and way out
    content, pages = _draw_story(story(), letterhead, 1)
    if pages > 1:
        content, pages = _draw_story(story(), letterhead, pages)
    return _pack_file(content, letterhead, pages)


@cache
def make_style(size: float, face: Face = Face.REGULAR, ink: Ink = Ink.BLACK, align: Align = "left") -> ParagraphStyle:
    """How a paragraph is set: size in points, lines as far apart as the posters' are."""
    _register()
    return ParagraphStyle(
        f"{face} {size} {ink.name} {align}",
        fontName=fonts.NAMES[face],
        fontSize=size,
        leading=size * _LEADING,
        textColor=convert_ink(choose_ink(ink, size)),
        alignment=_ALIGNED[align],
    )


def make_paragraph(text: str, how: ParagraphStyle) -> Paragraph:
    """A paragraph that says `text`, whatever characters it holds. Raises `MissingGlyphError`."""
    face = next(face for face, name in fonts.NAMES.items() if name == how.fontName)
    text = clean(text)
    if not is_roomy(text, face, _LEADING):
        how = ParagraphStyle(f"{how.name} stacked", parent=how, leading=how.fontSize * _STACKED)
    return Paragraph("".join(_mark_up_run(run, face, own) for own, run in _runs(text, face)), how)


def _mark_up_run(run: str, face: Face, own: Face) -> str:
    return escape(run) if own is face else f'<font name="{fonts.NAMES[own]}">{escape(run)}</font>'


def _runs(text: str, face: Face) -> Iterator[tuple[Face, str]]:
    """`text` in runs of one face. Raises `MissingGlyphError`."""
    fonts.require([text])
    own = fonts.map_codes(face)
    for is_own, run in groupby(text, key=own.__contains__):
        yield face if is_own else Face.FALLBACK, "".join(run)


@cache
def _register() -> None:
    """Make the faces known to reportlab, which keeps them for the process."""
    for name in fonts.NAMES.values():
        pdfmetrics.registerFont(TTFont(name, str(faces.FOLDER / f"{name}.ttf")))


def convert_ink(ink: Ink) -> Color:
    """What the posters print an ink with."""
    components = COLOUR[ink]
    red, green, blue = components * 3 if len(components) == 1 else components
    return Color(red, green, blue)


def _draw_story(story: list[Flowable], letterhead: Letterhead, pages: int) -> tuple[bytes, int]:
    """The file as reportlab writes it, and how many pages it has; `pages` is what its pages say of that."""
    _register()
    out = io.BytesIO()

    drawn_on: list[Canvas] = []

    def furnish(canvas: Canvas, document: BaseDocTemplate) -> None:
        drawn_on.append(canvas)
        _furnish(canvas, letterhead, document.page, pages)

    templates = [
        PageTemplate("first", [_make_frame(_FIRST)], onPage=furnish, autoNextPageTemplate="next"),
        PageTemplate("next", [_make_frame(_NEXT)], onPage=furnish),
    ]
    document = BaseDocTemplate(
        out, pagesize=(_WIDE * mm, _HIGH * mm), pageTemplates=templates, pageCompression=0, invariant=1
    )
    document.build(story)
    content = out.getvalue()
    # reportlab's objects refer to each other: faces and file would stay until the collector comes round to them.
    out.close()
    drawn_on[0]._doc.idToObject.clear()  # type: ignore[attr-defined] # the stubs leave it out
    return content, document.page


def _make_frame(below: float) -> Frame:
    """Where text flows, from `below` mm under the top to the foot."""
    height = FOOT - _ABOVE_FOOT - TOP - below
    foot = _HIGH - FOOT + _ABOVE_FOOT
    return Frame(LEFT * mm, foot * mm, WIDTH * mm, height * mm, 0, 0, 0, 0)


@contextmanager
def _guard_site_text(site: SiteHead) -> Iterator[None]:
    """Raises `DrawingError` that names the site where its name or contacts do not fit."""
    try:
        yield
    except MissingGlyphError:
        raise
    except DrawingError as error:
        raise DrawingError(
            "tên hoặc liên hệ của điểm quá dài so với chỗ in",
            place=f"điểm {site.code}",
            value=error.value,
            way_out="rút ngắn trong data/sites.csv",
        ) from error


@dataclass(frozen=True, slots=True)
class _FurnitureLine:
    """One line of head or foot: left edge (right edge for `align` "right") and baseline in mm from the top left."""

    x: float
    y: float
    text: str
    face: Face
    size: float
    ink: Ink = Ink.BLACK
    align: Align = "left"

    @property
    def width(self) -> float:
        """Its width in mm."""
        return measure_width(self.text, self.face, self.size)


def _fit(
    x: float, y: float, text: str, face: Face, size: float, room: float, ink: Ink = Ink.BLACK, align: Align = "left"
) -> list[_FurnitureLine]:
    """A line in the largest type down to 8 pt that fits `room` mm; none for an empty text. Raises `DrawingError`."""
    size, lines = shrink(clean(text), face, size, 8, room)
    return [_FurnitureLine(x, y, line, face, size, ink, align) for line in lines]


def _list_lines(letterhead: Letterhead, number: int, pages: int) -> list[_FurnitureLine]:
    """Head and foot of page `number` of `pages`. Raises `DrawingError`, `MissingGlyphError`."""
    site, words = letterhead.site, letterhead.wording
    with _guard_site_text(site):
        lines = _fit(LEFT, TOP + 4.6, site.name, Face.BOLD, 11.5, WIDTH - BESIDE)
    if pages > 1:
        lines.append(_FurnitureLine(RIGHT, TOP + 4.6, f"Trang {number}/{pages}", Face.REGULAR, 10, align="right"))
    if number == 1:
        lines += _fit(LEFT, TOP + 15.8, letterhead.title, Face.BOLD, 21, WIDTH, Ink.ACCENT)
    lines += _fit(LEFT, FOOT + 4.9, words.antifraud, Face.BOLD, 9.5, WIDTH - 48)
    sheet_id = f"{site.code}-{label_page(letterhead, number, pages)}"
    lines += _fit(RIGHT, FOOT + 4.9, sheet_id, Face.BOLD, 9.5, 44, align="right")
    released = f"{letterhead.released:%d/%m/%Y}"
    issued = f"{clean(words.release)} {letterhead.release}, {clean(words.released)} {released}"
    lines.append(_FurnitureLine(RIGHT, FOOT + 9.4, issued, Face.REGULAR, 8.5, align="right"))
    feedback = f"{words.feedback}: {words.feedback_url} · {words.hotline_label} {words.hotline}"
    lines += _fit(LEFT, FOOT + 9.4, feedback, Face.REGULAR, 8.5, WIDTH - lines[-1].width - 3)
    lines += _fit(LEFT, FOOT + 13.8, words.feedback_address, Face.REGULAR, 8.5, WIDTH)
    return lines + _fit_contacts(site, FOOT + (18.2 if clean(words.feedback_address) else 13.8))


def _fit_contacts(site: SiteHead, y: float) -> list[_FurnitureLine]:
    contacts = " · ".join(part for part in map(clean, (site.address, site.hotline, site.hours)) if part)
    with _guard_site_text(site):
        size, lines = fit_lines(contacts, Face.REGULAR, 8.5, 8, WIDTH, 2)
    return [_FurnitureLine(LEFT, y + i * size * 0.45, line, Face.REGULAR, size) for i, line in enumerate(lines)]


def _furnish(canvas: Canvas, letterhead: Letterhead, number: int, pages: int) -> None:
    """Draw all that stands on a page before its text."""
    if letterhead.sample:
        _draw_watermark(canvas, clean(letterhead.wording.sample))
    for y, weight in ((TOP + 7.4, 1.4), (FOOT, 0.7)):
        canvas.setStrokeColor(convert_ink(Ink.ACCENT))
        canvas.setLineWidth(weight)
        canvas.line(LEFT * mm, (_HIGH - y) * mm, RIGHT * mm, (_HIGH - y) * mm)
    url = letterhead.wording.feedback_url
    for line in _list_lines(letterhead, number, pages):
        x = line.x - (line.width if line.align == "right" else 0.0)
        _show(canvas, x, _HIGH - line.y, line.text, line.face, line.size, line.ink)
        if url in line.text:
            low, high = ((_HIGH - line.y + up) * mm for up in (-1.0, 2.6))
            canvas.linkURL(url, (x * mm, low, (x + line.width) * mm, high), relative=0)


def _draw_watermark(canvas: Canvas, text: str) -> None:
    """Across the type area, three times below each other, under everything else."""
    top = TOP + _NEXT
    high = (FOOT - top) / 3
    angle = atan2(high, WIDTH) * 0.8
    size = 0.87 * hypot(WIDTH, high * 0.8) / measure_width(text, Face.BOLD, 1)
    for i in range(3):
        canvas.saveState()
        canvas.translate((LEFT + WIDTH / 2) * mm, (_HIGH - top - high * (i + 0.5)) * mm)
        canvas.rotate(degrees(angle))
        _show(canvas, -measure_width(text, Face.BOLD, size) / 2, 0, text, Face.BOLD, size, Ink.PALE)
        canvas.restoreState()


def _show(canvas: Canvas, x: float, up: float, text: str, face: Face, size: float, ink: Ink) -> None:
    """One line with its baseline `up` mm from the foot of the page."""
    canvas.setFillColor(convert_ink(ink))
    for own, run in _runs(text, face):
        canvas.setFont(fonts.NAMES[own], size)
        canvas.drawString(x * mm, up * mm, run)
        x += measure_width(run, own, size)


def label_page(letterhead: Letterhead, number: int, pages: int) -> str:
    """The id of a page without the site's code: THAY-TO, or THAY-TO-02 of a paper of ten pages."""
    return letterhead.label if pages == 1 else f"{letterhead.label}-{number:0{len(str(pages))}d}"


def _pack_file(content: bytes, letterhead: Letterhead, pages: int) -> bytes:
    """The file with its title, language and page labels, its streams deflated as the posters' are."""
    day = f"D:{letterhead.released:%Y%m%d}000000+07'00'"
    name = clean(letterhead.site.name)
    with pikepdf.open(io.BytesIO(content)) as document:
        for obj in document.objects:
            if isinstance(obj, pikepdf.Stream) and "/Filter" not in obj:
                obj.write(syntax.deflate(obj.read_raw_bytes()), filter=pikepdf.Name.FlateDecode)
        labels = [label_page(letterhead, number, pages) for number in range(1, pages + 1)]
        press.label_pages(document, [f"{letterhead.site.code}-{label}" for label in labels])
        document.Root.Lang = pikepdf.String("vi-VN")
        document.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        facts = {"Title": f"{letterhead.title} – {name}", "Author": name, "CreationDate": day, "ModDate": day}
        named_facts = {f"/{key}": pikepdf.String(value) for key, value in facts.items()}
        document.trailer.Info = document.make_indirect(pikepdf.Dictionary(named_facts))
        if "/ID" in document.trailer:
            del document.trailer.ID  # reportlab's depends on SOURCE_DATE_EPOCH
        out = io.BytesIO()
        document.save(
            out,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            compress_streams=False,
            min_version="1.7",
        )
    return out.getvalue()
