"""Pages of flowing rows with the common head and foot, as bodies to be addressed to sites."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from posters import cards, front, furniture, qr, structure
from posters.body import Area, Body, PlacedCode, PlacedMark, SiteAreas, finish_body
from posters.errors import DrawingError
from posters.flow import FlowPage, PlacedRow, SetLine
from posters.fonts import Face
from posters.furniture import Measures
from posters.geometry import PAPERS, Rect
from posters.outline import Bookmark
from posters.spec import Mark, SheetMark, Wording
from posters.structure import Element
from posters.surface import Ink, Surface
from posters.text import PT, clean, measure_width, shrink

_LEVELS = {"H2": 1, "H3": 2}
"""Levels of the outline by the type of a heading."""
CODE_ROLE = "code"
"""Role of a paragraph that is set so that it can be read aloud."""


@dataclass(frozen=True, slots=True)
class Form:
    """A paper with its type area, in which rows leave room for the heads of pages. `narrow` paper stacks the foot's
    lines; under a `mark` they leave room for it."""

    paper: str
    at: Measures
    narrow: bool = False
    mark: SheetMark | None = None

    @property
    def first(self) -> float:
        """Height for rows on the first page."""
        return self.at.foot - 2.0 - self.top(first=True)

    @property
    def room(self) -> float:
        """Height for rows on every other page."""
        return self.at.foot - 2.0 - self.top(first=False)

    def top(self, *, first: bool) -> float:
        """Where rows begin."""
        return self.at.top + (25.0 + (front.DROP if self.mark else 0.0) if first else 9.4) * self.at.scale


WIDE: Mapping[str, Form] = {"A4": Form("A4", Measures(12, 198, 9, 266))}
"""Forms whose foot sets warning and id side by side."""
STACKED: Mapping[str, Form] = {
    "A4": Form("A4", Measures(12, 198, 9, 262), narrow=True),
    "A5": Form("A5", Measures(10, 138, 7, 178), narrow=True),
}
"""Forms whose foot stacks its lines, with room for long ids."""


@dataclass(frozen=True, slots=True)
class LeafFacts:
    """What stands round the rows: title, id (large beside the title on the first page), release, wording, the emblem in
    the first page's head, what the outline calls it (empty: as its title), the size of the title in points, and what
    names it on its first page."""

    title: str
    label: str
    shown: str
    release: int
    released: date
    sample: bool
    wording: Wording
    emblem: Mark | None = None
    outline: str = ""
    title_size: float = 21.0
    mark: SheetMark | None = None


def make_form(forms: Mapping[str, Form], paper: str, place: str) -> Form:
    """The form of a paper. Raises `DrawingError`."""
    form = forms.get(paper)
    if form is None:
        raise DrawingError(
            "không có mẫu cho khổ giấy này", place=place, value=paper, way_out=f"dùng {' hoặc '.join(sorted(forms))}"
        )
    return form


def mark_form(form: Form, mark: SheetMark | None) -> Form:
    """The form of a first page that bears `mark`, if any."""
    if mark is None:
        return form
    at = replace(form.at, foot=front.find_foot(form.paper, mark))
    return replace(form, at=at, narrow=True, mark=mark)


def draw_bodies(
    shape: Form,
    pages: Sequence[FlowPage],
    facts: LeafFacts,
    codes: Mapping[str, bytes],
    module: float,
) -> Iterator[Body]:
    """Every page drawn, one at a time. `codes` holds `qr.make_symbol` of every payload, `module` is a code's in mm. The
    first page has the form that `mark_form` gives."""
    for i, page in enumerate(pages):
        yield _draw_body(mark_form(shape, facts.mark if i == 0 else None), page, facts, codes, module, (i, len(pages)))


def _draw_body(
    shape: Form,
    page: FlowPage,
    facts: LeafFacts,
    codes: Mapping[str, bytes],
    module: float,
    nth: tuple[int, int],
) -> Body:
    wide, high = PAPERS[shape.paper]
    surface = Surface(wide, high)
    first = nth[0] == 0
    top = shape.top(first=first)
    if facts.sample:
        for area in _list_text_rooms(shape, page, top):
            furniture.draw_watermark(surface, area, facts.wording.sample)
    which = f"Trang {nth[0] + 1}/{nth[1]}" if nth[1] > 1 else ""
    with surface.marked("H1" if first else "P") as title:
        at = _draw_head(surface, shape, facts, "" if shape.narrow else which, first=first)
    elements = [Element("H1" if first else "P", (title,))]
    bookmarks = [Bookmark(1, facts.outline or facts.title)] if first else []
    placed: list[PlacedCode] = []
    for row in page:
        placed += _draw_row(surface, shape.at.left, top, row, codes, module)
        elements.append(_describe_row(surface, row, placed))
        bookmarks += _make_bookmark(row, top)
    elements.append(_draw_foot(surface, shape, facts, which))
    marks: tuple[PlacedMark, ...] = ()
    if shape.mark is not None:
        marks, marks_element = front.draw_marks(surface, shape.at, shape.mark)
        elements.append(marks_element)
    label = facts.label if nth[1] == 1 else f"{facts.label}-{nth[0] + 1:0{len(str(nth[1]))}d}"
    return finish_body(
        surface,
        place_areas(replace(shape, at=at), facts.wording),
        label=label,
        release=facts.release,
        released=facts.released,
        sample=facts.sample,
        codes=tuple(placed),
        emblem=facts.emblem if first else None,
        marks=marks,
        structure=tuple(elements),
        bookmarks=tuple(bookmarks),
    )


def _list_text_rooms(shape: Form, page: FlowPage, top: float) -> Iterator[Rect]:
    """Where a watermark can be read whole: beside the codes of each column."""
    texts = [(p.x, cell) for p in page if p.set_row.row.payload for cell in p.set_row.row.cells[:1]]
    high = shape.at.foot - top
    if not texts:
        yield Rect(shape.at.left, top, shape.at.width, high)
    for x in sorted({x for x, _ in texts}):
        cell = next(cell for left, cell in texts if left == x)
        yield Rect(shape.at.left + x + cell.x, top, cell.width, high)


def _draw_foot(surface: Surface, shape: Form, facts: LeafFacts, which: str) -> Element:
    before = len(surface.links)
    with surface.marked("P") as foot:
        if shape.mark is not None:
            front.draw_foot(surface, shape.at, facts.wording, shape.mark, _write_issue(facts), which)
        elif shape.narrow:
            _narrow_foot(surface, shape.at, facts, which)
        else:
            furniture.draw_foot(surface, shape.at, facts.wording, facts.release, facts.released)
    return Element("P", (foot,), kids=tuple(Element("Link", link=i) for i in range(before, len(surface.links))))


def _describe_row(surface: Surface, row: PlacedRow, placed: Sequence[PlacedCode]) -> Element:
    """A row as it is read: its text, and its code where it has one. The text of a row was drawn last."""
    kind = row.set_row.row
    code: tuple[Element, ...] = ()
    if kind.payload:
        where = f"{placed[-1].payload.split('/')[2]}, {_name_code(row)}"
        code = (structure.describe_code(surface.figures[-1], len(surface.links) - 1, where),)
    return Element(kind.tag, (surface.last_mark,) if row.set_row.lines else (), kids=code)


def _name_code(row: PlacedRow) -> str:
    """What a code is for: the procedure's own code."""
    return next((f"thủ tục {line.text}" for line in row.set_row.lines if line.par.role == CODE_ROLE), "trang hướng dẫn")


def _make_bookmark(row: PlacedRow, top: float) -> Iterator[Bookmark]:
    """A heading of the first or second level as a place in the outline."""
    kind = row.set_row.row
    if kind.mark and kind.tag in _LEVELS:
        yield Bookmark(_LEVELS[kind.tag], kind.mark.rpartition("\n")[2] or "Lĩnh vực khác", top + row.y)


def _draw_head(surface: Surface, shape: Form, facts: LeafFacts, which: str, *, first: bool) -> Measures:
    """The first page's head with the emblem, or a running one; returns where the site's name stands."""
    if not first:
        _draw_running_head(surface, shape.at, which)
        return shape.at
    beside = 0.0 if shape.narrow else furniture.BESIDE
    if shape.mark is None:
        at = furniture.draw_emblem(surface, shape.at, facts.emblem, beside)
        furniture.draw_head(surface, at, facts.title, facts.shown, which, facts.wording, largest=facts.title_size)
        return at
    at = replace(shape.at, inset=front.INSET)
    at = furniture.draw_emblem(surface, at, facts.emblem, beside, front.NAME)
    lower = replace(at, top=at.top + front.DROP)
    furniture.draw_head(surface, lower, facts.title, facts.shown, which, facts.wording, largest=facts.title_size)
    return at


def place_areas(shape: Form, wording: Wording) -> SiteAreas:
    """The places left to the site."""
    if shape.mark is not None:
        return front.place_areas(shape.at, wording, shape.mark)
    if not shape.narrow:
        return furniture.place_areas(shape.at, wording)
    at = shape.at
    return SiteAreas(
        name=Area(at.left + at.inset, at.top + 4.6, at.width - at.inset, 10.5, 8),
        contact=Area(at.left, at.foot + _narrow_lines(at, wording) + 8.2, at.width, 8, 8, 2),
        sheet_id=Area(at.right, at.foot + 4.4, at.width - 54, 9, 8, align="right"),
    )


def _draw_running_head(surface: Surface, at: Measures, beside: str) -> None:
    surface.text(at.right, at.top + 4.6 * at.scale, beside, Face.REGULAR, 10 * at.scale, Ink.BLACK, "right")
    surface.rule(at.left, at.top + 7.4 * at.scale, at.width, 1.4 * at.scale, Ink.ACCENT)


def _write_feedback(wording: Wording) -> str:
    return f"{clean(wording.feedback)}: {wording.feedback_url} · {clean(wording.hotline_label)} {wording.hotline}"


def _stack_lines(at: Measures, wording: Wording) -> list[tuple[str, Face, float]]:
    """The narrow foot's own lines below the release, each with its size."""
    foot_lines: list[tuple[str, Face, float]] = []
    texts = [
        (wording.antifraud, Face.BOLD),
        (_write_feedback(wording), Face.REGULAR),
        (wording.feedback_address, Face.REGULAR),
    ]
    for text, face in texts:
        if clean(text):
            room = at.width - (20 if face is Face.BOLD else 0)
            size, lines = shrink(clean(text), face, 8.5, 8, room, 3)
            foot_lines += [(line, face, size) for line in lines]
    return foot_lines


def _narrow_lines(at: Measures, wording: Wording) -> float:
    return 3.9 * len(_stack_lines(at, wording))


def _write_issue(facts: LeafFacts) -> str:
    words = facts.wording
    return f"{clean(words.release)} {facts.release}, {clean(words.released)} {facts.released:%d/%m/%Y}"


def _narrow_foot(surface: Surface, at: Measures, facts: LeafFacts, which: str) -> None:
    """As `furniture.draw_foot`, one below the other, with the page's number."""
    wording = facts.wording
    surface.rule(at.left, at.foot, at.width, 0.7, Ink.ACCENT)
    surface.text(at.left, at.foot + 4.4, _write_issue(facts), Face.REGULAR, 8.5)
    y = at.foot + 8.6
    surface.text(at.right, y, which, Face.REGULAR, 8.5, align="right")
    for line, face, size in _stack_lines(at, wording):
        surface.text(at.left, y, line, face, size)
        if wording.feedback_url in line:
            surface.link(
                Rect(at.left, y - size * PT, measure_width(line, face, size), size * PT * 1.3), wording.feedback_url
            )
        y += 3.9


def _draw_row(
    surface: Surface, left: float, top: float, placed: PlacedRow, codes: Mapping[str, bytes], module: float
) -> Iterator[PlacedCode]:
    row, left, y = placed.set_row.row, left + placed.x, top + placed.y
    if row.payload:
        yield _draw_symbol(surface, left, y + row.above, row.payload, codes, module)
    with surface.marked(row.tag):
        for line in placed.set_row.lines:
            _draw_line(surface, left, y, line)
    if row.rule:
        long = max((cell.x + cell.width for cell in row.cells), default=0.0) - row.rule_x
        surface.rule(left + row.rule_x, y + placed.set_row.height, long, row.rule, row.rule_ink)


def _draw_symbol(
    surface: Surface, x: float, y: float, payload: str, codes: Mapping[str, bytes], module: float
) -> PlacedCode:
    """A code with the top left corner of its symbol at (x, y)."""
    packed_symbol = codes.get(payload)
    if packed_symbol is None:
        raise DrawingError(
            "thiếu mã QR của thủ tục",
            place="vẽ trang",
            value=payload,
            way_out="dựng lại bản phát hành; nếu vẫn lỗi thì báo người quản trị",
        )
    quiet = qr.QUIET_ZONE * module
    side = qr.split_symbol(packed_symbol).size * module + 2 * quiet
    symbol = surface.symbol(Rect(x - quiet, y - quiet, side, side), packed_symbol)
    surface.link(symbol, payload)
    return PlacedCode(0, payload, symbol)


def _draw_line(surface: Surface, left: float, y: float, line: SetLine) -> None:
    par = line.par
    if par.role == CODE_ROLE:
        surface.pieces(
            left + line.x,
            y + line.y,
            cards.split_aloud(line.text),
            cards.AIR,
            par.face,
            par.size,
            par.ink,
            line.align,
        )
    else:
        surface.text(left + line.x, y + line.y, line.text, par.face, par.size, par.ink, line.align)


def measure_symbol_side(payloads: Sequence[str], codes: Mapping[str, bytes], module: float) -> float:
    """Side in mm of the largest symbol among `payloads`, without quiet zone. Raises `DrawingError`."""
    absent = next((p for p in payloads if p not in codes), None)
    if absent is not None:
        raise DrawingError(
            "thiếu mã QR của thủ tục",
            place="vẽ trang",
            value=absent,
            way_out="dựng lại bản phát hành; nếu vẫn lỗi thì báo người quản trị",
        )
    return max((qr.split_symbol(codes[p]).size for p in payloads), default=0) * module
