"""Print batches: everything a print shop needs, complete or refused, the same bytes every time."""

from __future__ import annotations

import gc
import hashlib
import io
import json
import shutil
import tracemalloc
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
import typer
from typer.testing import CliRunner

from kiosk.cli import batch as command
from kiosk.errors import ReleaseError, StoreError
from kiosk.model.files import SHEETS_FILE
from kiosk.model.manifest import Manifest
from kiosk.model.site import Site, SiteKind
from kiosk.paper import products
from kiosk.press import batch_files
from kiosk.press.batch import Order, Parcel, Product, choose_sites, plan_parcels
from kiosk.press.batch_files import LIST_FILE, SUMS_FILE, Batch
from kiosk.press.printing import Printer, PrintSource
from kiosk.progress import Progress, report_nothing
from kiosk.release import lifecycle
from kiosk.replacing import make_fresh_folder
from kiosk.workspace.cache import Cache
from kiosk.workspace.store import Store
from posters import inspect, marks, press, qr, single
from posters.inks import Inks
from posters.press import Imposition
from tests.kiosk.commands import SITES, Office
from tests.kiosk.hanging import write_whole

PLACES = (
    Site("10507", SiteKind.COMMUNE, "Trung tâm Phục vụ hành chính công phường Thành Đông", "phường"),
    Site("10888", SiteKind.COMMUNE, "Trung tâm Phục vụ hành chính công xã Cẩm Giang", "xã"),
    Site("10903", SiteKind.COMMUNE, "Trung tâm Phục vụ hành chính công xã Cẩm Giàng", "xã"),
    Site("HP-E", SiteKind.CITY, "Trung tâm Phục vụ hành chính công thành phố Hải Phòng"),
)
PAPERS = {site.code: "A4" for site in PLACES}


def store_of(office: Office) -> Store:
    """The office's workspace."""
    return Store(office.folder / "var")


def made(office: Office, order: Order, folder: Path, *, report: Progress = report_nothing) -> Batch:
    """A batch that holds something."""
    return write_whole(store_of(office), order, folder, report)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file by its path."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture
def office(small_office: Office) -> Office:
    """A batch of thirty procedures has everything that one of more has."""
    return small_office


@pytest.fixture(scope="module")
def usual(small_sample: Office, tmp_path_factory: pytest.TempPathFactory) -> Batch:
    """Sheets and boards of every site, two copies each."""
    return made(small_sample, Order(copies=2), tmp_path_factory.mktemp("lo") / "lo-in-1")


# planning ----------------------------------------------------------------------------------------------------


def test_every_site_in_the_order_of_delivery() -> None:
    planned = list(plan_parcels(PLACES, Order(), PAPERS))
    assert [(p.number, p.site.code) for p in planned] == [(1, "10507"), (2, "10888"), (3, "10903"), (4, "HP-E")]
    assert [[j.product for j in p.jobs] for p in planned] == [[Product.SHEETS, Product.BOARD]] * 4


def test_two_communes_with_one_unaccented_name_get_two_folders() -> None:
    folders = [p.folder for p in plan_parcels(PLACES, Order(group="xã"), PAPERS)]
    assert folders == ["001-10888-xa-cam-giang", "002-10903-xa-cam-giang"]


@pytest.mark.parametrize(
    ("group", "codes"),
    [
        ("xa", ["10888", "10903"]),
        ("Phường", ["10507"]),
        ("cap-xa", ["10507", "10888", "10903"]),
        ("cấp tỉnh", ["HP-E"]),
    ],
)
def test_groups_of_sites(group: str, codes: list[str]) -> None:
    assert [s.code for s in choose_sites(PLACES, Order(group=group))] == codes


def test_sites_are_named_in_small_letters_too() -> None:
    assert [s.code for s in choose_sites(PLACES, Order(sites=("hp-e", " 10507", "HP-E")))] == ["10507", "HP-E"]


@pytest.mark.parametrize(
    ("order", "message", "way_out"),
    [
        (Order(sites=("99999",)), "không có điểm này", "data/sites.csv"),
        (Order(group="huyện"), "không có nhóm điểm này", "phuong"),
        (Order(group="xa", sites=("10507",)), "chỉ chọn từng điểm", "bỏ bớt"),
        (Order(paper="A5"), "tờ niêm yết không có khổ này", "A4 hoặc A3"),
        (Order((Product.SHEETS,), paper="A3"), "in khổ A4, không phóng to thu nhỏ", "cột paper của điểm"),
    ],
)
def test_what_cannot_be_ordered_is_refused_in_words(order: Order, message: str, way_out: str) -> None:
    with pytest.raises(ReleaseError, match=message) as caught:
        list(plan_parcels(PLACES, order, PAPERS))
    assert way_out in caught.value.way_out


@pytest.mark.parametrize(
    ("order", "printed", "imposition"),
    [
        (Order((Product.SHEETS,), imposed=True), "A3", Imposition.TWO_UP),
        (Order((Product.BOOKLET,), imposed=True), "A3", Imposition.SADDLE),
        (Order((Product.SINGLE,), imposed=True), "A4", Imposition.TWO_UP),
        (Order((Product.SINGLE,), paper="A4"), "A4", Imposition.NONE),
        (Order((Product.BOARD,), paper="A1", imposed=True), "A1", Imposition.NONE),
    ],
)
def test_paper_and_imposition(order: Order, printed: str, imposition: Imposition) -> None:
    job = next(plan_parcels(PLACES, order, PAPERS)).jobs[0]
    assert (job.printed, job.finish.imposition) == (printed, imposition)


def test_sites_without_changes_get_no_parcel() -> None:
    def changed(site: Site, product: Product, _paper: str) -> tuple[str, ...] | None:
        return ("HT-01",) if site.code == "10888" and product is Product.SHEETS else ()

    (parcel,) = plan_parcels(PLACES, Order(), PAPERS, changed)
    assert (parcel.number, parcel.site.code, parcel.jobs[0].only) == (1, "10888", ("HT-01",))


# writing -----------------------------------------------------------------------------------------------------


def test_the_folder_holds_every_sheet_of_every_site(usual: Batch, small_sample: Office) -> None:
    manifest = lifecycle.choose_release(Store(small_sample.folder / "var"), None)
    files = tree(usual.folder)
    for site in manifest.sites:
        content = next(data for path, data in files.items() if path.endswith(f"/{site.code}-to-niem-yet-A4.pdf"))
        assert press.read_labels(content) == [f"{site.code}-{s.label}" for s in manifest.sheets(site)]
        assert content == (small_sample.folder / f"var/current/sites/{site.code}/{SHEETS_FILE}").read_bytes()


def test_checksums_cover_every_other_file(usual: Batch) -> None:
    files = tree(usual.folder)
    sums = dict(reversed(line.split("  ", 1)) for line in files.pop(SUMS_FILE).decode().splitlines())
    assert sums == {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}


def test_the_packing_list_agrees_with_the_files(usual: Batch) -> None:
    book = openpyxl.load_workbook(usual.folder / LIST_FILE)
    rows = [list(row) for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)]
    assert [row[1] for row in rows] == [code for code in SITES for _ in range(4)]
    counted: dict[str, int] = {}
    for row in rows:
        content = (usual.folder / str(row[10])).read_bytes()
        assert hashlib.sha256(content).hexdigest() == row[11]
        assert len(press.read_labels(content)) == row[7]
        assert row[9] == row[7] * row[8]
        counted[str(row[6])] = counted.get(str(row[6]), 0) + int(str(row[9]))
    totals = {row[0]: row[2] for row in book.worksheets[1].iter_rows(min_row=2, values_only=True)}
    assert totals == counted == usual.sides


def test_the_cover_sheet_says_to_whom_what_and_how_often(usual: Batch) -> None:
    content = next(data for path, data in tree(usual.folder).items() if path.endswith("00-phieu-giao-10888.pdf"))
    said = inspect.read_text(content, 0)
    for part in (
        "Phiếu giao ấn phẩm niêm yết",
        "10888",
        "Cẩm Giang",
        "Tờ niêm yết, khổ A4",
        "mỗi trang 2 bản",
        "1·1",
    ):
        assert part in said, part
    assert "chưa có; hỏi cơ quan đặt in trước khi giao" in said


def test_the_zip_holds_the_folder_and_has_the_same_bytes_again(
    usual: Batch, small_sample: Office, tmp_path: Path
) -> None:
    with zipfile.ZipFile(usual.archive) as archive:
        packed = {name.removeprefix("lo-in-1/"): archive.read(name) for name in archive.namelist()}
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert packed == tree(usual.folder)
    again = made(small_sample, Order(copies=2), tmp_path / "lo-in-1")
    assert again.archive.read_bytes() == usual.archive.read_bytes()


@pytest.mark.parametrize("product", [Product.BOOKLET, Product.SINGLE])
def test_what_is_drawn_on_demand_carries_every_procedure(product: Product, office: Office, tmp_path: Path) -> None:
    batch = made(office, Order((product,), ("10888",), marks=True, inks=Inks.CMYK), tmp_path / "lo")
    source = PrintSource(store_of(office), lifecycle.choose_release(store_of(office), None))
    content = (batch.folder / batch.lines[1].path).read_bytes()
    pages = len(press.read_labels(content))
    required = {p.procedure.code for p in source.listings["10888"].posted}
    read = {found.text for i in range(pages) for found in inspect.read_codes(content, i)}
    names = {text for text in read if marks.read_id(marks.SHEET, text)}
    assert len(read - names) == len(required)
    assert len(names) == (1 if product is Product.BOOKLET else len(required)), "a cover, or every sheet, names itself"
    said = "".join(inspect.read_text(content, i) for i in range(pages))
    assert all(code in said for code in required)
    assert "Cẩm Giang" in inspect.read_text(content, 0)


def test_what_the_gate_has_not_read_is_read_once_for_sites_that_share_it(office: Office, tmp_path: Path) -> None:
    read: list[tuple[int, int]] = []

    def report(stage: str, done: int, total: int) -> None:
        if stage == "Đọc lại trước khi in":
            read.append((done, total))

    order = Order((Product.BOOKLET, Product.SHEETS), ("10888", "10903"))
    batch = made(office, order, tmp_path / "lo", report=report)
    pages = {line.path: line.sides for line in batch.lines if line.what == Product.BOOKLET.heading}
    assert len(pages) == 2
    assert len(set(pages.values())) == 1
    assert read == [(i, total) for total in set(pages.values()) for i in range(1, total + 1)]
    read.clear()
    made(office, order, tmp_path / "lo-2", report=report)
    assert read == [], "what was found right is remembered"


@pytest.mark.parametrize("product", [Product.BOOKLET, Product.SINGLE])
def test_a_code_that_says_something_else_stops_the_batch(
    product: Product, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if the encoder were wrong: every symbol is there, one leads elsewhere."""
    true = products.encode_codes

    def wrong(payloads: Iterable[str], cache: Cache) -> dict[str, bytes]:
        made = dict(true(payloads, cache))
        return made | {sorted(made)[3]: qr.make_symbol("https://dichvucong.gov.vn/sai")}

    monkeypatch.setattr(products, "encode_codes", wrong)
    with pytest.raises(ReleaseError, match="không lập lô in vì đọc lại thấy 2 mã sai") as caught:
        made(office, Order((product,), ("10888",), marks=True), tmp_path / "lo")
    assert "có mã lạ dẫn đến https://dichvucong.gov.vn/sai" in caught.value.value
    assert "không đọc được mã dẫn đến https://dichvucong.gov.vn/thu-tuc" in caught.value.value
    label = "10888-DM-" if product is Product.BOOKLET else "10888-TT-"
    assert f"điểm 10888, {product.heading.lower()}, trang {label}" in caught.value.place
    assert "kiosk build" in caught.value.way_out
    assert list(tmp_path.glob("*lo*")) == []


def test_a_page_that_is_not_drawn_stops_the_batch(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    true = single.make_template
    monkeypatch.setattr(single, "make_template", lambda sheets, *rest, **more: true(sheets[1:], *rest, **more))
    with pytest.raises(ReleaseError, match="bản vẽ không đủ mã"):
        made(office, Order((Product.SINGLE,), ("10888",)), tmp_path / "lo")


@pytest.mark.parametrize("inks", Inks)
def test_what_finishing_makes_of_released_files_is_read_too(inks: Inks, office: Office, tmp_path: Path) -> None:
    stages: list[str] = []
    order = Order((Product.SHEETS,), ("10507", "HP-E"), imposed=True, marks=True, inks=inks)
    made(office, order, tmp_path / "lo", report=lambda stage, _i, _n: stages.append(stage))
    manifest = lifecycle.choose_release(store_of(office), None)
    sides = [-(-len(manifest.sheets(s)) // 2) for s in manifest.sites if s.code in order.sites]
    assert stages.count("Đọc lại trước khi in") == sum(sides)


def test_booklets_are_bound_and_singles_lie_two_on_a_sheet(office: Office, tmp_path: Path) -> None:
    order = Order((Product.BOOKLET, Product.SINGLE), ("HP-E",), imposed=True)
    lines = made(office, order, tmp_path / "lo").lines
    assert [(line.what, line.paper) for line in lines[1:]] == [("Danh mục thủ tục", "A3"), ("Tờ từng thủ tục", "A4")]
    assert lines[1].sides % 2 == 0


# refused -----------------------------------------------------------------------------------------------------


def test_a_missing_sheet_stops_the_whole_batch(office: Office, tmp_path: Path) -> None:
    store = store_of(office)
    manifest = lifecycle.choose_release(store, None)
    entry = next(f for f in manifest.files if f.path == f"sites/10903/{SHEETS_FILE}")
    content = store.get(entry.sha256)
    store.prepare()
    short = store.put(press.extract_pages(content, press.read_labels(content)[1:]))
    damaged = replace(manifest, files=tuple(replace(f, sha256=short) if f is entry else f for f in manifest.files))
    with pytest.raises(ReleaseError, match="không lập lô in vì thiếu 1 tờ") as caught:
        printed(store, damaged, tmp_path / "lo")
    assert caught.value.place == "điểm 10903, tờ niêm yết"
    assert caught.value.value == press.read_labels(content)[0]
    assert list(tmp_path.glob("*lo*")) == []


def test_a_missing_or_damaged_file_stops_the_whole_batch(office: Office, tmp_path: Path) -> None:
    store = store_of(office)
    manifest = lifecycle.choose_release(store, None)
    path = f"sites/HP-E/{SHEETS_FILE}"
    with pytest.raises(ReleaseError, match="thiếu tệp của điểm này"):
        printed(store, replace(manifest, files=tuple(f for f in manifest.files if f.path != path)), tmp_path / "lo")
    sha256 = next(f.sha256 for f in manifest.files if f.path == path)
    store.object_path(sha256).chmod(0o644)
    store.object_path(sha256).write_bytes(b"%PDF-1.7")
    with pytest.raises(StoreError, match="bị hỏng"):
        printed(store, manifest, tmp_path / "lo")
    assert list(tmp_path.glob("*lo*")) == []


def printed(store: Store, manifest: Manifest, folder: Path) -> Batch:
    """A batch of the sheets of a manifest as it stands."""
    source = PrintSource(store, manifest)
    cache = store.cache()
    try:
        planned = tuple(plan_parcels(source.sites, Order((Product.SHEETS,)), source.papers))
        return batch_files.write_batch(planned, Printer(source, cache, report_nothing), folder, report_nothing)
    finally:
        cache.close()


def test_an_earlier_batch_is_not_overwritten(usual: Batch, small_sample: Office) -> None:
    before = usual.archive.read_bytes()
    with pytest.raises(ReleaseError, match="đã có lô in ở đây"):
        made(small_sample, Order(), usual.folder)
    assert usual.archive.read_bytes() == before


def test_a_place_that_cannot_be_written_is_named(office: Office, tmp_path: Path) -> None:
    (tmp_path / "tep").write_text("x", encoding="utf-8")
    with pytest.raises(ReleaseError, match="không ghi được lô in"):
        made(office, Order(), tmp_path / "tep" / "lo")


def test_memory_does_not_grow_with_the_number_of_sites(office: Office, tmp_path: Path) -> None:
    """The same parcel ten times takes no more at its peak than three times, but for the lines of the list.

    Cycles that a layout leaves (some 34 kB a parcel) go when the collector comes by, which is a matter of luck: it is
    called after each parcel, so that only what is held counts."""
    source = PrintSource(store_of(office), lifecycle.choose_release(store_of(office), None))
    one = next(plan_parcels(source.sites, Order((Product.SHEETS,), marks=True), source.papers))

    def peak(times: int) -> int:
        cache = store_of(office).cache()
        many = [Parcel(i, one.site, one.jobs) for i in range(1, times + 1)]
        tracemalloc.start()
        try:
            batch_files.write_batch(
                many, Printer(source, cache, report_nothing), tmp_path / f"lo-{times}", lambda *_: gc.collect()
            )
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
            cache.close()
            shutil.rmtree(tmp_path / f"lo-{times}", ignore_errors=True)

    peak(1)
    few, many = peak(3), peak(10)
    assert many < few + 7 * 20_000


# the command -------------------------------------------------------------------------------------------------


def cli() -> typer.Typer:
    """The command alone."""
    app = typer.Typer()
    app.callback()(lambda: None)
    app.command("batch")(command.batch)
    return app


def test_the_command_says_what_it_made(office: Office, tmp_path: Path) -> None:
    folder = office.folder
    place = ["--workspace", str(folder / "var"), "--config", str(folder / "config.yaml")]
    words = ["batch", "--site", "10507,10888", "--product", "sheets", "--copies", "3", "--out", str(tmp_path / "lo")]
    done = CliRunner().invoke(cli(), [*words, *place, "--json"])
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert {f["site"] for f in said["files"]} == {"10507", "10888"}
    assert {f["copies"] for f in said["files"] if f["what"] == "Tờ niêm yết"} == {3}
    assert zipfile.is_zipfile(io.BytesIO(Path(said["zip"]).read_bytes()))


def test_two_batches_into_one_folder(office: Office) -> None:
    """The second is told while the first still writes, and takes nothing away from it."""
    office.ok("order", "make", "--site", "10507")
    with make_fresh_folder(office.folder / "lo-in-1") as first:
        (first / "half").write_text("x", encoding="utf-8")
        assert "một lệnh khác đang ghi vào đúng chỗ này" in office.refused("batch", "1")
        assert (first / "half").exists()
    office.ok("batch", "1")
    assert {p.name for p in office.folder.glob("*lo-in*")} == {"lo-in-1", "lo-in-1.zip"}
