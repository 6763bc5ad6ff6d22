"""Nobody there: the warning, the thirty seconds more, and nothing left of the last visitor."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import opened

pytestmark = pytest.mark.browser


@pytest.fixture
def kiosk(context: BrowserContext, address: str) -> Page:
    """A kiosk whose clock the test turns."""
    context.clock.install()
    page = opened(context, address)
    page.clock.run_for(1_500)
    return page


def used(page: Page) -> None:
    """A visitor has used everything that leaves a trace."""
    page.get_by_role("button", name="Cỡ chữ").tap()
    page.get_by_role("button", name="Tương phản cao").tap()
    page.get_by_role("button", name="English").tap()
    page.fill("#q", "khai tu")
    page.locator(".entry").first.tap()


def test_the_warning_comes_after_a_minute_and_counts(kiosk: Page) -> None:
    used(kiosk)
    kiosk.clock.run_for(58_000)
    expect(kiosk.locator("#still")).to_be_hidden()
    kiosk.clock.run_for(4_000)
    expect(kiosk.locator("#still")).to_be_visible()
    expect(kiosk.locator("#left")).to_have_text("The screen returns to the start in 28 seconds.")
    expect(kiosk.get_by_role("button", name="I am still here")).to_be_focused()


def test_one_touch_gives_more_time(kiosk: Page) -> None:
    used(kiosk)
    kiosk.clock.run_for(85_000)
    kiosk.get_by_role("button", name="I am still here").tap()
    expect(kiosk.locator("#still")).to_be_hidden()
    kiosk.clock.run_for(55_000)
    expect(kiosk.locator("h1")).to_have_text("Thủ tục đăng ký khai tử")


def test_a_real_key_gives_more_time_too(kiosk: Page) -> None:
    used(kiosk)
    kiosk.clock.run_for(70_000)
    kiosk.keyboard.press("Tab")
    expect(kiosk.locator("#still")).to_be_hidden()


def test_after_ninety_seconds_nothing_of_the_visitor_is_left(kiosk: Page) -> None:
    used(kiosk)
    kiosk.clock.run_for(95_000)
    expect(kiosk.locator("#still")).to_be_hidden()
    expect(kiosk.locator("#groups")).to_be_visible()
    expect(kiosk.locator("#q")).to_have_value("")
    expect(kiosk.locator("html")).to_have_attribute("lang", "vi")
    expect(kiosk.locator("h1")).to_have_text("Ông, bà cần làm việc gì?")
    expect(kiosk.locator("html")).to_have_attribute("data-size", "0")
    assert "contrast" not in (kiosk.locator("html").get_attribute("class") or "")
    kiosk.go_back()
    expect(kiosk.locator("#groups")).to_be_visible()
    kept = kiosk.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }])")
    assert "khai" not in kept


def test_the_start_screen_never_warns(kiosk: Page) -> None:
    kiosk.clock.run_for(600_000)
    expect(kiosk.locator("#still")).to_be_hidden()


def test_switches_last_until_the_reset(kiosk: Page) -> None:
    used(kiosk)
    kiosk.locator("#home").tap()
    expect(kiosk.locator("html")).to_have_attribute("data-size", "1")
    expect(kiosk.locator("#contrast")).to_have_attribute("aria-pressed", "true")
    expect(kiosk.locator("h1")).to_have_text("What do you need to do?")
