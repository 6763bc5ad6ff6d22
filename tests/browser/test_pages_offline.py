"""With the cable pulled, with broken and partial updates, with a damaged store."""

from __future__ import annotations

import shutil
import subprocess
import time
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, BrowserType, Page, expect

from kiosk.model.catalogue import Procedure
from kiosk.pages.squeezing import SUFFIX
from kiosk.workspace.store import Store
from tests.browser import making
from tests.browser.conftest import ARGUMENTS, opened, until
from tests.browser.making import DAY, SITE, Server
from tests.browser.office_at_work import serving_public
from tests.kiosk import made

pytestmark = pytest.mark.browser

HAS_SLIP = "!!globalThis.kioskSlip"
STORED = f"""async () => {{
  const name = (await caches.keys()).find((n) => n.startsWith("kiosk-{SITE.code}-"));
  return name ? (await (await caches.open(name)).keys()).length : 0;
}}"""


def stored(page: Page) -> None:
    """Wait until the worker holds everything."""
    until(page, f"({STORED})().then((n) => n >= 8)")
    until(page, "navigator.serviceWorker.controller !== null")


def settled(page: Page, server: Server) -> None:
    """Wait until everything is stored and the first look for news is over (asked for here, it has time)."""
    stored(page)
    page.evaluate("dispatchEvent(new Event('online'))")
    while not server.sent("heartbeat"):
        page.wait_for_timeout(50)
    page.wait_for_timeout(300)


def opens_birth(page: Page) -> None:
    page.fill("#q", "khai sinh")
    page.locator(".entry").first.tap()
    expect(page.locator(".card svg")).to_be_visible()


def shows_the_code(page: Page) -> None:
    opens_birth(page)
    page.locator("#home").tap()


def test_lists_that_came_as_documents_open_without_network(context: BrowserContext, tmp_path: Path) -> None:
    """A browser that takes brotli gets each list as what is in it: that too is whole, kept, and opened again."""
    making.write(tmp_path / "made", making.page(making.small()))
    files = {str(path.relative_to(tmp_path / "made")): path.read_bytes() for path in (tmp_path / "made").rglob("*.*")}
    store = Store(tmp_path / "store")
    made.publish(store, files, sites=(SITE.code,))
    codings: dict[str, str] = {}
    with serving_public(store) as address:
        page = context.new_page()
        page.on("response", lambda answer: codings.update({answer.url: answer.headers.get("content-encoding", "")}))
        page.goto(f"{address}/sites/{SITE.code}/")
        stored(page)
        context.set_offline(True)
        page.reload()
        opens_birth(page)
        expect(page.locator(".card svg")).to_be_visible()
        expect(page.locator("#view")).to_contain_text("Giấy chứng sinh")
    assert {codings[url] for url in codings if url.endswith(SUFFIX)} == {"br"}


def publish(server: Server, release: int, *more: Procedure) -> None:
    """The next release, with more procedures."""
    content = making.small()
    added = making.content(more)
    made = making.page(
        making.Content(content.groups, content.entries + added.entries, content.gone, content.aliases),
        release=release,
        released=DAY + timedelta(1),
    )
    making.write(server.folder, made)


NEW = Procedure("1.999999", "Thủ tục hoàn toàn mới", "Hộ tịch")


def leave_idle(page: Page) -> None:
    """Two minutes without a touch."""
    page.clock.run_for(125_000)


def test_new_page_and_reload_without_a_network(context: BrowserContext, own_site: Server) -> None:
    page = opened(context, own_site.url())
    stored(page)
    own_site.stop()
    page.reload()
    page.wait_for_selector("html[data-ready]", state="attached")
    shows_the_code(page)
    other = opened(context, own_site.url())
    shows_the_code(other)
    other.get_by_role("button", name="English").tap()
    expect(other.locator("html")).to_have_attribute("lang", "en")
    own_site.start()


def test_restart_of_the_browser_without_a_network(chromium: BrowserType, own_site: Server, tmp_path: Path) -> None:
    for offline in (False, True):
        if offline:
            own_site.stop()
        context = chromium.launch_persistent_context(
            tmp_path / "profile", executable_path=shutil.which("chromium"), args=ARGUMENTS, has_touch=True
        )
        page = opened(context, own_site.url())
        if not offline:
            stored(page)
        shows_the_code(page)
        context.close()
    own_site.start()


def test_the_single_file_needs_nothing(context: BrowserContext, own_site: Server) -> None:
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = opened(context, (own_site.folder / "sites" / SITE.code / f"kiosk-{SITE.code}.html").as_uri())
    shows_the_code(page)
    page.wait_for_timeout(1500)
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def test_a_new_release_is_taken_from_the_idle_screen_only(context: BrowserContext, own_site: Server) -> None:
    context.clock.install()
    page = opened(context, own_site.url())
    page.clock.run_for(2_000)
    stored(page)
    page.fill("#q", "khai sinh")
    publish(own_site, 8, NEW)
    page.clock.run_for(1000)
    with page.expect_response("**/release.json"):
        page.evaluate("dispatchEvent(new Event('online'))")
    until(page, "navigator.serviceWorker.getRegistration().then((r) => r.waiting !== null)")
    expect(page.get_by_text("Bản phát hành số 7")).to_be_visible()
    leave_idle(page)
    page.clock.run_for(61_000)
    expect(page.get_by_text("Bản phát hành số 8")).to_be_visible()
    page.wait_for_selector("html[data-ready]", state="attached")
    page.fill("#q", "hoan toan moi")
    expect(page.locator(".entry").first).to_contain_text("Thủ tục hoàn toàn mới")
    own_site.stop()
    page.reload()
    expect(page.get_by_text("Bản phát hành số 8")).to_be_visible()
    own_site.start()


@pytest.mark.parametrize("missing", ["data-", "details.squeezed"])
def test_a_broken_update_leaves_the_old_version(context: BrowserContext, own_site: Server, missing: str) -> None:
    context.clock.install()
    page = opened(context, own_site.url())
    page.clock.run_for(2_000)
    stored(page)
    own_site.refused.add(missing)
    publish(own_site, 8, NEW)
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_timeout(500)
    leave_idle(page)
    expect(page.get_by_text("Bản phát hành số 7")).to_be_visible()
    page.reload()
    page.wait_for_selector("html[data-ready]", state="attached")
    shows_the_code(page)
    expect(page.get_by_text("Bản phát hành số 7")).to_be_visible()
    own_site.refused.clear()
    page.evaluate("dispatchEvent(new Event('online'))")
    until(page, "navigator.serviceWorker.getRegistration().then((r) => r.waiting !== null)")
    leave_idle(page)
    expect(page.get_by_text("Bản phát hành số 8")).to_be_visible()


def test_a_rollback_is_taken_like_any_release(context: BrowserContext, own_site: Server) -> None:
    publish(own_site, 8, NEW)
    context.clock.install()
    page = opened(context, own_site.url())
    page.clock.run_for(2_000)
    stored(page)
    publish(own_site, 9)
    page.evaluate("dispatchEvent(new Event('online'))")
    until(page, "navigator.serviceWorker.getRegistration().then((r) => r.waiting !== null)")
    leave_idle(page)
    expect(page.get_by_text("Bản phát hành số 9")).to_be_visible()
    page.wait_for_selector("html[data-ready]", state="attached")
    page.fill("#q", "1.999999")
    expect(page.locator("h1")).to_contain_text("Chưa tìm thấy")


DAMAGE = """async (part) => {
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const key of await cache.keys()) if (key.url.includes(part)) await cache.put(key, new Response("{}"));
  }
}"""


def test_a_damaged_store_heals_with_a_network(context: BrowserContext, own_site: Server) -> None:
    page = opened(context, own_site.url())
    settled(page, own_site)
    page.evaluate(DAMAGE, "data-")
    page.reload()
    page.wait_for_selector("html[data-ready]", state="attached")
    own_site.stop()
    page.reload()
    page.wait_for_selector("html[data-ready]", state="attached")
    shows_the_code(page)
    own_site.start()


def test_a_damaged_store_without_a_network_says_so(context: BrowserContext, own_site: Server) -> None:
    page = opened(context, own_site.url())
    settled(page, own_site)
    page.evaluate(DAMAGE, "details")
    own_site.stop()
    page.reload()
    expect(page.locator("#notice")).to_contain_text("Chưa lấy được mã QR và chi tiết")
    own_site.start()


def test_details_of_another_list_are_never_shown(context: BrowserContext, own_site: Server) -> None:
    details = own_site.folder / "sites" / SITE.code / "details.squeezed"
    details.write_bytes(making.data_file.encode(making.long_names()).details)
    page = opened(context, own_site.url())
    page.fill("#q", "khai sinh")
    page.locator(".entry").first.tap()
    expect(page.locator("#notice")).to_be_visible()
    expect(page.locator(".card svg")).to_have_count(0)


def test_the_cable_pulled_before_the_list(context: BrowserContext, own_site: Server) -> None:
    own_site.refused.add("data-")
    page = context.new_page()
    page.goto(own_site.url())
    expect(page.locator("#notice")).to_contain_text("Không mở được danh mục thủ tục")
    expect(page.locator("#groups")).to_be_visible()
    page.fill("#q", "khai sinh")
    own_site.refused.clear()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#notice")).to_be_hidden()
    expect(page.locator(".entry").first).to_contain_text("khai sinh")


def test_the_cable_pulled_between_list_and_details(context: BrowserContext, own_site: Server) -> None:
    own_site.refused.add("details.squeezed")
    page = opened(context, own_site.url())
    page.fill("#q", "khai sinh")
    page.locator(".entry").first.tap()
    expect(page.locator("h1")).to_have_text("Làm giấy khai sinh")
    expect(page.locator("#notice")).to_contain_text("Chưa lấy được mã QR và chi tiết")
    expect(page.locator("#info")).to_contain_text("Đang lấy mã QR và chi tiết")
    assert "chưa ghi" not in page.locator("#view").inner_text(), "not yet fetched is not unknown"
    own_site.refused.clear()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator(".card svg")).to_be_visible()
    expect(page.locator("#notice")).to_be_hidden()
    expect(page.locator("dl")).to_contain_text("05 ngày làm việc")


def test_the_cable_pulled_while_the_worker_installs(context: BrowserContext, own_site: Server) -> None:
    own_site.refused.add("english-")
    page = opened(context, own_site.url())
    page.wait_for_timeout(1500)
    page.evaluate("dispatchEvent(new Event('online'))")
    while not own_site.sent("heartbeat"):
        page.wait_for_timeout(50)
    page.wait_for_timeout(500)
    assert page.evaluate(STORED) == 0, "a part is never stored"
    shows_the_code(page)
    own_site.refused.clear()
    page.evaluate("dispatchEvent(new Event('online'))")
    stored(page)
    own_site.stop()
    page.reload()
    page.wait_for_selector("html[data-ready]", state="attached")
    shows_the_code(page)
    own_site.start()


def test_parts_that_come_later_are_kept_too(context: BrowserContext, own_site: Server) -> None:
    """Whoever first opens a procedure, or stays a minute, without a network, lacks nothing."""
    context.add_init_script("window.print = () => { window.printed = true; }")
    page = opened(context, own_site.url("?may-in=80"))
    stored(page)
    assert not page.evaluate(HAS_SLIP)
    own_site.stop()
    page.reload()
    page.wait_for_selector("html[data-ready]", state="attached")
    opens_birth(page)
    page.get_by_role("button", name="In phiếu 80 mm").click()
    assert page.evaluate("window.printed")
    own_site.start()


@pytest.mark.parametrize("lost", ["latest-", "slip-"])
def test_a_part_that_does_not_come_is_only_missed(context: BrowserContext, own_site: Server, lost: str) -> None:
    own_site.refused.add(lost)
    page = opened(context, own_site.url("?may-in=A4"))
    page.wait_for_timeout(1500)
    page.evaluate("dispatchEvent(new Event('online'))")
    opens_birth(page)
    page.wait_for_timeout(500)
    # No button that does nothing.
    expect(page.get_by_role("button", name="In phiếu A4")).to_have_count(1 if lost == "latest-" else 0)
    expect(page.locator("#notice")).to_be_hidden()
    own_site.refused.clear()
    page.evaluate("dispatchEvent(new Event('online'))")
    while not own_site.sent("heartbeat"):
        page.wait_for_timeout(50)
    page.locator("#home").click()
    page.wait_for_timeout(800)
    opens_birth(page)
    expect(page.get_by_role("button", name="In phiếu A4")).to_be_visible()


def test_only_its_own_stores_are_touched(context: BrowserContext, own_site: Server) -> None:
    page = opened(context, own_site.url())
    page.evaluate("caches.open('kiosk-99999-abc')")
    stored(page)
    assert "kiosk-99999-abc" in page.evaluate("caches.keys()")


def _visit(server: Server, profile: Path, until_asked: str) -> list[str]:
    """What a browser of its own asks the server for, until it asks for `until_asked` or ten seconds are over.

    Without developer tools, as on a kiosk: with them Chromium never calls a worker idle, and the next one waits.
    """
    options = ["--headless=new", f"--user-data-dir={profile}", *ARGUMENTS]
    before = len(server.asked)
    running = subprocess.Popen(["chromium", *options, server.url()], stderr=subprocess.DEVNULL)
    end = time.monotonic() + 10
    posted = len(server.posted)
    while time.monotonic() < end and until_asked not in (
        *server.asked[before:],
        *(p for p, _ in server.posted[posted:]),
    ):
        time.sleep(0.1)
    time.sleep(1)
    running.terminate()
    running.wait()
    return server.asked[before:]


def test_the_kill_switch_removes_the_worker_and_its_stores(
    chromium: BrowserType, own_site: Server, tmp_path: Path
) -> None:
    folder = f"/sites/{SITE.code}/"
    details, worker, profile = folder + "details.squeezed", folder + "sw.js", tmp_path / "profile"
    _visit(own_site, profile, worker)
    assert details not in _visit(own_site, profile, "/api/heartbeat"), "the worker answers"
    making.write(own_site.folder, making.page(making.small(), worker=False))
    # At once, or when the old worker is idle or its last page closed.
    assert any(details in _visit(own_site, profile, details) for _ in range(3)), "the page is loaded without a worker"
    last = _visit(own_site, profile, details)
    assert details in last
    assert worker not in last


def test_without_a_worker_a_whole_new_release_is_loaded_when_idle(context: BrowserContext, own_site: Server) -> None:
    """The single file on a server, as on plain http."""
    context.clock.install()
    page = opened(context, own_site.url(f"kiosk-{SITE.code}.html"))
    page.clock.run_for(2_000)
    publish(own_site, 8, NEW)
    with page.expect_response("**/release.json"):
        page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_timeout(200)
    # No further: a request that the turned clock overtakes is given up.
    page.clock.run_for(61_000)
    expect(page.get_by_text("Bản phát hành số 8")).to_be_visible()
