"""A centre prints, hangs and ticks, and the office sees its numbers move: on a desk and on a phone, with and without
script; every page of it within reach of everybody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from kiosk.clock import get_today
from kiosk.office import inbox
from kiosk.office.database.migrating import open_database
from kiosk.office.inbox import Inbox, ReportKind
from kiosk.office.job_context import Workplace
from kiosk.office.people import Role
from kiosk.settings import config as settings
from kiosk.workspace.store import Store
from posters import press
from tests.browser.office_at_work import enter, follow, open_browser, serving
from tests.browser.reach import find_violations
from tests.kiosk.commands import Office
from tests.kiosk.kiosks import declare, say
from tests.proof.workplace import small_catalogue, write_catalogue

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = (
    "/", "/sites", "/sites/10507", "/lenh-in", "/do-phu", "/do-phu/phai-treo", "/do-phu/diem", "/he-thong",
    "/kiosk", "/sites/10507/kiosk", "/sites/10888/kiosk", "/su-co",
)  # fmt: skip


@pytest.fixture(scope="module")
def live_office(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Iterator[Workplace]:
    """An office of four sites that has published what may hang. Each test changes the wall of a site of its own."""
    office = Office.in_earnest(tmp_path_factory.mktemp("walls"), root)
    write_catalogue(office.folder / "data/tthc-mau.csv", *small_catalogue())
    office.ok("regenerate", "--as-of", "2026-11-24")
    store = Store(office.folder / "var")
    say(store, declare(store, "10507", "Kiosk phòng chờ bộ phận tiếp nhận hồ sơ đất đai, xây dựng và môi trường")[0], 0)
    Inbox(store.root / inbox.FILE).take_report("1-1-DUM6DH", "10903", ReportKind.COVERED)
    database = open_database(store.root)
    yield Workplace(store, settings.load(office.folder / "config.yaml"), database)
    database.close()


@pytest.fixture(scope="module")
def address(live_office: Workplace) -> Iterator[str]:
    """Where an office that has published is served."""
    with serving(live_office) as place:
        yield place


def check_page(page: Page) -> None:
    """Nothing that axe knows is wrong, and nothing is wider than the screen."""
    assert find_violations(page) == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


@pytest.mark.parametrize(
    ("site", "width", "scripts"), [("10507", 1366, True), ("10888", 390, False)], ids=["desk", "phone without script"]
)
def test_a_centre_ticks_and_the_coverage_moves(
    live_office: Workplace, address: str, browser: Browser, site: str, width: int, scripts: bool
) -> None:
    own, any_site = (
        enter(live_office, f"nv-{site}", "Cán bộ", Role.STAFF, site),
        enter(live_office, "xem", "Chỉ xem", Role.READER),
    )
    staff, reader = (open_browser(browser, address, token, width, scripts=scripts) for token in (own, any_site))
    numbers, page = reader.new_page(), staff.new_page()
    numbers.goto(f"{address}/do-phu")
    before = numbers.locator("main").inner_text()
    page.goto(address)
    follow(page, "text=Xem và in")
    with page.expect_download() as download:
        page.click("text=Tải tệp in")
    # Beside the sheets of the file hangs the index board, which is on another paper and in a file of its own.
    count = len(press.read_labels(download.value.path().read_bytes())) + 1
    assert page.locator("text=Tải bảng chỉ dẫn").count() == 1
    boxes = page.locator("input[name=sheet]")
    assert boxes.count() == count
    boxes.first.check()
    follow(page, "text=Ghi nhận các tờ đã đánh dấu là đang treo")
    assert "Đã ghi nhận" in page.locator("[role=status]").inner_text()
    assert boxes.count() == count - 1
    follow(page, f"text=Đã treo đủ {count - 1} tờ")
    assert "Không có tờ nào phải in" in page.locator("main").inner_text()
    numbers.reload()
    after = numbers.locator("main").inner_text()
    whole = [int(count) for count in re.findall(r"(\d)/4 điểm xác nhận đủ", before + after)]
    assert whole[1] == whole[0] + 1
    staff.close()
    reader.close()


@pytest.mark.parametrize("width", [1366, 390], ids=["desk", "phone"])
def test_every_page_is_within_reach_of_everybody(
    live_office: Workplace, address: str, browser: Browser, width: int
) -> None:
    token = enter(live_office, "qt", "Quản trị", Role.ADMIN)
    context = open_browser(browser, address, token, width, scripts=True)
    page = context.new_page()
    for path in PAGES:
        page.goto(f"{address}{path}")
        check_page(page)
    context.close()


@pytest.mark.parametrize(
    ("site", "width", "scripts"), [("10903", 1366, True), ("HP-E", 390, False)], ids=["desk", "phone"]
)
def test_an_order_is_counted_made_sent_and_the_month_reported(
    live_office: Workplace, address: str, browser: Browser, site: str, width: int, scripts: bool
) -> None:
    context = open_browser(browser, address, enter(live_office, "qt", "Quản trị", Role.ADMIN), width, scripts=scripts)
    page = context.new_page()
    page.goto(f"{address}/lenh-in?diem={site}")
    follow(page, "text=Tính phải in bao nhiêu")
    assert "Số điểm có việc" in page.locator("main").inner_text()
    follow(page, "main >> button:has-text('Lập lệnh in')")
    assert "Đã lập lệnh in" in page.locator("[role=status]").inner_text()
    page.check(f"input[value='{site}']")
    follow(page, "text=Ghi đã gửi in")
    assert "1 điểm đã gửi in" in page.locator("main").inner_text()
    order = page.url
    follow(page, "text=Hủy việc này >> nth=0")
    assert "1 điểm đã lập" in page.locator("main").inner_text()
    page.goto(f"{address}/bao-cao")
    for field in ("first", "last"):
        page.fill(f"#{field}", f"{get_today()}")
    follow(page, "text=Lập báo cáo")
    assert "Tỷ lệ niêm yết mã QR trên giấy" in page.locator("main").inner_text()
    with page.expect_download() as download:
        page.click("text=Tải PDF để in")
    assert download.value.path().read_bytes().startswith(b"%PDF")
    if scripts:
        for path in (page.url, order, f"{address}/bao-cao", f"{address}/sites/{site}/chung-cu", f"{address}/moi-viec"):
            page.goto(path)
            check_page(page)
    context.close()
