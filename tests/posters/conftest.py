"""Cards and sheets to draw, made up and real."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from posters import cards, pdf, qr, sheets
from posters.spec import GRIDS, Card, Cell, Sheet, SiteHead, Wording

ENTRY = "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/019d2bfd-380b-73df-9a18-5658e09794d3"
SEARCH = "https://dichvucong.gov.vn/tim-kiem-thu-tuc-hanh-chinh?keyword="

Pack = Callable[..., tuple[Sheet, ...]]


@cache
def encoded(payload: str) -> bytes:
    """Codes are made once for all tests."""
    return qr.make_symbol(payload)


def pack_sheets(
    wanted: Sequence[Card], paper: str = "A4", *, sample: bool = False, wording: Wording | None = None
) -> tuple[Sheet, ...]:
    """Cards one after the other on as many sheets as they need."""
    grid = GRIDS[paper]
    pages: list[list[Cell]] = [[]]
    slot = 0
    for card in wanted:
        span = cards.find_span(card, grid)
        if span > 1:
            slot += -slot % grid.columns
        if slot + span > grid.capacity:
            pages.append([])
            slot = 0
        pages[-1].append(Cell(slot, span, card))
        slot += span
    return tuple(
        Sheet(
            paper,
            "Hộ tịch, chứng thực",
            f"7-{i}",
            7,
            tuple(cells),
            12,
            date(2026, 11, 24),
            sample,
            wording or Wording(),
        )
        for i, cells in enumerate(pages, 1)
    )


def draw_sheet(sheet: Sheet) -> sheets.Body:
    """A sheet drawn with its codes."""
    return sheets.draw_sheet(sheet, {cell.card.payload: encoded(cell.card.payload) for cell in sheet.cells})


@pytest.fixture(scope="session")
def pack() -> Pack:
    """`pack_sheets`."""
    return pack_sheets


@pytest.fixture(scope="session")
def draw() -> Callable[[Sheet], sheets.Body]:
    """`draw_sheet`."""
    return draw_sheet


@pytest.fixture(scope="session")
def head() -> SiteHead:
    """A site with all contacts."""
    return SiteHead(
        "11824",
        "Trung tâm Phục vụ hành chính công phường Lê Thanh Nghị",
        "Số 1 đường Trần Hưng Đạo, phường Lê Thanh Nghị",
        "0220 3 123 456",
        "Thứ Hai–Thứ Sáu 7:30–11:30, 13:30–17:00",
    )


def card(name: str, number: int = 80, **facts: object) -> Card:
    """A card with a code and an address of its own."""
    base = {"code": f"1.{number:06d}", "payload": f"{ENTRY[:-4]}{number:04x}", "host": "dichvucong.gov.vn"}
    return Card(**{"name": name, "field": "Hộ tịch", **base, **facts})  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def odd_cards() -> tuple[Card, ...]:
    """The shortest, the longest and the strangest that may arrive."""
    field = (
        "Chuyển đổi công ty nhà nước được thành lập và hoạt động theo Luật Doanh nghiệp nhà nước thành công ty "
        "trách nhiệm hữu hạn một thành viên tổ chức và hoạt động theo quy định tại Luật Doanh nghiệp"
    )
    until = ("Áp dụng đến hết ngày 28/02/2027",)
    return (
        card("A", 1),
        card("Thủ tục đăng ký khai sinh", 1610, notes=until),
        card('<b>Cấp</b> &amp; <img src="file:///etc/passwd"> «lạ» 100 % {%s} \\(x\\)', 2),
        card("Thủ tục <para><font size=99>to</font></para> & <br/> hết", 3),
        card("Hỗ trợ thu hồi đất cho nƣớc, ƣu đãi", 4, field="Straße, nƣớc"),
        card("Thu\u0309 tu\u0323c  viê\u0301t ro\u031b\u0300i\u00ad\u200b \n xuô\u0301ng do\u0300ng", 5),
        card("https://dichvucong.gov.vn/" + "a" * 150, 6),
        card("Ẩ Ẫ Ỗ Ợ Ữ Ỵ Ẵ ậ ợ ự " * 8, 7),
        card("Thủ tục của lĩnh vực có tên rất dài", 8, field=field, notes=until),
        card("không lĩnh vực", 9, field=""),
        card("mã có đuôi", 10, code="1.000234.000.00.00.H42"),
        card("mã sai", 11, code="1.014955-Xoa"),
        card(("Đăng ký biến động đối với trường hợp thay đổi quyền sử dụng đất, " * 20)[:1192].strip(), 12),
        card("giao đất ở, " * 30, 13, notes=until),
    )


def read_cards(path: Path) -> tuple[Card, ...]:
    """The procedures of a real list as cards."""
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return tuple(
            Card(
                row["code"],
                row["name"],
                ENTRY[:45] + row["uuid"] if row["uuid"] else SEARCH + row["code"],
                "dichvucong.gov.vn",
                row["field"],
            )
            for row in csv.DictReader(handle)
        )


@pytest.fixture(scope="session")
def commune(real_data: Path) -> tuple[Card, ...]:
    """All procedures of the real commune list."""
    return read_cards(real_data / "catalogue" / "commune.csv")


@pytest.fixture(scope="session")
def real_cards(real_data: Path) -> tuple[Card, ...]:
    """All procedures of all real lists, each code once."""
    lists = ("commune", "province", "haiphong")
    found = {c.code: c for name in lists for c in read_cards(real_data / "catalogue" / f"{name}.csv")}
    return tuple(found[code] for code in sorted(found))


@pytest.fixture(scope="session")
def commune_bodies(commune: tuple[Card, ...]) -> tuple[sheets.Body, ...]:
    """The posting sheets of the real commune list, drawn."""
    return tuple(draw_sheet(sheet) for sheet in pack_sheets(commune))


@pytest.fixture(scope="session")
def commune_pdf(commune_bodies: tuple[sheets.Body, ...], head: SiteHead) -> bytes:
    """The finished file of one site with the real commune list."""
    return pdf.address_file(pdf.make_template(commune_bodies), head)


@pytest.fixture(scope="session")
def odd_pdf(odd_cards: tuple[Card, ...], head: SiteHead) -> bytes:
    """A finished file of the odd cards, A4 sheets first, then sample sheets, then A3."""
    wanted = (*pack_sheets(odd_cards), *pack_sheets(odd_cards, sample=True), *pack_sheets(odd_cards, "A3"))
    return pdf.address_file(pdf.make_template([draw_sheet(sheet) for sheet in wanted]), head)
