"""A batch is complete under its name or not there at all: list, checksums and zip agree with the files."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path
from typing import cast

import openpyxl
import pytest

from kiosk.errors import ReleaseError
from kiosk.model.manifest import Manifest
from kiosk.press import batch_files
from kiosk.press.batch import Job, Order, Parcel, Product, plan_parcels
from kiosk.press.batch_files import LIST_FILE, SUMS_FILE, Batch, PackingLine, sum_sides
from kiosk.press.printing import Printed, Printer, PrintSource
from kiosk.progress import Progress, report_nothing
from kiosk.settings import inputs as gathered
from kiosk.workspace.store import Store
from tests.kiosk.pages.planning import COMMUNES

PARCELS = tuple(plan_parcels(COMMUNES[:2], Order(copies=3), {site.code: "A4" for site in COMMUNES}))


class Copier:
    """Prints without drawing: one page with the site's and the product's name on it."""

    def __init__(self, source: PrintSource, broken: str = "") -> None:
        self.source, self._broken = source, broken

    def print_job(self, site: object, job: Job) -> Printed:
        code = str(getattr(site, "code", ""))
        if code == self._broken:
            raise ReleaseError("không lập lô in vì thiếu 1 tờ", place=f"điểm {code}")
        return Printed(f"{code} {job.product}".encode(), (f"{code}-HT-01", f"{code}-HT-02"), 2)

    def stamp_coming(self, content: bytes) -> bytes:
        return content


@pytest.fixture
def source(drawn_city: tuple[Store, Manifest]) -> PrintSource:
    """What the cover sheets say of the release."""
    store, release = drawn_city
    bare = PrintSource.__new__(PrintSource)
    bare.manifest, bare.inputs = release, gathered.restore(release.inputs, store.get)
    return bare


def write(source: PrintSource, folder: Path, report: Progress = report_nothing, broken: str = "") -> Batch:
    return batch_files.write_batch(PARCELS, cast("Printer", Copier(source, broken)), folder, report)


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def line(paper: str, sides: int, copies: int) -> PackingLine:
    return PackingLine(PARCELS[0], "", paper, sides, copies, "", "")


def test_sides_are_counted_with_copies_by_size_of_paper() -> None:
    assert sum_sides([line("A4", 3, 2), line("A3", 1, 5), line("A4", 1, 1)]) == {"A3": 5, "A4": 7}
    assert sum_sides([]) == {}


def test_every_job_is_a_file_under_its_site_and_the_cover_comes_first(source: PrintSource, tmp_path: Path) -> None:
    batch = write(source, tmp_path / "lo")
    assert [entry.path.rpartition("/")[2] for entry in batch.lines[:4]] == [
        "00-phieu-giao-11824.pdf",
        "01-so-do-treo-11824.pdf",
        "11824-to-niem-yet-A4.pdf",
        "11824-bang-chi-dan-A3.pdf",
    ]
    files = tree(batch.folder)
    assert files[f"{PARCELS[0].folder}/11824-to-niem-yet-A4.pdf"] == b"11824 sheets"
    assert files.keys() == {entry.path for entry in batch.lines} | {LIST_FILE, SUMS_FILE}
    assert batch.sides == {"A3": 2 * 3 * 2, "A4": (2 * 3 + 2) * 2}


def test_list_and_checksums_say_what_is_there(source: PrintSource, tmp_path: Path) -> None:
    batch = write(source, tmp_path / "lo")
    files = tree(batch.folder)
    sums = dict(reversed(text.split("  ", 1)) for text in files.pop(SUMS_FILE).decode().splitlines())
    assert list(sums) == sorted(sums)
    assert sums == {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}
    pages = openpyxl.load_workbook(batch.folder / LIST_FILE).worksheets
    rows = list(pages[0].iter_rows(min_row=2, values_only=True))
    assert [(row[1], row[10], row[11]) for row in rows] == [
        (entry.parcel.site.code, entry.path, entry.sha256) for entry in batch.lines
    ]
    assert [row[9] for row in rows] == [entry.sides * entry.copies for entry in batch.lines]
    assert list(pages[1].iter_rows(min_row=2, values_only=True)) == [("A3", 2, 12), ("A4", 6, 16)]


def test_the_zip_is_the_folder_and_the_same_again(source: PrintSource, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    one, other = write(source, tmp_path / "lo"), write(source, tmp_path / "other" / "lo")
    with zipfile.ZipFile(one.archive) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            f"lo/{path}": content for path, content in tree(one.folder).items()
        }
    assert one.archive.read_bytes() == other.archive.read_bytes()


def test_a_person_who_waits_is_told_site_by_site(source: PrintSource, tmp_path: Path) -> None:
    reports: list[tuple[str, int, int]] = []
    write(source, tmp_path / "lo", lambda *facts: reports.append(facts))
    assert reports == [("Lập lô in", 1, 2), ("Lập lô in", 2, 2)]


def test_what_fails_at_the_last_site_leaves_nothing_behind(source: PrintSource, tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="thiếu 1 tờ"):
        write(source, tmp_path / "lo", broken=COMMUNES[1].code)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["lo", "lo.zip"])
def test_a_batch_or_its_zip_that_stands_there_is_not_overwritten(
    source: PrintSource, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_bytes(b"mine")
    with pytest.raises(ReleaseError, match="đã có lô in ở đây") as caught:
        write(source, tmp_path / "lo")
    assert caught.value.place == str(tmp_path / name)
    assert "--out" in caught.value.way_out
    assert tree(tmp_path) == {name: b"mine"}


def test_a_full_disk_is_told_and_leaves_nothing(
    source: PrintSource, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_folder: Path, _target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(batch_files, "_zip", full)
    with pytest.raises(ReleaseError, match="không ghi được lô in") as caught:
        write(source, tmp_path / "lo")
    assert caught.value.value == "hết chỗ trống trên đĩa"
    assert list(tmp_path.iterdir()) == []


def test_a_parcel_is_a_folder_in_the_order_of_delivery() -> None:
    folders = [Parcel(n, COMMUNES[0], ()).folder for n in (2, 10, 100)]
    assert sorted(folders) == folders
    assert Product.SHEETS.heading == "Tờ niêm yết"


def test_a_place_is_free_or_told_before_anything_is_ordered(tmp_path: Path) -> None:
    assert batch_files.require_free_place(tmp_path / "lo") == tmp_path.resolve() / "lo"
    (tmp_path / "lo.zip").write_bytes(b"")
    with pytest.raises(ReleaseError, match="đã có lô in ở đây"):
        batch_files.require_free_place(tmp_path / "lo")
    with pytest.raises(ReleaseError, match="không ghi được lô in"):
        batch_files.require_free_place(tmp_path / "khong-co" / "lo")
    assert [p.name for p in tmp_path.iterdir()] == ["lo.zip"]
