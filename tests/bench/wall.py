"""Test sheets as they hang: drawn as posting sheets are, with their own head, foot and marks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PIL import Image

from posters import inspect, marks, pdf, qr, sheets, spec
from posters.body import MarkKind
from posters.photo.wall import SheetPlan

SITE = "11824"
HEAD = spec.SiteHead(
    SITE, "Trung tâm Phục vụ hành chính công phường Hồng Bàng", "Số 1 đường Hoàng Diệu", "0225 3 842 000"
)
SIZE = (210.0, 297.0)
ROOT = "HTTPS://NIEMYET.EXAMPLE.GOV.VN/T/"
_HOST = "dichvucong.gov.vn"
_DAY = date(2026, 11, 24)


@dataclass(frozen=True, slots=True)
class TestSheet:
    """A sheet as it hangs, and what reading it must say."""

    __test__ = False

    picture: Image.Image
    plan: SheetPlan


def drawn_sheet(number: int, resolution: float) -> TestSheet:
    """Sheet `number` (0-based) with twelve codes, in so many pixels a mm: groups of four, each in its colour."""
    group, nth = number // 4 + 1, number % 4 + 1
    label = f"{group}-{nth}"
    cells = tuple(spec.Cell(slot, 1, _card(12 * number + slot)) for slot in range(12))
    printed = marks.identify(marks.SHEET, label, bytes([number]))
    mark = spec.SheetMark(str(printed), f"{ROOT}{printed}")
    body = sheets.draw_sheet(
        spec.Sheet("A4", "Hộ tịch, chứng thực, tư pháp", label, group, cells, 1, _DAY, mark=mark),
        {cell.card.payload: qr.make_symbol(cell.card.payload) for cell in cells},
    )
    areas = {placed.kind: placed.area for placed in body.marks}
    picture = inspect.render(pdf.address_file(pdf.make_template([body]), HEAD), 0, resolution * 25.4)
    codes = {code.payload: code.area for code in body.codes}
    plan = SheetPlan(label, printed.revision, *SIZE, codes, areas[MarkKind.QR], areas[MarkKind.MATRIX])
    return TestSheet(picture, plan)


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
