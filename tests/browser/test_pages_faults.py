"""What went wrong once: taps that fall through, a script that does not come, hanging requests, old engines, clocks."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import making
from tests.browser.conftest import opened
from tests.browser.making import Server

pytestmark = pytest.mark.browser

NEWER_THAN_THE_OLDEST = r":has\(|hypot\(|color-mix\(|:popover|@starting-style|@scope|text-wrap:|\bzoom:"
"""In style sheets: unknown to Chrome 109 or Firefox 115, the oldest engines on kiosks."""
LISTED = """code,name,field,executing,uuid,decision
1.001193,Thủ tục đăng ký khai sinh,Hộ tịch,,,
1.000656,Thủ tục đăng ký khai tử,Hộ tịch,,,
"""
ROW = "1.004242,Công bố mở cầu cảng cho xà lan,Hàng hải,,,\n"
"""Two procedures here, and one more elsewhere."""
NEWER_SCRIPT = (
    r"\.toSorted\(|\.toReversed\(|\.groupBy\(|Promise\.withResolvers|\.isWellFormed\(|/v[;,)]|\.intersection\("
)


@pytest.fixture
def touched(context: BrowserContext, address: str) -> Page:
    """A start screen whose taps are real pairs of touches."""
    return opened(context, address)


def double_tap(page: Page, selector: str) -> None:
    """Two touches on one place, a tenth of a second apart."""
    box = page.locator(selector).first.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.touchscreen.tap(x, y)
    page.wait_for_timeout(100)
    page.touchscreen.tap(x, y)


@pytest.mark.parametrize(
    ("selector", "view"),
    [("[data-group=ho-tich]", "group"), ("#start-common .entry", "entry"), ("#feedback", "contact")],
)
def test_a_double_tap_goes_one_screen_deep(touched: Page, selector: str, view: str) -> None:
    double_tap(touched, selector)
    touched.wait_for_timeout(900)
    expect(touched.locator("html")).to_have_attribute("data-view", view)
    assert touched.evaluate("history.state.at") == 1


def test_a_double_tap_on_back_goes_one_screen_back(touched: Page) -> None:
    touched.locator("[data-group=ho-tich]").tap()
    touched.locator("#view .entry").first.tap()
    touched.wait_for_timeout(800)
    double_tap(touched, "#back")
    touched.wait_for_timeout(900)
    expect(touched.locator("html")).to_have_attribute("data-view", "group")


def test_a_single_tap_is_not_slower(touched: Page) -> None:
    touched.evaluate(
        "addEventListener('click', () => { const from = performance.now();"
        " requestAnimationFrame(() => { window.took = performance.now() - from; window.then = document.documentElement"
        ".dataset.view; }); }, true)"
    )
    touched.locator("[data-group=ho-tich]").tap()
    touched.wait_for_timeout(200)
    assert touched.evaluate("window.then") == "group", "the screen has changed within one frame"


def test_keys_are_not_held_up_by_the_change_to_results(touched: Page) -> None:
    touched.locator("#q").tap()
    for key in "khai":
        touched.locator("#keys button", has_text=re.compile(f"^{key}$")).first.tap()
    expect(touched.locator("#q")).to_have_value("khai")


def test_a_script_that_does_not_come_is_told_and_asked_for_again(context: BrowserContext, own_site: Server) -> None:
    own_site.refused.add("kiosk-")
    page = context.new_page()
    page.goto(own_site.url())
    expect(page.locator("#not-yet")).to_be_visible(timeout=15_000)
    own_site.refused.clear()
    page.wait_for_selector("html[data-ready]", state="attached", timeout=30_000)
    expect(page.locator("#not-yet")).to_be_hidden()


def test_an_engine_that_does_not_understand_the_script_gets_a_sentence(
    context: BrowserContext, own_site: Server
) -> None:
    (script,) = (own_site.folder / "assets").glob("kiosk-*.js")
    script.write_text("let a = 1 ||||= 2;", encoding="utf-8")
    page = context.new_page()
    page.goto(own_site.url())
    expect(page.locator("#too-old")).to_be_visible()


@pytest.fixture
def silent() -> Iterator[int]:
    """The port of a server that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        kept: list[socket.socket] = []
        server.settimeout(0.2)
        over = threading.Event()

        def take() -> None:
            while not over.is_set():
                with suppress(TimeoutError):
                    kept.append(server.accept()[0])

        thread = threading.Thread(target=take)
        thread.start()
        yield server.getsockname()[1]
        over.set()
        thread.join()
        for connection in kept:
            connection.close()


def test_a_request_that_hangs_is_given_up(context: BrowserContext, small_site: Server, silent: int) -> None:
    page = context.new_page()
    page.route("**/details.squeezed", lambda _: None)
    page.goto(small_site.url())
    page.wait_for_selector("html[data-ready]", state="attached")
    began = time.monotonic()
    expect(page.locator("#notice")).to_contain_text("Chưa lấy được mã QR", timeout=15_000)
    assert time.monotonic() - began < 12
    page.unroute_all(behavior="ignoreErrors")


def test_a_list_that_hangs_is_given_up_and_asked_for_again(context: BrowserContext, small_site: Server) -> None:
    """Its first request is begun in the page itself, before the script that gives it up."""
    page = context.new_page()
    page.route("**/data-*.squeezed", lambda _: None)
    page.goto(small_site.url())
    expect(page.locator("#notice")).to_contain_text("Không mở được danh mục thủ tục", timeout=15_000)
    page.unroute_all(behavior="ignoreErrors")
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_selector("html[data-ready]", state="attached")
    expect(page.locator("#notice")).to_be_hidden()


def test_the_switch_enlarges_everything(screen: Page) -> None:
    sizes = """() => ["header .site", "#q", "#feedback", "h1", "#keys .key"]
      .map((s) => parseFloat(getComputedStyle(document.querySelector(s)).fontSize))"""
    screen.locator("#keyboard").tap()
    before = screen.evaluate(sizes)
    for least in (1.35, 1.4):
        screen.evaluate("document.getElementById('bigger').click()")
        assert [after / b >= least for after, b in zip(screen.evaluate(sizes), before, strict=True)] == [True] * 5


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1366, 768), (1080, 1920)])
def test_the_screen_is_known_before_the_first_paint(
    browser: Browser, small_site: Server, width: int, height: int
) -> None:
    size = {"width": width, "height": height}
    context = browser.new_context(viewport=size, screen=size)
    page = context.new_page()
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver((l) => l.getEntries().forEach((e) => { window.shift += e.value; }))"
        ".observe({ type: 'layout-shift', buffered: true })"
    )
    page.goto(small_site.url())
    page.wait_for_selector("html[data-ready]", state="attached")
    page.wait_for_timeout(300)
    assert page.evaluate("window.shift") <= 0.02
    context.close()


def test_nothing_newer_than_the_oldest_engines_is_used() -> None:
    page = making.ROOT / "static" / "page"
    assert re.findall(NEWER_THAN_THE_OLDEST, (page / "kiosk.css").read_text(encoding="utf-8")) == []
    for name in ("kiosk.js", "sw.js", "guard.js"):
        assert re.findall(NEWER_SCRIPT, (page / name).read_text(encoding="utf-8")) == []


def test_the_guard_speaks_the_language_of_any_engine() -> None:
    guard = (making.ROOT / "static" / "page" / "guard.js").read_text(encoding="utf-8")
    assert re.findall(r"=>|`|\blet\b|\bconst\b|\?\?|\?\.(?=[a-z])|\.\.\.", guard) == []


def test_a_clock_set_back_does_not_keep_a_visit(context: BrowserContext, address: str) -> None:
    context.clock.install()
    page = opened(context, address)
    page.fill("#q", "khai tu")
    page.evaluate("Date.now = () => 0")
    page.clock.run_for(95_000)
    expect(page.locator("#q")).to_have_value("")


def test_a_question_is_bounded(screen: Page) -> None:
    screen.evaluate(
        "const q = document.getElementById('q'); q.value = 'khai sinh '.repeat(5000);"
        "q.dispatchEvent(new Event('input'))"
    )
    assert len(screen.input_value("#q")) == 120
    screen.locator("#q").tap()
    screen.locator("#keys button", has_text=re.compile("^a$")).first.tap()
    assert len(screen.input_value("#q")) == 120


def test_arrows_go_through_all_results_and_escape_back_to_the_row(screen: Page) -> None:
    screen.fill("#q", "đăng ký")
    # When the typing has rested the results are drawn anew, once.
    screen.wait_for_timeout(1_400)
    rows = screen.locator("#view .entry")
    count = rows.count()
    assert count > 3
    screen.locator("#q").focus()
    for at in range(count):
        screen.keyboard.press("ArrowDown")
        expect(rows.nth(at)).to_be_focused()
    screen.keyboard.press("ArrowUp")
    screen.keyboard.press("Enter")
    expect(screen.locator("html")).to_have_attribute("data-view", "entry")
    screen.keyboard.press("Escape")
    expect(rows.nth(count - 2)).to_be_focused()


def test_a_voice_that_is_not_known_to_be_good_gets_no_button(context: BrowserContext, small_site: Server) -> None:
    voice = "{ name: %s, lang: 'vi-VN', localService: true }"
    for name, buttons in (("'eSpeak Vietnamese'", 0), ("'Linh'", 1)):
        page = context.new_page()
        page.add_init_script(f"speechSynthesis.getVoices = () => [{voice % name}]")
        page.goto(small_site.url() + "?x=" + str(buttons))
        page.wait_for_selector("html[data-ready]", state="attached")
        page.fill("#q", "1.001193")
        page.locator(".entry").first.tap()
        expect(page.locator(".card svg")).to_be_visible()
        expect(page.get_by_role("button", name="Nghe đọc")).to_have_count(buttons)


def test_low_reach_brings_what_is_touched_down(screen: Page) -> None:
    screen.locator("#low").tap()
    tops = (
        "[...document.querySelectorAll('#bar *, #groups button')].filter((b) => b.checkVisibility())"
        ".map((b) => b.getBoundingClientRect().top)"
    )
    assert min(screen.evaluate(tops)) >= 0.35 * 1080
    screen.locator("#low").tap()
    assert min(screen.evaluate(tops)) < 0.35 * 1080


def test_in_a_frame_that_may_keep_nothing_the_page_works(context: BrowserContext, small_site: Server) -> None:
    """The office shows pages in such frames; there asking for storage or for workers throws."""
    page = context.new_page()
    code = making.SITE.code
    single = (small_site.folder / "sites" / code / f"kiosk-{code}.html").read_text(encoding="utf-8")
    frame = '<!doctype html><iframe sandbox="allow-scripts" src="page" width=800 height=600></iframe>'
    page.route("https://office.test/frame", lambda route: route.fulfill(body=frame, content_type="text/html"))
    page.route("https://office.test/page", lambda route: route.fulfill(body=single, content_type="text/html"))
    page.goto("https://office.test/frame")
    expect(page.frame_locator("iframe").locator("html")).to_have_attribute("data-alive", "")


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920)], ids=["landscape", "tall"])
def test_what_a_double_tap_leaves_behind_takes_no_touch(
    browser: Browser, small_site: Server, size: tuple[int, int]
) -> None:
    """The keys that go, the switch that enlarges all, the question that is answered: nothing below is meant."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, has_touch=True)
    page = opened(context, small_site.url())
    page.fill("#q", "đăng ký")
    page.locator("#q").tap()
    page.wait_for_timeout(900)
    double_tap(page, "#keys .row:last-child button:last-child")
    page.wait_for_timeout(900)
    expect(page.locator("html")).to_have_attribute("data-view", "find")
    expect(page.locator("html")).not_to_have_attribute("data-size", re.compile("[12]"))
    assert not page.evaluate("document.querySelector('#low, #contrast').ariaPressed === 'true'")
    double_tap(page, "#bigger")
    page.wait_for_timeout(900)
    expect(page.locator("html")).to_have_attribute("data-size", "1")
    double_tap(page, "#other")
    page.wait_for_timeout(900)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    double_tap(page, "#contrast")
    expect(page.locator("html")).to_have_class(re.compile("contrast"))
    context.close()


def test_a_double_tap_on_a_key_types_twice_on_a_tall_screen(browser: Browser, small_site: Server) -> None:
    context = browser.new_context(viewport={"width": 1080, "height": 1920}, has_touch=True)
    page = opened(context, small_site.url())
    page.locator("#q").tap()
    double_tap(page, "#keys button:has-text('k')")
    expect(page.locator("#q")).to_have_value("kk")
    context.close()


def test_whoever_answers_twice_that_they_are_there_opens_nothing(context: BrowserContext, small_site: Server) -> None:
    context.clock.install()
    page = opened(context, small_site.url())
    page.clock.run_for(1_500)
    page.locator("[data-group=ho-tich]").tap()
    page.clock.run_for(65_000)
    box = page.locator("#still .button").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    under = "([x, y]) => !!document.elementFromPoint(x, y).closest('button.entry, .groups button, .tiles button')"
    page.touchscreen.tap(x, y)
    expect(page.locator("#still")).to_be_hidden()
    assert not page.evaluate(under, [x, y]), "a second touch would fall on something"
    page.clock.run_for(800)
    assert page.evaluate("!document.documentElement.classList.contains('calm')")


def test_an_index_that_hangs_or_breaks_is_asked_for_again(browser: Browser, tmp_path: Path) -> None:
    """A kiosk runs for weeks: what did not come in its first second must not be lacking until it is started again."""
    listed = tmp_path / "listed.csv"
    listed.write_text(LISTED, encoding="utf-8")
    other = tmp_path / "other.csv"
    other.write_text(LISTED + ROW, encoding="utf-8")
    making.write(tmp_path, making.helping(listed, other=other))
    server = Server(tmp_path)
    server.start()
    server.refused.add("index-")
    context = browser.new_context()
    page = opened(context, server.url())
    page.wait_for_timeout(1500)
    expect(page.locator("#notice")).to_be_hidden()
    server.refused.clear()
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_timeout(500)
    page.fill("#q", "cầu cảng xà lan")
    page.wait_for_timeout(1500)
    expect(page.locator("h1")).to_have_text("Việc này không làm ở đây")
    context.close()
    server.stop()
