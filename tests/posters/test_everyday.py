"""Everyday matters: six to a sheet, larger codes, the everyday name over the official one."""

from __future__ import annotations

from datetime import date

import pytest

from posters import everyday, inspect, pdf
from posters.errors import DrawingError
from posters.geometry import FRAMES, MODULE
from posters.spec import Card, Cell, Sheet, SheetMark, SiteHead
from tests.posters.conftest import card, encoded

HEAD = SiteHead("11824", "Trung tâm Phục vụ hành chính công phường Hồng Bàng")
LONG = "Cấp giấy phép xây dựng sửa chữa, cải tạo đối với công trình cấp III, cấp IV " * 5


def _sheet(cards: list[Card], *, sample: bool = False) -> Sheet:
    cells = tuple(Cell(slot, 1, each) for slot, each in enumerate(cards))
    mark = SheetMark("0-1-234567")
    return Sheet("A4", everyday.TITLE, "0-1", 0, cells, 1, date(2026, 11, 29), sample, mark=mark)


def _cards() -> list[Card]:
    names = ["Thủ tục đăng ký khai sinh", LONG, "A", "Chứng thực bản sao", "Cấp đổi", "Đăng ký kết hôn"]
    sayings = ["Khai sinh", "Trợ cấp xã hội hằng tháng cho người khuyết tật nặng", "Sao y", "B", "C", "Kết hôn"]
    notes = ("Áp dụng đến hết ngày 28/02/2027",)
    return [
        card(name, i, field=saying, notes=notes if i == 1 else ())
        for i, (name, saying) in enumerate(zip(names, sayings, strict=True))
    ]


@pytest.mark.parametrize("sample", [False, True])
def test_every_code_reads_and_every_name_stands_whole(sample: bool) -> None:
    sheet = _sheet(_cards(), sample=sample)
    codes = {cell.card.payload: encoded(cell.card.payload) for cell in sheet.cells}
    body = everyday.draw_everyday_sheet(sheet, codes)
    content = pdf.address_file(everyday.make_template([sheet], codes), HEAD)
    read = [code.text for code in inspect.read_codes(content, 0)]
    assert read == [*[cell.card.payload for cell in sheet.cells], "0-1-234567"]
    text = "".join(inspect.read_text(content, 0).split())
    for each in _cards():
        assert all("".join(part.split()) in text for part in (each.name, each.field, *each.notes))
    assert ("BẢNMẪU" in text) is sample
    assert all(code.area.width > 37 * MODULE for code in body.codes)
    assert body.codes[0].area.width == pytest.approx(37 * everyday.MODULES[0], abs=0.01)


def test_what_fits_nowhere_and_a_code_not_given_are_refused() -> None:
    huge = card(LONG * 6, 1)
    with pytest.raises(DrawingError, match="không vừa tờ việc thường làm"):
        everyday.draw_everyday_sheet(_sheet([huge]), {huge.payload: encoded(huge.payload)})
    with pytest.raises(DrawingError, match="thiếu mã QR"):
        everyday.draw_everyday_sheet(_sheet(_cards()), {})


def test_a_long_official_name_takes_room_before_it_takes_small_type() -> None:
    """«Sao y bản chính» stood in 8 points beside the largest code, under white paper."""
    name = (
        "Chứng thực bản sao từ bản chính giấy tờ, văn bản do cơ quan, tổ chức có thẩm quyền của Việt Nam, cơ quan, tổ "
        "chức có thẩm quyền của nước ngoài, cơ quan, tổ chức có thẩm quyền của Việt Nam liên kết với cơ quan, tổ chức "
        "có thẩm quyền của nước ngoài cấp hoặc chứng nhận"
    )
    box = everyday._find_box(FRAMES["A4"].grid, 0)
    raised = everyday._fit_card(box, card(name, 815), 8.0)
    assert raised[2].size >= 9.5
    assert raised[0] > MODULE
    assert box.y < raised[1].y
    kept = everyday._fit_card(box, card("Thủ tục đăng ký khai sinh", 1), 8.0)
    assert kept[0] == everyday.MODULES[0]
    assert kept[1].y > raised[1].y
