"""Banners: a number across a hall, a name in whole words, the words of citizens as far as they fit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from posters import inspect, pdf
from posters.banner import NUMBER_SIZE, Banner, draw_banner, make_template
from posters.geometry import Rect
from posters.spec import SiteHead
from posters.surface import Surface

WORDS = "khai sinh, kết hôn, khai tử, giấy độc thân, trích lục, sao y, chứng thực chữ ký, ủy quyền, nhận con nuôi"
BANNER = Banner(15, "Công Thương, khoa học, viễn thông", WORDS, 3, date(2026, 11, 29))


@pytest.mark.parametrize("number", [1, 8, 15, 20])
def test_number_name_and_words_stand_within_the_page(number: int) -> None:
    content = pdf.address_file(make_template([replace(BANNER, number=number)]), SiteHead("11824", "Hồng Bàng"))
    text = " ".join(inspect.read_text(content, 0).split())
    assert all(part in text for part in (str(number), BANNER.title, "khai sinh, kết hôn", f"11824-B-{number}"))
    assert NUMBER_SIZE >= 300
    picture = inspect.render(content, 0, 50)
    edge = round(5 * 50 / 25.4)
    for side in (Rect(0, 0, picture.width, edge), Rect(0, picture.height - edge, picture.width, edge)):
        box = (0, int(side.y), picture.width, int(side.y + side.height))
        assert picture.crop(box).getextrema()[1] == 255


def test_words_that_do_not_fit_are_left_out_whole() -> None:
    body = draw_banner(replace(BANNER, everyday=", ".join(f"việc thứ {i}" for i in range(80))))
    content = pdf.address_file(pdf.make_template([body]), SiteHead("11824", "Hồng Bàng"))
    text = " ".join(inspect.read_text(content, 0).split())
    assert "việc thứ 3," in text
    assert "việc thứ 79" not in text


def test_a_sample_says_so_and_a_banner_is_no_surface_of_two() -> None:
    body = draw_banner(replace(BANNER, sample="BẢN MẪU"))
    content = pdf.address_file(pdf.make_template([body]), SiteHead("11824", "Hồng Bàng"))
    assert "BẢN MẪU" in inspect.read_text(content, 0)
    assert (body.width, body.height) == (Surface(297, 210).width, 210)
