"""Keeping the office in order, from the browser."""

from __future__ import annotations

from collections.abc import Callable

import openpyxl
import pytest

from kiosk.office import care_jobs, jobs
from kiosk.office.job_context import Workplace
from kiosk.office.people import Role
from tests.kiosk.web.office.conftest import Desk

Sit = Callable[..., Desk]


@pytest.fixture
def here(live_office: Workplace) -> Workplace:
    """An office that has published."""
    return live_office


def test_every_kind_of_work_is_asked_for_on_a_page(desk: Sit, here: Workplace) -> None:
    admin = desk(Role.ADMIN)
    page = admin.get("/viec").text + admin.get("/sites/10507").text
    for path in (
        "/viec/kiem-tra",
        "/viec/don-dep",
        "/xep-lai/10507/tinh",
        "/xep-lai/10507",
        "/doi-kho-giay/10507/tinh",
    ):
        assert f'action="{path}"' in page
        assert admin.post(path).headers["location"].startswith("/viec/")
    with here.database.reading() as connection:
        kinds = {job.kind for job in jobs.list_jobs(connection)}
    site_work = {care_jobs.RELAYOUT_COST, care_jobs.RELAYOUT, care_jobs.PAPER_COST}
    assert kinds == {care_jobs.INSPECT, care_jobs.MAKE_ROOM, *site_work}


def test_a_site_that_nobody_knows_is_refused(desk: Sit) -> None:
    assert desk(Role.ADMIN).post("/xep-lai/..%2f..%2fx").status_code in {404, 409}
    assert desk(Role.ADMIN).post("/xep-lai/99999").status_code == 409


def test_the_catalogue_leaves_as_a_workbook_and_as_text(desk: Sit, tmp_path_factory: pytest.TempPathFactory) -> None:
    reader = desk(Role.READER)
    path = tmp_path_factory.mktemp("x") / "danh-muc.xlsx"
    path.write_bytes(reader.get("/danh-muc.xlsx").content)
    assert openpyxl.load_workbook(path).worksheets[0].max_row > 50
    assert "1.000593" in reader.get("/danh-muc.csv").content.decode("utf-8-sig")
