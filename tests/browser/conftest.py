"""Debian's chromium, and sites for it to look at."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, Playwright, sync_playwright

from tests.browser import making
from tests.browser.making import Server

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
FORMS = ("split", "single")


@pytest.fixture(scope="package")
def play() -> Iterator[Playwright]:
    """Playwright without a browser of its own."""
    with sync_playwright() as made:
        yield made


@pytest.fixture(scope="package")
def chromium(play: Playwright) -> BrowserType:
    """The kind of browser, for tests that start their own."""
    if not shutil.which("chromium"):
        pytest.skip("Debian's chromium is not installed")
    return play.chromium


@pytest.fixture(scope="package")
def browser(chromium: BrowserType) -> Iterator[Browser]:
    """One browser for all tests; each test gets a context of its own. Where Debian's chromium has its shell beside it
    (the same engine of the same version, without a window to draw around each page), a page costs half."""
    program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    made = chromium.launch(executable_path=program, args=ARGUMENTS)
    yield made
    made.close()


@pytest.fixture(scope="package")
def windowed(chromium: BrowserType) -> Iterator[Browser]:
    """The whole chromium, where what is tried is not the page alone: what it prints, which worker it keeps."""
    made = chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
    yield made
    made.close()


@pytest.fixture(scope="package")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The small list, served. Not to be changed."""
    folder = tmp_path_factory.mktemp("small")
    making.write(folder, making.page(making.small()))
    yield from _served(folder)


@pytest.fixture
def own_site(tmp_path: Path) -> Iterator[Server]:
    """The small list, served from a folder that the test may change."""
    making.write(tmp_path, making.page(making.small()))
    yield from _served(tmp_path)


def _served(folder: Path) -> Iterator[Server]:
    server = Server(folder)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh kiosk: 1920 x 1080, a touch screen, nothing stored."""
    made = browser.new_context(viewport={"width": 1920, "height": 1080}, has_touch=True)
    yield made
    made.close()


@pytest.fixture
def windowed_context(windowed: Browser) -> Iterator[BrowserContext]:
    """As `context`, in the whole chromium."""
    made = windowed.new_context(viewport={"width": 1920, "height": 1080}, has_touch=True)
    yield made
    made.close()


@pytest.fixture(params=FORMS)
def address(request: pytest.FixtureRequest, small_site: Server) -> str:
    """The small site in each of its forms."""
    return address_of(small_site, str(request.param))


def address_of(server: Server, form: str) -> str:
    """Where a form of the site stands: the split bundle is served, the single file opened from the disk."""
    if form == "split":
        return server.url()
    return (server.folder / "sites" / making.SITE.code / f"kiosk-{making.SITE.code}.html").as_uri()


@pytest.fixture
def screen(context: BrowserContext, address: str) -> Page:
    """The start screen, ready."""
    return opened(context, address)


def opened(context: BrowserContext, address: str) -> Page:
    """A new page, when the list can be searched. Errors of scripts and of the content security policy fail the test."""
    made = context.new_page()
    made.set_default_timeout(30_000)
    made.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
    made.goto(address)
    made.wait_for_selector("html[data-ready]", state="attached")
    return made


def until(page: Page, expression: str, seconds: float = 30) -> None:
    """Wait until an expression holds. Playwright's own waiting needs `eval`, which the page's policy refuses."""
    for _ in range(int(seconds * 20)):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never came true: {expression}")
