"""Small pictures of every product for the documentation, made from the bundled sample: `python -m tests.pictures`.

Each is a page of a finished file, rendered by PDFium in 32 colours so that it stays under 200 kB.
"""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import sync_playwright

from kiosk.office import releases
from kiosk.paper.site_head import describe_site
from kiosk.press import notices
from kiosk.press.batch import Order, Product, plan_parcels
from kiosk.press.printing import Printer, PrintSource
from kiosk.progress import report_nothing
from kiosk.settings import config, inputs
from kiosk.workspace.store import Store
from posters import notice, press
from posters.inks import Inks
from posters.press import BLEED, Finish, Imposition
from tests.kiosk.hanging import compare_releases

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "pictures"
SITE = "10507"
LIMIT = 200_000
_DAYS = (date(2026, 11, 24), date(2027, 3, 2))
_WIDTH = 900


def rendered(content: bytes, page: int, width: int = _WIDTH) -> Image.Image:
    """A page in so many pixels across, with a grey edge so that the paper shows on white."""
    document = pypdfium2.PdfDocument(content)
    try:
        sheet = document[page]
        shown = sheet.render(scale=width / sheet.get_width()).to_pil().convert("RGB")
    finally:
        document.close()
    edge = Image.new("RGB", (shown.width + 2, shown.height + 2), (150, 150, 150))
    edge.paste(shown, (1, 1))
    return edge


def products(store: Store) -> Iterator[tuple[str, Image.Image]]:
    """Name and picture of every product of one site."""
    settings = config.load(ROOT / "config.yaml")
    manifests = []
    for day in _DAYS:
        made = releases.build_release(store, settings, day, report_nothing).manifest
        releases.publish_release(store, made, report_nothing, early=True)
        manifests.append(made)
    before, after = manifests
    source = PrintSource(store, after)
    site = next(s for s in source.sites if s.code == SITE)
    order = Order((Product.SHEETS, Product.BOARD, Product.BOOKLET, Product.SINGLE), (SITE,))
    (parcel,) = plan_parcels(source.sites, order, source.papers)
    cache = store.cache()
    try:
        printer = Printer(source, cache, report_nothing)
        files = [(job, printer.print_job(site, job)) for job in parcel.jobs]
    finally:
        cache.close()
    sheets, board, booklet, single = (printed.content for _, printed in files)
    yield "to-niem-yet-A4", rendered(sheets, 0)
    yield "bang-chi-dan-A3", rendered(board, 0)
    yield "danh-muc-A4", rendered(booklet, len(press.read_labels(booklet)) - 6)
    yield "to-thu-tuc-A5", rendered(single, 0, 620)
    two_up = Finish(Inks.CMYK, BLEED, True, Imposition.TWO_UP)
    yield "binh-2-trang-A3", rendered(press.finish(sheets, two_up), 0, 1100)
    titles = {str(g.number): g.title for g in source.inputs.groups.groups}
    cover = notices.describe_parcel(parcel, files, titles, after.number, after.as_of, after.sample)
    yield "phieu-giao-A4", rendered(notice.draw_notice(cover, describe_site(site)), 0, 700)
    changed = compare_releases(after, source.inputs, before, inputs.restore(before.inputs, store.get), None, (SITE,))
    swap = notices.describe_reprint(replace(changed[0]), after.number, after.as_of, after.sample)
    yield "thay-to-A4", rendered(notice.draw_notice(swap, describe_site(site)), 0, 700)


def save(name: str, picture: Image.Image) -> int:
    """Write one picture; returns its size in bytes."""
    path = FOLDER / f"{name}.png"
    picture.quantize(32, dither=Image.Dither.NONE).save(path, optimize=True)
    return path.stat().st_size


def screen(store: Store) -> Image.Image:
    """The kiosk page of one site with a procedure open, in Debian's chromium, from the single file."""
    page_file = store.tree(store.release_numbers()[0]) / "sites" / SITE / f"kiosk-{SITE}.html"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.goto(page_file.as_uri())
        page.fill("#q", "giấy khai sinh")
        page.locator(".entry").first.click()
        page.wait_for_timeout(500)
        shown = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        browser.close()
    return shown.resize((1024, 576), Image.Resampling.LANCZOS)


def main() -> None:
    """Write all pictures and say how large they are."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        for name, picture in (*products(store), ("kiosk", screen(store))):
            size = save(name, picture)
            print(f"{name}.png: {picture.width} x {picture.height}, {size} bytes")
            if size > LIMIT:
                raise SystemExit(f"{name}.png is larger than {LIMIT} bytes")


if __name__ == "__main__":
    main()
