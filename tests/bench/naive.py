"""The baseline: what a user would write. `qrcode`, Pillow and reportlab in two loops; verifies nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import qrcode
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.bench.run import ROOT


@dataclass(frozen=True, slots=True)
class Line:
    """A procedure as the baseline knows it."""

    code: str
    name: str
    field: str
    url: str


def site(folder: Path, title: str, lines: Sequence[Line]) -> Path:
    """Everything of one site: a picture for each code, the PDF, the page. Returns the PDF."""
    folder.mkdir(parents=True, exist_ok=True)
    regular = ROOT / "posters" / "fonts" / "BeVietnamPro-Regular.ttf"
    pdfmetrics.registerFont(TTFont("Poster", regular))
    path = folder / "niem-yet.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    for i, line in enumerate(lines):
        if i % 12 == 0:
            if i:
                canvas.showPage()
            canvas.setFont("Poster", 14)
            canvas.drawString(12 * mm, 283 * mm, title)
        picture = folder / f"{line.code}.png"
        _code(line.url).save(picture)
        _card(canvas, picture, line, i % 12)
    canvas.save()
    (folder / "index.html").write_text(page(title, lines), encoding="utf-8")
    return path


def _code(url: str) -> qrcode.image.pil.PilImage:
    made = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M)
    made.add_data(url)
    made.make(fit=True)
    return made.make_image()


def _card(canvas: Canvas, picture: Path, line: Line, slot: int) -> None:
    x, y = (12 + slot % 2 * 93) * mm, (238 - slot // 2 * 40) * mm
    canvas.drawImage(str(picture), x, y, 37 * mm, 37 * mm)
    canvas.setFont("Poster", 13)
    canvas.drawString(x + 38 * mm, y + 32 * mm, line.code)
    canvas.setFont("Poster", 8)
    for i, text in enumerate(simpleSplit(line.name, "Poster", 8, 52 * mm)):
        canvas.drawString(x + 38 * mm, y + (28 - i * 3.4) * mm, text)


def page(title: str, lines: Sequence[Line]) -> str:
    """The site's page with the same list."""
    items = "\n".join(
        f'<li><a href="{escape(x.url)}"><img src="{x.code}.png" alt="">{x.code} {escape(x.name)}</a></li>'
        for x in lines
    )
    name = escape(title)
    return f'<!doctype html>\n<html lang="vi">\n<title>{name}</title>\n<h1>{name}</h1>\n<ul>\n{items}\n</ul>\n'
