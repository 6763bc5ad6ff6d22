"""Drawings from outside: shapes become pixels, everything else is refused in words."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from posters import svg
from posters.errors import DrawingError

PLACE = "config.yaml, khóa emblem"
SQUARE = '<rect x="0" y="0" width="100" height="100" fill="#c8102e"/>'


def drawing(inside: str = SQUARE, box: str = 'viewBox="0 0 100 100"', more: str = "") -> bytes:
    """An SVG file of one or more elements."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:e="http://editor.example/" {box} {more}>{inside}</svg>'.encode()
    )


def picture(content: bytes, fit: tuple[int, int] = (200, 100)) -> Image.Image:
    image = Image.open(io.BytesIO(svg.render(content, PLACE, fit)))
    image.load()
    return image


def refusal(content: bytes) -> DrawingError:
    with pytest.raises(DrawingError) as caught:
        svg.render(content, PLACE, (200, 100))
    return caught.value


@pytest.mark.parametrize(
    ("box", "size"),
    [
        ('viewBox="0 0 100 100"', (100, 100)),
        ('viewBox="0 0 400 100"', (200, 50)),
        ('viewBox="0,0,10,100"', (10, 100)),
        ('viewBox="0 0 0.001 0.001"', (100, 100)),
        ('viewBox="0 0 1 5000"', (1, 100)),
        ('width="2in" height="1in"', (200, 100)),
        ('width="40" height="80" x="7" preserveAspectRatio="none"', (50, 100)),
    ],
)
def test_a_drawing_is_as_large_as_it_can_be(box: str, size: tuple[int, int]) -> None:
    assert picture(drawing(box=box)).size == size


def test_what_is_not_drawn_on_is_transparent() -> None:
    image = picture(drawing('<rect x="0" y="0" width="50" height="100" fill="#c8102e"/>'), (100, 100))
    assert image.mode == "RGBA"
    assert image.getpixel((10, 50)) == (0xC8, 0x10, 0x2E, 255)
    assert image.getpixel((90, 50)) == (0, 0, 0, 0)


def test_a_view_box_that_does_not_begin_at_zero_shows_its_own_part() -> None:
    half = '<rect x="50" y="0" width="50" height="100" fill="#c8102e"/>'
    image = picture(drawing(half, 'viewBox="50 0 50 100" x="9"'), (50, 100))
    assert image.getextrema()[3] == (255, 255)


def test_what_an_editor_adds_for_itself_is_left_out() -> None:
    plain = drawing()
    edited = drawing(
        f'<e:view zoom="2"><rect width="9" height="9"/></e:view><metadata><e:script>x()</e:script></metadata>{SQUARE}',
        more='e:window="1024"',
    )
    assert svg.render(edited, PLACE, (100, 100)) == svg.render(plain, PLACE, (100, 100))


@pytest.mark.parametrize(
    "inside",
    [
        f'<defs><clipPath id="c">{SQUARE}</clipPath></defs><g clip-path="url(#c)">{SQUARE}</g>',
        f'<style>rect{{fill:url( "#g" )}}</style><linearGradient id="g"><stop offset="0"/></linearGradient>{SQUARE}',
        f'{SQUARE}<use href="#không-có"/>',
        f'<title>onload "url(x)" @import</title>{SQUARE}',
    ],
)
def test_references_within_the_file_are_followed(inside: str) -> None:
    assert picture(drawing(inside)).getbbox() is not None


@pytest.mark.parametrize(
    ("inside", "message"),
    [
        ('<e:g/><image href="a.png"/>', "<image> không được phép"),
        ('<g><animate attributeName="x"/></g>', "<animate> không được phép"),
        ('<a href="#p"/>', "<a> không được phép"),
        ('<set attributeName="href" to="http://x"/>', "<set> không được phép"),
        ('<g ONLOAD="x()"/>', "có mã lệnh"),
        ('<use href=" https://example.org/a.svg#p"/>', "bên ngoài"),
        ('<use e:href="a.svg#p"/>', "bên ngoài"),
        ('<linearGradient id="g" href="b.svg#g"/>', "bên ngoài"),
        ("<rect mask=\"url( 'a.svg#m')\"/>", "bên ngoài"),
        ('<rect fill="url(#a) url(//x)"/>', "bên ngoài"),
        ("<style>rect{fill:url(a.svg#g)}</style>", "bên ngoài"),
        ('<g style="f\\69ll:red"/>', "nạp tệp khác"),
        ("<g style=\"@import 'a'\"/>", "nạp tệp khác"),
        ('<use href="#a" id="a"/>', "tham chiếu vòng"),
    ],
)
def test_what_runs_loads_or_moves_is_refused(inside: str, message: str) -> None:
    error = refusal(drawing(inside))
    assert message in error.message
    assert error.place == PLACE
    assert "PNG" in error.way_out


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"<svg/>",
        b'<?xml version="1.0" encoding="no-such"?><svg xmlns="http://www.w3.org/2000/svg"/>',
        b'<g xmlns="http://www.w3.org/2000/svg"><svg viewBox="0 0 9 9"/></g>',
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">\0</svg>',
    ],
)
def test_what_is_no_drawing_is_refused(content: bytes) -> None:
    assert refusal(content).message in {"tệp SVG bị hỏng", "tệp không phải là SVG"}


@pytest.mark.parametrize(
    "box",
    [
        "",
        'width="100"',
        'width="100%" height="100%"',
        'width="1.2.3" height="4"',
        'viewBox="0 0 10"',
        'viewBox="0 0 0 10"',
        'viewBox="0 0 -5 10"',
        'viewBox="0 0 inf 10"',
        'viewBox="nan 0 10 10"',
        'viewBox="0 0 1e7 10"',
        # So small that the scale is no number any more.
        'viewBox="0 0 1e-320 1e-320"',
        'width="1e-320" height="1e-320"',
    ],
)
def test_a_drawing_without_a_usable_size_is_refused(box: str) -> None:
    assert "khung hình" in refusal(drawing(box=box)).message


def chain(links: int) -> bytes:
    """Uses that lead from one to the next."""
    uses = "".join(f'<g id="g{i}"><use href="#g{i + 1}"/></g>' for i in range(links))
    return drawing(f'<defs>{uses}<g id="g{links}">{SQUARE}</g></defs><use href="#g0"/>')


def test_a_long_chain_of_references_is_told_and_does_not_end_the_program() -> None:
    assert refusal(chain(3_000)).message == "tệp SVG tham chiếu quá nhiều lớp"


def test_shapes_are_counted_as_often_as_they_are_drawn() -> None:
    hundred = f'<defs><g id="a">{"<path/>" * 100}</g></defs>'
    assert picture(drawing(hundred + '<use href="#a"/>' * 100 + SQUARE)).getbbox()
    assert "hơn 20000 hình" in refusal(drawing(hundred + '<use href="#a"/>' * 200)).message


BASE = drawing(f'<g id="a" style="fill:red">{SQUARE}</g><use href="#a" transform="scale(.5)"/>')


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, len(BASE) - 1), st.binary(max_size=3)), max_size=4))
def test_a_spoilt_file_is_drawn_or_refused(changes: list[tuple[int, bytes]]) -> None:
    content = bytearray(BASE)
    for at, replacement in changes:
        content[at : at + 1] = replacement
    try:
        png = svg.render(bytes(content), PLACE, (20, 10))
    except DrawingError as error:
        assert error.place == PLACE
    else:
        assert png.startswith(b"\x89PNG")
