"""Test sheets with the marks that a redesigned head may carry: today's cells, the marks drawn over the head."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PIL import Image

from posters import inspect, marks, pdf, qr, sheets, spec
from posters.body import Area, SiteAreas, finish_body
from posters.geometry import Rect
from posters.photo.wall import SheetPlan
from posters.surface import Surface

SITE = "11824"
SIZE = (210.0, 297.0)
_HOST = "dichvucong.gov.vn"
_HEAD = 34.0
_DAY = date(2026, 11, 24)
_QR, _SITE, _COARSE = Rect(12, 9, 24, 24), Rect(100, 9, 24, 24), Rect(172, 8, 25.5, 25.5)


@dataclass(frozen=True, slots=True)
class TestSheet:
    """A sheet as it hangs, and what reading it must say."""

    __test__ = False

    picture: Image.Image
    plan: SheetPlan


def drawn_sheet(number: int, resolution: float) -> TestSheet:
    """Sheet `number` (0-based) with twelve codes, in so many pixels a mm."""
    label = f"HT-{number + 1:02d}"
    cells = tuple(spec.Cell(slot, 1, _card(12 * number + slot)) for slot in range(12))
    body = sheets.draw_sheet(
        spec.Sheet("A4", "Hộ tịch", label, number + 1, cells, 1, _DAY),
        {cell.card.payload: qr.make_symbol(cell.card.payload) for cell in cells},
    )
    printed = marks.identify(marks.SHEET, label, bytes([number]))
    site = marks.identify(marks.SITE, SITE, b"")
    surface = Surface(*SIZE)
    mark = marks.draw_mark(surface, _QR, marks.qr_symbol(f"HTTPS://NIEMYET.EXAMPLE.GOV.VN/T/{printed}"))
    coarse = marks.draw_mark(surface, _COARSE, marks.data_matrix(str(printed)), marks.DATA_MATRIX_QUIET)
    marks.draw_mark(surface, _SITE, marks.data_matrix(str(site)), marks.DATA_MATRIX_QUIET)
    at = Area(10, 290, 190, 9, 8)
    head = finish_body(surface, SiteAreas(at, at, at), label="X", release=1, released=_DAY, sample=False)
    dpi = resolution * 25.4
    picture = inspect.render(_addressed(body), 0, dpi)
    picture.paste(inspect.render(_addressed(head), 0, dpi).crop((0, 0, picture.width, round(_HEAD * resolution))))
    codes = {code.payload: code.area for code in body.codes}
    return TestSheet(picture, SheetPlan(label, printed.revision, *SIZE, codes, mark, coarse))


def pasted(sheet: TestSheet, slot: int, payload: str | None, resolution: float) -> TestSheet:
    """A sheet with another code pasted over that of a cell, or with white paper for None."""
    area = tuple(sheet.plan.codes.values())[slot]
    patch = Image.new("L", (round(area.width * resolution), round(area.height * resolution)), 255)
    if payload is not None:
        code = qr.encode(payload)
        rows = b"".join(
            bytes(0 if row >> (code.size - 1 - x) & 1 else 255 for x in range(code.size)) for row in code.rows
        )
        patch = Image.frombytes("L", (code.size, code.size), rows).resize(patch.size, Image.Resampling.NEAREST)
    picture = sheet.picture.copy()
    picture.paste(patch, (round(area.x * resolution), round(area.y * resolution)))
    return TestSheet(picture, sheet.plan)


def _card(number: int) -> spec.Card:
    name = "Thủ tục đăng ký khai sinh có yếu tố nước ngoài tại khu vực biên giới"
    payload = f"https://{_HOST}/thu-tuc-hanh-chinh/019d2bfd-380b-73df-9a18-{number:012x}"
    return spec.Card(f"1.{number:06d}", name, payload, _HOST, "Hộ tịch")


def _addressed(body: sheets.Body) -> bytes:
    return pdf.address_file(
        pdf.make_template([body]), spec.SiteHead(SITE, "Trung tâm Phục vụ hành chính công phường Hồng Bàng")
    )
