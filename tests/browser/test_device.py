"""A declared kiosk in a browser: its key, what it signs, its return code; nothing of it where nobody declared it."""

from __future__ import annotations

import hmac
import json
import socket
import threading
from hashlib import sha256
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import BrowserContext, Page, expect

from kiosk import signing
from kiosk.model.device import DeviceAges, ScreenState
from kiosk.model.verdict import Verdict
from kiosk.office.ledger.acting import look_into_ledger
from kiosk.office.ledger.screens import list_standings
from kiosk.pages.assets import read_shared_files
from kiosk.release import lifecycle
from kiosk.web.public.app import create_app
from kiosk.workspace.store import Store
from tests.browser import making
from tests.browser.conftest import address_of, opened
from tests.browser.making import Server
from tests.kiosk import made
from tests.kiosk.kiosks import declare
from tests.kiosk.pages import planning

KEY = "ABCDEFGHJKLMNPQRSTUV"
TOKEN = signing.write_token(7, KEY)
SITE = making.SITE.code
VECTORS = (
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
    ),
)
"""FIPS 180-4, examples B.1 and B.2, and the empty message."""


@pytest.fixture
def tools(context: BrowserContext) -> Page:
    """A page that holds the file alone."""
    page = context.new_page()
    page.add_script_tag(content=read_shared_files().device.content.decode())
    return page


def test_it_computes_what_the_standards_and_the_server_compute(tools: Page) -> None:
    digest = "(t) => kioskDevice.hexadecimal(kioskDevice.digest([...new TextEncoder().encode(t)]))"
    for text, expected in VECTORS:
        assert tools.evaluate(digest, text) == expected
    texts = ["ế" * n for n in range(0, 150, 7)]
    signed = tools.evaluate(f"(all) => all.map((t) => kioskDevice.hexadecimal(kioskDevice.sign('{KEY}', t)))", texts)
    assert signed == [hmac.new(KEY.encode(), t.encode(), sha256).hexdigest() for t in texts]
    for release in (0, 1, 31, 32, 1023, 1024, 10**9):
        for key in ("", KEY):
            code = tools.evaluate(
                "([r, k]) => kioskDevice.returnCode({ code: '11824', release: r }, k)", [release, key]
            )
            assert code == signing.make_return_code("11824", release, key)
    for token in (TOKEN, TOKEN.lower().replace("-", " - "), TOKEN[:-1], TOKEN.replace("A", "B"), "7", ""):
        read = tools.evaluate("(t) => kioskDevice.read(t) ?? null", token)
        known = signing.read_token(token)
        assert read == (known and {"number": known[0], "key": known[1]})


def said(site: Server) -> list[dict[str, object]]:
    return site.sent("device")


def wait_for(page: Page, site: Server, count: int) -> None:
    for _ in range(200):
        if len(said(site)) >= count:
            return
        page.wait_for_timeout(50)
    pytest.fail(f"only {len(said(site))} heartbeats")


def ask_for_news(page: Page, site: Server) -> None:
    """Have the page look for news now, once it has begun to."""
    while not any(path.endswith("sw.js") for path in site.asked):
        page.wait_for_timeout(50)
    page.evaluate("dispatchEvent(new Event('online'))")


def test_a_link_gives_the_key_which_leaves_the_address_and_never_travels(
    context: BrowserContext, own_site: Server
) -> None:
    page = opened(context, f"{own_site.url()}#may={TOKEN}")
    expect(page.locator("#device")).to_contain_text("Máy này giữ khóa của kiosk số 7")
    expect(page.locator("#device [role=status]")).to_have_text("Máy chủ đã nhận tin của máy này.")
    assert page.url == own_site.url()
    expect(page.locator(".device-code")).to_have_text(signing.make_return_code(SITE, 7, KEY))
    (first,) = said(own_site)
    facts = (7, SITE, int(str(first["release"])), int(str(first["counter"])))
    assert signing.is_signed(str(first["signature"]), KEY, *facts)
    ask_for_news(page, own_site)
    wait_for(page, own_site, 2)
    assert int(str(said(own_site)[1]["counter"])) > facts[3]
    assert own_site.sent("heartbeat") == []
    assert KEY not in json.dumps(own_site.posted) + "".join(own_site.asked)
    # A device that is started with the address is not asked anything.
    again = opened(context, f"{own_site.url()}#may={TOKEN}")
    again.wait_for_timeout(300)
    expect(again.locator("#device")).to_have_count(0)


def test_an_undeclared_page_loads_nothing_of_it(context: BrowserContext, own_site: Server) -> None:
    page = opened(context, own_site.url())
    ask_for_news(page, own_site)
    while not own_site.sent("heartbeat"):
        page.wait_for_timeout(50)
    assert not any("device" in path for path in own_site.asked)
    assert said(own_site) == [] and len(own_site.sent("heartbeat")) == 1


@pytest.mark.parametrize("form", ["split", "single"])
def test_five_touches_show_the_return_code_in_both_forms(
    context: BrowserContext, small_site: Server, form: str
) -> None:
    page = opened(context, address_of(small_site, form))
    note = page.locator(".print-note")
    for _ in range(5):
        note.click()
    expect(page.locator(".device-code")).to_have_text(signing.make_return_code(SITE, 7))
    expect(page.locator("#device")).to_contain_text("Máy này chưa có khóa")
    page.fill("#device-key", TOKEN.replace("A", "B", 1))
    page.click("#device form button")
    expect(page.locator("#device [role=status]")).to_have_text("Khóa gõ chưa đúng: xin xem lại từng chữ.")
    page.fill("#device-key", TOKEN)
    page.click("#device form button")
    expect(page.locator(".device-code")).to_have_text(signing.make_return_code(SITE, 7, KEY))
    expect(page.locator("#device [role=status]")).to_contain_text("nhận" if form == "split" else "đọc mã báo lại")
    page.click("#device > button")
    expect(page.locator("#device")).to_be_hidden()


def test_a_passer_by_cannot_take_the_key_away(context: BrowserContext, own_site: Server) -> None:
    page = opened(context, f"{own_site.url()}#may={TOKEN}")
    expect(page.locator("#device [role=status]")).to_have_text("Máy chủ đã nhận tin của máy này.")
    own_site.answers["device"] = 403
    page.fill("#device-key", signing.write_token(8, KEY[::-1]))
    page.click("#device form button")
    expect(page.locator("#device [role=status]")).to_contain_text("Máy vẫn giữ khóa trước")
    assert page.evaluate(f"localStorage.getItem('kiosk-device-{SITE}')") == TOKEN


def test_a_device_that_lost_its_count_goes_on_from_the_servers(context: BrowserContext, own_site: Server) -> None:
    known = 2**40
    own_site.answers["device"] = (409, str(known))
    page = opened(context, f"{own_site.url()}#may={TOKEN}")
    wait_for(page, own_site, 2)
    assert int(str(said(own_site)[0]["counter"])) < known < int(str(said(own_site)[1]["counter"]))


def test_a_kiosk_closes_its_gap_by_itself(context: BrowserContext, tmp_path: Path) -> None:
    """The whole way: declared, opened with its key, heard by the public server, known by the ledger."""
    store = Store(tmp_path / "var")
    manifest = made.draw(store, planning.gather())
    with store.writing():
        lifecycle.save_verdict(store, 1, Verdict(manifest.digest(), 1, 1, 1, 1, (), ()))
        lifecycle.publish(store, manifest)
    token = signing.write_token(*declare(store, SITE))
    with socket.create_server(("127.0.0.1", 0)) as door:
        server = uvicorn.Server(uvicorn.Config(create_app(store), log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
        thread.start()
        page = opened(context, f"http://127.0.0.1:{door.getsockname()[1]}/sites/{SITE}/#may={token}")
        expect(page.locator("#device [role=status]")).to_have_text("Máy chủ đã nhận tin của máy này.")
        page.close()
        server.should_exit = True
        thread.join(10)
    with look_into_ledger(store) as connection:
        (standing,) = list_standings(store, connection, manifest, DeviceAges())
    assert (standing.state, standing.device.release) == (ScreenState.CURRENT, 1)
