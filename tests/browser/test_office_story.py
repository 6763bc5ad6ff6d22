"""A day in the office: an annex goes up, is answered, approved by somebody else, published while a bar moves, gone back
from. With the office, its worker and the public server as `kiosk run` starts them."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyotp
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from kiosk.office import access, catalogues
from kiosk.office.database.migrating import open_database
from kiosk.office.job_context import Workplace
from kiosk.office.people import Role
from kiosk.settings import config as settings
from kiosk.web.office.menu import entries
from kiosk.workspace.store import Store
from tests.kiosk.commands import Office
from tests.kiosk.office.drafting import BROKEN, take_in_base

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PASSWORD = "bốn từ không liên quan"
SIZES = ({"width": 1366, "height": 768}, {"width": 390, "height": 844})


@dataclass(frozen=True)
class Running:
    """An office at work."""

    address: str
    folder: Path
    links: dict[str, str]


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


@pytest.fixture
def running(tmp_path: Path, root: Path) -> Iterator[Running]:
    office = Office.in_folder(tmp_path, root)
    port, store = free_port(), Store(office.folder / "var")
    config = office.folder / "config.yaml"
    config.write_text(config.read_text(encoding="utf-8").replace("port: 8001", f"port: {port}"), encoding="utf-8")
    database = open_database(store.root)
    take_in_base(Workplace(store, settings.load(config), database))
    people = (("soan", Role.EDITOR), ("duyet", Role.APPROVER))
    links = {name: access.add_with_link(database, name, f"Người {role.label}", role, None)[1] for name, role in people}
    database.close()
    words = [sys.executable, "-m", "kiosk", "run", "--port", str(free_port()), "--office-port", str(port)]
    with subprocess.Popen(
        words, cwd=office.folder, env=office.env(), stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stdout is not None
        printed = "".join(process.stdout.readline() for _ in range(5))
        links[access.FIRST_ADMIN] = re.findall(r"/dat-mat-khau/(\S+)", printed)[0]
        address = f"http://127.0.0.1:{port}"
        try:
            _wait(port)
            yield Running(address, office.folder, links)
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(30) == 0


def _wait(port: int) -> None:
    for _ in range(300):
        with socket.socket() as door:
            if door.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("the office did not start")


def sign_in(context: BrowserContext, office: Running, name: str) -> Page:
    """A person comes in by their link, and sets up a second factor where one is asked for."""
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.goto(f"{office.address}/dat-mat-khau/{office.links[name]}")
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.click("main button")
    if page.url.endswith("/tai-khoan/hai-lop"):
        secret = page.locator(".secret").inner_text()
        page.fill("#code", pyotp.TOTP(secret).now())
        page.click("main form button")
        page.click("text=Tôi đã cất các mã")
    return page


def check_page(page: Page) -> None:
    """Nothing that axe knows is wrong, and nothing is wider than the screen."""
    violations = Axe().run(page).response["violations"]
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


def wait_for_job(page: Page) -> None:
    """Until the job whose page is open is over; without script by its own link."""
    for _ in range(240):
        if page.locator(".state.done, .state.failed").count():
            break
        link = page.locator("text=Xem lại tiến độ")
        page.wait_for_timeout(500)
        if link.count():
            page.goto(page.url)
    assert page.locator(".state").first.inner_text() == "xong", page.locator("main").inner_text()


@pytest.mark.parametrize("scripts", [True, False], ids=["with script", "without script"])
def test_a_decision_from_its_file_to_the_wall_and_back(running: Running, browser: Browser, scripts: bool) -> None:
    size = SIZES[0] if scripts else SIZES[1]
    made = [browser.new_context(viewport=size, java_script_enabled=scripts) for _ in range(2)]  # type: ignore[arg-type]
    editor, approver = sign_in(made[0], running, "soan"), sign_in(made[1], running, "duyet")
    annex = running.folder / "phụ lục.csv"
    annex.write_text(BROKEN, encoding="utf-8")
    editor.goto(f"{running.address}/du-thao")
    editor.fill("#title", "QĐ 3501/QĐ-UBND")
    editor.set_input_files("#files", annex)
    editor.click("text=Tải lên và xem thử")
    editor.click("text=Sửa thành mã đề nghị")
    editor.click("text=Bỏ dòng này")
    assert "còn 0/2" in editor.locator("main").inner_text()
    editor.click("text=Trình duyệt")
    assert "chờ duyệt" in editor.locator("main").inner_text()
    draft = editor.url.partition("?")[0]
    assert editor.locator("text=Duyệt đúng nội dung này").count() == 0
    approver.goto(running.address)
    approver.click("text=Xem và duyệt >> nth=-1")
    approver.goto(draft)
    approver.click("text=Duyệt đúng nội dung này")
    wait_for_job(approver)
    assert Store(running.folder / "var").current() == 1
    editor.goto(draft)
    assert "đã áp dụng" in editor.locator("main").inner_text()
    assert catalogues.load_numbered(Store(running.folder / "var"), 2).procedures[0].fee == "5.000 đồng"
    for context in made:
        context.close()


@pytest.mark.parametrize("size", SIZES, ids=["desktop", "phone"])
def test_every_page_is_within_reach_of_everybody(running: Running, browser: Browser, size: dict[str, int]) -> None:
    context = browser.new_context(viewport=size)  # type: ignore[arg-type]
    page = sign_in(context, running, access.FIRST_ADMIN)
    annex = running.folder / "a.csv"
    annex.write_text(BROKEN, encoding="utf-8")
    page.goto(f"{running.address}/du-thao")
    page.fill("#title", "QĐ 1")
    page.set_input_files("#files", annex)
    page.click("text=Tải lên và xem thử")
    check_page(page)
    page.goto(f"{running.address}/viec")
    page.click("text=Dựng, kiểm tra và công bố danh mục đang áp dụng")
    check_page(page)
    wait_for_job(page)
    menu = [f"{running.address}{path}" for _, path in entries(lambda _: True)]
    for address in (
        *menu,
        f"{running.address}/tai-khoan",
        f"{running.address}/tai-khoan/hai-lop",
        f"{running.address}/nguoi-dung/1",
        f"{running.address}/viec/1",
    ):
        page.goto(address)
        check_page(page)
    context.clear_cookies()
    page.goto(f"{running.address}/dang-nhap")
    check_page(page)
    context.close()
