"""Papers for the staff of a site (A4): what to hang, take down and keep, and what a parcel from the print shop holds.

One page wherever it fits; long reasons go on on further pages, nothing is cut.
"""

from __future__ import annotations

from collections.abc import Iterator

from posters import flow, leaf, pdf
from posters.body import Body
from posters.flow import Cell, Par, Row
from posters.fonts import Face
from posters.leaf import Facts
from posters.products_spec import Notice, NoticeItem, NoticeSection
from posters.surface import COLOUR, Ink, Palette

_WIDTH = 186.0
_SIZE = 9.5
_SMALL = 9.0
_BOX = 3.2
_LABEL = (7.0, 27.0)
_WHAT = 36.0
_FIGURE = 30.0


def template(notice: Notice, palette: Palette = COLOUR) -> pdf.Template:
    """The notice as a document to be addressed to its site. Raises what `draw` raises."""
    return pdf.template(list(draw(notice, palette)), notice.title, palette)


def draw(notice: Notice, palette: Palette = COLOUR) -> Iterator[Body]:
    """Its pages. Raises `DrawingError` if a title does not fit, `MissingGlyphError`."""
    form = leaf.form(leaf.WIDE, "A4", notice.title)
    pages = list(flow.pages(_rows(notice), form.first + 4.0, form.room))
    facts = Facts(
        notice.title, notice.label, "", notice.release, notice.released, notice.sample, notice.wording, scan=False
    )
    yield from leaf.bodies(form, pages, facts, {}, 1.0, palette)


def _rows(notice: Notice) -> Iterator[Row]:
    yield Row((Cell(0, _WIDTH, (Par(notice.summary, Face.BOLD, 11.5),)),), above=0.5, below=1.5)
    for label, value in notice.facts:
        if value:
            cells = (
                Cell(0, 40, (Par(label, size=_SIZE, ink=Ink.MUTED),)),
                Cell(42, _WIDTH - 42, (Par(value, size=_SIZE),)),
            )
            yield Row(cells, above=0.5, below=0.5)
    for section in notice.sections:
        yield from _section(section)
    for i, line in enumerate(notice.closing):
        yield Row((Cell(0, _WIDTH, (Par(line, size=_SIZE),)),), above=5.0 if i == 0 else 1.5, below=1.0, loose=True)


def _section(section: NoticeSection) -> Iterator[Row]:
    wide = _WIDTH - (_FIGURE if section.figures else 0.0)
    heading = [Cell(0, wide, (Par(section.heading, Face.BOLD, 12, Ink.ACCENT),))]
    if section.figures:
        heading.append(Cell(_WIDTH - _FIGURE, _FIGURE, (Par(section.figures, Face.BOLD, _SMALL, Ink.ACCENT),), "right"))
    yield Row(tuple(heading), above=4.5, below=1.0, rule=0.7, rule_ink=Ink.ACCENT, keep=True)
    if section.plain:
        yield Row((Cell(0, _WIDTH, (Par(section.plain, size=_SIZE),)),), above=1.2, below=1.0, loose=True)
    running = Row(
        (Cell(0, _WIDTH, (Par(f"{section.heading} (tiếp theo)", Face.BOLD, 10.5, Ink.ACCENT),)),),
        above=1.0,
        below=1.0,
        rule=0.7,
        rule_ink=Ink.ACCENT,
    )
    for item in section.items:
        yield _item(item, running, figures=bool(section.figures))


def _item(item: NoticeItem, running: Row, *, figures: bool) -> Row:
    """A line to tick: the sheet's id, what it holds, every detail as its own paragraph."""
    right = _WIDTH - (_FIGURE if figures else 0.0)
    said = [Par(item.what, Face.BOLD, _SMALL)] if item.what else []
    said += [Par(text, size=_SMALL, gap=0.5) for text in item.details]
    x, wide = _LABEL
    cells = [Cell(x, wide, (Par(item.label, Face.BOLD, _SIZE),)), Cell(_WHAT, right - _WHAT, tuple(said))]
    if item.figure:
        cells.append(Cell(right, _FIGURE, (Par(item.figure, Face.BOLD, _SIZE),), "right"))
    again = Row((Cell(x, _WIDTH - x, (Par(f"{item.label} (tiếp theo)", Face.BOLD, _SIZE),)),), above=1.0, below=0.4)
    return Row(tuple(cells), above=1.1, below=1.1, rule=0.3, running=running, continued=again, tick=_BOX, least=7.0)
