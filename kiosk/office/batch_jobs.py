"""Files of print orders as jobs of the machine, and what an order asks for in words.

In comes a job that names an order, out goes one archive in the workspace, kept while it is among the newest. Doing a
job again gives the same archive. What a batch holds is `press.batch`, writing it `print_batches`.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kiosk.errors import OfficeError
from kiosk.model.ledger import Witness
from kiosk.office.job_context import Workplace
from kiosk.office.jobs import BackgroundJob
from kiosk.office.print_batches import INKS, make_print_order
from kiosk.office.print_batches import write_order as write_files
from kiosk.office.published import require_published
from kiosk.press.batch import Order, Product, plan_parcels
from kiosk.progress import Progress
from posters.inks import Inks

PRINT_BATCH = "print-batch"
FOLDER = "print"
_KEPT = 10


def write_facts(order: Order) -> dict[str, object]:
    """The order as a job's row holds it."""
    return {
        "products": [p.value for p in order.products],
        "sites": list(order.sites),
        "group": order.group,
        "paper": order.paper,
        "copies": order.copies,
        "imposed": order.imposed,
        "marks": order.marks,
        "inks": next(name for name, inks in INKS.items() if inks is order.inks),
    }


def read_facts(facts: Mapping[str, Any]) -> Order:
    """The order of a job's row."""
    return Order(
        tuple(map(Product, facts["products"])),
        tuple(facts["sites"]),
        facts["group"],
        facts["paper"],
        facts["copies"],
        facts["imposed"],
        facts["marks"],
        INKS[facts["inks"]],
    )


def check_order(here: Workplace, order: Order) -> int:
    """How many sites would get a parcel. Raises `OfficeError` and `ReleaseError` for what cannot be made."""
    if not order.products:
        way_out = "đánh dấu ít nhất một loại"
        raise OfficeError("chưa chọn ấn phẩm nào", place="lệnh in", way_out=way_out)
    release = require_published(here.store)
    return len(tuple(plan_parcels(release.sites, order, release.papers)))


def perform_batch(here: Workplace, job: BackgroundJob, report: Progress) -> str:
    """Write the files of the order that a job names. Raises `KioskError`."""
    number = _find_order(here, job)
    if number is None:
        return "Không có tờ nào phải in: mọi tờ đang treo đúng, hoặc đã có trong lệnh in còn mở. Không lập lệnh in."
    place = here.store.root / FOLDER / str(job.id)
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    _remove_old(here.store.root / FOLDER, job.id)
    folder, office = place / f"lo-in-{number}", here.config.office.address
    batch = write_files(here.store, number, report, folder=folder, office=office)
    shutil.rmtree(batch.folder)
    sites = {line.parcel.site.code: line.parcel.site for line in batch.lines}
    sides = ", ".join(f"{count} trang {paper}" for paper, count in batch.sides.items())
    bare = sum(not site.address for site in sites.values())
    warning = f" {bare} điểm chưa có địa chỉ giao trên phiếu." if bare else ""
    return f"Đã ghi tệp của lệnh in {number} cho {len(sites)} điểm: {sides}.{warning}"


def _find_order(here: Workplace, job: BackgroundJob) -> int | None:
    """The order of a job. One that was asked for before orders had a page of their own makes it first, once."""
    if "order" in job.order:
        return int(job.order["order"])
    fresh = make_print_order(here.store, read_facts(job.order), Witness(""), person=job.asked_by, key=f"job/{job.id}")
    return fresh.number if fresh else None


def _remove_old(folder: Path, own: int) -> None:
    others = (int(p.name) for p in folder.iterdir() if p.name.isdecimal() and p.name != str(own))
    for number in sorted(others, reverse=True)[_KEPT - 1 :]:
        shutil.rmtree(folder / str(number), ignore_errors=True)


def find_archive(root: Path, number: int) -> Path | None:
    """The archive that a job made; None where it made none, or it is among the old ones that are gone."""
    return next(iter(sorted((root / FOLDER / str(number)).glob("lo-in-*.zip"))), None)


def describe_order(facts: Mapping[str, Any]) -> str:
    """What was ordered, for a person."""
    order = read_facts(facts)
    where = ", ".join(order.sites) or (f"nhóm {order.group}" if order.group else "mọi điểm")
    parts = [", ".join(p.heading.lower() for p in order.products), where]
    parts += [f"khổ {order.paper}"] if order.paper else []
    parts += [f"{order.copies} bản mỗi tờ"] if order.copies > 1 else []
    parts += ["bình 2 trang"] if order.imposed else []
    parts += ["có dấu cắt"] if order.marks else []
    parts += [INK_LABELS[order.inks]] if order.inks is not Inks.COLOUR else []
    return "; ".join(parts)


INK_LABELS = {
    Inks.COLOUR: "in màu",
    Inks.CMYK: "bốn màu CMYK cho nhà in",
    Inks.GREY: "in xám",
    Inks.LOW: "in tiết kiệm mực",
}
