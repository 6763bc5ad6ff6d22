"""Looking things up in the browser."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.office.job_context import Workplace
from kiosk.office.people import Role
from tests.kiosk.office.drafting import make_draft, take_in_base
from tests.kiosk.web.office.conftest import Desk


def test_the_calendar_shows_what_goes_out_and_what_is_overdue(here: Workplace, desk: Callable[..., Desk]) -> None:
    reader = desk(Role.READER)
    take_in_base(here)
    assert "Chưa có ngày nào" in reader.get("/lich").text
    make_draft(here)
    with here.database.writing() as connection:
        connection.exec_driver_sql("UPDATE draft SET state = 'approved', publish_on = '2020-01-02'")
    page = reader.get("/lich").text
    assert "02/01/2020" in page and "đã đến ngày" in page and "QĐ 1" in page


def test_a_procedure_is_found_and_explained(here: Workplace, desk: Callable[..., Desk]) -> None:
    take_in_base(here)
    reader = desk(Role.READER)
    assert "/thu-tuc/1.000593" in reader.get("/thu-tuc?tim=khai+sinh").text
    page = reader.get("/thu-tuc/1.000593").text
    assert "<b>Treo</b> ở 3 điểm" in page and "danh mục ban đầu" in page
    assert "ở Trung tâm" in reader.get("/thu-tuc/1.000593?diem=10507&ngay=2026-11-01").text
    assert reader.get("/thu-tuc/1.000593?ngay=<x>").status_code == 409
    assert reader.get("/thu-tuc/9.9").status_code == 409
    assert "<script>" not in reader.get("/thu-tuc?tim=<script>").text
