"""The list booklet (A4): every procedure of a list in a table, by group and field, with a table of contents.

Shared by all sites that post the same list: the site's name is added by `pdf.address_file`. LeafFacts are quoted as the
source has them; a quote too long for its column runs across the page below its row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from posters import flow, leaf, pdf, plates
from posters.body import Body
from posters.emblem import Emblem
from posters.errors import DrawingError
from posters.flow import FlowCell, FlowPage, FlowRow, Par, PlacedRow
from posters.fonts import Face
from posters.leaf import CODE_ROLE, LeafFacts
from posters.products_spec import Booklet, BookletEntry
from posters.surface import Ink

TITLE = "Danh mục thủ tục hành chính"
MODULE = 25.4 / 37.5
"""Module of a code in mm: 16 dots of a 600 dpi printer, 4 pixels at 150 dpi. At half a millimetre no reader reads a
code out of focus (`posters.hardship`), at this size both do."""
UNKNOWN = "–"
LEGEND = "Dấu – : nguồn dữ liệu chưa ghi; xem trên Cổng Dịch vụ công quốc gia theo mã QR, hoặc hỏi tại quầy."
_BELOW = "xem dưới"
_LONG = 110
"""Characters from which on a quote runs across the page."""
_WIDTH = 186.0
_GAP = 2.2
_SMALL = 8.5
_HEAD = 8.0
_ABOVE = 1.7
_NAME = 10.5
_CODE = 12.0
_FACTS = (
    ("time_legal", "Thời hạn theo quy định", 33.2),
    ("time_city", "Thời hạn sau cắt giảm", 32.3),
    ("fee", "Phí, lệ phí", 29.5),
    ("place", "Nơi tiếp nhận", 28.0),
    ("decision", "Quyết định", 29.0),
)
"""Fact, heading, width in mm beside a symbol of version 5. They stand below the name, which runs across them all; one
that no entry has does not stand at all."""
_Facts = tuple[tuple[str, str, float], ...]
_BETWEEN = 7.0
"""Between two columns of entries, in mm."""


@dataclass(frozen=True, slots=True)
class _EntryTable:
    """Columns of entries beside each other on a page, each `width` mm wide; where text begins beside a code; facts."""

    columns: int
    width: float
    start: float
    facts: _Facts

    @property
    def room(self) -> float:
        """Width of an entry's text."""
        return self.width - self.start


def make_template(booklet: Booklet, codes: Mapping[str, bytes], emblem: Emblem | None = None) -> pdf.Template:
    """The booklet as a document to be addressed to sites. Raises what `draw_booklet` raises."""
    return pdf.make_template(list(draw_booklet(booklet, codes)), TITLE, emblem, duplex=pdf.IS_READ)


def draw_booklet(booklet: Booklet, codes: Mapping[str, bytes]) -> Iterator[Body]:
    """Its pages, one at a time: contents, then the table. `codes` holds `qr.make_symbol` of every payload.

    Raises `DrawingError` for an empty list or a code not given, `MissingGlyphError`.
    """
    entries = booklet.entries
    if not entries:
        raise DrawingError(
            "danh mục không có thủ tục nào", place=TITLE, way_out="kiểm tra danh sách niêm yết của điểm này"
        )
    form = leaf.make_form(leaf.WIDE, "A4", TITLE)
    start = leaf.measure_symbol_side([e.payload for e in entries], codes, MODULE) + 4 * MODULE + 1.0
    table = list(_fill_pages(booklet, _choose_table(booklet, start), form.room))
    mark = plates.grow_mark(booklet.seed, booklet.label)
    front = _make_contents(booklet, table, leaf.mark_form(form, mark), form.room)
    facts = LeafFacts(
        TITLE,
        booklet.label,
        f"{len(entries)} thủ tục",
        booklet.release,
        booklet.released,
        booklet.sample,
        booklet.wording,
        emblem=booklet.emblem,
        mark=mark,
    )
    yield from leaf.draw_bodies(form, [*front, *table], facts, codes, MODULE)


def _choose_table(booklet: Booklet, start: float) -> _EntryTable:
    """Two columns where the facts that entries have stand beside each other in half a page, else one."""
    facts = _list_known_facts(booklet)
    half = _EntryTable(2, (_WIDTH - _BETWEEN) / 2, start, facts)
    needed_width = sum(wide for _, _, wide in facts) + _GAP * (len(facts) - 1)
    return half if needed_width <= half.room else replace(half, columns=1, width=_WIDTH)


def _fill_pages(booklet: Booklet, table: _EntryTable, room: float) -> Iterator[FlowPage]:
    """The table's pages: its columns from the left, each with its heading."""
    heading, taken_height = list[PlacedRow](), 0.0
    for row in map(flow.measure_row, _make_heading(table)):
        heading.append(PlacedRow(taken_height, row))
        taken_height += row.height
    columns = [
        (*heading, *(replace(p, y=p.y + taken_height) for p in column))
        for column in flow.fill_pages(_list_rows(booklet, table), room - taken_height, room - taken_height)
    ]
    for i in range(0, len(columns), table.columns):
        beside = enumerate(columns[i : i + table.columns])
        yield tuple(replace(p, x=n * (table.width + _BETWEEN)) for n, column in beside for p in column)


def _list_known_facts(booklet: Booklet) -> _Facts:
    """The facts that at least one entry has."""
    return tuple(fact for fact in _FACTS if any(getattr(entry, fact[0]) for entry in booklet.entries))


def _place_columns(table: _EntryTable) -> Iterator[tuple[str, str, float, float]]:
    """Fact, heading, left edge and width."""
    start, gaps = table.start, _GAP * (len(table.facts) - 1)
    stretch = (table.room - gaps) / sum(wide for _, _, wide in table.facts) if table.facts else 1.0
    for fact, title, wide in table.facts:
        yield fact, title, start, wide * stretch
        start += wide * stretch + _GAP


def _make_heading(table: _EntryTable) -> tuple[FlowRow, ...]:
    """The lines of the table's heading: what every entry has, and the facts below it."""
    first = (("Mã QR", 0.0, table.start - 1), ("Mã số và tên thủ tục", table.start, table.room))
    second = [(title, x, wide) for _, title, x, wide in _place_columns(table)]
    upper, lower = (
        tuple(FlowCell(x, wide, (Par(text, Face.BOLD, _HEAD, Ink.ACCENT),)) for text, x, wide in line)
        for line in (first, second)
    )
    last = FlowRow(lower or upper, above=0.2 if lower else 0.6, below=0.7, rule=0.7, rule_ink=Ink.ACCENT)
    return (FlowRow(upper, above=0.6, below=0.0), last) if lower else (last,)


def _list_rows(booklet: Booklet, table: _EntryTable) -> Iterator[FlowRow]:
    for group in booklet.groups:
        opening = [
            FlowRow(
                (FlowCell(0, table.width, (Par(group.title, Face.BOLD, 13, Ink.ACCENT),)),),
                above=3,
                below=0.4,
                keep=True,
                mark=group.title,
                tag="H2",
            )
        ]
        for field in group.fields:
            name = field.name or "Lĩnh vực khác"
            opening.append(
                _make_field_row(f"{name} ({len(field.entries)})", table.width, mark=f"{group.title}\n{field.name}")
            )
            running = _make_field_row(f"{name} (tiếp theo)", table.width, mark="")
            for entry in field.entries:
                yield from opening
                opening = []
                yield from _list_entry_rows(entry, table, running)


def _make_field_row(text: str, width: float, mark: str) -> FlowRow:
    """Far enough above the first code that its quiet zone is left alone."""
    return FlowRow(
        (FlowCell(0, width, (Par(text, Face.BOLD, 11),)),), above=1.9, below=1.1, keep=True, mark=mark, tag="H3"
    )


def _list_entry_rows(entry: BookletEntry, table: _EntryTable, running: FlowRow) -> Iterator[FlowRow]:
    """Code and name, below them the facts in columns, below them what is too long for a column."""
    start, continued = table.start, _make_continued_row(entry, table)
    pars = (Par(entry.code, Face.BOLD, _CODE, role=CODE_ROLE), Par(entry.name, size=_NAME, gap=0.3))
    notes = tuple(Par(note, Face.BOLD, _SMALL, Ink.ACCENT, gap=0.4) for note in entry.notes)
    top = FlowRow(
        (FlowCell(start, table.room, pars + notes),),
        payload=entry.payload,
        above=_ABOVE,
        below=0.8,
        running=running,
        continued=continued,
        keep=True,
    )
    if not table.facts:
        yield replace(top, keep=False, least=start - 1.0 + _ABOVE, below=1.6, rule=0.4, rule_x=start)
        return
    quotes = [(title, x, wide, getattr(entry, fact)) for fact, title, x, wide in _place_columns(table)]
    long = tuple(Par(f"{title}: {text}", size=_SMALL, gap=0.8) for title, _, _, text in quotes if len(text) > _LONG)
    cells = tuple(
        FlowCell(x, wide, (Par(_BELOW if len(text) > _LONG else text or UNKNOWN, size=_SMALL),))
        for _, x, wide, text in quotes
    )
    least = start - 1.0 + MODULE - flow.measure_row(top).height
    facts = FlowRow(cells, least=least, above=0.8, below=1.4, rule=0.4, rule_x=start, continued=continued)
    yield top
    if long:
        yield replace(facts, rule=0.0, least=0.0, below=0.4, keep=True)
        facts = replace(facts, cells=(FlowCell(start, table.room, long),), least=least - flow.measure_row(facts).height)
    yield facts


def _make_continued_row(entry: BookletEntry, table: _EntryTable) -> FlowRow:
    text = f"{entry.code} (tiếp theo)"
    return FlowRow((FlowCell(table.start, table.room, (Par(text, Face.BOLD, _CODE),)),), above=_ABOVE, below=0.6)


def _make_contents(booklet: Booklet, table: Sequence[FlowPage], first: leaf.Form, room: float) -> list[FlowPage]:
    """The first pages (the very first has the form `first`): groups and fields, how many procedures, on which page."""
    where = {
        p.set_row.row.mark: i for i, page in reversed(list(enumerate(table, 1))) for p in page if p.set_row.row.mark
    }
    front = sum(1 for _ in flow.fill_pages(_list_contents_rows(booklet, where, 0), first.first, room))
    return list(flow.fill_pages(_list_contents_rows(booklet, where, front), first.first, room))


def _list_contents_rows(booklet: Booklet, where: Mapping[str, int], front: int) -> Iterator[FlowRow]:
    if _list_known_facts(booklet):
        yield FlowRow((FlowCell(0, _WIDTH, (Par(LEGEND, size=9),)),), above=2, below=2)
    for group in booklet.groups:
        count = sum(len(f.entries) for f in group.fields)
        yield _make_contents_row(
            group.title,
            count,
            where[group.title] + front,
            Par("", Face.BOLD, 10.5, Ink.ACCENT),
            2.4,
            keep=True,
        )
        for i, field in enumerate(group.fields):
            page = where[f"{group.title}\n{field.name}"] + front
            last = i == len(group.fields) - 1
            yield _make_contents_row(
                field.name or "Lĩnh vực khác",
                len(field.entries),
                page,
                Par("", size=8.5),
                0.5,
                keep=i == 0 and not last,
            )


def _make_contents_row(text: str, count: int, page: int, like: Par, above: float, *, keep: bool) -> FlowRow:
    cells = (
        FlowCell(0, 138, (replace(like, text=text),)),
        FlowCell(140, 22, (replace(like, text=f"{count} thủ tục"),), "right"),
        FlowCell(164, 22, (replace(like, text=f"trang {page}"),), "right"),
    )
    return FlowRow(cells, above=above, below=0.5, rule=0.3, keep=keep)
