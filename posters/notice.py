"""Papers for the staff of a site (A4): what to hang, take down and keep, and what a parcel from the print shop holds.

In come plain facts (`products_spec.Notice`) and the site, out goes a finished file. One page wherever it fits; what is
longer goes on on further pages that say whose it is. Nothing is cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Paragraph, Spacer, Table, TableStyle

from posters import document
from posters.document import ROOM, WIDTH, Letterhead, convert_ink, make_paragraph, make_style
from posters.fonts import Face
from posters.products_spec import Notice, NoticeItem, NoticeSection
from posters.spec import SiteHead
from posters.surface import HAIRLINE, Ink
from posters.text import break_lines, clean

_SIZE = 9.5
_SMALL = 9.0
_BOX = 3.2
_TICK, _LABEL, _FIGURE = 7.0, 29.0, 30.0
"""Widths of the columns in mm: the box to tick, the label, the figure; what a line says takes the rest."""
_PAD = 1.1
_MOST_LINES = 12
"""Lines of a detail that stand in one row of the table; rows are not split."""

Cells = list[object]


def draw_notice(notice: Notice, site: SiteHead) -> bytes:
    """The finished file. Raises `DrawingError` if a title does not fit, `MissingGlyphError`."""
    facts = (notice.release, notice.released, notice.sample, notice.wording)
    return document.draw_document(
        lambda: list(_write_story(notice)), Letterhead(notice.title, notice.label, site, *facts)
    )


def _write_story(notice: Notice) -> Iterator[Flowable]:
    yield make_paragraph(notice.summary, make_style(11.5, Face.BOLD))
    yield Spacer(0, 2 * mm)
    facts = [(label, value) for label, value in notice.facts if clean(value)]
    if facts:
        muted, plain = make_style(_SIZE, ink=Ink.MUTED), make_style(_SIZE)
        rows = [[make_paragraph(label, muted), make_paragraph(value, plain)] for label, value in facts]
        yield Table(rows, [42 * mm, (WIDTH - 42) * mm], style=_make_plain_look(0.5))
    for section in notice.sections:
        yield from _write_section(section)
    closing = [
        part for line in notice.closing for part in (Spacer(0, 2.5 * mm), make_paragraph(line, make_style(_SIZE)))
    ]
    if closing:
        yield KeepTogether([Spacer(0, 2.5 * mm), *closing])


def _make_plain_look(pad: float) -> TableStyle:
    """A table without lines, `pad` mm above and below each row."""
    look = TableStyle()
    for side, space in (("LEFT", 0.0), ("RIGHT", 0.0), ("TOP", pad), ("BOTTOM", pad)):
        look.add(f"{side}PADDING", (0, 0), (-1, -1), space * mm)
    look.add("VALIGN", (0, 0), (-1, -1), "TOP")
    return look


def _write_section(section: NoticeSection) -> Iterator[Flowable]:
    figure = _FIGURE if section.figures else 0.0
    columns = [_TICK, _LABEL, WIDTH - _TICK - _LABEL - figure, *([figure] if figure else [])]
    rows, look = [_make_heading(section)], _make_plain_look(0)
    _style_heading(look, figured=bool(figure))
    for item in section.items:
        first = len(rows)
        rows += _make_item_rows(item, columns[2], figured=bool(figure))
        _style_item(look, rows, first, columns[2])
    yield CondPageBreak(24 * mm)
    yield Spacer(0, 4 * mm)
    yield _SectionTable(rows, [wide * mm for wide in columns], style=look, repeatRows=1)
    if section.plain:
        yield Spacer(0, 1.2 * mm)
        yield make_paragraph(section.plain, make_style(_SIZE))


def _make_heading(section: NoticeSection) -> Cells:
    bold = make_style(12, Face.BOLD, Ink.ACCENT)
    words = [make_paragraph(text, bold) for text in (section.heading, f"{section.heading} (tiếp theo)")]
    figures = make_paragraph(section.figures, make_style(_SMALL, Face.BOLD, Ink.ACCENT, "right"))
    return [_OnceThenAgain(*words), "", "", *([figures] if section.figures else [])]


def _style_heading(look: TableStyle, *, figured: bool) -> None:
    look.add("SPAN", (0, 0), (2 if figured else -1, 0))
    look.add("VALIGN", (0, 0), (-1, 0), "BOTTOM")
    look.add("BOTTOMPADDING", (0, 0), (-1, 0), 1.0 * mm)
    look.add("LINEBELOW", (0, 0), (-1, 0), 0.7, convert_ink(Ink.ACCENT))


def _make_item_rows(item: NoticeItem, wide: float, *, figured: bool) -> Iterator[Cells]:
    """A line to tick: the sheet's id, what it holds, every detail in rows of its own."""
    bold, small = make_style(_SIZE, Face.BOLD), make_style(_SMALL)
    parts = [make_paragraph(item.what, make_style(_SMALL, Face.BOLD))] if item.what else []
    parts += [make_paragraph(part, small) for text in item.details for part in _split_text(text, wide)]
    figure = [make_paragraph(item.figure, make_style(_SIZE, Face.BOLD, align="right"))] if figured else []
    yield [_Box(), make_paragraph(item.label, bold), parts[0] if parts else "", *figure]
    for part in parts[1:]:
        yield [
            "",
            _Continued(make_paragraph(item.label, bold), make_paragraph("(tiếp theo)", small)),
            part,
            *([""] if figured else []),
        ]


def _split_text(text: str, wide: float) -> Iterator[str]:
    """A text in parts of so many lines that a row of the table stays lower than a page."""
    lines = break_lines(clean(text), Face.REGULAR, _SMALL, wide)
    for start in range(0, len(lines), _MOST_LINES):
        yield " ".join(lines[start : start + _MOST_LINES])


def _style_item(look: TableStyle, rows: Sequence[Cells], first: int, wide: float) -> None:
    """Space, the rule below, and which rows stay on one page: all where they fit one, else the last two."""
    last = len(rows) - 1
    if last > first:
        look.add("TOPPADDING", (0, first + 1), (-1, last), 0.5 * mm)
    look.add("TOPPADDING", (0, first), (-1, first), _PAD * mm)
    look.add("BOTTOMPADDING", (0, last), (-1, last), _PAD * mm)
    look.add("LINEBELOW", (0, last), (-1, last), HAIRLINE, convert_ink(Ink.BLACK))
    parts = [cells[2] for cells in rows[first:]]
    height = sum(part.wrap(wide * mm, 0)[1] + 0.5 * mm for part in parts if isinstance(part, Paragraph))
    whole = height < (ROOM - 20) * mm
    if last > first:
        look.add("NOSPLIT", (0, first if whole else last - 1), (-1, last))


class _SectionTable(Table):
    """A section's lines: on a further page its heading says that it goes on, and so does a line that was split."""

    def onSplit(self, T: Table, byRow: int = 1) -> None:  # noqa: N802, N803, ARG002 - reportlab's names
        """Called by reportlab with each half."""
        rows: list[list[object]] = T._cellvalues  # type: ignore[attr-defined] # the stubs leave it out
        cell = rows[1][1] if len(rows) > 1 else None
        for part in cell if isinstance(cell, list | tuple) else [cell]:
            if isinstance(part, _Continued):
                part.shown = True


class _OnceThenAgain(Flowable):
    """One paragraph where it is drawn first, another wherever it is drawn again."""

    def __init__(self, once: Paragraph, again: Paragraph) -> None:
        super().__init__()
        self._parts = (once, again)
        self._drawn = 0

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803 - reportlab's names
        """Room for either."""
        sizes = [part.wrap(aW, aH) for part in self._parts]
        return max(wide for wide, _ in sizes), max(high for _, high in sizes)

    def draw(self) -> None:
        """Draw the one whose turn it is."""
        self._parts[min(self._drawn, 1)].drawOn(self.canv, 0, 0)
        self._drawn += 1


class _Continued(Flowable):
    """Whose line goes on, shown only where that line opens a page; takes no room of its own."""

    def __init__(self, *parts: Paragraph) -> None:
        super().__init__()
        self._parts = parts
        self.shown = False

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803 - reportlab's names
        """No room: what goes on beside it is higher."""
        self._heights = [part.wrap(aW, aH)[1] for part in self._parts]
        return aW, 0.0

    def draw(self) -> None:
        """Draw from the row's top downwards."""
        y = 0.0
        for part, high in zip(self._parts, self._heights, strict=True):
            y -= high
            if self.shown:
                part.drawOn(self.canv, 0, y)


class _Box(Flowable):
    """A box to tick."""

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803, ARG002 - reportlab's names
        """Its side."""
        return _BOX * mm, (_BOX + 0.4) * mm

    def draw(self) -> None:
        """Its outline, as high as the capitals beside it."""
        self.canv.setStrokeColorRGB(0, 0, 0)
        self.canv.setLineWidth(0.8)
        self.canv.rect(0, 0, _BOX * mm, _BOX * mm)
