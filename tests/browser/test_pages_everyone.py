"""For everyone: WCAG 2.2 AA and 7:1, keyboards, targets in millimetres, long names, strict policy, valid HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import html5lib
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, TimeoutError, ViewportSize, expect

from kiosk.model.files import name_single_file
from tests.browser import making
from tests.browser.conftest import address_of, opened, until
from tests.browser.making import SITE, Server
from tests.browser.reach import find_violations

pytestmark = pytest.mark.browser
# Both forms of the page have the same elements and the same style: what is measured on them is measured on one.

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def start(page: Page) -> None:
    """The start screen."""


def group(page: Page) -> None:
    """The list of a group."""
    page.locator("#groups button[data-group=ho-tich]").click()


def results(page: Page) -> None:
    """Results with the touch keyboard."""
    page.locator("#keyboard").click()
    page.fill("#q", "dang ky")


def nothing(page: Page) -> None:
    """No result."""
    page.fill("#q", "xqzv wkkj")


def detail(page: Page) -> None:
    """A procedure with all facts."""
    page.fill("#q", "1.001193")
    page.locator(".entry").first.click()
    expect(page.locator(".card svg")).to_be_visible()


def gone(page: Page) -> None:
    """A procedure that left."""
    page.fill("#q", "1.000001")
    page.locator(".entry").first.click()


def feedback(page: Page) -> None:
    """The code for feedback."""
    page.locator("#feedback").click()


VIEWS = (start, group, results, nothing, detail, gone, feedback)


@pytest.fixture
def policy_watched(context: BrowserContext, address: str) -> Iterator[Page]:
    """The start screen; a violation of the content security policy or an error on the console fails the test."""
    said: list[str] = []
    context.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    yield opened(context, address)
    assert [text for text in said if "404" not in text and "api/" not in text] == []


@pytest.mark.parametrize("address", ["split"], indirect=True)
@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.__name__)
def test_axe_finds_nothing(context: BrowserContext, address: str, view: object) -> None:
    context.add_init_script("0")
    page = opened(context, address)
    assert callable(view)
    view(page)
    for contrast in (False, True):
        if contrast:
            page.locator("#contrast").click()
        assert find_violations(page, **RULES) == []
        page.keyboard.press("Escape")
        if page.locator("#keys").is_visible():
            break


def test_no_violation_of_the_policy_on_any_screen(policy_watched: Page) -> None:
    for view in VIEWS:
        view(policy_watched)
        if policy_watched.locator("#home").is_visible():
            policy_watched.locator("#home").click()
        elif policy_watched.locator("#back").is_visible():
            policy_watched.locator("#back").click()


def test_the_policy_allows_nothing_inline_and_no_other_host(address: str, screen: Page) -> None:
    policy = screen.locator('meta[http-equiv="Content-Security-Policy"]').get_attribute("content") or ""
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy and "http" not in policy and "*" not in policy


def test_everything_by_keyboard_alone(screen: Page) -> None:
    for _ in range(20):
        screen.keyboard.press("Tab")
        if screen.locator("#q").evaluate("(box) => box === document.activeElement"):
            break
    screen.keyboard.type("khai tu")
    screen.keyboard.press("Enter")
    expect(screen.locator(".entry").first).to_be_focused()
    screen.keyboard.press("Enter")
    expect(screen.locator("h1")).to_be_focused()
    expect(screen.locator("h1")).to_have_text("Thủ tục đăng ký khai tử")
    expect(screen.locator(".card svg")).to_be_visible()
    for _ in range(4):
        screen.keyboard.press("Shift+Tab")
        if screen.locator("#back").evaluate("(back) => back === document.activeElement"):
            break
    screen.keyboard.press("Enter")
    expect(screen.locator("#q")).to_have_value("khai tu")


def test_focus_is_always_visible(screen: Page) -> None:
    for _ in range(15):
        screen.keyboard.press("Tab")
        shown = screen.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert shown == "solid"


def press(page: Page, keys: str) -> None:
    """Touch keys of the touch keyboard."""
    for key in keys:
        page.locator("#keys button", has_text=re.compile(rf"^{re.escape(key)}$")).first.tap()


def test_vietnamese_on_the_touch_keyboard(screen: Page) -> None:
    screen.locator("#q").tap()
    expect(screen.locator("#keys")).to_be_visible()
    press(screen, "đăng")
    screen.get_by_role("button", name="dấu cách").tap()
    press(screen, "ky")
    screen.get_by_role("button", name="sắc", exact=True).tap()
    expect(screen.locator("#q")).to_have_value("đăng ký")
    screen.get_by_role("button", name="xóa", exact=True).tap()
    screen.get_by_role("button", name="số", exact=True).tap()
    press(screen, "1")
    expect(screen.locator("#q")).to_have_value("đăng k1")
    screen.locator("#clear").tap()
    expect(screen.locator("#q")).to_have_value("")


def test_a_real_key_hides_the_touch_keyboard(screen: Page) -> None:
    screen.locator("#q").tap()
    screen.keyboard.press("k")
    expect(screen.locator("#keys")).to_be_hidden()
    expect(screen.locator("#q")).to_have_value("k")


TOO_SMALL = """([least, selector]) => [...document.querySelectorAll(selector)]
  .filter((b) => b.checkVisibility())
  .map((b) => [b.textContent.trim().slice(0, 30), b.getBoundingClientRect()])
  .filter(([, box]) => Math.min(box.width, box.height) < least - 0.5)
  .map(([text, box]) => `${text} ${box.width} x ${box.height}`)"""


@pytest.mark.parametrize("address", ["split"], indirect=True)
@pytest.mark.parametrize(
    ("width", "height", "inches"),
    [(1920, 1080, 43), (1920, 1080, 22), (1080, 1920, 32), (1280, 1024, 19), (1024, 768, 15)],
)
def test_targets_and_keys_are_20_mm(browser: Browser, address: str, width: int, height: int, inches: float) -> None:
    size = {"width": width, "height": height}
    context = browser.new_context(viewport=size, screen=size, has_touch=True)
    page = opened(context, f"{address}?man-hinh={inches}")
    millimetre = (width**2 + height**2) ** 0.5 / (inches * 25.4)
    for view in (start, group, results, detail):
        view(page)
        assert page.evaluate(TOO_SMALL, [20 * millimetre, "button:not(.key, #clear), #q"]) == []
        assert page.evaluate(TOO_SMALL, [20 * millimetre, ".key"]) == []
        page.locator("#home" if page.locator("#home").is_visible() else "#back").click() if view is not start else None
    context.close()


def test_the_diagonal_is_kept_on_the_device(context: BrowserContext, address: str) -> None:
    page = opened(context, address + "?man-hinh=43")
    small = page.locator("[data-group=dat-dai]").bounding_box()
    # The browser hands what a page stores to another process when it comes to it: a second page waits for that.
    other = context.new_page()
    other.goto(address)
    until(other, "localStorage.getItem('kiosk-man-hinh') === '43'")
    other.close()
    page.goto(address)
    page.wait_for_selector("html[data-ready]", state="attached")
    assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--inches')") == "43"
    assert page.locator("[data-group=dat-dai]").bounding_box() == small


def test_a_code_stays_on_one_line_on_a_telephone(browser: Browser, address: str) -> None:
    """However much stands beside it: it is read aloud, copied, typed."""
    size = {"width": 390, "height": 844}
    context = browser.new_context(viewport=size, screen=size, has_touch=True)
    page = opened(context, address)
    page.fill("#q", "đăng ký")
    page.wait_for_selector(".entry .small")
    lines = page.evaluate(
        """() => [...document.querySelectorAll(".entry .small")].map((small) => {
          const code = document.createRange(), beside = document.createElement("span");
          beside.textContent = "Công dân Việt Nam, Cán bộ, công chức, viên chức, Doanh nghiệp";
          small.append(beside);
          code.selectNode(small.firstChild);
          return code.getClientRects().length;
        })"""
    )
    assert lines and set(lines) == {1}
    context.close()


@pytest.mark.parametrize("address", ["split"], indirect=True)
def test_on_a_tall_screen_what_is_touched_is_in_reach(browser: Browser, address: str) -> None:
    size = {"width": 1080, "height": 1920}
    context = browser.new_context(viewport=size, screen=size, has_touch=True)
    page = opened(context, f"{address}?man-hinh=43")
    for view in (start, group, results, detail):
        view(page)
        tops = page.evaluate(
            "[...document.querySelectorAll('button, input')].filter((b) => b.checkVisibility())"
            ".map((b) => b.getBoundingClientRect())"
            ".filter((b) => b.bottom > 0"
            " && b.top < innerHeight).map((b) => b.top)"
        )
        assert min(tops) >= 0.55 * 1920
        if view is not start:
            page.locator("#home" if page.locator("#home").is_visible() else "#back").click()
    context.close()


@pytest.mark.parametrize("form", ["split", "single"])
def test_html_is_valid(small_site: Server, form: str) -> None:
    folder = small_site.folder / "sites" / SITE.code
    name = "index.html" if form == "split" else name_single_file(SITE.code)
    html5lib.HTMLParser(strict=True).parse((folder / name).read_text(encoding="utf-8"))


OVERFLOWING = """() => {
  const out = [];
  for (const node of document.querySelectorAll("h1, h2, p, dt, dd, .name, .small, button, .host")) {
    if (!node.checkVisibility() || node.classList.contains("unseen")) continue;
    const wide = node.scrollWidth > node.clientWidth + 2 && getComputedStyle(node).display !== "inline";
    if (wide) out.push(node.textContent.slice(0, 40));
  }
  if (document.documentElement.scrollWidth > innerWidth) out.push("page");
  return out;
}"""


@pytest.mark.parametrize(
    ("width", "height", "inches"), [(1920, 1080, 22), (1080, 1920, 32), (1024, 768, 15), (390, 844, 0)]
)
def test_the_longest_names_at_the_largest_text(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, width: int, height: int, inches: float
) -> None:
    folder = tmp_path_factory.mktemp("long")
    making.write(folder, making.page(making.long_names()))
    size = {"width": width, "height": height}
    context = browser.new_context(viewport=size, screen=size, has_touch=True, is_mobile=width < 600)
    page = opened(context, address_of(Server(folder), "single") + (f"?man-hinh={inches}" if inches else ""))
    page.locator("#bigger").click()
    page.locator("#bigger").click()
    expect(page.locator("html")).to_have_attribute("data-size", "2")
    for code in ("1.013962", "1.013963"):
        page.fill("#q", code)
        assert page.evaluate(OVERFLOWING) == []
        page.locator(".entry").first.click()
        assert page.evaluate(OVERFLOWING) == []
        expect(page.locator("h1")).to_contain_text("hồsơ" if code.endswith("3") else "cứu nước")
        # A telephone does not scan itself: there the link must be at hand.
        box = page.locator(".card svg" if width > 600 else "#info .button").bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= width and box["y"] + box["height"] <= height
        page.locator("#home").click()
    context.close()


def test_motion_is_reduced_on_request(context: BrowserContext, address: str) -> None:
    page = opened(context, address)
    page.emulate_media(reduced_motion="reduce")
    moving = page.evaluate(
        "[...document.querySelectorAll('*')]"
        ".filter((n) => { const s = getComputedStyle(n); return s.transitionDuration !== '0s'"
        " || s.animationName !== 'none' || s.scrollBehavior === 'smooth'; }).length"
    )
    assert moving == 0


def test_no_gesture_is_needed_to_see_the_rest(screen: Page) -> None:
    screen.fill("#q", "1.001193")
    screen.locator(".entry").first.tap()
    expect(screen.locator(".card svg")).to_be_visible()
    screen.locator("#bigger").tap()
    expect(screen.locator("#up")).to_be_hidden()
    for _ in range(10):
        if not screen.locator("#down").is_visible():
            break
        # The page may come to its end between the look and the touch: then there is nothing to touch.
        with suppress(TimeoutError):
            screen.locator("#down").tap(timeout=2000)
        screen.wait_for_timeout(400)
    expect(screen.locator("dd").last).to_be_in_viewport()
    expect(screen.locator("#up")).to_be_visible()


# Words that stand on two lines, and what is wider than the place it has.
BROKEN = """() => [...document.querySelectorAll(".tiles b, #keys .key span, footer .button, .wide-row span")]
  .filter((node) => node.getClientRects().length)
  .flatMap((node) => [...node.textContent.matchAll(/[^ ]+/g)].map((word) => [node, word]))
  .filter(([node, word]) => {
    const texts = document.createTreeWalker(node, NodeFilter.SHOW_TEXT), text = texts.nextNode();
    if (!text || text.length < word.index + word[0].length) return false;
    const range = document.createRange();
    range.setStart(text, word.index);
    range.setEnd(text, word.index + word[0].length);
    const tops = new Set([...range.getClientRects()].map((place) => Math.round(place.top)));
    const ends = [range, node.closest("button")].map((at) => at.getBoundingClientRect().right);
    return tops.size > 1 || ends[0] > ends[1] + 1;
  })
  .map(([, word]) => word[0])"""


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1024, 768), (1080, 1920), (390, 844)])
def test_the_largest_text_breaks_no_word_and_leaves_room(
    browser: Browser, tmp_path: Path, width: int, height: int
) -> None:
    making.write(tmp_path, making.page(replace(making.small(), sayings=making.sayings())))
    size: ViewportSize = {"width": width, "height": height}
    page = browser.new_page(viewport=size, screen=size)
    page.goto(next((tmp_path / "sites").rglob("kiosk-*.html")).as_uri())
    page.wait_for_selector("html[data-ready]", state="attached")
    for step in range(3):
        assert page.evaluate(BROKEN) == [], step
        page.evaluate("document.getElementById('bigger').click()")
        if step == 1 and width > 600:
            page.evaluate("document.getElementById('keyboard').click()")
            assert page.evaluate(BROKEN) == []
            page.evaluate("document.getElementById('keyboard').click()")
    page.evaluate("for (const _ of [1, 2]) document.getElementById('bigger').click()")
    page.fill("#q", "khai sinh")
    page.wait_for_timeout(800)
    first = page.locator("#view .entry").first
    box, view = first.bounding_box(), page.locator("#view").bounding_box()
    assert box and view and box["y"] < view["y"] + view["height"] - 10
    first.dispatch_event("click")
    page.wait_for_selector(".card svg")
    code = page.locator(".card svg").bounding_box()
    assert code and code["width"] >= 120
    page.close()


@pytest.mark.real
def test_a_low_screen_shows_what_is_asked_most_without_a_touch(
    browser: Browser, tmp_path: Path, real_data: Path
) -> None:
    making.write(tmp_path, making.helping(real_data / "catalogue/commune.csv"))
    size: ViewportSize = {"width": 1366, "height": 768}
    page = browser.new_page(viewport=size, screen=size)
    page.goto(next((tmp_path / "sites").rglob("kiosk-*.html")).as_uri())
    page.wait_for_selector("html[data-ready]", state="attached")
    page.locator("#low").click()
    expect(page.locator("#asked")).to_be_in_viewport(ratio=1)
    expect(page.locator("#more")).to_be_hidden()
    page.close()


def test_a_telephone_names_a_procedure_above_its_link_and_code(browser: Browser, address: str) -> None:
    size: ViewportSize = {"width": 390, "height": 844}
    context = browser.new_context(viewport=size, screen=size, has_touch=True, is_mobile=True)
    page = opened(context, address)
    for code in ("1.001193", "1.000001"):
        page.fill("#q", code)
        page.locator(".entry").first.click()
        tops = [
            page.locator(at).evaluate("(n) => n.getBoundingClientRect().top")
            for at in ("#back", "h1", "#info", "#view p >> nth=0")
        ]
        assert tops == sorted(tops)
        page.locator("#home").click()
    context.close()


@pytest.mark.parametrize("address", ["split"], indirect=True)
def test_what_can_be_chosen_stands_below_the_search_box(screen: Page) -> None:
    screen.fill("#q", "đăng ký")
    lefts = screen.evaluate(
        "['#bar', '#view h1', '.entry'].map((s) => document.querySelector(s).getBoundingClientRect().left)"
    )
    assert len(set(lefts)) == 1
