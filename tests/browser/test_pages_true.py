"""The page stays true: dates act by themselves, age is said, news and counts reach the server when they can."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser import making
from tests.browser.conftest import opened
from tests.browser.making import DAY, Server

pytestmark = pytest.mark.browser


def at(context: BrowserContext, address: str, day: date) -> Page:
    """The page on a day, at noon."""
    context.clock.install(time=datetime(day.year, day.month, day.day, 12))
    page = opened(context, address)
    page.clock.run_for(1_500)
    return page


def found(page: Page, text: str) -> int:
    """How many procedures a search shows."""
    page.fill("#q", text)
    return page.locator("#view .entry[data-code]").count()


def test_what_takes_effect_tomorrow_appears_tomorrow(context: BrowserContext, address: str) -> None:
    page = at(context, address, DAY)
    assert found(page, "1.013274") == 0
    page.clock.run_for(24 * 3600 * 1000)
    expect(page.locator("#groups")).to_be_visible()
    assert found(page, "1.013274") == 1


def test_what_ends_is_announced_then_leaves_and_explains_itself(context: BrowserContext, address: str) -> None:
    page = at(context, address, DAY)
    assert found(page, "1.014793") == 1
    page.locator(".entry").first.tap()
    expect(page.locator(".note")).to_have_text("Áp dụng đến hết ngày 26/11/2026.")
    page.clock.run_for(3 * 24 * 3600 * 1000)
    expect(page.locator("#groups")).to_be_visible()
    page.fill("#q", "tien dien")
    page.locator(".entry", has_text="Không còn áp dụng").tap()
    shown = page.locator("#view").inner_text()
    assert "không còn áp dụng từ ngày 27/11/2026" in shown
    assert "Được thay thế theo Quyết định 3501/QĐ-UBND." in shown
    page.locator(".entry", has_text="Thủ tục đăng ký khai sinh").tap()
    expect(page.locator(".card svg")).to_be_visible()


@pytest.mark.parametrize(("days", "there"), [(79, True), (81, False)])
def test_the_explanation_stands_for_ninety_days(context: BrowserContext, address: str, days: int, there: bool) -> None:
    page = at(context, address, DAY + timedelta(days))
    page.fill("#q", "1.000001")
    expect(page.locator(".entry", has_text="Không còn áp dụng")).to_have_count(int(there))


def test_a_clock_before_the_release_is_not_believed(context: BrowserContext, address: str) -> None:
    page = at(context, address, date(2020, 1, 1))
    assert found(page, "1.014793") == 1
    assert found(page, "1.013274") == 0
    expect(page.locator("#notice")).to_be_hidden()


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (6, ""),
        (8, "Đã 8 ngày chưa nhận được tin mới về danh mục. Khi cần chắc chắn, xin hỏi cán bộ tại quầy."),
        (31, "Danh mục này có thể đã cũ: 31 ngày chưa được cập nhật. Xin hỏi cán bộ trước khi nộp hồ sơ."),
    ],
)
def test_age_without_news_is_said(context: BrowserContext, small_site: Server, days: int, said: str) -> None:
    path = small_site.folder / "sites" / "11824" / "kiosk-11824.html"
    page = at(context, path.as_uri(), DAY + timedelta(days))
    notice = page.locator("#notice")
    if said:
        expect(notice).to_have_text(said)
    else:
        expect(notice).to_be_hidden()


def test_news_from_the_server_takes_the_notice_away(context: BrowserContext, own_site: Server) -> None:
    own_site.refused.add("release.json")
    page = at(context, own_site.url(), DAY + timedelta(40))
    expect(page.locator("#notice")).to_contain_text("có thể đã cũ")
    while not any("release.json" in path for path in own_site.asked):
        page.wait_for_timeout(50)
    page.wait_for_timeout(200)
    assert own_site.sent("heartbeat") == []
    own_site.refused.clear()
    page.clock.run_for(3_600_000)
    expect(page.locator("#notice")).to_be_hidden()
    while not own_site.sent("heartbeat"):
        page.wait_for_timeout(50)
    beat = own_site.sent("heartbeat")[-1]
    assert beat["site"] == "11824" and beat["release"] == 7
    assert 39 * 86400 < beat["age"] < 42 * 86400


def test_a_first_load_asks_for_nothing_that_can_wait(context: BrowserContext, own_site: Server) -> None:
    """What has just come from the server is news itself, however long ago it was released."""
    making.write(own_site.folder, making.page(making.small(), released=DAY - timedelta(400)))
    page = opened(context, own_site.url())
    expect(page.locator("#notice")).to_be_hidden()
    while not {"details.squeezed", "sw.js"} <= {path.rsplit("/", 1)[-1] for path in own_site.asked}:
        page.wait_for_timeout(50)
    page.wait_for_timeout(500)
    asked = [path.rsplit("/", 1)[-1] for path in own_site.asked]
    assert "release.json" not in asked and not own_site.posted
    page.evaluate("dispatchEvent(new Event('online'))")
    while not own_site.sent("heartbeat"):
        page.wait_for_timeout(50)
    assert own_site.sent("heartbeat")[0]["age"] < 60


def test_searches_without_an_answer_are_counted_and_nothing_else(context: BrowserContext, own_site: Server) -> None:
    page = at(context, own_site.url(), DAY)
    for text in ("xqzv Đường", "xqzv đường", "khai sinh", "qqww 031099001234", "trời mưa đá"):
        page.fill("#q", text)
        page.clock.run_for(1_300)
    # Not by the clock: it would run past the five seconds after which a request is given up.
    page.evaluate("dispatchEvent(new Event('online'))")
    for _ in range(300):
        if sum(miss["n"] for miss in own_site.sent("misses")) >= 4:
            break
        page.wait_for_timeout(50)
    counted = Counter[str]()
    for miss in own_site.sent("misses"):
        assert miss.keys() == {"site", "q", "n"}
        counted[miss["q"]] += miss["n"]
    assert counted == {"xqzv duong": 2, "qqww": 1, "troi mua da": 1}
    assert {path for path, _ in own_site.posted} == {"/api/heartbeat", "/api/misses"}


def test_a_silent_server_is_no_trouble(context: BrowserContext, own_site: Server) -> None:
    page = at(context, own_site.url(), DAY)
    page.wait_for_timeout(500)
    own_site.stop()
    page.clock.run_for(7_200_000)
    assert found(page, "khai sinh") > 0
    expect(page.locator("#notice")).to_be_hidden()
    own_site.start()
