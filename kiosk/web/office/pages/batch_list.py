"""Batches for the print shop: order one with every choice that there is, see what was ordered, take the archive."""

from __future__ import annotations

import re

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response

from kiosk.errors import OfficeError
from kiosk.office import batch_jobs, jobs, people
from kiosk.office.batch_jobs import PRINT_BATCH
from kiosk.office.print_batches import INKS
from kiosk.office.published import load_published
from kiosk.press.batch import Order, Product, list_groups
from kiosk.web.office.permissions import Permission
from kiosk.web.office.visit import PageRoute, Visit, go_to, reading, show, writing

_SHOWN, _MOST_COPIES = 30, 1000


def list_batches(visit: Visit) -> Response:
    """The newest batches, and the form for one more."""
    root = visit.desk.here.store.root
    with reading(visit) as connection:
        listed = jobs.list_jobs(connection, _SHOWN, PRINT_BATCH)
        names = {p.id: p.label for p in people.list_persons(connection)}
    release = load_published(visit.desk.here.store)
    values = {
        "batches": [(j, batch_jobs.describe_order(j.order), batch_jobs.find_archive(root, j.id)) for j in listed],
        "names": names,
        "release": release.manifest.number if release else None,
        "groups": list_groups(release.sites) if release else (),
        "products": tuple(Product),
        "papers": sorted({paper for p in Product for paper in p.papers}, reverse=True),
        "inks": [(name, batch_jobs.INK_LABELS[inks]) for name, inks in INKS.items()],
        "asked": visit.query("diem"),
        "most_copies": _MOST_COPIES,
    }
    return show(visit, "batches.html", values)


def ask_batch(visit: Visit) -> Response:
    """Order a batch from the machine."""
    order = _read_form(visit)
    batch_jobs.check_order(visit.desk.here, order)
    facts = batch_jobs.write_facts(order)
    with writing(visit) as (connection, act):
        job = jobs.ask_job(connection, act, PRINT_BATCH, facts)
    return go_to(f"/viec/{job.id}", "da-giao-viec")


def _read_form(visit: Visit) -> Order:
    copies = visit.text("copies") or "1"
    if not (copies.isascii() and copies.isdecimal() and 1 <= int(copies[:9]) <= _MOST_COPIES):
        way_out = f"ghi một số từ 1 đến {_MOST_COPIES}"
        raise OfficeError("số bản không hợp lệ", place="lô in", value=copies[:40], way_out=way_out)
    products, inks = visit.texts("product"), visit.text("inks") or "mau"
    unknown = [name for name in products if name not in set(Product)] + [inks] * (inks not in INKS)
    if unknown:
        way_out = "chọn trong biểu mẫu"
        raise OfficeError("không có lựa chọn này", place="lô in", value=unknown[0][:40], way_out=way_out)
    return Order(
        tuple(map(Product, products)),
        tuple(filter(None, re.split(r"[\s,;]+", visit.text("sites")))),
        visit.text("group"),
        visit.text("paper"),
        int(copies),
        visit.text("imposed") == "yes",
        visit.text("marks") == "yes",
        INKS[inks],
    )


def send_archive(visit: Visit) -> Response:
    """The archive of one batch."""
    path = batch_jobs.find_archive(visit.desk.here.store.root, visit.number())
    if path is None:
        raise HTTPException(404)
    return FileResponse(path, media_type="application/zip", filename=path.name)


ROUTES = (
    PageRoute("GET", "/lo-in", Permission.LOOK, list_batches),
    PageRoute("POST", "/lo-in", Permission.PREPARE, ask_batch),
    PageRoute("GET", "/lo-in/{number:int}/lo-in.zip", Permission.LOOK, send_archive),
)
