"""`kiosk.worker: false` in config.yaml reaches devices that already have a worker, and `true` brings it back."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import BrowserContext, Page, TimeoutError, expect

from kiosk.web.public.app import create_app
from kiosk.workspace.store import Store
from tests.browser.conftest import opened, until
from tests.kiosk.commands import Office
from tests.proof.workplace import small_catalogue, write_catalogue

pytestmark = pytest.mark.browser

CODE = "10507"
OWN_STORES = f"caches.keys().then((names) => names.filter((n) => n.startsWith('kiosk-{CODE}-')).length)"
WORKERS = "navigator.serviceWorker.getRegistrations().then((all) => all.length)"
ONLINE = "dispatchEvent(new Event('online'))"


@pytest.fixture
def office(tmp_path: Path, root: Path) -> Office:
    """Thirty procedures at one site."""
    made = Office.in_folder(tmp_path, root)
    write_catalogue(tmp_path / "data/tthc-mau.csv", *small_catalogue())
    table = tmp_path / "data" / "sites.csv"
    lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
    table.write_text("".join(line for line in lines if line.startswith(("code", CODE))), encoding="utf-8")
    return made


def publish(office: Office, worker: bool) -> None:
    """A release with the switch in this position."""
    settings = office.folder / "config.yaml"
    text = settings.read_text(encoding="utf-8")
    off, on = "  worker: false\n", "  worker: true\n"
    settings.write_text(text.replace(off, on) if worker else text.replace(on, off), encoding="utf-8")
    office.ok("regenerate")


@contextmanager
def served(office: Office) -> Iterator[str]:
    """The product's own server over the office's workspace."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        settings = uvicorn.Config(create_app(Store(office.folder / "var")), log_level="error", ws="none")
        server = uvicorn.Server(settings)
        running = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        running.start()
        try:
            yield f"http://127.0.0.1:{port}/sites/{CODE}/"
        finally:
            server.should_exit = server.force_exit = True
            running.join()


def answers(page: Page, release: int) -> None:
    """The page of this release shows a code."""
    expect(page.get_by_text(f"Bản phát hành số {release}")).to_be_visible()
    page.wait_for_selector("html[data-ready]", state="attached")
    page.fill("#q", "khai sinh")
    page.locator(".entry").first.tap()
    expect(page.locator(".card svg")).to_be_visible()
    page.locator("#home").tap()


def hears(page: Page, address: str, release: int) -> None:
    """The page becomes that of this release: at once, or when the old worker's last page was closed.

    With developer tools, which these tests use, Chromium may call a busy worker never idle, and the next one waits.
    """
    shown = page.get_by_text(f"Bản phát hành số {release}")
    for _ in range(5):
        page.evaluate(ONLINE)
        with suppress(TimeoutError):
            return shown.wait_for(timeout=4_000)
        page.goto("about:blank")
        page.goto(address)
        page.wait_for_selector("html[data-ready]", state="attached")
        page.clock.run_for(2_000)
    pytest.fail(f"release {release} never came")


def waits_for(page: Page, release: int) -> None:
    """A page without a worker becomes that of this release once nobody touched it for a minute.

    A request that the turned clock overtakes is given up, and on a busy machine one may be: then it is asked again.
    """
    for _ in range(5):
        with page.expect_response("**/release.json"):
            page.evaluate(ONLINE)
        page.wait_for_timeout(300)
        page.clock.run_for(61_000)
        with suppress(TimeoutError):
            return page.get_by_text(f"Bản phát hành số {release}").wait_for(timeout=4_000)
    pytest.fail(f"release {release} never came")


def test_the_switch_takes_a_live_worker_away_and_gives_it_back(
    office: Office, windowed_context: BrowserContext
) -> None:
    office.ok("regenerate")
    with served(office) as address:
        windowed_context.clock.install()
        page = opened(windowed_context, address)
        page.clock.run_for(2_000)
        until(page, "navigator.serviceWorker.controller !== null")
        until(page, OWN_STORES)
        page.evaluate("caches.open('kiosk-99999-other')")

        publish(office, worker=False)
        hears(page, address, 2)
        until(page, f"{WORKERS}.then((n) => n === 0)")
        until(page, f"{OWN_STORES}.then((n) => n === 0)")
        assert page.evaluate("caches.keys()") == ["kiosk-99999-other"], "only its own stores go"
        page.reload()
        page.clock.run_for(2_000)
        answers(page, 2)
        assert page.evaluate("navigator.serviceWorker.controller") is None
        assert page.evaluate(WORKERS) == 0

        publish(office, worker=True)
        waits_for(page, 3)
        page.clock.run_for(2_000)
        until(page, "navigator.serviceWorker.controller !== null")
        until(page, OWN_STORES)
    page.reload()
    page.clock.run_for(2_000)
    answers(page, 3)
