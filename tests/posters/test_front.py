"""First pages that bear marks: both are read, nothing stands upon them, and long names and ids have room."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PIL import Image, ImageStat

from posters import booklet, inspect, pdf, single
from posters.emblem import load
from posters.geometry import Rect
from posters.pdf import Template
from posters.plates import grow_mark, identify_site
from posters.spec import Card, Mark, MarkSeed, SiteHead, Wording
from posters.structure import Element
from tests.posters.letters import find_touching, read_letters
from tests.posters.products import booklet as booklet_of
from tests.posters.products import codes, entry
from tests.posters.products import single as sheet
from tests.posters.test_emblem import png

ROOT = "HTTPS://NIEMYET.HAIPHONG.GOV.VN/T/"
SEED = MarkSeed("seed", ROOT)
HEAD = SiteHead(
    "10507",
    "Trung tâm Phục vụ hành chính công phường Nguyễn Bỉnh Khiêm Vĩnh Bảo Thành Đông dài",
    "Số 1 đường Trần Hưng Đạo, phường Lê Thanh Nghị, thành phố Hải Phòng",
    "0220 3 123 456",
    "Thứ Hai–Thứ Sáu 7:30–11:30, 13:30–17:00",
)
LINK = "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/019d2bfd-867c-72db-b6a7-dcbd8c763807"
CODES = ("1.000080", "1.012345.000.00.00.H24")
LONG = Wording(
    feedback_address="Bộ phận tiếp nhận phản ánh: số 18 phố Hoàng Diệu, phường Hồng Bàng, thành phố Hải Phòng"
)


def template(kind: str, code: str, emblem: Mark | None = None) -> Template:
    card = Card(code, "Đăng ký khai sinh", LINK, "dichvucong.gov.vn", "Hộ tịch")
    seen = load(png(), "x") if emblem else None
    if kind == "booklet":
        made = replace(booklet_of([("Hộ tịch", entry(card))]), seed=SEED, wording=LONG, emblem=emblem)
        return booklet.make_template(made, codes([LINK]), seen)
    made_single = replace(sheet(card, kind), seed=SEED, wording=LONG, emblem=emblem)
    return single.make_template([made_single], codes([LINK]), seen)


@pytest.mark.parametrize("with_emblem", [False, True])
@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("kind", ["booklet", "A5", "A4"])
def test_a_first_page_names_itself_and_its_site(kind: str, code: str, with_emblem: bool) -> None:
    made = template(kind, code, load(png(), "x").mark if with_emblem else None)
    mark = grow_mark(SEED, "DM" if kind == "booklet" else f"TT-{code}")
    assert mark is not None and mark.address == f"{ROOT}{mark.id}"
    content = pdf.address_file(made, HEAD)
    read = next(inspect.read_codes_and_marks(content, [0]))
    assert mark.address in {found.text for found in read.codes}
    assert read.matrices == tuple(sorted((mark.id, str(identify_site(HEAD)))))
    first = made.leaves[0]
    assert (first.names, first.matrices) == ((mark.address,), (mark.id,))
    text = "".join(inspect.read_text(content, 0).split())
    assert "".join(f"{HEAD.name}".split()) in text
    assert mark.id in text.replace("\u2010", "-")
    assert "".join(LONG.feedback_address.split()) in text


@pytest.mark.parametrize("kind", ["booklet", "A5", "A4"])
def test_no_line_lies_on_another_though_all_is_in_capitals(kind: str) -> None:
    capitals = {key: getattr(HEAD, key).upper() for key in ("name", "address", "hours")}
    for head in (HEAD, replace(HEAD, **capitals), replace(HEAD, name="ỦY BAN XÃ ẨN ẲNG")):
        content = pdf.address_file(template(kind, CODES[1], load(png(), "x").mark), head)
        assert find_touching(read_letters(content)) == [], head.name


@pytest.mark.parametrize("kind", ["A5", "A4"])
@pytest.mark.parametrize("code", CODES)
def test_marks_keep_their_white_and_stay_on_the_paper(kind: str, code: str) -> None:
    """Two modules round a Data Matrix and four round a QR (ISO/IEC 16022 5.8.2, 18004 9.1), and what no office printer
    reaches is left free."""
    card = Card(code, "Đăng ký khai sinh", LINK, "dichvucong.gov.vn", "Hộ tịch")
    (body,) = single.draw_singles(replace(sheet(card, kind), seed=SEED, wording=LONG), codes([LINK]))
    fine, coarse = body.marks
    assert body.areas.mark is not None
    for area in (fine.area, coarse.area, body.areas.mark):
        assert area.x >= 5 and area.y >= 5 and area.right <= body.width - 5 and area.bottom <= body.height - 5
    picture = inspect.render(pdf.address_file(pdf.make_template([body]), HEAD), 0, 300)
    for area, modules in ((fine.area, 29 + 4), (coarse.area, 18)):
        quiet = area.width / modules * (4 if area is fine.area else 2) * 0.9
        assert _darkest_around(picture, area, quiet) > 200


def _darkest_around(picture: Image.Image, area: Rect, quiet: float) -> float:
    """Of the strips right above and beside a symbol."""
    scale, gap = 300 / 25.4, 0.15
    boxes = (
        (area.x - quiet, area.y, area.x - gap, area.bottom),
        (area.right + gap, area.y, area.right + quiet, area.bottom),
        (area.x, area.y - quiet, area.right, area.y - gap),
    )
    strips = (
        picture.crop((round(a * scale), round(b * scale), round(c * scale), round(d * scale))) for a, b, c, d in boxes
    )
    return min(ImageStat.Stat(strip).extrema[0][0] for strip in strips)


def test_the_mark_is_a_figure_inside_the_link_over_it() -> None:
    card = Card(CODES[0], "Đăng ký khai sinh", LINK, "dichvucong.gov.vn", "Hộ tịch")
    (body,) = single.draw_singles(replace(sheet(card), seed=SEED), codes([LINK]))
    mark = grow_mark(SEED, f"TT-{CODES[0]}")
    assert mark is not None
    link = body.structure[-1]
    assert link.tag == "Link" and link.link is not None and body.links[link.link].uri == mark.address
    (figure,) = link.kids
    assert isinstance(figure, Element) and (figure.tag, figure.alt) == ("Figure", f"Mã của tờ {mark.id}")


def test_without_a_seed_a_page_is_what_it_was() -> None:
    card = Card(CODES[0], "Đăng ký khai sinh", LINK, "dichvucong.gov.vn", "Hộ tịch")
    (body,) = single.draw_singles(sheet(card), codes([LINK]))
    assert body.marks == () and body.areas.mark is None
