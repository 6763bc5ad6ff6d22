"""The sheets of one commune as source for Typst and WeasyPrint: same cells, same text, same type sizes, same codes.

Type sizes come from our own fitting, so that the rivals need not search for them; they break the lines themselves.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from posters import cards, geometry, qr, spec
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
    for sheet in job.sheets:
        for cell in sheet.cells:
            (folder / "codes" / f"{cell.card.code}.svg").write_text(svg(job.codes[cell.card.payload]), "ascii")
    (folder / "main.typ").write_text("\n".join(_typst(job)), "utf-8")
    (folder / "main.html").write_text("\n".join(_html(job)), "utf-8")


def svg(symbol: bytes) -> str:
    """A code as SVG with its quiet zone: the same rectangles as one path."""
    size, rectangles = qr.split_symbol(symbol)
    path = "".join(
        f"M{x} {y}h{w}v{h}h-{w}z"
        for x, y, w, h in (line.split()[:4] for line in rectangles.decode("ascii").splitlines())
    )
    q = qr.QUIET_ZONE
    box = f"{-q} {-q} {size + 2 * q} {size + 2 * q}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"><path d="{path}"/></svg>'


def size(card: spec.Card, cells: int) -> float:
    """The type size in points in which our sheets set the name."""
    layout = cards.lay_out(card, spec.GRIDS["A4"], cells)
    return next((block.size for block in layout.blocks if block.role == "name"), cards.SMALL)


_TYPST = """
#set document(title: "Niêm yết thủ tục hành chính")
#set text(font: ("Be Vietnam Pro", "Noto Sans"), size: 8pt, lang: "vi")
#set par(leading: 0.55em, spacing: 0.5em)
#let sheet(group, id, number, foot, site, cells) = page(width: 210mm, height: 297mm, margin: 12mm)[
  #text(size: 11pt, weight: 600, site) #h(1fr) #number
  #line(length: 100%, stroke: 0.4pt)
  #text(size: 16pt, weight: 600, group) #h(1fr) #text(size: 16pt, weight: 600, id)
  #grid(columns: (93mm, 93mm), rows: (38mm,) * 6, ..cells)
  #place(bottom, block(foot))
]
#let card(x, y, w, h, code, name, size, field, host, notes) = grid.cell(x: x, y: y, colspan: w, rowspan: h,
  grid(columns: (37mm, 1fr), column-gutter: 0.8mm, image("codes/" + code + ".svg", width: 37mm),
  pad(top: 3mm, right: 3mm)[
    #text(size: 13pt, weight: 600, code) \\
    #text(size: size, name)
    #for note in notes [ \\ #text(weight: 600, note) ]
    \\ #field \\ #text(weight: 600, host)
  ]))
"""


def _typst(job: Job) -> Iterator[str]:
    yield _TYPST
    for sheet in job.sheets:
        yield f"#sheet({_quoted(sheet.group)}, {_quoted(sheet.label)}, {_quoted(_number(sheet))}, "
        yield f"{_quoted(_foot(sheet))}, {_quoted(job.head.name)}, ("
        for cell in sheet.cells:
            card = cell.card
            wide, high = _extent(cell)
            notes = "".join(f"{_quoted(note)}, " for note in card.notes)
            yield (
                f"card({cell.slot % 2}, {cell.slot // 2}, {wide}, {high}, {_quoted(card.code)}, {_quoted(card.name)}, "
                f"{size(card, cell.span)}pt, {_quoted(card.field)}, {_quoted(card.host)}, ({notes})),"
            )
        yield "))"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _extent(cell: spec.Cell) -> tuple[int, int]:
    """Columns and rows that a cell takes."""
    return (1, 1) if cell.span == 1 else (2, cell.span // 2)


def _number(sheet: spec.Sheet) -> str:
    return f"{sheet.wording.sheet} {spec.show_label(sheet.label)}"


def _foot(sheet: spec.Sheet) -> str:
    words = sheet.wording
    return (
        f"{words.antifraud}. {words.feedback}: {words.feedback_url} · {words.hotline_label} {words.hotline}. "
        f"{words.release} {sheet.release}, {words.released} {sheet.released:%d/%m/%Y}"
    )


_CSS = """
@font-face { font-family: Poster; src: url(FONTS/BeVietnamPro-Regular.ttf); font-weight: 400 }
@font-face { font-family: Poster; src: url(FONTS/BeVietnamPro-SemiBold.ttf); font-weight: 600 }
@page { size: 210mm 297mm; margin: 0 }
body { margin: 0; font: 8pt/1.29 Poster }
section { position: relative; width: 210mm; height: 297mm; break-after: page }
section > * { position: absolute; left: 12mm; width: 186mm }
b { font-weight: 600 }
.site { top: 10mm; font-size: 11pt } .group { top: 18mm; font-size: 16pt }
.id { text-align: right; font-size: 16pt; top: 18mm }
.foot { top: 282mm }
.card img { position: absolute; left: 0; top: 0; width: 37mm; height: 37mm }
.card p { position: absolute; left: 37.8mm; top: 3mm; margin: 0 } .card .code { font-size: 13pt }
"""


def _html(job: Job) -> Iterator[str]:
    style = _CSS.replace("FONTS", FONTS.as_uri())
    yield f'<!doctype html><html lang="vi"><meta charset="utf-8"><title>Niêm yết</title><style>{style}</style>'
    frame = geometry.make_frame(spec.GRIDS["A4"])
    for sheet in job.sheets:
        yield f'<section><b class="site">{escape(job.head.name)} · {_number(sheet)}</b>'
        yield f'<b class="group">{escape(sheet.group)}</b><b class="id">{escape(sheet.label)}</b>'
        for cell in sheet.cells:
            yield _html_card(cell, frame.cell(cell.slot, cell.span))
        yield f'<p class="foot">{escape(_foot(sheet))}</p></section>'


def _html_card(cell: spec.Cell, box: geometry.Rect) -> str:
    card = cell.card
    place = f"left:{box.x:.2f}mm;top:{box.y:.2f}mm;width:{box.width:.2f}mm;height:{box.height:.2f}mm"
    notes = "".join(f"<br><b>{escape(note)}</b>" for note in card.notes)
    return (
        f'<div class="card" style="{place}"><img src="codes/{card.code}.svg">'
        f'<p style="width:{box.width - 41:.2f}mm"><b class="code">{escape(card.code)}</b><br>'
        f'<span style="font-size:{size(card, cell.span)}pt">{escape(card.name)}</span>{notes}'
        f"<br>{escape(card.field)}<br><b>{escape(card.host)}</b></p></div>"
    )
