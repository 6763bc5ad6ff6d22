"""The sheet of one procedure for the counter (A5 or A4): a big code, then everything the source says, as quoted.

What the source does not say is named plainly. Smaller type comes first; what still does not fit goes on on a
second page. Nothing is cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from posters import flow, leaf, pdf, plates, qr
from posters.body import Body
from posters.emblem import Emblem
from posters.flow import FlowCell, FlowPage, FlowRow, Par
from posters.fonts import Face
from posters.leaf import CODE_ROLE, Form, LeafFacts
from posters.products_spec import Single
from posters.surface import Ink
from posters.text import break_lines, clean

TITLE = "Thủ tục hành chính"
UNKNOWN = "Nguồn dữ liệu chưa ghi"
ADVICE = "xem trên Cổng Dịch vụ công quốc gia theo mã QR, hoặc hỏi cán bộ tại quầy."
_SIZES = {"A5": (10.0, 9.5, 9.0, 8.5, 8.0), "A4": (12.5, 12.0, 11.5, 11.0, 10.5, 10.0, 9.5, 9.0)}
"""Type sizes of the facts, preferred first."""
_NAMES = {"A5": (15.0, 14.0, 13.0, 12.0, 11.0, 10.0), "A4": (21.0, 19.0, 17.0, 15.0, 13.0, 12.0)}
_SIDES = {"A5": (62.0, 54.0, 46.0, 38.0), "A4": (96.0, 84.0, 70.0)}
"""Sides of the symbol in mm, without quiet zone, preferred first."""
_NAME_LINES = 5
_KIND = 12.0
"""Points in which the head says what kind of sheet this is: its title is the procedure's name."""


@dataclass(frozen=True, slots=True)
class _Look:
    """Width of the type area, side of the symbol and of its quiet zone in mm, type sizes of name and facts."""

    width: float
    side: float
    quiet: float
    name: float
    size: float

    @property
    def beside(self) -> float:
        """Where text beside the symbol begins."""
        return self.side + self.quiet + 2.5


def make_template(sheets: Sequence[Single], codes: Mapping[str, bytes], emblem: Emblem | None = None) -> pdf.Template:
    """Several sheets as one document to be addressed to sites. Raises what `draw_singles` raises."""
    return pdf.make_template([body for sheet in sheets for body in draw_singles(sheet, codes)], TITLE, emblem)


def draw_singles(sheet: Single, codes: Mapping[str, bytes]) -> Iterator[Body]:
    """Its pages: one wherever smaller type allows. `codes` holds `qr.make_symbol` of the payload.

    Raises `DrawingError` for another paper, a code not given or a line that fits no page, `MissingGlyphError`.
    """
    form = leaf.make_form(leaf.STACKED, sheet.paper, f"thủ tục {sheet.code}")
    modules = leaf.measure_symbol_side([sheet.payload], codes, 1.0)
    mark = plates.grow_mark(sheet.seed, sheet.label)
    pages, side = _fit_pages(sheet, leaf.mark_form(form, mark), form.room, modules)
    issued = (sheet.release, sheet.released, sheet.sample, sheet.wording)
    outline = f"{sheet.code} {clean(sheet.name)}"
    facts = LeafFacts(TITLE, sheet.label, "", *issued, sheet.emblem, outline, title_size=_KIND, mark=mark)
    yield from leaf.draw_bodies(form, pages, facts, codes, side / modules)


def _fit_pages(sheet: Single, form: Form, room: float, modules: float) -> tuple[list[FlowPage], float]:
    """On one page in the largest type, then with the largest symbol, else on as few as the smallest need, `room` mm
    for rows on each further one; and the symbol's side."""
    name = _name_size(sheet, form.at.width)
    for size in _SIZES[sheet.paper]:
        for side in _SIDES[sheet.paper]:
            look = _Look(form.at.width, side, qr.QUIET_ZONE * side / modules, name, size)
            pages = list(flow.fill_pages(_list_rows(sheet, look), form.first, room))
            if len(pages) == 1:
                return pages, side
    return pages, side


def _name_size(sheet: Single, width: float) -> float:
    """The largest size in which the name makes few lines, else the smallest."""
    sizes = _NAMES[sheet.paper]
    for size in sizes:
        if len(break_lines(clean(sheet.name), Face.BOLD, size, width)) <= _NAME_LINES:
            return size
    return sizes[-1]


def _list_rows(sheet: Single, look: _Look) -> Iterator[FlowRow]:
    name = [Par(sheet.name, Face.BOLD, look.name, Ink.ACCENT)]
    if sheet.field:
        name.append(Par(f"Lĩnh vực: {sheet.field}", size=look.size, ink=Ink.MUTED, gap=1.0))
    name += [Par(note, Face.BOLD, look.size, Ink.ACCENT, gap=0.6) for note in sheet.notes]
    yield FlowRow((FlowCell(0, look.width, tuple(name)),), above=1.0, below=0.5, tag="H2")
    yield _describe_code(sheet, look)
    yield from _list_fact_rows(sheet, look)


def _describe_code(sheet: Single, look: _Look) -> FlowRow:
    """The code, and beside it how to use it, the short facts and what is not known."""
    x = look.beside
    pars = [
        Par("Mã số", size=look.size, ink=Ink.MUTED),
        Par(sheet.code, Face.BOLD, look.size * 2, role=CODE_ROLE),
        Par("Quét mã để xem hướng dẫn, biểu mẫu và nộp trực tuyến tại", size=look.size, ink=Ink.MUTED, gap=1.6),
        Par(sheet.host, Face.BOLD, look.size + 1, Ink.ACCENT, gap=0.2),
    ]
    for label, text in (("Thời hạn theo quy định", sheet.time_legal), ("Thời hạn sau cắt giảm", sheet.time_city)):
        if text and len(text) <= _SHORT:
            pars += [Par(label, size=look.size, ink=Ink.MUTED, gap=1.6), Par(text, Face.BOLD, look.size, gap=0.2)]
    missing = _list_missing(sheet)
    if missing:
        text = f"{UNKNOWN}: {', '.join(missing)}; {ADVICE}"
        pars.append(Par(text, size=look.size, ink=Ink.MUTED, gap=2.4))
    cell = FlowCell(x, look.width - x, tuple(pars))
    return FlowRow((cell,), payload=sheet.payload, least=look.side + 2 * look.quiet, above=look.quiet, below=1.5)


_SHORT = 60
"""Characters up to which a time stands beside the code."""
_LONG = 200
"""Characters from which on what a channel says runs across the page."""


def _list_fact_rows(sheet: Single, look: _Look) -> Iterator[FlowRow]:
    for label, text in (("Thời hạn theo quy định", sheet.time_legal), ("Thời hạn sau cắt giảm", sheet.time_city)):
        if len(text) > _SHORT:
            yield _make_fact_row(label, (text,), look)
    yield from _list_channel_rows(sheet, look)
    for label, texts in (
        ("Phí, lệ phí", (sheet.fee,)),
        ("Nơi tiếp nhận", (sheet.place,)),
        ("Hồ sơ", _number_items(sheet.dossier)),
        ("Kết quả", (sheet.result,)),
        ("Quyết định", (sheet.decision,)),
    ):
        if any(texts):
            yield _make_fact_row(label, texts, look)


def _number_items(items: tuple[str, ...]) -> tuple[str, ...]:
    """Numbered, unless the source marks its items itself."""
    if len(items) < 2 or any(item.startswith(("*", "-", "+", "1.", "a)")) for item in items):
        return items
    return tuple(f"{i}. {text}" for i, text in enumerate(items, 1))


def _make_fact_row(label: str, texts: tuple[str, ...], look: _Look) -> FlowRow:
    at = look.width * 0.24
    pars = tuple(Par(text, size=look.size, gap=0.5) for text in texts)
    again = FlowRow(
        (FlowCell(0, look.width, (Par(f"{label} (tiếp theo)", Face.BOLD, look.size),)),), above=0.9, below=0.3
    )
    cells = (FlowCell(0, at - 2, (Par(label, Face.BOLD, look.size),)), FlowCell(at, look.width - at, pars))
    return FlowRow(cells, above=0.9, below=0.9, rule=0.3, continued=again, loose=True)


def _list_channel_rows(sheet: Single, look: _Look) -> Iterator[FlowRow]:
    """Time and fee of each way to hand in, as the source quotes them: side by side, or across where they are long."""
    short = [c for c in sheet.channels if max(len(c.time), len(c.fee)) <= _LONG]
    if short:
        yield _make_channel_row(("Cách nộp", "Thời hạn", "Phí, lệ phí"), look, Face.BOLD, keep=True)
    for c in short:
        yield _make_channel_row(
            (_capitalise_text(c.name), c.time or "chưa ghi", c.fee or "chưa ghi"), look, Face.REGULAR, keep=False
        )
    for c in sheet.channels:
        if c not in short:
            yield _make_fact_row(f"{_capitalise_text(c.name)}: thời hạn", (c.time or "chưa ghi",), look)
            yield _make_fact_row(f"{_capitalise_text(c.name)}: phí, lệ phí", (c.fee or "chưa ghi",), look)


def _capitalise_text(text: str) -> str:
    return text[:1].upper() + text[1:]


def _make_channel_row(texts: tuple[str, str, str], look: _Look, face: Face, *, keep: bool) -> FlowRow:
    at, half = look.width * 0.24, look.width * 0.38
    columns = ((0.0, at - 2), (at, half - 2), (at + half, half))
    cells = tuple(
        FlowCell(x, wide, (Par(text, face if i else Face.BOLD, look.size),))
        for i, (text, (x, wide)) in enumerate(zip(texts, columns, strict=True))
    )
    return FlowRow(cells, above=0.9, below=0.9, rule=0.3, keep=keep)


def _list_missing(sheet: Single) -> list[str]:
    """What a citizen may ask and the source does not answer."""
    facts = {
        "thời hạn giải quyết": sheet.time_legal or sheet.time_city or any(c.time for c in sheet.channels),
        "phí, lệ phí": sheet.fee or any(c.fee for c in sheet.channels),
        "nơi tiếp nhận": sheet.place,
        "thành phần hồ sơ": sheet.dossier,
        "kết quả": sheet.result,
        "quyết định công bố": sheet.decision,
    }
    return [name for name, value in facts.items() if not value]
