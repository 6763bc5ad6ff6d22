"""A warning stamped on finished pages: when a sheet may not hang yet.

In come a finished file and a line of text; out goes the file with the line in the foot of every page, framed, where
office printers still print and nothing else stands.
What is drawn on the pages stays as it is, so that everything on them reads as before.
"""

from __future__ import annotations

import io

import pikepdf
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from posters import document
from posters.errors import DrawingError
from posters.fonts import Face

_HEIGHT, _PAD, _LEFT, _FOOT = 5.0, 3.0, 50.0, 6.0
"""Of the frame in mm: its height, the room beside the text, its distances from the left and lower edge of the paper."""
_SIZE = 10.0
_NAME = "/HangFrom"


def stamp_pages(pdf: bytes, text: str) -> bytes:
    """The file with `text` on every page. Raises `DrawingError` for a broken one."""
    try:
        source = pikepdf.open(io.BytesIO(pdf))
    except pikepdf.PdfError as error:
        raise DrawingError(
            "không mở được tệp PDF để đóng dấu", place="đóng dấu", value=str(error)[:80], way_out="dựng lại bản ấy"
        ) from error
    with source:
        forms: dict[tuple[float, float], pikepdf.Object] = {}
        for page in source.pages:
            x, y, right, top = (float(v) for v in page.trimbox)
            size = (round(right - x, 2), round(top - y, 2))
            if size not in forms:
                forms[size] = _make_form(source, *size, text)
            _place(source, page, forms[size], x, y)
        out = io.BytesIO()
        source.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()


def _make_form(target: pikepdf.Pdf, width: float, height: float, text: str) -> pikepdf.Object:
    with pikepdf.open(io.BytesIO(_draw_stamp(width, height, text))) as stamp:
        return target.copy_foreign(stamp.pages[0].as_form_xobject())


def _place(target: pikepdf.Pdf, page: pikepdf.Page, form: pikepdf.Object, x: float, y: float) -> None:
    """Draw the form over everything else; what the page draws itself may leave its state changed."""
    resources = dict(page.resources.items())
    forms = dict(resources.get("/XObject", pikepdf.Dictionary()).items())
    page.obj.Resources = pikepdf.Dictionary({**resources, "/XObject": pikepdf.Dictionary({**forms, _NAME: form})})
    page.contents_add(target.make_stream(b"q\n"), prepend=True)
    page.contents_add(target.make_stream(f"Q q 1 0 0 1 {x:.2f} {y:.2f} cm {_NAME} Do Q".encode("ascii")))


def _draw_stamp(width: float, height: float, text: str) -> bytes:
    """A page of this size, in points, with nothing on it but the framed text."""
    name = document.make_style(_SIZE, Face.BOLD).fontName
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(width, height), invariant=1)
    room = pdfmetrics.stringWidth(text, name, _SIZE) + 2 * _PAD * mm
    left, foot = _LEFT * mm, _FOOT * mm
    canvas.setFillGray(1)
    canvas.setStrokeGray(0)
    canvas.setLineWidth(1)
    canvas.rect(left, foot, room, _HEIGHT * mm, fill=1)
    canvas.setFillGray(0)
    canvas.setFont(name, _SIZE)
    canvas.drawString(left + _PAD * mm, foot + 1.5 * mm, text)
    canvas.save()
    return out.getvalue()
