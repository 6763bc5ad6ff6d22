"""Reports in the browser: made once, the same address the same bytes; evidence of one's own wall."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.clock import get_today
from kiosk.office.job_context import Workplace
from kiosk.office.ledger.acting import look_into_ledger
from kiosk.office.ledger.report_events import list_reports
from kiosk.office.people import Role
from tests.kiosk.web.office.conftest import Desk

Sit = Callable[..., Desk]
TODAY = f"{get_today()}"


@pytest.fixture
def here(small_live: Workplace) -> Workplace:
    """An office that has published."""
    return small_live


def test_a_report_is_made_shown_and_taken_in_three_forms(desk: Sit, here: Workplace) -> None:
    reader = desk(Role.READER)
    assert "Chưa lập báo cáo nào" in reader.get("/bao-cao").text
    place = reader.post("/bao-cao", first=TODAY, last=TODAY).headers["location"]
    address = place.partition("?")[0]
    page = reader.get(place).text
    assert "Tỷ lệ công bố điện tử" in page and "Đã lập báo cáo." in page
    for ending in ("pdf", "xlsx", "csv"):
        first, second = (reader.get(f"{address}/bao-cao.{ending}") for _ in range(2))
        assert first.content == second.content and "su-kien" in first.headers["content-disposition"]
    assert reader.get(f"{address}/bao-cao.docx").status_code == 404
    assert f'href="{address}"' in reader.get("/bao-cao").text
    with look_into_ledger(here.store) as connection:
        assert len(list_reports(connection)) == 1


@pytest.mark.parametrize(("first", "last"), [("x", TODAY), (TODAY, "2099-01-01"), (TODAY, "2020-01-01")])
def test_what_is_no_period_is_refused(first: str, last: str, desk: Sit) -> None:
    answer = desk(Role.EDITOR).post("/bao-cao", first=first, last=last)
    assert answer.status_code == 409 and "Cách xử lý" in answer.text


def test_staff_see_the_evidence_of_their_own_wall(desk: Sit) -> None:
    staff = desk(Role.STAFF, "10507")
    page = staff.get("/sites/10507/chung-cu")
    assert page.status_code == 200 and "chưa ai ghi là đã treo" in page.text
    assert staff.get("/sites/10507/chung-cu.pdf").content.startswith(b"%PDF")
    assert staff.get("/sites/10507/chung-cu?ngay=2020-01-01").status_code == 409
    assert staff.get("/sites/10888/chung-cu").status_code == 404
    folded = page.text.count("<details><summary>Xem cả 24 thủ tục")
    assert folded == 1, "what fills screen after screen of a phone waits to be opened"
