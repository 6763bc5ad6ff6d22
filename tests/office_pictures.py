"""Pictures of the running office for guides and README, from the bundled sample: `python -m tests.office_pictures`.

Each is the screen of a browser on the application itself, in few colours so that it stays under 150 kB.
"""

from __future__ import annotations

import io
import shutil
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from kiosk.clock import get_today
from kiosk.office import choices, confirming, events, releases
from kiosk.office.choices import Approval
from kiosk.office.database.migrating import open_database
from kiosk.office.job_context import Workplace
from kiosk.office.people import Role
from kiosk.office.site_wall import look_at_wall
from kiosk.progress import report_nothing
from kiosk.settings import config as settings
from kiosk.workspace.store import Store
from tests.browser.office_at_work import enter, open_browser, serving
from tests.kiosk.commands import Office
from tests.kiosk.kiosks import declare, say

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "pictures"
LIMIT, ALL_LIMIT = 150_000, 1_000_000
SITE = "11824"
_ANNEX = """DANH MỤC THỦ TỤC HÀNH CHÍNH SỬA ĐỔI, BỔ SUNG,,,
Kèm theo Quyết định số 9/QĐ-UBND ngày 02/11/2026 có hiệu lực từ ngày 01/12/2026,,,
STT,Mã số TTHC,Tên thủ tục hành chính,Phí
1,2.00161,Đăng ký thường trú cho người chưa thành niên,Miễn
2,1.000656,Thủ tục đăng ký khai tử,5.000 đồng
3,9.9,Thủ tục không có mã đúng,
"""


def make_office(folder: Path) -> Workplace:
    """The sample, published, with some walls confirmed and some kiosks heard."""
    shutil.copytree(ROOT / "data", folder / "data")
    shutil.copy(ROOT / "config.yaml", folder / "config.yaml")
    Office(folder).unmark_sample()  # sheets of a sample hang nowhere
    store, config = Store(folder / "var"), settings.load(folder / "config.yaml")
    store.prepare()
    built = releases.build_release(store, config, get_today(), report_nothing)
    releases.publish_built(store, built, report_nothing)
    database = open_database(store.root)
    here = Workplace(store, config, database)
    with database.writing() as connection:
        choices.choose_approval(connection, events.begin_act(None), Approval.TWO)
    sites = [s.code for s in built.manifest.sites]
    enter(here, "trungtam", "Cán bộ trung tâm", Role.STAFF, SITE)
    for number, code in enumerate(sites):
        with database.reading() as connection:
            sheets = look_at_wall(here, connection, code).sheets
        count = (0, len(sheets), len(sheets) // 2)[number % 3] if code != SITE else len(sheets) - 4
        if count:
            seen = {s.label: s.revision for s in sheets[:count]}
            confirming.confirm_seen(here, events.begin_act(1), code, seen)
    for number, code in enumerate(sites[::2]):
        device, _ = declare(store, code, "Kiosk sảnh tầng 1")
        if number % 5:
            say(store, device, built.manifest.number if number % 7 else 0)
    return here


def take(page: Page, name: str, width: int) -> int:
    """Keep what the screen shows; returns its size in bytes."""
    shown = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    if shown.width > width:
        shown = shown.resize((width, shown.height * width // shown.width), Image.Resampling.LANCZOS)
    path = FOLDER / f"{name}.png"
    shown.quantize(48, dither=Image.Dither.NONE).save(path, optimize=True)
    size = path.stat().st_size
    print(f"{path.name}: {shown.width} x {shown.height}, {size} bytes")
    if size > LIMIT:
        raise SystemExit(f"{path.name} is larger than {LIMIT} bytes")
    return size


def take_all(here: Workplace, browser: Browser, address: str, folder: Path) -> None:
    """Every picture."""
    editor = open_browser(browser, address, enter(here, "bientap", "Biên tập viên", Role.EDITOR), 1180, scripts=True)
    page = editor.new_page()
    annex = folder / "phu-luc.csv"
    annex.write_text(_ANNEX, encoding="utf-8")
    page.goto(f"{address}/du-thao")
    page.fill("#title", "Quyết định công bố thủ tục sửa đổi")
    page.set_input_files("#files", annex)
    page.click("text=Tải lên và xem thử")
    page.locator("#rows").scroll_into_view_if_needed()
    page.evaluate("document.querySelector('#rows').scrollIntoView()")
    take(page, "vanphong-du-thao", 900)
    for name, path in (
        ("vanphong-hom-nay", "/"),
        ("vanphong-diem", f"/sites/{SITE}"),
        ("vanphong-do-phu", "/do-phu"),
    ):
        page.goto(f"{address}{path}")
        if name == "vanphong-do-phu":
            page.evaluate("document.querySelector('#bang').scrollIntoView()")
        take(page, name, 900)
    editor.close()
    phone = open_browser(browser, address, enter(here, "trungtam", "", Role.STAFF, SITE), 390, scripts=True)
    page = phone.new_page()
    page.goto(f"{address}/sites/{SITE}")
    take(page, "vanphong-dien-thoai", 390)
    phone.close()


def main() -> None:
    """Write all pictures and say how large they are."""
    with tempfile.TemporaryDirectory() as folder:
        here = make_office(Path(folder))  # builds in forked workers, so before there are threads
        with sync_playwright() as play, serving(here) as address:
            browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            take_all(here, browser, address, Path(folder))
            browser.close()
        here.database.close()
    total = sum(path.stat().st_size for path in FOLDER.glob("*.png"))
    if total > ALL_LIMIT:
        raise SystemExit(f"all pictures take {total} bytes, more than {ALL_LIMIT}")


if __name__ == "__main__":
    main()
