"""A report on paper (A4): facts, bars, and tables whose headings are repeated on every page that they reach.

In come plain facts (`report_spec.ReportPaper`), out goes a finished file. Nothing is cut: what is long takes more lines
and pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportlab.graphics.shapes import Drawing, Rect
from reportlab.lib.colors import Color
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer, Table, TableStyle

from posters import document
from posters.document import WIDTH, Letterhead, convert_ink, make_paragraph, make_style
from posters.fonts import Face
from posters.report_spec import PaperTable, ReportPaper, ShareBar, TableColumn
from posters.surface import HAIRLINE, Align, Ink
from posters.text import clean, measure_width

_SIZE, _HEAD = 8.5, 8.0
"""Type of the cells and of their headings, in points."""
_GAP, _BEHIND = 1.2, 4.0
"""Room before a cell's text, in mm: usual, and behind figures that stand at the right of theirs."""
_BAR, _BAR_LABEL, _BAR_FIGURE = 3.4, 62.0, 40.0
"""Height of a bar, and the columns beside it, in mm."""


def draw_report(report: ReportPaper) -> bytes:
    """The finished file. Raises `DrawingError` if head or foot does not fit, `MissingGlyphError`."""
    wording = replace(report.wording, antifraud=report.foot)
    facts = (report.release, report.released, report.sample, wording)
    return document.draw_document(
        lambda: list(_write_story(report)), Letterhead(report.title, report.label, report.site, *facts)
    )


def _write_story(report: ReportPaper) -> Iterator[Flowable]:
    muted, plain = make_style(9.5, ink=Ink.MUTED), make_style(9.5)
    facts = [(label, value) for label, value in report.facts if clean(value)]
    rows = [[make_paragraph(label, muted), make_paragraph(value, plain)] for label, value in facts]
    if rows:
        yield Table(rows, [46 * mm, (WIDTH - 46) * mm], style=_look(0.5))
    for part in report.tables:
        yield from _write_part(part)
    closing: list[Flowable] = []
    for line in report.closing:
        closing += (Spacer(0, 2.5 * mm), make_paragraph(line, make_style(9.5)))
    if closing:
        yield KeepTogether(closing)


def _write_part(part: PaperTable) -> Iterator[Flowable]:
    yield CondPageBreak(40 * mm)
    yield Spacer(0, 5 * mm)
    yield make_paragraph(part.title, make_style(12, Face.BOLD, Ink.ACCENT))
    if clean(part.note):
        yield Spacer(0, 0.8 * mm)
        yield make_paragraph(part.note, make_style(9, ink=Ink.MUTED))
    if part.bars:
        yield Spacer(0, 1.5 * mm)
        yield _tabulate_bars(part.bars)
    yield Spacer(0, 1.5 * mm)
    if not part.rows:
        yield make_paragraph(part.none, make_style(9.5))
        return
    yield _make_table(part)


def _tabulate_bars(bars: Sequence[ShareBar]) -> Table:
    """Each bar between what it shows and its figure; the outline is the whole."""
    room = WIDTH - _BAR_LABEL - _BAR_FIGURE
    rows = [
        [
            make_paragraph(bar.label, make_style(9)),
            _draw_bar(bar, room - 4),
            make_paragraph(bar.figure, make_style(9, Face.BOLD, align="right")),
        ]
        for bar in bars
    ]
    look = _look(0.7)
    look.add("VALIGN", (0, 0), (-1, -1), "MIDDLE")
    return Table(rows, [_BAR_LABEL * mm, room * mm, _BAR_FIGURE * mm], style=look)


def _draw_bar(bar: ShareBar, length: float) -> Drawing:
    filled = length * bar.part / bar.whole if bar.whole else 0.0
    drawing = Drawing(length * mm, _BAR * mm)
    line, accent = convert_ink(Ink.LINE), convert_ink(Ink.ACCENT)
    drawing.add(_draw_rectangle(length, None, line))
    if filled:
        drawing.add(_draw_rectangle(filled, accent, None))
    return drawing


def _draw_rectangle(length: float, fill: Color | None, stroke: Color | None) -> Rect:
    area = Rect(0, 0, length * mm, _BAR * mm)
    area.fillColor, area.strokeColor, area.strokeWidth = fill, stroke, 0.5
    return area


def _make_table(part: PaperTable) -> Table:
    columns = part.columns
    heads = [make_paragraph(c.heading, make_style(_HEAD, Face.BOLD, align=_align(c))) for c in columns]
    rows = [
        [make_paragraph(cell, make_style(_SIZE, align=_align(c))) for cell, c in zip(row, columns, strict=True)]
        for row in part.rows
    ]
    look = _look(0.9)
    for at in range(1, len(columns)):
        follows = columns[at - 1].figures and not columns[at].figures
        look.add("LEFTPADDING", (at, 0), (at, -1), (_BEHIND if follows else _GAP) * mm)
    look.add("LINEBELOW", (0, 0), (-1, 0), 0.9, convert_ink(Ink.ACCENT))
    look.add("LINEBELOW", (0, 1), (-1, -1), HAIRLINE, convert_ink(Ink.LINE))
    look.add("VALIGN", (0, 0), (-1, 0), "BOTTOM")
    return Table([heads, *rows], [w * mm for w in _share_out(part)], style=look, repeatRows=1)


def _align(column: TableColumn) -> Align:
    return "right" if column.figures else "left"


def _share_out(part: PaperTable) -> list[float]:
    """The width of each column in mm: as wide as its longest word at least, the rest by what the columns ask for."""
    least = []
    for at, column in enumerate(part.columns):
        heading = max(_measure_widest(column.heading, Face.BOLD, _HEAD), 6.0)
        words = max((_measure_widest(row[at], Face.REGULAR, _SIZE) for row in part.rows), default=0.0)
        least.append(min(max(heading, words), WIDTH / 4) + _BEHIND)
    spare = max(0.0, WIDTH - sum(least))
    total = sum(column.width for column in part.columns)
    widths = [low + spare * column.width / total for low, column in zip(least, part.columns, strict=True)]
    scale = WIDTH / sum(widths)
    return [width * scale for width in widths]


def _measure_widest(text: str, face: Face, size: float) -> float:
    """The width of the widest word of a text, in mm."""
    return max((measure_width(word, face, size) for word in clean(text).split()), default=0.0)


def _look(pad: float) -> TableStyle:
    """A table without lines, `pad` mm above and below each row."""
    look = TableStyle()
    for side, space in (("LEFT", 0.0), ("RIGHT", 0.0), ("TOP", pad), ("BOTTOM", pad)):
        look.add(f"{side}PADDING", (0, 0), (-1, -1), space * mm)
    look.add("VALIGN", (0, 0), (-1, -1), "TOP")
    return look
