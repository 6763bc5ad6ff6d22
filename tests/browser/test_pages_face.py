"""In which face the page is written: the machine's where that has every Vietnamese letter, else its own, later."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from fontTools import subset
from fontTools.ttLib import TTFont
from playwright.sync_api import Browser, BrowserType, Page, expect

from tests.browser.conftest import ARGUMENTS, address_of, opened, until
from tests.browser.making import ROOT, Server

pytestmark = pytest.mark.browser

MACHINE = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{faces}</dir><dir>{plain}</dir><cachedir>{cache}</cachedir></fontconfig>"""
OWN = "document.documentElement.classList.contains('own')"
LATE = "be-vietnam-pro"


def _put(family: str, without: str, folder: Path) -> None:
    """The regular face of the sheets as a face of that name, less some letters."""
    font = TTFont(ROOT / "posters" / "fonts" / "BeVietnamPro-Regular.ttf")
    chooser = subset.Subsetter(subset.Options(notdef_outline=True))
    chooser.populate(unicodes=set(font.getBestCmap()) - set(map(ord, without)))
    chooser.subset(font)
    for number, text in ((1, family), (2, "Regular"), (4, family), (6, family.replace(" ", ""))):
        font["name"].setName(text, number, 3, 1, 0x409)
    font["name"].names = [x for x in font["name"].names if x.nameID in (1, 2, 4, 6) and x.platformID == 3]
    font.save(folder / f"{family}.ttf")


@pytest.fixture
def machine(chromium: BrowserType, tmp_path: Path) -> Iterator[Callable[..., Browser]]:
    """Starts a browser on a machine whose only faces are DejaVu and these, each less some letters."""
    dejavu = Path("/usr/share/fonts/truetype/dejavu")
    if not dejavu.is_dir():
        pytest.skip("DejaVu is not installed")
    with ExitStack() as stack:

        def start(**faces: str) -> Browser:
            for family, without in faces.items():
                _put(family.replace("_", " "), without, tmp_path)
            file = tmp_path / "fonts.conf"
            file.write_text(MACHINE.format(faces=tmp_path, plain=dejavu, cache=tmp_path / "cache"), encoding="utf-8")
            path = shutil.which("chromium")
            browser = chromium.launch(executable_path=path, args=ARGUMENTS, env={"FONTCONFIG_FILE": str(file)})
            stack.callback(browser.close)
            return browser

        yield start


def start_screen(browser: Browser, server: Server, form: str = "split") -> Page:
    """The page on such a machine, ready."""
    return opened(browser.new_context(viewport={"width": 1920, "height": 1080}), address_of(server, form))


@pytest.mark.parametrize("family", ["Segoe UI", "Noto Sans"])
def test_a_machine_with_a_good_face_fetches_none(
    machine: Callable[..., Browser], small_site: Server, family: str
) -> None:
    asked: list[str] = []
    browser = machine(**{family: ""})
    context = browser.new_context()
    # What the worker keeps for days without a network comes over it too.
    context.on("request", lambda r: None if r.service_worker else asked.append(r.url))
    page = opened(context, small_site.url())
    page.wait_for_timeout(2500)
    assert any("details" in url for url in asked)
    assert not any(LATE in url for url in asked)
    assert not page.evaluate(OWN)


def test_a_face_of_a_good_name_that_lacks_a_letter_is_not_good(
    machine: Callable[..., Browser], small_site: Server
) -> None:
    """As Liberation Sans on Debian 12 is: the letters with two marks would come from another face. (Where a face has
    letter and mark, the browser puts them together.)"""
    until(start_screen(machine(Roboto="ẫ\u0303"), small_site), OWN)


@pytest.mark.parametrize("form", ["split", "single"])
def test_where_none_is_good_the_own_face_comes_and_moves_nothing(
    machine: Callable[..., Browser], small_site: Server, form: str
) -> None:
    context = machine().new_context(viewport={"width": 1920, "height": 1080})
    page = context.new_page()
    page.add_init_script(
        "globalThis.shift = 0; new PerformanceObserver((l) => l.getEntries().forEach((e) => (shift += e.value)))"
        ".observe({ type: 'layout-shift', buffered: true })"
    )
    page.goto(address_of(small_site, form))
    until(page, OWN)
    page.wait_for_timeout(300)
    assert page.evaluate("document.fonts.check('1em \"Be Vietnam Pro\"')")
    assert page.evaluate("shift") <= 0.02


def test_the_face_is_not_asked_for_before_the_list_can_be_used(
    machine: Callable[..., Browser], own_site: Server
) -> None:
    context = machine().new_context()
    page = context.new_page()
    held = []
    page.route("**/data-*", lambda route: held.append(route))  # noqa: PLW0108 - asked for its parameters
    page.goto(own_site.url())
    page.wait_for_timeout(2500)
    assert not any(LATE in path for path in own_site.asked)
    held[0].continue_()
    until(page, OWN)
    assert any(LATE in path for path in own_site.asked)


def test_nobody_who_reads_sees_the_lines_move(machine: Callable[..., Browser], small_site: Server) -> None:
    page = start_screen(machine(), small_site)
    page.locator("[data-group=ho-tich]").click()
    until(page, "document.fonts.check('1em \"Be Vietnam Pro\"')")
    page.wait_for_timeout(300)
    assert not page.evaluate(OWN)
    page.wait_for_timeout(700)
    page.locator(".entry").first.click()
    assert page.evaluate(OWN)


@pytest.mark.parametrize("fault", ["hangs", "fails", "is broken"])
def test_a_face_that_does_not_come_costs_nothing(
    machine: Callable[..., Browser], small_site: Server, fault: str
) -> None:
    context = machine().new_context()
    faults = {
        "hangs": lambda _: None,
        "fails": lambda route: route.abort(),
        "is broken": lambda route: route.fulfill(body=b"wOF2" + bytes(400)),
    }
    context.route(f"**/{LATE}*", faults[fault])
    page = opened(context, small_site.url())
    page.wait_for_timeout(2000)
    page.fill("#q", "khai sinh")
    page.locator(".entry").first.click()
    expect(page.locator(".card svg")).to_be_visible()
    expect(page.locator("#notice")).to_be_hidden()
    assert not page.evaluate(OWN)
    context.unroute_all(behavior="ignoreErrors")


def test_what_stands_in_is_as_wide_as_the_own_face(machine: Callable[..., Browser], small_site: Server) -> None:
    """Nothing may be cut, or grow a line, while the own face is on its way."""
    page = start_screen(machine(), small_site)
    until(page, OWN)
    wide = """(weight) => ["near", '"Be Vietnam Pro"'].map((face) => {
      const pen = document.createElement("canvas").getContext("2d");
      pen.font = `${weight} 40px ${face}`;
      return pen.measureText("Thủ tục đăng ký khai sinh có yếu tố nước ngoài, xác định lại giới tính").width;
    })"""
    for weight in (400, 700):
        page.evaluate(f"document.fonts.load('{weight} 1em near')")
        stand_in, own = page.evaluate(wide, weight)
        assert abs(stand_in / own - 1) < 0.03
