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
from playwright.sync_api import Browser, BrowserContext, Page

from kiosk.office import access, catalogues
from kiosk.office.database.migrating import open_database
from kiosk.office.job_context import Workplace
from kiosk.office.people import Role
from kiosk.settings import config as settings
from kiosk.web.office.menu import list_entries
from kiosk.workspace.store import Store
from tests.browser.office_at_work import follow
from tests.browser.reach import find_violations
from tests.kiosk.commands import Office
from tests.kiosk.office.drafting import BROKEN, NAME, take_in_base

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ANNEX = f"""DANH MỤC THỦ TỤC HÀNH CHÍNH,,
Kèm theo Quyết định số 3501/QĐ-UBND ngày 02/11/2026 có hiệu lực từ ngày 03/11/2026,,
"THỦ TỤC HÀNH CHÍNH SỬA ĐỔI, BỔ SUNG VÀ BÃI BỎ",,
STT,Mã số TTHC,Tên thủ tục hành chính
1,1.000593,Đăng ký khai sinh
2,2.00161,{NAME}
3,9.9,Thủ tục không có mã đúng
"""
"""A heading that names two kinds, a code that lost its zero, and a row that cannot be taken."""
FEE = f"code,name,fee\n1.000593,Đăng ký khai sinh,5.000 đồng\n2.001610,{NAME},\n"
PASSWORD = "bốn từ không liên quan"
UNLISTED = (
    "/cau-hoi", "/cau-tra-loi", "/cai-dat/cau-chu", "/cai-dat/tim-khong-thay", "/cai-dat/sites",
    "/cai-dat/matters/dong?dong=2", "/cai-dat/exceptions/dong",
    "/lien-he/10507", "/thu-tuc/1.000593", "/du-thao/1/hinh",
)  # fmt: skip
"""Pages that no menu names."""
PROGRESS = "**/tien-do"
"""Where a job's page hears how far the job is."""
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
    follow(page, "main button")
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    follow(page, "main button")
    if page.url.endswith("/tai-khoan/hai-lop"):
        secret = page.locator(".secret").inner_text()
        page.fill("#code", pyotp.TOTP(secret).now())
        follow(page, "main form button")
        follow(page, "text=Tôi đã cất các mã")
    return page


def check_page(page: Page) -> None:
    """Nothing that axe knows is wrong, and nothing is wider than the window, at either size."""
    for size in SIZES:
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert find_violations(page) == [], page.url
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


def wait_for_job(page: Page, *, scripts: bool = True) -> None:
    """Until the job whose page is open is over: with script the page comes again by itself, else by its own link."""
    ended = ".state.done, .state.failed"
    while not scripts and not page.locator(ended).count():
        page.wait_for_timeout(200)
        page.click("text=Xem lại tiến độ")
    page.wait_for_selector(ended, timeout=120_000)
    assert page.locator(".state").inner_text() == "xong", page.locator("main").inner_text()


def upload(page: Page, office: Running, title: str, name: str, content: str) -> str:
    """A new draft of one file; the address of its page."""
    path = office.folder / name
    path.write_text(content, encoding="utf-8")
    page.goto(f"{office.address}/du-thao")
    page.fill("#title", title)
    page.set_input_files("#files", path)
    follow(page, "text=Tải lên và xem thử")
    return page.url.partition("?")[0]


def approve(page: Page, draft: str, day: str = "") -> None:
    """Somebody else looks at a draft and approves it, now or for a day."""
    page.goto(draft)
    if day:
        page.fill("#publish_on", day)
    assert page.locator("text=Duyệt đúng nội dung này").count(), main_text(page)
    follow(page, "text=Duyệt đúng nội dung này")


def main_text(page: Page) -> str:
    return page.locator("main").inner_text()


@pytest.mark.parametrize("scripts", [True, False], ids=["with script", "without script"])
def test_a_decision_from_its_file_to_the_wall_and_back(running: Running, browser: Browser, scripts: bool) -> None:
    size = SIZES[0] if scripts else SIZES[1]
    made = [browser.new_context(viewport=size, java_script_enabled=scripts) for _ in range(2)]  # type: ignore[arg-type]
    editor, approver = sign_in(made[0], running, "soan"), sign_in(made[1], running, "duyet")
    store = Store(running.folder / "var")

    draft = upload(editor, running, "QĐ 3501/QĐ-UBND", "phụ lục.csv", ANNEX)
    follow(editor, "text=Trình duyệt")
    assert "chưa trả lời" in main_text(editor)
    editor.goto(draft)
    assert editor.locator(".decides").count() == 3
    editor.check("text=Sửa đổi, bổ sung >> nth=-1")
    editor.check("text=Sửa thành mã đề nghị")
    editor.check("text=Bỏ dòng này ra ngoài danh mục, vì:")
    editor.fill("input[name^='reason-']", "dòng ghi chú của bảng")
    follow(editor, "text=Lưu các câu trả lời")
    assert "còn 0/3" in main_text(editor) and "Người biên tập" in main_text(editor)
    follow(editor, "text=Tính số điểm, tờ, bảng, trang")
    wait_for_job(editor, scripts=scripts)
    editor.goto(draft)
    follow(editor, "text=Trình duyệt")
    assert "chờ duyệt" in main_text(editor)
    assert editor.locator("text=Duyệt đúng nội dung này").count() == 0

    approver.goto(running.address)
    follow(approver, "text=Xem và duyệt >> nth=-1")
    approve(approver, draft)
    wait_for_job(approver, scripts=scripts)
    assert store.current() == 1
    editor.goto(draft)
    assert "đã áp dụng" in main_text(editor)

    fee = upload(editor, running, "QĐ 3502/QĐ-UBND", "phí.csv", FEE)
    follow(editor, "text=Trình duyệt")
    approve(approver, fee)
    wait_for_job(approver, scripts=scripts)
    assert store.current() == 2 and fee_in_force(running) == "5.000 đồng"

    later = upload(editor, running, "QĐ 3503/QĐ-UBND", "phí sau.csv", FEE.replace("5.000", "8.000"))
    follow(editor, "text=Trình duyệt")
    approve(approver, later, "2030-01-02")
    approver.goto(f"{running.address}/lich")
    assert "02/01/2030" in main_text(approver) and "QĐ 3503" in main_text(approver)

    approver.goto(f"{running.address}/ban-phat-hanh")
    follow(approver, "text=Quay về bản 1…")
    approver.check("text=QĐ 3502/QĐ-UBND")
    follow(approver, "button:has-text('Quay về nội dung bản 1')")
    wait_for_job(approver, scripts=scripts)
    assert store.current() == 3 and fee_in_force(running) == ""
    approver.goto(later)
    assert "đã đổi từ khi lập dự thảo" in main_text(approver)

    approver.goto(f"{running.address}/tam-dung")
    approver.fill("#reason-all", "sai phí")
    follow(approver, "text=Tạm dừng mọi công bố")
    assert "Đang tạm dừng công bố" in main_text(approver) and "sai phí" in main_text(approver)
    follow(approver, "text=Cho công bố tiếp, dựng và công bố danh mục đang áp dụng")
    wait_for_job(approver, scripts=scripts)
    for context in made:
        context.close()


def fee_in_force(office: Running) -> str:
    store = Store(office.folder / "var")
    catalogue = catalogues.load_in_force(store, settings.load(office.folder / "config.yaml")).catalogue
    return next(p.fee for p in catalogue.procedures if p.code == "1.000593" and p.effective_to is None)


def test_every_page_is_within_reach_of_everybody(running: Running, browser: Browser) -> None:
    """At a desk and on a phone: the page is the same one, in windows of both sizes."""
    context = browser.new_context(viewport=SIZES[0])  # type: ignore[arg-type]
    page = sign_in(context, running, access.FIRST_ADMIN)
    annex = running.folder / "a.csv"
    annex.write_text(BROKEN, encoding="utf-8")
    page.goto(f"{running.address}/du-thao")
    page.fill("#title", "QĐ 1")
    page.set_input_files("#files", annex)
    follow(page, "text=Tải lên và xem thử")
    check_page(page)
    page.goto(f"{running.address}/viec")
    # The page of a job comes again by itself when the job is over: not while somebody looks at it.
    page.route(PROGRESS, lambda route: route.abort())
    follow(page, "text=Dựng, kiểm tra và công bố danh mục đang áp dụng")
    check_page(page)
    page.unroute(PROGRESS)
    page.reload()
    wait_for_job(page)
    menu = [f"{running.address}{path}" for _, path in list_entries(lambda _: True)]
    for address in (
        *menu,
        f"{running.address}/tai-khoan",
        f"{running.address}/tai-khoan/hai-lop",
        f"{running.address}/nguoi-dung/1",
        f"{running.address}/viec/1",
        *(f"{running.address}{path}" for path in UNLISTED),
    ):
        page.goto(address)
        check_page(page)
    context.clear_cookies()
    page.goto(f"{running.address}/dang-nhap")
    check_page(page)
    context.close()
