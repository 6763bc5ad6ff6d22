"""An office's emblem stands in the head of its sheets, and no file from outside does more than be seen."""

from __future__ import annotations

import io
import shutil
import struct
import subprocess
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageDraw

from posters import board, booklet, emblem, geometry, inspect, masthead, pdf, press, sheets, single
from posters.emblem import Emblem
from posters.errors import DrawingError
from posters.inks import Inks
from posters.press import Finish
from posters.spec import GRIDS, Card, Sheet, SiteHead, Wording
from tests.posters.conftest import Pack
from tests.posters.products import LONG, codes, entry, text_boxes
from tests.posters.products import booklet as booklet_of
from tests.posters.products import single as single_of
from tests.posters.test_board import SMALL, URL, made

PLACE = "config.yaml, khóa emblem"
Draw = Callable[[Sheet], sheets.Body]
SHAPES = """<rect width="100%" height="100" rx="12" fill="url(#g)"/><circle cx="50" cy="50" r="30" fill="#fff"/>
<use xlink:href="#p" fill="#c8102e"/>"""


def svg(inside: str = SHAPES, *, wide: int = 100, before: str = "") -> bytes:
    """A neutral geometric emblem."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<svg xmlns="http://www.w3.org/2000/svg" '
        'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:editor="urn:editor" width="2in" '
        f'viewBox="0 0 {wide} 100"><editor:view zoom="3"/><metadata>của tôi</metadata><defs><linearGradient id="g">'
        '<stop offset="0" stop-color="#0d3b6b"/><stop offset="1" stop-color="#3a86c8"/></linearGradient>'
        f'<path id="p" d="M50 22 L58 42 L78 50 L58 58 L50 78 L42 58 L22 50 L42 42Z"/></defs>{inside}</svg>'
    ).encode()


def png(
    wide: int = 120, high: int = 120, *, back: tuple[int, ...] = (255, 255, 255, 0), front: str = "#0d3b6b"
) -> bytes:
    """An ellipse on a ground."""
    picture = Image.new("RGBA", (wide, high), back)
    ImageDraw.Draw(picture).ellipse((wide / 10, high / 10, wide * 0.9, high * 0.9), fill=front)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


FILES = {
    "svg": svg(),
    "svg wide": svg(wide=300),
    "svg tall": svg(wide=40),
    "png transparent": png(),
    "png opaque": png(back=(255, 240, 200, 255)),
    "png grey": png(front="#333333"),
    "png wide": png(1500, 320),
    "png tall": png(200, 900),
}


def samples(made: Emblem) -> bytes:
    return zlib.decompress(made.samples)


@pytest.mark.parametrize("name", FILES)
def test_every_form_becomes_pixels(name: str) -> None:
    found = emblem.load(FILES[name], PLACE)
    assert len(samples(found)) == found.width * found.height * (1 if found.grey else 3)
    assert found.width <= emblem.WIDTH
    assert found.height <= emblem.HEIGHT
    assert found.width / found.height == pytest.approx(found.ratio, rel=0.01)
    assert bool(found.opacity) is (name != "png opaque")
    assert found.grey is (name == "png grey")


def test_equal_files_give_equal_pixels_and_colours_are_true() -> None:
    content = svg('<rect width="100" height="100" fill="#c8102e"/>')
    first = emblem.load(content, PLACE)
    emblem.load.cache_clear()
    assert emblem.load(content, PLACE) == first
    assert set(zip(*[iter(samples(first))] * 3, strict=True)) == {(0xC8, 0x10, 0x2E)}
    assert (first.ratio, first.height, first.opacity) == (1.0, emblem.HEIGHT, b"")


def test_pixels_beyond_what_paper_shows_are_not_carried() -> None:
    found = emblem.load(png(3000, 3000), PLACE)
    assert (found.width, found.height) == (emblem.HEIGHT, emblem.HEIGHT)


def test_a_photograph_is_made_coarser_so_that_files_stay_light() -> None:
    out = io.BytesIO()
    Image.merge("RGB", [Image.effect_noise((900, 900), 90) for _ in range(3)]).save(out, "PNG")
    assert emblem.load(out.getvalue(), PLACE).height == emblem.HEIGHT // 2


def test_what_cannot_be_seen_is_white() -> None:
    found = emblem.load(png(back=(255, 0, 0, 0)), PLACE)
    assert samples(found)[:3] == b"\xff\xff\xff"
    assert zlib.decompress(found.opacity)[:1] == b"\0"


def animated() -> bytes:
    out = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    frames[0].save(out, "PNG", save_all=True, append_images=frames[1:])
    return out.getvalue()


def bomb() -> bytes:
    """A PNG that says it is a hundred thousand pixels wide and high."""
    head = struct.pack(">II5B", 100_000, 100_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", len(head)) + chunk + struct.pack(">I", zlib.crc32(chunk))


def deep_bomb() -> bytes:
    """Ten shapes, each ten times the one before: ten thousand million in all."""
    level = "".join(
        f'<g id="l{i}">' + f'<use xlink:href="#{"p" if i == 0 else f"l{i - 1}"}"/>' * 10 + "</g>" for i in range(10)
    )
    return svg(f'<defs>{level}</defs><use xlink:href="#l9"/>')


ENTITY = '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (png()[:300], "tệp PNG của biểu trưng bị hỏng"),
        (png().replace(b"IDAT", b"IDAX"), "tệp PNG của biểu trưng bị hỏng"),
        (b"\x89PNG\r\n\x1a\n", "tệp PNG của biểu trưng bị hỏng"),
        (bomb(), "quá nhiều điểm ảnh.*100000 x 100000"),
        (animated(), "ảnh động"),
        (png(2000, 100), "biểu trưng quá dài.*2000 x 100"),
        (Image.new("RGBA", (9, 9)).tobytes(), "không phải là PNG hay SVG"),
        (b"", "không phải là PNG hay SVG"),
        (b"GIF89a" + bytes(20), "không phải là PNG hay SVG"),
        (bytes(5_000_001), "tệp biểu trưng quá lớn"),
        (svg("<!-- trống -->"), "không có gì để in"),
        (svg()[:-9], "tệp SVG bị hỏng"),
        (b"<html/>", "tệp không phải là SVG"),
        (svg('<image href="file:///etc/passwd" width="9" height="9"/>'), "<image> không được phép"),
        (svg('<image xlink:href="https://example.org/a.png" width="9" height="9"/>'), "<image> không được phép"),
        (svg('<use href="file:///tmp/a.svg#p"/>'), "dẫn tới tệp hoặc địa chỉ bên ngoài.*file:///tmp"),
        (svg('<use xlink:href="data:image/svg+xml;base64,AAAA"/>'), "dẫn tới tệp hoặc địa chỉ bên ngoài"),
        (svg('<rect width="9" height="9" fill="url(https://example.org/#g)"/>'), "dẫn tới tệp hoặc địa chỉ bên ngoài"),
        (svg('<rect width="9" height="9" style="fill:URL( \'//x/#g\' )"/>'), "dẫn tới tệp hoặc địa chỉ bên ngoài"),
        (svg("<style>@import 'a.css';</style>" + SHAPES), "kiểu trình bày nạp tệp khác"),
        (svg("<style>p{fill:u\\72l(x)}</style>" + SHAPES), "kiểu trình bày nạp tệp khác"),
        (svg("<script>alert(1)</script>"), "<script> không được phép"),
        (svg('<rect width="9" height="9" onclick="x()"/>'), "mã lệnh.*onclick"),
        (svg('<foreignObject width="9" height="9"/>'), "<foreignObject> không được phép"),
        (svg("<text>Ủy ban</text>"), "<text> không được phép.*chuyển chữ thành đường nét"),
        (svg(f"<desc>{'&#120;'}</desc>&x;", before=ENTITY), "khai báo thực thể"),
        (svg("<g>" * 300 + "</g>" * 300), "lồng quá nhiều lớp"),
        (svg('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'), "tham chiếu vòng"),
        (deep_bomb(), "yêu cầu vẽ hơn 20000 hình"),
        (svg().replace(b'viewBox="0 0 100 100"', b""), "không ghi khung hình"),
        (svg().replace(b"0 0 100 100", b"0 0 nan 100"), "không ghi khung hình"),
    ],
)
def test_what_is_not_a_plain_picture_is_refused_in_words(content: bytes, says: str) -> None:
    with pytest.raises(DrawingError, match=says) as refused:
        emblem.load(content, PLACE)
    assert refused.value.place == PLACE
    assert "PNG" in refused.value.way_out


def test_sizes_may_stand_in_place_of_a_view_box() -> None:
    content = svg().replace(b'viewBox="0 0 100 100"', b'height="1in"')
    assert emblem.load(content, PLACE).ratio == 2.0


def with_emblem(content: bytes, cards: Sequence[Card], head: SiteHead, pack: Pack, draw: Draw, **how: bool) -> bytes:
    """Sheets A4 and A3 with an emblem."""
    found = emblem.load(content, PLACE)
    wanted = [replace(sheet, emblem=found.mark) for p in ("A4", "A3") for sheet in pack(cards, p, **how)]
    return pdf.address_file(pdf.make_template([draw(sheet) for sheet in wanted], emblem=found), head)


def ink_in(content: bytes, page: int, area: geometry.Rect) -> bool:
    """Whether anything is printed in an area (mm) of a page."""
    dots = inspect.render(content, page, 150)
    mm = 150 / 25.4
    box = tuple(round(v * mm) for v in (area.x, area.y, area.right, area.bottom))
    low, _ = dots.crop(box).getextrema()  # type: ignore[arg-type]
    return bool(low < 200)


@pytest.mark.parametrize("sample", [False, True])
@pytest.mark.parametrize("name", ["svg", "svg wide", "png tall"])
def test_it_stands_left_of_the_head_and_nothing_overlaps(
    name: str, sample: bool, odd_cards: tuple[Card, ...], head: SiteHead, pack: Pack, draw: Draw
) -> None:
    found = emblem.load(FILES[name], PLACE)
    long = replace(head, name="Trung tâm Phục vụ hành chính công thành phố Hải Phòng – Cơ sở 1 (phía Đông)")
    cards = odd_cards[:3]
    content = with_emblem(FILES[name], cards, long, pack, draw, sample=sample)
    plain = pdf.address_file(
        pdf.make_template([draw(s) for p in ("A4", "A3") for s in pack(cards, p, sample=sample)]), long
    )
    for page, paper in enumerate(("A4", "A3")):
        at = masthead.measure_masthead(geometry.make_frame(GRIDS[paper]), paper, "7-1", found.mark)
        wide = min(17.0, 15.6 * found.mark.ratio) * at.scale
        area = geometry.Rect(at.text - 2.4 * at.scale - wide, at.top + 8 * at.scale, wide, 17 * at.scale)
        assert ink_in(content, page, area)
        gap = geometry.Rect(area.right + 0.4, area.y, 2.4 * at.scale - 0.8, area.height)
        assert not ink_in(content, page, gap)
        assert squeezed(inspect.read_text(content, page)) == squeezed(inspect.read_text(plain, page))
        assert [c.text for c in inspect.read_codes(content, page)] == [c.payload for c in cards]
        assert masthead.place_areas(at, Wording()).name.x == at.text


def squeezed(text: str) -> str:
    """Text without white space: beside an emblem a name may take two lines."""
    return "".join(text.split())


def test_it_is_one_image_for_all_pages_and_never_part_of_the_site(
    odd_cards: tuple[Card, ...], head: SiteHead, pack: Pack, draw: Draw
) -> None:
    content = with_emblem(svg(), odd_cards * 2, head, pack, draw)
    with pikepdf.open(io.BytesIO(content)) as document:
        images = [o for o in document.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image"]
        assert len(images) == 2  # the picture and its soft mask
        assert {p.obj.Resources.XObject.Emblem.objgen for p in document.pages} == {
            next(i.objgen for i in images if "/SMask" in i)
        }
    pages, others = inspect.read_pages(content), inspect.read_pages(with_emblem(png(), odd_cards * 2, head, pack, draw))
    assert len(pages) > 3
    assert all(a.body != b.body for a, b in zip(pages, others, strict=True))
    assert content == with_emblem(svg(), odd_cards * 2, head, pack, draw)


@pytest.mark.parametrize("inks", Inks)
def test_readers_accept_it_in_every_ink(
    inks: Inks, tmp_path: Path, odd_cards: tuple[Card, ...], head: SiteHead, pack: Pack, draw: Draw
) -> None:
    content = with_emblem(svg(), odd_cards[:6], head, pack, draw)
    path = tmp_path / "to.pdf"
    path.write_bytes(content if inks is Inks.COLOUR else press.finish(content, Finish(inks, press.BLEED, marks=True)))
    for tool in (["qpdf", "--check"], ["gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=nullpage"]):
        if shutil.which(tool[0]):
            done = subprocess.run([*tool, str(path)], capture_output=True, text=True, check=True)
            assert "warning" not in (done.stdout + done.stderr).lower()
            assert tool[0] == "qpdf" or done.stdout + done.stderr == ""
    with pikepdf.open(path) as document:
        image = document.pages[0].obj.Resources.XObject.Emblem
        expected = {Inks.COLOUR: "/DeviceRGB", Inks.CMYK: "/DeviceCMYK"}.get(inks, "/DeviceGray")
        assert image.ColorSpace == expected
        assert image.SMask.ColorSpace == "/DeviceGray"
        if inks is Inks.CMYK:
            dots = zip(*[iter(image.read_bytes())] * 4, strict=True)
            assert max(sum(dot) for dot in dots) <= 3 * 255
            assert all(min(dot[:3]) == 0 for dot in zip(*[iter(image.read_bytes())] * 4, strict=True))


@pytest.mark.parametrize("paper", board.PAPER)
def test_boards_carry_it_too(paper: str, head: SiteHead) -> None:
    found = emblem.load(svg(wide=300), PLACE)
    wanted = made(SMALL, paper=paper, emblem=found.mark)
    content = pdf.address_file(board.make_template(wanted, board.draw_board(wanted), found), head)
    at = board.measure_board(wanted)
    assert ink_in(content, 0, geometry.Rect(at.left, at.top, 20 * at.scale, 18 * at.scale))
    assert [code.text for code in inspect.read_codes(content, 0, 100)] == [URL, Wording().feedback_url]
    small = made(SMALL, paper=paper)
    plain = pdf.address_file(board.make_template(small, board.draw_board(small)), head)
    assert inspect.read_text(content, 0) == inspect.read_text(plain, 0)


def shown_at(content: bytes, page: int) -> list[geometry.Rect]:
    """Where pictures stand on a page, in mm."""
    document = pypdfium2.PdfDocument(content)
    try:
        high, mm = document[page].get_height(), 72 / 25.4
        found = [o.get_bounds() for o in document[page].get_objects((pypdfium2.raw.FPDF_PAGEOBJ_IMAGE,))]
        return [geometry.Rect(x / mm, (high - top) / mm, (r - x) / mm, (top - y) / mm) for x, y, r, top in found]
    finally:
        document.close()


def apart(a: geometry.Rect, b: geometry.Rect) -> bool:
    return a.right <= b.x or b.right <= a.x or a.bottom <= b.y or b.bottom <= a.y


def drawn_flowing(
    kind: str, cards: Sequence[Card], found: Emblem | None
) -> tuple[Callable[[], Iterator[sheets.Body]], int]:
    """A booklet, or single sheets of a size, and how many pages have the full head."""
    mark = found.mark if found else None
    symbols = codes(c.payload for c in cards)
    if kind == "danh mục":
        listed = replace(booklet_of((c.field, entry(c)) for c in cards), emblem=mark)
        return lambda: booklet.draw_booklet(listed, symbols), 1
    made_sheets = [replace(single_of(c, kind, dossier=(LONG,) * 30), emblem=mark) for c in cards]
    return lambda: (body for s in made_sheets for body in single.draw_singles(s, symbols)), len(made_sheets)


@pytest.mark.parametrize("name", ["svg", "svg wide", "png tall"])
@pytest.mark.parametrize("kind", ["danh mục", "A5", "A4"])
def test_booklets_and_single_sheets_carry_it_in_their_first_head(
    kind: str, name: str, odd_cards: tuple[Card, ...], head: SiteHead
) -> None:
    found = emblem.load(FILES[name], PLACE)
    long = replace(head, name="Trung tâm Phục vụ hành chính công thành phố Hải Phòng – Cơ sở 1 (phía Đông)")
    draw_with, heads = drawn_flowing(kind, odd_cards[:9], found)
    bodies = list(draw_with())
    content = pdf.address_file(pdf.make_template(bodies, emblem=found), long)
    plain = pdf.address_file(pdf.make_template(list(drawn_flowing(kind, odd_cards[:9], None)[0]())), long)
    pictures = [shown_at(content, page) for page in range(len(bodies))]
    assert sum(map(len, pictures)) == heads < len(bodies)
    for page, (body, there) in enumerate(zip(bodies, pictures, strict=True)):
        assert inspect.read_text(content, page) == inspect.read_text(plain, page)
        assert sorted(c.text for c in inspect.read_codes(content, page)) == sorted(c.payload for c in body.codes)
        for area in there:
            assert area.width / area.height == pytest.approx(found.ratio, rel=0.02)
            assert area.bottom < min((c.area.y - 4 * c.area.width / 37 for c in body.codes), default=99)
            gap = geometry.Rect(area.right + 0.4, area.y, 2.2, area.height)
            assert not ink_in(content, page, gap)
            assert all(apart(area, text) for text in text_boxes(content, page))


def test_a_drawing_is_never_shown_another_emblem(
    odd_cards: tuple[Card, ...], pack: Pack, draw: Draw, head: SiteHead
) -> None:
    mine, other = (emblem.load(content, PLACE) for content in (svg(), png()))
    body = draw(replace(pack(odd_cards[:1])[0], emblem=mine.mark))
    assert sheets.Body.load(body.dump()) == body
    for given in (other, None):
        with pytest.raises(DrawingError, match="biểu trưng khác với biểu trưng được cấp"):
            pdf.make_template([body], emblem=given)
    assert b"/Subtype/Image" not in pdf.address_file(pdf.make_template([draw(pack(odd_cards[:1])[0])]), head)
