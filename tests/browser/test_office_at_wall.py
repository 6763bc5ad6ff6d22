"""A wall is confirmed with a phone in the hand: by the scanned mark, by a photo with an old sheet and a pasted-over
code, by ticks while the network is gone, by the code of a delivery note; coverage goes from gap to whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from kiosk.model.ledger import Witness
from kiosk.model.manifest import Manifest, SiteEntry
from kiosk.office import job_kinds, jobs
from kiosk.office.job_context import Workplace
from kiosk.office.jobs import JobState
from kiosk.office.ledger import incidents, order_list, photo_plans
from kiosk.office.ledger.acting import look_into_ledger
from kiosk.office.ledger.opening import open_ledger
from kiosk.office.people import Role
from kiosk.office.print_batches import make_print_order
from kiosk.press.batch import Order
from kiosk.progress import report_nothing
from kiosk.release import lifecycle
from kiosk.reports import coverage
from kiosk.settings import config as settings
from kiosk.workspace.store import Store
from tests.browser.office_at_work import enter, follow, open_browser, serving, serving_public
from tests.browser.test_office_walls import check_page
from tests.kiosk import photos
from tests.kiosk.commands import Office
from tests.proof.workplace import small_catalogue, write_catalogue

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SITE, OTHER = "10507", "10888"


@dataclass(frozen=True, slots=True)
class StandingWall:
    """An office whose second release changed a sheet, a photo of the site's wall, and the ids on its sheets now."""

    here: Workplace
    photo: Path
    marks: dict[str, str]
    old: str


@pytest.fixture(scope="module")
def wall(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Iterator[StandingWall]:
    office = Office.in_earnest(tmp_path_factory.mktemp("wall"), root)
    write_catalogue(office.folder / "data/tthc-mau.csv", *small_catalogue())
    office.ok("regenerate", "--as-of", "2026-11-24")
    store = Store(office.folder / "var")
    first = lifecycle.choose_release(store, None)
    code = next(iter(first.bodies[first.layouts[first.sites[0].layout][0].body])).code
    office.write("qd.csv", f"code,name,levels,received_at,field\n{code},Tên mới của thủ tục,xã,xã,Hộ tịch\n")
    office.ok("regenerate", "qd.csv", "--as", "change", "--as-of", "2026-11-24")
    second = lifecycle.choose_release(store, None)
    before, now = ({e.label: e for e in m.sheets(_site(m))} for m in (first, second))
    old = next(label for label in now if label in before and before[label].revision != now[label].revision)
    pasted = next(label for label in now if before.get(label) == now[label])
    papers = {p.sheet: p for p in reversed(photo_plans.list_drawn(store, SITE))}
    pages = [photos.page_of(store, first, SITE, old), photos.page_of(store, second, SITE, pasted)]
    pages[1] = photos.paste_code(pages[1], next(iter(papers[pasted].plan.codes.values())))
    photo = office.folder / "tuong.jpg"
    photo.write_bytes(photos.take_photo(pages))
    database = open_ledger(store)
    here = Workplace(store, settings.load(office.folder / "config.yaml"), database)
    yield StandingWall(here, photo, {label: paper.mark for label, paper in papers.items()}, old)
    database.close()


def _site(manifest: Manifest) -> SiteEntry:
    site = manifest.site(SITE)
    assert site is not None
    return site


def work(here: Workplace) -> None:
    """What the worker does."""
    while True:
        with here.database.writing() as connection:
            job = jobs.take_next(connection)
        if job is None:
            return
        outcome = job_kinds.perform_job(here, job, report_nothing)
        with here.database.writing() as connection:
            jobs.end_job(connection, job.id, JobState.DONE, outcome)


def on_wall(here: Workplace, site: str) -> bool:
    """Whether the whole wall is confirmed, as the coverage says."""
    report = coverage.report_coverage(here.store, lifecycle.choose_release(here.store, None), 90)
    return next(s.is_wall_whole for s in report.sites if s.code == site)


def answer(page: Page) -> str:
    page.wait_for_selector("[data-answer] p")
    return page.locator("[data-answer]").inner_text()


def test_a_wall_is_confirmed_by_scan_photo_and_ticks_until_it_is_whole(wall: StandingWall, browser: Browser) -> None:
    here = wall.here
    token = enter(here, f"nv-{SITE}", "Cán bộ", Role.STAFF, SITE)
    assert not on_wall(here, SITE)
    with serving(here) as address, serving_public(here.store, address) as outside:
        context = open_browser(browser, address, token, 390, scripts=True)
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
        page.goto(f"{outside}/T/{wall.marks[wall.old]}")
        follow(page, "text=xác nhận tờ này")
        assert "treo đúng" in page.locator(".scanned").inner_text()
        check_page(page)

        page.set_input_files("#photo", wall.photo)
        follow(page, "form[data-photos] button")
        page.wait_for_url("**/anh/*")
        assert "chưa đọc xong" in page.locator("main").inner_text()
        work(here)
        page.wait_for_selector("svg.seen polygon.old")
        assert page.locator("svg.seen polygon.foreign").count() == 1
        assert page.locator("svg.seen polygon.strange").count() == 1
        check_page(page)
        page.click("text=như máy đọc")
        assert "Đã ghi nhận 1 tờ" in answer(page)
        with look_into_ledger(here.store) as connection:
            assert photos.FOREIGN in incidents.list_open(connection, SITE)[0].text

        page.goto(f"{address}/xac-nhan/{wall.marks[wall.old]}")
        page.click("text=Tờ này đang treo")
        assert f"({wall.old})" in answer(page)
        page.goto(f"{address}/sites/{SITE}/treo")
        page.click("text=Đánh dấu hết")
        context.set_offline(True)
        page.click(".bar button:has-text('Ghi nhận')")
        page.wait_for_selector("[data-kept]:not([hidden])")
        assert "sẽ gửi khi có mạng" in page.locator("[data-kept]").inner_text()
        assert not on_wall(here, SITE)
        page.goto("about:blank")
        context.set_offline(False)
        page.goto(address)
        follow(page, "text=Mở trang xác nhận để gửi")
        page.wait_for_selector("[data-answer] p:has-text('Đã gửi việc giữ trên máy')")
        assert not page.evaluate("JSON.parse(localStorage.getItem('to-cho-gui')).length")
        assert "còn thiếu 0" in page.locator("#phai").inner_text()
        context.close()
    assert on_wall(here, SITE)


def test_a_delivery_note_confirms_without_account_or_script(wall: StandingWall, browser: Browser) -> None:
    here = wall.here
    order = make_print_order(here.store, Order(sites=(OTHER,)), Witness("Lan"))
    assert order is not None
    with look_into_ledger(here.store) as connection:
        (parcel,) = order_list.load_order(connection, order.number).parcels
    with serving(here) as address:
        context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
        page = context.new_page()
        page.goto(f"{address}/phieu")
        page.fill("#code", parcel.code.lower())
        follow(page, "main button")
        page.fill("#name", "Trần Văn Nghĩa")
        page.locator(".ticks input").first.check()
        page.click("text=Các tờ đã đánh dấu đang treo")
        assert f"Còn {len(parcel.lines) - 1} tờ" in answer(page)
        page.fill("#name", "Trần Văn Nghĩa")
        follow(page, "text=Đã treo đủ")
        assert "Phiếu giao này đã xong" in page.locator("[role=status]").inner_text()
        page.goto(f"{address}/sites/{OTHER}/treo")
        assert page.url.split("?")[0].endswith("/dang-nhap")
        context.close()
    assert on_wall(here, OTHER)
