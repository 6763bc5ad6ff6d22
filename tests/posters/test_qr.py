"""Symbols are what `qrcode` would have chosen, what another encoder makes, and what ISO/IEC 18004 says."""

from __future__ import annotations

import re
from collections import Counter

import pytest
import qrcode
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from pyzbar import pyzbar
from qrcode import constants, util

from posters import qr
from posters.errors import DrawingError

ENTRY = "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/019d2bfd-380b-73df-9a18-5658e09794d3"
SEARCH = "https://dichvucong.gov.vn/tim-kiem-thu-tuc-hanh-chinh?keyword=1.000080"
FEEDBACK = "https://dichvucong.gov.vn/phan-anh-kien-nghi?tu=bang-chi-dan-cua-trung-tam"
payloads = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=60)


def matrix(code: qr.Code) -> list[list[bool]]:
    return [[bool(row >> (code.size - 1 - x) & 1) for x in range(code.size)] for row in code.rows]


def library(payload: str) -> list[list[bool]]:
    """The same symbol with the mask searched by `qrcode` itself."""
    made = qrcode.QRCode(version=qr.SMALLEST, error_correction=constants.ERROR_CORRECT_M, border=0)
    made.add_data(payload)
    made.make(fit=True)
    return [[bool(dark) for dark in row] for row in made.modules]


def picture(payload: str, scale: int = 4) -> Image.Image:
    """What a renderer makes of the path, with its quiet zone."""
    symbol = qr.split_symbol(qr.make_symbol(payload))
    size, path = symbol.size, symbol.whole
    side = (size + 2 * qr.QUIET_ZONE) * scale
    image = Image.new("L", (side, side), 255)
    pen = ImageDraw.Draw(image)
    for line in path.decode().splitlines():
        x, y, width, height = (int(v) for v in re.fullmatch(r"(\d+) (\d+) (\d+) (\d+) re", line).groups())
        left, top = (x + qr.QUIET_ZONE) * scale, (y + qr.QUIET_ZONE) * scale
        pen.rectangle((left, top, left + width * scale - 1, top + height * scale - 1), 0)
    return image


@settings(max_examples=60, deadline=None)
@given(payloads)
def test_mask_is_the_librarys_own_choice(payload: str) -> None:
    assert matrix(qr.encode(payload)) == library(payload)


@pytest.mark.parametrize("length", [20, 84, 85, 106, 107, 150, 200, 285])
def test_mask_is_the_librarys_own_choice_in_every_version(length: int) -> None:
    payload = (ENTRY + "?abc=" + "xyz0123" * 40)[:length]
    assert matrix(qr.encode(payload)) == library(payload)


@pytest.mark.parametrize("payload", [ENTRY, SEARCH, "https://hp.gov.vn/t/1.000080", "Hải Phòng – ẩm thực"])
def test_two_decoders_read_the_path(payload: str) -> None:
    image = picture(payload)
    assert [code.text for code in zxingcpp.read_barcodes(image)] == [payload]
    assert [code.data.decode() for code in pyzbar.decode(image)] == [payload]


def format_bits(rows: list[list[bool]]) -> int:
    """The 15 format bits beside the upper left finder, most significant first (18004 figure 25)."""
    places = [(8, x) for x in (0, 1, 2, 3, 4, 5, 7, 8)] + [(y, 8) for y in (7, 5, 4, 3, 2, 1, 0)]
    return int("".join("1" if rows[y][x] else "0" for y, x in places), 2)


def mask_of(rows: list[list[bool]]) -> int:
    return (format_bits(rows) ^ 0b101010000010010) >> 10 & 7


@pytest.mark.parametrize("payload", [ENTRY, ENTRY[:-4] + "abcd", ENTRY[:-6] + "ffff00", FEEDBACK])
def test_another_encoder_makes_the_same_codewords(payload: str) -> None:
    """zxing-cpp's writer may prefer another mask: both are compared with their masks taken off."""
    image = zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.QRCode, ec_level="M").to_image(
        scale=1, add_quiet_zones=False
    )
    side, raw = image.shape[0], bytes(image)
    other = [[raw[y * side + x] == 0 for x in range(side)] for y in range(side)]
    mine = matrix(qr.encode(payload))
    assert len(mine) == len(other) == 37
    data = [(y, x) for y in range(9, 28) for x in range(9, 37)]  # between the finders: all data but an alignment mark
    for y, x in data:
        bare_mine = mine[y][x] ^ util.mask_func(mask_of(mine))(y, x)
        bare_other = other[y][x] ^ util.mask_func(mask_of(other))(y, x)
        assert bare_mine == bare_other


def test_function_patterns_and_format_information() -> None:
    code = qr.encode(ENTRY)
    rows = matrix(code)
    assert (code.version, code.size) == (5, 37)
    finder = ["1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111"]
    for top, left in ((0, 0), (0, 30), (30, 0)):
        assert ["".join("01"[rows[top + y][left + x]] for x in range(7)) for y in range(7)] == finder
    assert all(rows[6][i] == rows[i][6] == (i % 2 == 0) for i in range(8, 29))  # timing, 6.3.5
    assert rows[4 * 5 + 9][8]  # the dark module, 7.9.1
    bits = format_bits(rows)
    assert bits ^ 0b101010000010010 == util.BCH_type_info(0b00 << 3 | mask_of(rows)) ^ 0b101010000010010
    assert (bits ^ 0b101010000010010) >> 13 == 0b00  # level M, table 12


@pytest.mark.parametrize(("size", "step"), [(37, 1), (37, 48)])
def test_every_penalty_feature_counts_like_the_library(size: int, step: int) -> None:
    rows = matrix(qr.encode(ENTRY))
    whole = qr._join_modules(rows)
    windows = qr._list_windows(size, step)
    turned = rows if step == 1 else [list(column) for column in zip(*rows, strict=True)]
    runs = sum(
        len(run.group()) - 2
        for row in turned
        for run in re.finditer(r"0{5,}|1{5,}", "".join("01"[dark] for dark in row))
    )
    assert qr._cost_runs(whole, step, windows) == runs
    assert qr._count_penalty(whole, size) == util.lost_point(rows)


def test_short_payloads_use_the_smallest_version() -> None:
    assert qr.encode("A").version == qr.SMALLEST


def test_path_holds_every_dark_module_once() -> None:
    code = qr.encode(SEARCH)
    drawn = set()
    for line in qr.trace_path(code).decode().splitlines():
        x, y, width, height = (int(v) for v in line.removesuffix(" re").split())
        cells = {(x + i, y) for i in range(width)}
        assert height == 1
        assert not drawn & cells
        drawn |= cells
    assert drawn == {(x, y) for y, row in enumerate(matrix(code)) for x, dark in enumerate(row) if dark}


def test_no_payload_and_too_long_a_payload_are_refused() -> None:
    with pytest.raises(DrawingError, match="không có nội dung"):
        qr.encode("")
    with pytest.raises(DrawingError, match=r"địa chỉ dài 400 byte.*Cách xử lý: dùng địa chỉ ngắn hơn"):
        qr.encode("x" * 400)
    with pytest.raises(DrawingError, match="địa chỉ dài 5000 byte"):
        qr.encode("x" * 5000)


def modules(path: bytes) -> Counter[tuple[int, int]]:
    """How often each module is drawn."""
    runs = (map(int, line.split()[:3]) for line in path.splitlines())
    return Counter((i, y) for x, y, length in runs for i in range(x, x + length))


@given(payloads)
@settings(max_examples=40, deadline=None)
def test_stencil_and_path_are_the_symbol_and_touch_only_where_they_overlap(payload: str) -> None:
    symbol = qr.split_symbol(qr.make_symbol(payload))
    assert symbol.stencil is not None
    common, own = modules(symbol.stencil.path), modules(symbol.path)
    dark = {(x, y) for y, row in enumerate(matrix(qr.encode(payload))) for x, is_dark in enumerate(row) if is_dark}
    assert common.keys() | own.keys() == dark
    assert set(common.values()) | set(own.values()) <= {1}
    for x, y in own.keys() - common.keys():
        beside = {(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)} & common.keys()
        assert beside <= own.keys(), "a seam would show between two fills that only touch"


def test_addresses_that_begin_alike_share_a_stencil_by_mask() -> None:
    made = [ENTRY[:-8] + f"{i * 7919:08x}" for i in range(24)]
    by_mask: dict[int, set[str]] = {}
    for payload in made:
        symbol = qr.split_symbol(qr.make_symbol(payload))
        assert symbol.stencil is not None
        by_mask.setdefault(mask_of(matrix(qr.encode(payload))), set()).add(symbol.stencil.name)
        assert len(modules(symbol.stencil.path)) > 0.55 * symbol.path.count(b"\n")
    assert len(by_mask) < len(made) / 2
    assert all(len(names) == 1 for names in by_mask.values())
    other = qr.split_symbol(qr.make_symbol(ENTRY.replace("thu-tuc", "thu_tuc")))
    assert other.stencil is not None
    assert other.stencil.name not in set().union(*by_mask.values())
