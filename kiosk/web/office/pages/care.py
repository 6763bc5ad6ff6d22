"""Keeping the office in order: damage, room on the disk, a fresh layout of one site, the catalogue as a file."""

from __future__ import annotations

from collections.abc import Callable

from starlette.responses import Response

from kiosk.intake.readers import own_table
from kiosk.office import care_jobs, catalogues, jobs
from kiosk.office.published import require_live_site, require_published
from kiosk.office.site_files import OfficeFile
from kiosk.web.office.permissions import Permission
from kiosk.web.office.visit import PageRoute, Visit, begin_writing, go_to, send_file

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _make_asker(kind: str, *, of_site: bool = False) -> Callable[[Visit], Response]:
    """The page that asks the machine for a kind of work, at one site or in all."""

    def ask(visit: Visit) -> Response:
        order = {}
        if of_site:
            order["site"] = require_live_site(require_published(visit.desk.here.store), visit.word("code")).code
        with begin_writing(visit) as (connection, act):
            job = jobs.ask_job(connection, act, kind, order)
        return go_to(f"/viec/{job.id}", "da-giao-viec")

    return ask


def send_workbook(visit: Visit) -> Response:
    """The catalogue in force as a workbook that can be edited and imported again."""
    force = catalogues.load_in_force(visit.desk.here.store, visit.desk.here.config)
    return send_file(OfficeFile("danh-muc.xlsx", _XLSX, own_table.write_xlsx(force.catalogue)))


def send_table(visit: Visit) -> Response:
    """The same as a CSV file."""
    force = catalogues.load_in_force(visit.desk.here.store, visit.desk.here.config)
    return send_file(OfficeFile("danh-muc.csv", "text/csv", own_table.write_csv(force.catalogue)))


ROUTES = (
    PageRoute("POST", "/viec/kiem-tra", Permission.ADMINISTER, _make_asker(care_jobs.INSPECT)),
    PageRoute("POST", "/viec/don-dep", Permission.ADMINISTER, _make_asker(care_jobs.MAKE_ROOM)),
    PageRoute("POST", "/xep-lai/{code}/tinh", Permission.PREPARE, _make_asker(care_jobs.RELAYOUT_COST, of_site=True)),
    PageRoute("POST", "/doi-kho-giay/{code}/tinh", Permission.PREPARE, _make_asker(care_jobs.PAPER_COST, of_site=True)),
    PageRoute("POST", "/xep-lai/{code}", Permission.DECIDE, _make_asker(care_jobs.RELAYOUT, of_site=True)),
    PageRoute("GET", "/danh-muc.xlsx", Permission.LOOK, send_workbook),
    PageRoute("GET", "/danh-muc.csv", Permission.LOOK, send_table),
)
