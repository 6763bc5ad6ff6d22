"""Conditions and readers on a real sheet: what they change, what they read, what they say where they cannot."""

from __future__ import annotations

from datetime import date

import pytest
from PIL import Image, ImageDraw

from posters import hardship, inspect, pdf, qr, sheets, spec
from posters.errors import ReadBackError
from tests.posters.products import hardships

HOST = "dichvucong.gov.vn"
PAYLOADS = tuple(f"https://{HOST}/thu-tuc-hanh-chinh/019d2bfd-380b-73df-9a18-5658e0979{i:03d}" for i in range(12))
GREY, LOW, BLURRED, TILTED, WORN = hardship.CONDITIONS


def _cell(slot: int, payload: str) -> spec.Cell:
    return spec.Cell(slot, 1, spec.Card(f"1.00{slot:04d}", "Thủ tục đăng ký khai sinh", payload, HOST, "Hộ tịch"))


@pytest.fixture(scope="module")
def sheet() -> bytes:
    """A finished page with twelve codes."""
    cells = tuple(_cell(i, payload) for i, payload in enumerate(PAYLOADS))
    made = spec.Sheet("A4", "Hộ tịch", "HT-01", 1, cells, 1, date(2026, 11, 24))
    body = sheets.draw_sheet(made, {p: qr.make_symbol(p) for p in PAYLOADS})
    return pdf.address_file(pdf.make_template([body]), spec.SiteHead("11824", "Trung tâm phường Hồng Bàng"))


def test_both_readers_read_every_code_under_every_condition(sheet: bytes) -> None:
    assert hardships(sheet, 0, PAYLOADS) == ()
    seen = [(t.condition, t.reader) for t in hardship.run_trials(sheet, 0, hardship.READERS)]
    assert seen == [(c.name, r.name) for c in hardship.CONDITIONS for r in hardship.READERS]


def test_a_code_that_is_not_there_is_named_for_each_condition_and_reader(sheet: bytes) -> None:
    absent = f"https://{HOST}/khong-co"
    found = hardships(sheet, 0, (*PAYLOADS, absent))
    assert f"zbar không đọc được mã {absent} trong điều kiện nhòe nét" in found
    assert len(found) == len(hardship.CONDITIONS) * len(hardship.READERS)


def test_a_code_that_should_not_be_there_is_named(sheet: bytes) -> None:
    found = hardships(sheet, 0, PAYLOADS[1:])
    expected = f"zxing-cpp đọc ra {PAYLOADS[0]}, không có trên tờ này, trong điều kiện thang xám 100 dpi"
    assert expected in found
    assert len(found) == len(hardship.CONDITIONS) * len(hardship.READERS)


def test_a_reader_that_is_not_installed_is_said_once_and_never_counts_as_having_read(
    sheet: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    zxing, zbar = hardship.READERS
    gone = hardship.CodeReader(zbar.name, lambda: None, zbar.remedy)
    monkeypatch.setattr(hardship, "READERS", (zxing, gone))
    found = hardships(sheet, 0, PAYLOADS)
    assert found == ("chưa kiểm tra được bằng zbar: máy này thiếu thư viện của trình đọc (apt install libzbar0)",)
    assert {t.reader for t in hardship.run_trials(sheet, 0, (zxing, gone))} == {"zxing-cpp"}


def test_a_page_that_is_not_there_is_refused(sheet: bytes) -> None:
    with pytest.raises(ReadBackError, match="trang 2: tệp không có trang này"):
        hardships(sheet, 1, PAYLOADS)


@pytest.mark.parametrize("condition", hardship.CONDITIONS, ids=lambda c: c.name)
def test_conditions_are_deterministic_and_leave_the_rendered_page_alone(
    sheet: bytes, condition: hardship.Condition
) -> None:
    page = inspect.render(sheet, 0, condition.dpi)
    before = page.tobytes()
    assert condition.change(page).tobytes() == condition.change(page).tobytes()
    assert page.tobytes() == before


def test_a_hard_edge_is_softened_over_half_a_millimetre_by_blur() -> None:
    page = Image.new("L", (300, 300), 255)
    page.paste(0, (150, 0, 300, 300))
    row = [BLURRED.change(page).getpixel((x, 150)) for x in range(300)]
    grey = [v for v in row if 40 < v < 215]  # ±1 standard deviation of 1.48 px either side of the edge
    assert 2 <= len(grey) <= 4


def test_a_tenth_of_the_toner_is_missing_and_paper_is_not_white() -> None:
    solid = Image.new("L", (2480, 3508), 0)
    seen = WORN.change(solid)
    assert seen.size == (1240, 1754)
    mean = sum(v * n for v, n in enumerate(seen.histogram())) / (seen.width * seen.height)
    lost = (mean - hardship.TONER) / (hardship.PAPER - hardship.TONER)
    assert lost == pytest.approx(hardship.TONER_LOST, abs=0.005)
    blank = WORN.change(Image.new("L", (600, 600), 255))
    assert blank.getextrema() == (hardship.PAPER, hardship.PAPER)


def test_the_photograph_is_the_pinhole_view_of_a_turned_page() -> None:
    """The middle stays in the middle; a square's near (lower) edge is longer than its far one by the distances."""
    page = Image.new("L", (1240, 1754), 255)
    draw = ImageDraw.Draw(page)
    middle, half = (620, 877), 400
    corners = [(middle[0] + sx * half, middle[1] + sy * half) for sy in (-1, 1) for sx in (-1, 1)]
    for x, y in (*corners, middle):
        draw.ellipse((x - 8, y - 8, x + 8, y + 8), fill=0)
    seen = TILTED.change(page)
    spots = sorted(_spots(seen), key=lambda p: (p[1], p[0]))
    assert len(spots) == 5
    assert spots[2] == pytest.approx((seen.width / 2, seen.height / 2), abs=2)
    lengths = [abs(a[0] - b[0]) for a, b in ((spots[0], spots[1]), (spots[3], spots[4]))]
    depth = half / (150 / 25.4) * 0.342  # sin 20 degrees
    far, near = hardship.DISTANCE_MM + depth, hardship.DISTANCE_MM - depth
    ratio = max(lengths) / min(lengths)
    assert ratio == pytest.approx(far / near, rel=0.02)


def _spots(picture: Image.Image) -> list[tuple[float, float]]:
    """Centres of dark spots."""
    dark = {(i % picture.width, i // picture.width) for i, v in enumerate(picture.tobytes()) if v < 128}
    found = []
    while dark:
        todo, spot = [dark.pop()], []
        while todo:
            x, y = todo.pop()
            spot.append((x, y))
            near = {(x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)} & dark
            dark -= near
            todo += near
        found.append((sum(x for x, _ in spot) / len(spot), sum(y for _, y in spot) / len(spot)))
    return found


@pytest.mark.parametrize("at", [(0, 0), (310, 309), (505, 1111), (930, 620), (1000, 1530)])
def test_zbar_reads_a_code_wherever_it_stands(sheet: bytes, at: tuple[int, int]) -> None:
    page = Image.new("L", (1240, 1754), 255)
    area = inspect.read_codes(sheet, 0)[0].area
    left, top = (round((v - 4) * 150 / 25.4) for v in (area.x, area.y))
    page.paste(inspect.render(sheet, 0).crop((left, top, left + 224, top + 224)), at)
    decode = hardship.READERS[1].load()
    assert decode is not None
    assert decode(page, 150) == {PAYLOADS[0]}
