"""A site that ended: its take-down list, ticked off, and its answers that stay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.clock import get_today
from kiosk.model.ledger import Witness
from kiosk.model.site_change import SiteChange, SiteChangeKind
from kiosk.office.job_context import Workplace
from kiosk.office.people import Role
from kiosk.office.site_life import take_change
from kiosk.release import lifecycle
from tests.kiosk.hanging import hang_published
from tests.kiosk.office.ledger.conftest import go_live
from tests.kiosk.web.office.conftest import Desk

Sit = Callable[..., Desk]


@pytest.fixture
def here(small_live: Workplace) -> Workplace:
    """An office that has published."""
    return small_live


def end(here: Workplace, site: str, days: int = 0) -> None:
    change = SiteChange(SiteChangeKind.CLOSED, site, get_today() + timedelta(days), "15/QĐ-UBND")
    take_change(here.store, here.config, change, Witness("Lan"))


def publish_without(here: Workplace, site: str) -> None:
    """A release that no longer knows the site."""
    now = lifecycle.choose_release(here.store, None)
    again = replace(now, number=now.number + 1, parent=now.number, sites=tuple(s for s in now.sites if s.code != site))
    here.store.plant(again.number, again.path_shas(), {"manifest.json": again.dump()}, again.inputs.values())
    go_live(here.store, again)


def test_what_hangs_at_a_site_that_ended_is_taken_down_and_the_evidence_stays(desk: Sit, here: Workplace) -> None:
    hang_published(here.store, "10507")
    end(here, "10507")
    end(here, "10888", days=9)
    publish_without(here, "10507")
    editor, staff = desk(Role.EDITOR), desk(Role.STAFF, "10507")
    page = editor.get("/diem-ngung").text
    assert page.count("theo 15/QĐ-UBND") == 2 and 'href="/diem-ngung/10507"' in page
    assert 'href="/diem-ngung/10507"' in staff.get("/").text, "the first page of its staff"
    one = staff.get("/diem-ngung/10507").text
    count = one.count('name="sheet"')
    assert count > 1 and f"Đã gỡ hết {count} tờ" in one
    assert staff.get("/diem-ngung/10507/go-to.pdf").content.startswith(b"%PDF")
    first = one.partition('name="sheet" value="')[2].partition('"')[0]
    assert (
        staff.post("/diem-ngung/10507/da-go", which="ticked", sheet=first)
        .headers["location"]
        .endswith("da-ghi-nhan-go")
    )
    assert staff.post("/diem-ngung/10507/da-go", which="ticked").headers["location"].endswith("khong-doi")
    assert staff.get("/diem-ngung/10507").text.count('name="sheet"') == count - 1
    staff.post("/diem-ngung/10507/da-go", which="all")
    assert "Không còn tờ nào treo" in staff.get("/diem-ngung/10507").text
    last = get_today() - timedelta(1)
    assert f"/sites/10507/chung-cu?ngay={last}" in staff.get("/diem-ngung/10507").text
    assert staff.get("/sites/10507/chung-cu").status_code == 409, "the release of now asks nothing of it"
    assert 'name="sheet"' not in desk(Role.READER).get("/diem-ngung/10507").text


def test_a_site_that_goes_on_is_not_here(desk: Sit) -> None:
    editor = desk(Role.EDITOR)
    assert editor.get("/diem-ngung/10507").status_code == 404
    assert editor.get("/diem-ngung").text.count("Không có") == 2
