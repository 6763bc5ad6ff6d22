"""What hangs or lies beside the sheets is named in photos as they are: boards, covers of booklets, single sheets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from posters import board, booklet, inspect, marks, pdf, single
from posters.pdf import Template
from posters.photo.decode import decode_picture
from posters.photo.picture import open_picture
from posters.plates import identify_site
from posters.spec import Board, BoardField, BoardGroup, MarkSeed, SiteHead
from tests.bench import scenes
from tests.bench.scenes import GOOD, TYPICAL, Light
from tests.posters.conftest import card
from tests.posters.products import booklet as booklet_of
from tests.posters.products import codes, entry
from tests.posters.products import single as sheet

HEAD = SiteHead("10507", "Trung tâm Phục vụ hành chính công phường Thành Đông", "Số 1 đường Hoàng Diệu")
SEED = MarkSeed("seed", "HTTPS://NIEMYET.EXAMPLE.GOV.VN/T/")
_SIZES = {"board": (297.0, 420.0), "booklet": (210.0, 297.0), "single": (148.0, 210.0)}


def _template(kind: str) -> Template:
    if kind == "board":
        field = BoardField("Hộ tịch", 41, ("1-1", "1-2"))
        groups = (BoardGroup("Hộ tịch, chứng thực", (field,), ("khai sinh",), 1),)
        facts = Board("A3", groups, "https://dichvucong.gov.vn", 12, date(2026, 11, 24), seed=SEED)
        return board.make_template(facts, board.draw_board(facts))
    if kind == "booklet":
        listed = replace(booklet_of([("Hộ tịch", entry(card("Đăng ký khai sinh", 80)))]), seed=SEED)
        return booklet.make_template(listed, codes(e.payload for e in listed.entries))
    alone = replace(sheet(card("Đăng ký khai sinh", 80), "A5"), seed=SEED)
    return single.make_template([alone], codes([alone.payload]))


@pytest.mark.parametrize("kind", sorted(_SIZES))
@pytest.mark.parametrize("light", [GOOD, TYPICAL], ids=lambda light: light.name)
def test_it_is_named_in_a_photo(kind: str, light: Light) -> None:
    template = _template(kind)
    first = template.leaves[0]
    picture = inspect.render(pdf.address_file(template, HEAD), 0, scenes.resolution(1) * 25.4)
    scene = scenes.photograph([picture], _SIZES[kind], light, 7)
    seen = decode_picture(open_picture(scene.jpeg))
    (address,), (printed,) = first.names, first.matrices
    assert address == f"{SEED.root}{printed}"
    assert {address, *first.codes} <= {code.text for code in seen if code.is_qr}
    assert {code.text for code in seen if not code.is_qr} == {printed, str(identify_site(HEAD))}
    assert marks.read_id(marks.SHEET, printed) is not None
