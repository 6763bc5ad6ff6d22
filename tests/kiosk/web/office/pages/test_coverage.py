"""The numbers in the browser: published and hanging apart, every number opens its rows and files."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import openpyxl
import pytest

from kiosk.office.job_context import Workplace
from kiosk.office.people import Role
from kiosk.reports.rows import FIGURES
from tests.kiosk.hanging import hang_published
from tests.kiosk.kiosks import declare, say
from tests.kiosk.web.office.conftest import Desk

Sit = Callable[..., Desk]


@pytest.fixture
def here(live_office: Workplace) -> Workplace:
    """An office that has published."""
    return live_office


def test_what_is_published_and_what_hangs_stand_apart_and_a_tick_moves_one_of_them(desk: Sit, here: Workplace) -> None:
    reader = desk(Role.READER)
    before = reader.get("/do-phu").text
    assert "4/4 điểm đủ thủ tục" in before and re.search(r"hiện hành: 0/\d+ tờ", before)
    hang_published(here.store, "10507")
    after = reader.get("/do-phu").text
    assert "4/4 điểm đủ thủ tục" in after and "1/4 điểm xác nhận đủ" in after
    assert after.count('<span class="tile-name">') == 4
    assert all(f"/do-phu/{name}" in after for name in FIGURES)


def test_what_walls_lack_stands_above_the_matrix_and_the_weeks_below(desk: Sit, here: Workplace) -> None:
    reader = desk(Role.READER)
    page = reader.get("/do-phu").text
    assert page.index('id="can-lo"') < page.index('id="bang"') < page.index('id="xu-the"')
    assert '<svg viewBox="0 0 52 132" width="52" height="132" role="img"' in page and "Từng tuần:" in page
    rows = reader.get("/do-phu/thieu-tren-tuong").text
    assert "chưa từng treo" in rows and "xác nhận quá 90 ngày" in rows
    text = reader.get("/do-phu/thieu-tren-tuong.csv").content.decode("utf-8-sig")
    assert f"{text.count(chr(13)) - 1:,} tờ và bảng".replace(",", ".") in page.replace("Xem đủ ", "")


def test_what_screens_lack_are_rows_that_follow_the_set_ages(desk: Sit, here: Workplace) -> None:
    number, _ = declare(here.store, "10507", "Kiosk sảnh")
    declare(here.store, "10888")
    say(here.store, number, 1)
    reader = desk(Role.READER)
    rows = reader.get("/do-phu/thieu-tren-man-hinh").text
    assert "chưa báo về lần nào" in rows and "Kiosk sảnh" not in rows and "im lặng: quá 3 ngày" in rows
    assert "1/2 điểm có khai báo kiosk thì mọi kiosk đang hiện đúng bản" in reader.get("/do-phu").text
    assert "1 kiosk hiện đúng bản" in reader.get("/do-phu/kiosk").text


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_is_a_page_a_workbook_and_a_table_of_text(name: str, desk: Sit) -> None:
    reader = desk(Role.READER)
    page = reader.get(f"/do-phu/{name}")
    assert page.status_code == 200 and FIGURES[name].title in page.text
    book = openpyxl.load_workbook(io.BytesIO(reader.get(f"/do-phu/{name}.xlsx").content))
    text = reader.get(f"/do-phu/{name}.csv").content.decode("utf-8-sig")
    assert len(text.splitlines()) >= book.worksheets[0].max_row >= 1
    assert f"{text.count(chr(13)) - 1:,} dòng".replace(",", ".") in page.text


def test_long_lists_come_in_pages_and_strange_ones_not_at_all(desk: Sit) -> None:
    reader = desk(Role.READER)
    for page in ("0", "-1", "x", "９", "9" * 99):
        assert reader.get(f"/do-phu/phai-treo?trang={page}").status_code == 200
    for path in ("/do-phu/khong-co", "/do-phu/khong-co.xlsx", "/do-phu/..%2f.csv", "/do-phu/diem.pdf"):
        assert reader.get(path).status_code == 404


def test_pages_with_much_on_them_stay_light(desk: Sit) -> None:
    reader = desk(Role.READER)
    for path in ("/do-phu", "/sites", "/sites/10507", "/do-phu/phai-treo"):
        page = reader.get(path)
        asked = {*re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text), "/static/be-vietnam-pro.woff2"}
        sent = sum(int(reader.get(name).headers["content-length"]) for name in asked)
        assert sent + int(page.headers["content-length"]) < 60_000, path
