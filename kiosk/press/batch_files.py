"""Writing a print batch: a folder and a zip that a print shop can work from without asking anything.

    lo-in-7/DANH-SACH-GIAO.xlsx                     packing list in delivery order, totals by paper size
    lo-in-7/001-10507-phuong-thanh-dong/…-A4.pdf    one file per product and paper, and the cover sheet
    lo-in-7/SHA256SUMS                              checksums of every file, for `sha256sum -c`

One site is handled at a time, so memory does not grow with their number. Nothing gets its name before it is complete;
the same release and order give the same bytes, the zip included.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.errors import ReleaseError, explain_cause
from kiosk.paper.site_head import describe_site
from kiosk.press import notices, wall_plans
from kiosk.press.batch import Job, Parcel, Product
from kiosk.press.notices import OrderNote
from kiosk.press.printing import Printed, Printer, PrintSource
from kiosk.progress import Progress
from kiosk.replacing import make_fresh_folder, put_where_free
from kiosk.targets import require_parent
from kiosk.workbook import Table, make_entry, write_workbook
from posters import hanging, press

LIST_FILE = "DANH-SACH-GIAO.xlsx"
SUMS_FILE = "SHA256SUMS"
_COLUMNS = (
    ("Thứ tự giao", 8),
    ("Mã điểm", 9),
    ("Điểm tiếp nhận", 44),
    ("Địa chỉ", 44),
    ("Điện thoại", 16),
    ("Ấn phẩm", 20),
    ("Khổ in", 7),
    ("Số trang", 9),
    ("Số bản", 7),
    ("Tổng trang in", 9),
    ("Tệp", 58),
    ("Mã kiểm tra (SHA-256)", 68),
)


@dataclass(frozen=True, slots=True)
class PackingLine:
    """One file of a batch as the packing list shows it; `path` is relative to the batch's folder."""

    parcel: Parcel
    what: str
    paper: str
    sides: int
    copies: int
    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Batch:
    """What was written: the folder, the zip, the lines of the packing list."""

    folder: Path
    archive: Path
    lines: tuple[PackingLine, ...]

    @property
    def sides(self) -> dict[str, int]:
        """Printed sides by paper size."""
        return sum_sides(self.lines)


def sum_sides(lines: Sequence[PackingLine]) -> dict[str, int]:
    """Printed sides by paper size, copies counted, in order of size."""
    sides: Counter[str] = Counter()
    for line in lines:
        sides[line.paper] += line.sides * line.copies
    return dict(sorted(sides.items()))


def write_batch(
    parcels: Sequence[Parcel],
    printer: Printer,
    folder: Path,
    report: Progress,
    notes: Mapping[str, OrderNote] | None = None,
) -> Batch:
    """Write the batch into `folder`, which must not exist, and its zip beside it; `notes` by site stand on the delivery
    notes. Raises `ReleaseError` if any sheet is
    missing or the place is not writable; then nothing is left behind."""
    folder = require_parent(folder, "không ghi được lô in")
    archive = _name_archive(folder)
    try:
        with make_fresh_folder(folder) as fresh:
            _require_absent(folder, archive)
            inner = fresh / folder.name
            inner.mkdir()
            lines = tuple(_write_parcels(parcels, printer, inner, report, notes or {}))
            _finish(inner, lines)
            _zip(inner, fresh / archive.name)
            put_where_free(inner, folder)
            put_where_free(fresh / archive.name, archive)
    except OSError as error:
        raise ReleaseError(
            "không ghi được lô in",
            place=str(folder),
            value=explain_cause(error),
            way_out="kiểm tra ổ đĩa còn trống và ghi được",
        ) from error
    return Batch(folder, archive, lines)


def require_free_place(folder: Path) -> Path:
    """Where a batch may be written, made absolute: to be asked before an order is made for it. Raises
    `ReleaseError`."""
    folder = require_parent(folder, "không ghi được lô in")
    _require_absent(folder, _name_archive(folder))
    return folder


def _name_archive(folder: Path) -> Path:
    return folder.with_name(folder.name + ".zip")


def _require_absent(*paths: Path) -> None:
    for path in paths:
        if os.path.lexists(path):
            way_out = "xóa lô cũ, hoặc chọn thư mục khác bằng --out"
            raise ReleaseError("đã có lô in ở đây", place=str(path), way_out=way_out)


def _write_parcels(
    parcels: Sequence[Parcel], printer: Printer, folder: Path, report: Progress, notes: Mapping[str, OrderNote]
) -> Iterator[PackingLine]:
    for i, parcel in enumerate(parcels, 1):
        yield from _write_parcel(parcel, printer, folder, notes.get(parcel.site.code))
        report("Lập lô in", i, len(parcels))


def _write_parcel(parcel: Parcel, printer: Printer, folder: Path, order: OrderNote | None) -> Iterator[PackingLine]:
    """Write the files of one site, the cover sheet first in the list."""
    code = parcel.site.code
    (folder / parcel.folder).mkdir()
    contents: list[tuple[Job, Printed]] = []
    own: list[PackingLine] = []
    for job in parcel.jobs:
        printed = printer.print_job(parcel.site, job)
        path = f"{parcel.folder}/{job.file(code)}"
        sha256 = _put(folder / path, printed.content)
        own.append(PackingLine(parcel, job.product.heading, job.printed, printed.sides, job.copies, path, sha256))
        contents.append((job, Printed(b"", printed.ids, printed.sides)))
    yield _write_cover(parcel, contents, printer.source, folder, order)
    yield from _write_wall_plan(parcel, printer, folder)
    yield from own


def _write_cover(
    parcel: Parcel,
    contents: Sequence[tuple[Job, Printed]],
    source: PrintSource,
    folder: Path,
    order: OrderNote | None,
) -> PackingLine:
    manifest = source.manifest
    titles = {str(g.number): g.title for g in source.inputs.groups.groups}
    facts = notices.describe_parcel(parcel, contents, titles, manifest.number, manifest.as_of, manifest.sample, order)
    content = notices.draw_notice(facts, describe_site(parcel.site))
    path = f"{parcel.folder}/00-phieu-giao-{parcel.site.code}.pdf"
    return PackingLine(
        parcel, facts.title, "A4", len(press.read_labels(content)), 1, path, _put(folder / path, content)
    )


def _write_wall_plan(parcel: Parcel, printer: Printer, folder: Path) -> Iterator[PackingLine]:
    """The hanging plan, where the parcel holds posting sheets."""
    jobs = [job for job in parcel.jobs if job.product is Product.SHEETS]
    wall = wall_plans.describe_wall(printer.source.manifest, parcel.site.code, jobs[0].only) if jobs else None
    if wall is not None:
        path = f"{parcel.folder}/01-so-do-treo-{parcel.site.code}.pdf"
        content = printer.stamp_coming(hanging.draw_plan(wall, describe_site(parcel.site)))
        yield PackingLine(parcel, hanging.TITLE, "A4", 1, 1, path, _put(folder / path, content))


def _put(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    return hashlib.sha256(content).hexdigest()


def _finish(folder: Path, lines: Sequence[PackingLine]) -> None:
    """The packing list and the checksums."""
    rows: list[list[str | int]] = [
        [
            line.parcel.number,
            line.parcel.site.code,
            line.parcel.site.name,
            line.parcel.site.address,
            line.parcel.site.hotline,
            line.what,
            line.paper,
            line.sides,
            line.copies,
            line.sides * line.copies,
            line.path,
            line.sha256,
        ]
        for line in lines
    ]
    files = Counter(line.paper for line in lines)
    summary: list[list[str | int]] = [[paper, files[paper], sides] for paper, sides in sum_sides(lines).items()]
    sha256 = _put(
        folder / LIST_FILE,
        write_workbook(
            (
                Table("Danh sách giao", _COLUMNS, rows),
                Table("Tổng hợp", (("Khổ in", 10), ("Số tệp", 10), ("Tổng trang in", 16)), summary),
            )
        ),
    )
    sums = sorted([(line.path, line.sha256) for line in lines] + [(LIST_FILE, sha256)])
    (folder / SUMS_FILE).write_text("".join(f"{sha}  {path}\n" for path, sha in sums), encoding="utf-8")


def _zip(folder: Path, target: Path) -> None:
    """Everything in `folder`, in name order. Stored as it is: the files are compressed already."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            with (
                path.open("rb") as source,
                archive.open(make_entry(path.relative_to(folder.parent).as_posix()), "w") as out,
            ):
                shutil.copyfileobj(source, out)
