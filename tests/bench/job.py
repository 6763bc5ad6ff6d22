"""The sheets of one commune as source for Typst and WeasyPrint: same cells, text, type sizes, codes, links and marks.

Type sizes come from our own fitting, so that the rivals need not search for them; they break the lines themselves.
Headings, links and codes with what is read instead of them are tagged as theirs are by the rivals; that cards are items
of a list is left out, which spares them work.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from posters import bands, cards, geometry, marks, plates, qr, sheets, spec
from posters.surface import COLOUR
from tests.bench.run import ROOT

FONTS = ROOT / "posters" / "fonts"


@dataclass(frozen=True, slots=True)
class Job:
    """Sheets with everything printed on them, codes (`qr.make_symbol`) by payload, and the site."""

    sheets: tuple[spec.Sheet, ...]
    codes: dict[str, bytes]
    head: spec.SiteHead


def prepare(job: Job, folder: Path) -> None:
    """Write the job and every contestant's source into `folder`."""
    (folder / "codes").mkdir(parents=True, exist_ok=True)
    (folder / "job.pickle").write_bytes(pickle.dumps(job))
    site = str(plates.identify_site(job.head))
    _draw(folder / "codes" / "site.svg", marks.make_data_matrix(site), marks.DATA_MATRIX_QUIET)
    for sheet in job.sheets:
        for cell in sheet.cells:
            _draw(folder / "codes" / f"{cell.card.code}.svg", qr.keep_symbol(qr.encode(cell.card.payload)))
        if sheet.mark is not None:
            _draw(folder / "codes" / f"{sheet.label}.svg", marks.make_qr_symbol(_says(sheet.mark)))
            coarse = marks.make_data_matrix(sheet.mark.id)
            _draw(folder / "codes" / f"{sheet.label}-coarse.svg", coarse, marks.DATA_MATRIX_QUIET)
    (folder / "main.typ").write_text("\n".join(_typst(job)), "utf-8")
    (folder / "main.html").write_text("\n".join(_html(job)), "utf-8")


def encode_marks(job: Job) -> None:
    """The symbols of all marks, made and remembered: as the codes of cards they are ready before sheets are drawn."""
    marks.make_data_matrix(str(plates.identify_site(job.head)))
    for sheet in job.sheets:
        if sheet.mark is not None:
            marks.make_qr_symbol(_says(sheet.mark))
            marks.make_data_matrix(sheet.mark.id)


def _says(mark: spec.SheetMark) -> str:
    return mark.address or mark.id


def _draw(path: Path, symbol: bytes, quiet: int = qr.QUIET_ZONE) -> None:
    path.write_text(svg(symbol, quiet), "ascii")


def svg(symbol: bytes, quiet: int = qr.QUIET_ZONE) -> str:
    """A symbol as SVG with its quiet zone: rectangles as one path."""
    drawn = qr.split_symbol(symbol)
    path = "".join(
        f"M{x} {y}h{w}v{h}h-{w}z"
        for x, y, w, h in (line.split()[:4] for line in drawn.whole.decode("ascii").splitlines())
    )
    box = f"{-quiet} {-quiet} {drawn.size + 2 * quiet} {drawn.size + 2 * quiet}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"><path d="{path}"/></svg>'


@dataclass(frozen=True, slots=True)
class SetCell:
    """A cell with the sizes in points in which our sheets set its field's name (0: it has none over it) and its own."""

    cell: spec.Cell
    heading: float
    size: float

    @property
    def alt(self) -> str:
        """What is read instead of its code."""
        return f"Mã QR đến {self.cell.card.host}, thủ tục {self.cell.card.code}"


def _cells(sheet: spec.Sheet) -> Iterator[SetCell]:
    cells = sorted(sheet.cells, key=lambda cell: cell.slot)
    for cell, layout in zip(cells, sheets.lay_out_cells(cells, spec.GRIDS[sheet.paper]), strict=True):
        sizes = {block.role: block.size for block in layout.blocks}
        yield SetCell(cell, sizes.get("heading", 0.0), sizes.get("name", cards.SMALL))


_TYPST = """
#set document(title: "Niêm yết thủ tục hành chính")
#set text(font: ("Be Vietnam Pro", "Noto Sans"), size: 8pt, lang: "vi")
#set par(leading: 0.55em, spacing: 0.5em)
#show heading: it => block(above: 0pt, below: 0pt, it.body)
#let sheet(ink, group, shown, scan, foot, issued, marks, site, cells) = page(
  width: 210mm, height: 297mm, margin: 12mm)[
  #place(dx: 0mm, dy: -4mm, rect(width: 131mm, height: 7mm, fill: rgb(ink)))
  #place(right, dy: -4mm, rect(width: 53mm, height: 27mm, fill: rgb(ink))[
    #set align(center + horizon)
    #text(size: 80pt, weight: 600, shown)])
  #place(dy: 4mm, image("codes/site.svg", width: 18mm))
  #pad(left: 20mm, top: 6mm, right: 57mm)[
    #text(size: 10.5pt, weight: 600, site)
    #heading(level: 1, text(size: 16pt, weight: 600, group))
    #text(size: 8.5pt, scan)]
  #place(dy: 22.5mm, dx: -3.4mm, grid(columns: (94.7mm, 94.7mm), rows: (38.5mm,) * 6, ..cells))
  #place(bottom + left, dy: 4mm, block(width: 138mm)[#foot \\ #issued])
  #place(bottom + right, dy: 8mm, marks)
]
#let marks(label, id, address) = stack(dir: ltr, spacing: 3mm,
  [#link(address, image("codes/" + label + ".svg", width: 21mm, alt: "Mã của tờ " + id)) #text(weight: 600, id)],
  image("codes/" + label + "-coarse.svg", width: 25mm))
#let card(x, y, w, h, code, address, alt, field, heading-size, name, size, host, notes) = grid.cell(
  x: x, y: y, colspan: w, rowspan: h,
  grid(columns: (38mm, 1fr), column-gutter: 0.8mm,
  link(address, image("codes/" + code + ".svg", width: 38mm, alt: alt)),
  pad(top: 1mm, right: 3mm)[
    #if field != "" { heading(level: 2, text(size: heading-size, weight: 600, field)) }
    #text(size: 13pt, weight: 600, code) \\
    #text(size: size, name)
    #for note in notes [ \\ #text(weight: 600, note) ]
    \\ #text(weight: 600, host)
  ]))
"""


def _typst(job: Job) -> Iterator[str]:
    yield _TYPST
    for sheet in job.sheets:
        mark = sheet.mark
        named = f"marks({', '.join(map(_quoted, (sheet.label, mark.id, _says(mark))))})" if mark else "[]"
        texts = (_colour(sheet), sheet.group, spec.show_label(sheet.label), sheet.wording.scan, *_foot(sheet))
        yield f"#sheet({', '.join(map(_quoted, texts))}, {named}, {_quoted(job.head.name)}, ("
        for placed in _cells(sheet):
            cell, card = placed.cell, placed.cell.card
            wide, high = _extent(cell)
            notes = "".join(f"{_quoted(note)}, " for note in card.notes)
            yield (
                f"card({cell.slot % 2}, {cell.slot // 2}, {wide}, {high}, {_quoted(card.code)}, "
                f"{_quoted(card.payload)}, {_quoted(placed.alt)}, {_quoted(card.field if placed.heading else '')}, "
                f"{placed.heading}pt, {_quoted(card.name)}, {placed.size}pt, {_quoted(card.host)}, ({notes})),"
            )
        yield "))"


def _colour(sheet: spec.Sheet) -> str:
    parts = (round(255 * part) for part in COLOUR[bands.find_ink(sheet.group_number)])
    return "#" + "".join(f"{part:02x}" for part in parts)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _extent(cell: spec.Cell) -> tuple[int, int]:
    """Columns and rows that a cell takes."""
    return (1, 1) if cell.span == 1 else (2, cell.span // 2)


def _foot(sheet: spec.Sheet) -> tuple[str, str]:
    words = sheet.wording
    return (
        f"{words.antifraud}. {words.feedback}: {words.feedback_url} · {words.hotline_label} {words.hotline}.",
        f"{words.sheet} {spec.show_label(sheet.label)} · {words.release} {sheet.release}, "
        f"{words.released} {sheet.released:%d/%m/%Y}",
    )


_CSS = """
@font-face { font-family: Poster; src: url(FONTS/BeVietnamPro-Regular.ttf); font-weight: 400 }
@font-face { font-family: Poster; src: url(FONTS/BeVietnamPro-SemiBold.ttf); font-weight: 600 }
@page { size: 210mm 297mm; margin: 0 }
body { margin: 0; font: 8pt/1.29 Poster }
section { position: relative; width: 210mm; height: 297mm; break-after: page }
section > * { position: absolute; left: 12mm; margin: 0 }
b { font-weight: 600 } h1, h2 { margin: 0; font-weight: 600 }
.band { top: 8mm; width: 131mm; height: 7mm }
.corner { top: 8mm; left: 145mm; width: 53mm; height: 27mm; font-size: 80pt; line-height: 27mm; text-align: center }
.site { top: 16mm; left: 32mm; width: 110mm; font-size: 10.5pt }
h1 { top: 24mm; left: 32mm; width: 110mm; font-size: 16pt }
.scan { top: 32mm; left: 32mm } .own { top: 16mm; width: 18mm }
.foot { top: 268mm; width: 138mm }
.qr { top: 268mm; left: 152mm; width: 21mm } .id { top: 289mm; left: 150mm }
.coarse { top: 265mm; left: 173mm; width: 25mm }
.card img { position: absolute; left: 0; top: 0; width: 38mm; height: 38mm }
.card div { position: absolute; left: 38.8mm; top: 1mm; margin: 0 } .card .code { font-size: 13pt }
"""


def _html(job: Job) -> Iterator[str]:
    style = _CSS.replace("FONTS", FONTS.as_uri())
    yield f'<!doctype html><html lang="vi"><meta charset="utf-8"><title>Niêm yết</title><style>{style}</style>'
    frame = geometry.make_frame(spec.GRIDS["A4"])
    for sheet in job.sheets:
        yield f'<section><p class="band" style="background:{_colour(sheet)}"></p>'
        yield f'<b class="corner" style="background:{_colour(sheet)}">{spec.show_label(sheet.label)}</b>'
        yield f'<img class="own" src="codes/site.svg" alt=""><b class="site">{escape(job.head.name)}</b>'
        yield f'<h1>{escape(sheet.group)}</h1><p class="scan">{escape(sheet.wording.scan)}</p>'
        for placed in _cells(sheet):
            yield _html_card(placed, frame.cell(placed.cell.slot, placed.cell.span))
        yield f'<p class="foot">{"<br>".join(map(escape, _foot(sheet)))}</p>'
        if sheet.mark is not None:
            picture = f'<img class="qr" src="codes/{sheet.label}.svg" alt="Mã của tờ {sheet.mark.id}">'
            yield f'<a href="{escape(_says(sheet.mark))}">{picture}</a><b class="id">{sheet.mark.id}</b>'
            yield f'<img class="coarse" src="codes/{sheet.label}-coarse.svg" alt="">'
        yield "</section>"


def _html_card(placed: SetCell, box: geometry.Rect) -> str:
    card = placed.cell.card
    place = f"left:{box.x:.2f}mm;top:{box.y:.2f}mm;width:{box.width:.2f}mm;height:{box.height:.2f}mm"
    notes = "".join(f"<br><b>{escape(note)}</b>" for note in card.notes)
    heading = f'<h2 style="font-size:{placed.heading}pt">{escape(card.field)}</h2>' if placed.heading else ""
    picture = f'<img src="codes/{card.code}.svg" alt="{escape(placed.alt)}">'
    return (
        f'<div class="card" style="{place}"><a href="{escape(card.payload)}">{picture}</a>'
        f'<div style="width:{box.width - 42:.2f}mm">{heading}<b class="code">{escape(card.code)}</b><br>'
        f'<span style="font-size:{placed.size}pt">{escape(card.name)}</span>{notes}'
        f"<br><b>{escape(card.host)}</b></div></div>"
    )
