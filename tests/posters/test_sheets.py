"""Finished sheets: codes where they belong with white round them, names whole and in order, same bytes everywhere."""

from __future__ import annotations

import os
import pickle
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from math import ceil, floor

import pytest
from PIL import Image, ImageChops

from posters import cards, hardship, inspect, pdf, qr, sheets
from posters.body import Body
from posters.cards import find_beginnings
from posters.errors import DrawingError
from posters.geometry import FRAMES
from posters.spec import GRIDS, Card, Cell, Sheet, SheetMark, SiteHead, Wording
from posters.surface import COLOUR, Ink
from posters.text import clean

DPI = 150
Pack = Callable[..., tuple[Sheet, ...]]
Draw = Callable[[Sheet], Body]


def squeezed(text: str) -> str:
    return "".join(text.split())


def quiet_zone(picture: Image.Image, body: Body, index: int) -> list[int]:
    """Darkest and lightest grey of the four modules round a symbol, a pixel (0.17 mm) at its edge left out: of the
    pixels that lie wholly within, for a rule may stand right beside them."""
    area = body.codes[index].area
    quiet = area.width / 37 * 4
    scale = DPI / 25.4
    outer = [area.x - quiet, area.y - quiet, area.right + quiet, area.bottom + quiet]
    inner = [area.x, area.y, area.right, area.bottom]
    x0, y0 = (ceil(v * scale - 0.01) for v in outer[:2])
    x1, y1 = (floor(v * scale + 0.01) for v in outer[2:])
    a0, b0, a1, b1 = (round(v * scale) for v in inner)
    bands = [(x0, y0, x1, b0 - 1), (x0, b1 + 1, x1, y1), (x0, b0, a0 - 1, b1), (a1 + 1, b0, x1, b1)]
    return [value for band in bands for value in picture.crop(band).getextrema()]


def check_page(content: bytes, page: int, body: Body) -> None:
    """Codes read back in their places, quiet zones pure white, symbols at least 30 mm."""
    picture = inspect.render(content, page, DPI)
    found = inspect.read(picture, DPI)
    assert [code.text for code in found] == [code.payload for code in body.codes]
    for i, (seen, code) in enumerate(zip(found, body.codes, strict=True)):
        assert code.area.width == code.area.height
        assert code.area.width >= 30
        assert abs(seen.area.x - code.area.x) < 0.5
        assert abs(seen.area.y - code.area.y) < 0.5
        assert set(quiet_zone(picture, body, i)) == {255}


def read_with_zbar(picture: Image.Image) -> frozenset[str]:
    """The texts that zbar reads when it is pointed at one part of the sheet after the other."""
    decode = hardship.READERS[1].load()
    assert decode is not None
    return decode(picture, DPI)


def check_text(content: bytes, page: int, cells: Sequence[Cell]) -> None:
    """Code, name, notes and host of every card under its field, whole, NFC, in reading order."""
    text = inspect.read_text(content, page)
    assert unicodedata.is_normalized("NFC", text)
    rest = squeezed(text)
    beginnings = find_beginnings(cells)
    for cell in cells:
        card = cell.card
        heading = card.field if cell.slot in beginnings else ""
        wanted = squeezed(clean(" ".join((heading, card.code, card.name, *card.notes, card.host))))
        assert wanted in rest, card.code
        rest = rest.partition(wanted)[2]


@pytest.mark.real
def test_every_sheet_of_the_real_commune_list(
    commune: tuple[Card, ...], commune_bodies: tuple[Body, ...], commune_pdf: bytes, pack: Pack
) -> None:
    wanted = pack(commune)
    assert sum(len(sheet.cells) for sheet in wanted) == len(commune) == 484
    for i, (sheet, body) in enumerate(zip(wanted, commune_bodies, strict=True)):
        check_page(commune_pdf, i, body)
        check_text(commune_pdf, i, sheet.cells)


@pytest.mark.real
@pytest.mark.parametrize("paper", ["A4", "A3"])
def test_every_sheet_of_all_real_lists(
    real_cards: tuple[Card, ...], pack: Pack, draw: Draw, head: SiteHead, paper: str
) -> None:
    """Every procedure of every real list is read back; two lists share most codes with the commune's."""
    wanted = pack(real_cards, paper)
    if paper == "A3":
        wanted = wanted[::5]
    bodies = [draw(sheet) for sheet in wanted]
    content = pdf.address_file(pdf.make_template(bodies), head)
    for i, (sheet, body) in enumerate(zip(wanted, bodies, strict=True)):
        check_page(content, i, body)
        check_text(content, i, sheet.cells)


@pytest.mark.parametrize(("paper", "sample"), [("A4", False), ("A4", True), ("A3", False), ("A3", True)])
def test_odd_cards(
    odd_cards: tuple[Card, ...], pack: Pack, draw: Draw, head: SiteHead, paper: str, sample: bool
) -> None:
    wanted = pack(odd_cards, paper, sample=sample)
    bodies = [draw(sheet) for sheet in wanted]
    content = pdf.address_file(pdf.make_template(bodies), head)
    for i, (sheet, body) in enumerate(zip(wanted, bodies, strict=True)):
        check_page(content, i, body)
        check_text(content, i, sheet.cells)
        assert read_with_zbar(inspect.render(content, i, DPI)) == {code.payload for code in body.codes}
        assert (squeezed(Wording().sample) in squeezed(inspect.read_text(content, i))) is sample


def test_head_and_foot(odd_cards: tuple[Card, ...], odd_pdf: bytes) -> None:
    text = inspect.read_text(odd_pdf, 0)
    for line in (
        "Trung tâm Phục vụ hành chính công phường Lê Thanh Nghị",
        "Hộ tịch, chứng thực",
        "7·1",
        "11824-7-1",
        "Tờ 7·1 · Bản phát hành 12, ngày 24/11/2026",
        "Mã chỉ dẫn đến dichvucong.gov.vn, không yêu cầu thanh toán",
        "Phản ánh, kiến nghị: https://dichvucong.gov.vn/phan-anh-kien-nghi · Tổng đài 18001096",
        "0220 3 123 456",
    ):
        assert line in text.replace("\n", " "), line
    assert not re.search(r"Tờ \d+\s*/\s*\d+", text)


def test_wording_is_the_offices(odd_cards: tuple[Card, ...], pack: Pack, draw: Draw, head: SiteHead) -> None:
    wording = Wording(scan="Quét mã để xem.", feedback_address="Số 18 Hoàng Diệu", sheet="Trang", hotline="1022")
    (sheet, *_) = pack(odd_cards[:3], wording=wording)
    text = inspect.read_text(pdf.address_file(pdf.make_template([draw(sheet)]), head), 0)
    assert all(part in text for part in ("Quét mã để xem.", "Số 18 Hoàng Diệu", "Trang 7·1", "Tổng đài 1022"))


def test_markup_is_printed_as_it_stands(odd_cards: tuple[Card, ...], odd_pdf: bytes) -> None:
    text = squeezed(inspect.read_text(odd_pdf, 0))
    assert squeezed('<b>Cấp</b> &amp; <img src="file:///etc/passwd"> «lạ» 100 % {%s} \\(x\\)') in text
    assert squeezed("<para><font size=99>to</font></para> & <br/> hết") in text
    assert b"root:" not in odd_pdf


def test_no_hairline_runs_through_a_card(pack: Pack, odd_cards: tuple[Card, ...], draw: Draw, head: SiteHead) -> None:
    """A card of two rows has white between its rows, where a rule would stand if it had two cells."""
    long = next(c for c in odd_cards if len(c.name) > 1000)
    (sheet,) = pack([long])
    assert sheet.cells[0].span == 4
    picture = inspect.render(pdf.address_file(pdf.make_template([draw(sheet)]), head), 0, DPI)
    frame = FRAMES["A4"]
    y = round((frame.grid.y + frame.cell_height) * DPI / 25.4)
    left, right = (round(x * DPI / 25.4) for x in (frame.left, frame.left + 33))
    assert picture.crop((left, y - 4, right, y + 5)).getextrema() == (255, 255)


def test_empty_cells_stay_white(odd_cards: tuple[Card, ...], pack: Pack, draw: Draw, head: SiteHead) -> None:
    (sheet,) = pack(odd_cards[:2])
    moved = replace(sheet, cells=(sheet.cells[0], replace(sheet.cells[1], slot=7)))
    picture = inspect.render(pdf.address_file(pdf.make_template([draw(moved)]), head), 0, DPI)
    box = FRAMES["A4"].cell(2, 2)
    inside = [round(v * DPI / 25.4) for v in (box.x, box.y + 1, box.right, box.bottom - 1)]
    assert picture.crop(tuple(inside)).getextrema() == (255, 255)


def test_text_is_black_enough_and_there_is_one_colour_but_for_bands() -> None:
    greys = {ink: parts for ink, parts in COLOUR.items() if len(parts) == 1}
    assert [ink for ink in COLOUR if ink not in greys and not ink.name.startswith("BAND_")] == [Ink.ACCENT]
    assert greys[Ink.BLACK] == (0.0,)
    luminance = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in COLOUR[Ink.ACCENT]]
    accent = 0.2126 * luminance[0] + 0.7152 * luminance[1] + 0.0722 * luminance[2]
    assert 1.05 / (accent + 0.05) > 7  # WCAG 2.2, 1.4.6
    muted = ((COLOUR[Ink.MUTED][0] + 0.055) / 1.055) ** 2.4
    assert 1.05 / (muted + 0.05) > 7


def test_wrong_sheets_are_refused(odd_cards: tuple[Card, ...], pack: Pack, draw: Draw) -> None:
    (sheet,) = pack(odd_cards[:2])
    one, two = sheet.cells
    with pytest.raises(DrawingError, match=r"tờ 7-1: ô 0 bị hai thủ tục dùng chung \(giá trị: «1\.001610»\)"):
        draw(replace(sheet, cells=(one, replace(two, slot=0))))
    with pytest.raises(DrawingError, match="ô 12 với độ rộng 1 không nằm trong lưới 2 x 6"):
        draw(replace(sheet, cells=(one, replace(two, slot=12))))
    with pytest.raises(DrawingError, match="ô 1 với độ rộng 2"):
        draw(replace(sheet, cells=(replace(two, slot=1, span=2),)))
    with pytest.raises(DrawingError, match=r"thủ tục 1\.000001: thiếu mã QR.*dựng lại bản phát hành"):
        sheets.draw_sheet(sheet, {})
    with pytest.raises(DrawingError, match=r"7-1: không có mẫu tờ niêm yết.*«A6».*dùng A4, A3, A2, A1"):
        draw(replace(sheet, paper="A6"))


def test_equal_sheets_give_equal_bytes_and_any_printed_change_gives_others(
    odd_cards: tuple[Card, ...], pack: Pack, draw: Draw
) -> None:
    (sheet,) = pack(odd_cards[:2])
    assert draw(sheet) == draw(replace(sheet, cells=tuple(reversed(sheet.cells))))
    changed = [
        replace(sheet, group_number=8),
        replace(sheet, label="7-2"),
        replace(sheet, mark=SheetMark("7-1-ABCDEF")),
        replace(sheet, release=13),
        replace(sheet, released=date(2026, 11, 25)),
        replace(sheet, sample=True),
        replace(sheet, group="Đất đai"),
        replace(sheet, cells=sheet.cells[:1]),
    ]
    assert len({draw(s).stream for s in (sheet, *changed)}) == len(changed) + 1
    assert pickle.loads(pickle.dumps(draw(sheet))) == draw(sheet)  # noqa: S301


def test_same_bytes_in_every_process(
    odd_cards: tuple[Card, ...], pack: Pack, head: SiteHead, tmp_path: os.PathLike[str]
) -> None:
    job = os.path.join(tmp_path, "job")  # noqa: PTH118
    with open(job, "wb") as handle:  # noqa: PTH123
        pickle.dump((pack(odd_cards, sample=True), head), handle)
    script = (
        "import hashlib, pickle, sys; from posters import pdf, qr, sheets;"
        "wanted, head = pickle.load(open(sys.argv[1], 'rb'));"
        "symbols = [{c.card.payload: qr.make_symbol(c.card.payload) for c in s.cells} for s in wanted];"
        "bodies = [sheets.draw_sheet(s, of) for s, of in zip(wanted, symbols)];"
        "print(hashlib.sha256(pdf.address_file(pdf.make_template(bodies), head)).hexdigest(),"
        "hashlib.sha256(b''.join(b.dump() for b in bodies)).hexdigest())"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", script, job],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("0", "UTC"), ("12345", "Asia/Ho_Chi_Minh"), ("7", "America/New_York"))
    }
    assert len(seen) == 1


def test_links_lead_where_the_codes_lead(odd_cards: tuple[Card, ...], pack: Pack, draw: Draw) -> None:
    (sheet,) = pack(odd_cards[:2])
    body = draw(sheet)
    assert {link.uri for link in body.links} == {c.payload for c in odd_cards[:2]} | {Wording().feedback_url}
    assert [code.area for code in body.codes] == [link.area for link in body.links[:2]]
    assert all(qr.split_symbol(qr.make_symbol(code.payload)).size == 37 for code in body.codes)


@pytest.mark.parametrize("dpi", [67, 97, 133])
def test_no_seam_shows_where_a_stencil_and_the_rest_of_a_code_meet(
    odd_cards: tuple[Card, ...], pack: Pack, head: SiteHead, dpi: int
) -> None:
    """At resolutions that blur the edges of modules. Where two modules meet at a corner alone, quarters of a pixel add
    up to a sixteenth less; a seam would be a quarter and more."""
    sheet = pack(odd_cards[:4])[0]
    payloads = {cell.card.payload for cell in sheet.cells}
    two, one = (
        inspect.render(pdf.address_file(pdf.make_template([sheets.draw_sheet(sheet, codes)]), head), 0, dpi)
        for codes in (
            {payload: qr.make_symbol(payload) for payload in payloads},
            {payload: qr.keep_symbol(qr.encode(payload)) for payload in payloads},
        )
    )
    assert ImageChops.subtract(two, one).getextrema()[1] <= 16


def test_names_of_a_sheet_have_the_size_that_fitting_each_alone_would_give(real_cards: list[Card], pack: Pack) -> None:
    """Fitting begins with the longest; what comes out may not depend on that."""
    for sheet in pack(real_cards):
        beginnings, grid = find_beginnings(sheet.cells), GRIDS[sheet.paper]
        each = [
            partial(cards.lay_out, cell.card, grid, cell.span, headed=cell.slot in beginnings) for cell in sheet.cells
        ]
        sizes = [cards.measure_name(lay_out()) for lay_out in each]
        common = min((size for size in sizes if size >= cards.GOOD), default=cards.SIZES[0])
        assert sheets.lay_out_cells(sheet.cells, grid) == [lay_out(largest=common) for lay_out in each]
