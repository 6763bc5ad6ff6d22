"""Changes of sites by decision, in the browser: asked for by an editor, agreed to by an approver."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from kiosk.clock import get_today
from kiosk.model.site_change import SiteChangeKind
from kiosk.office.job_context import Workplace
from kiosk.office.people import Role
from kiosk.settings import tables
from tests.kiosk.hanging import hang_published
from tests.kiosk.web.office.conftest import Desk

Sit = Callable[..., Desk]


@pytest.fixture
def here(small_live: Workplace) -> Workplace:
    """An office that has published."""
    return small_live


def codes(here: Workplace) -> list[str]:
    return [s.code for s in tables.read_sites(here.config.path(here.config.sites)).sites]


def test_a_site_is_closed_by_two_people_who_see_what_it_costs(desk: Sit, here: Workplace) -> None:
    hung = hang_published(here.store, "10507")
    editor, approver = desk(Role.EDITOR), desk(Role.APPROVER)
    facts = {"kind-of-change": "closed", "site": "10507", "day": get_today().isoformat(), "decision": "15/QĐ-UBND"}
    assert "Điểm ngừng hoạt động" in editor.get("/thay-doi-diem?diem=10507").text
    assert '<option value="10507" selected>' in editor.get("/thay-doi-diem?loai=closed&diem=10507").text
    preview = editor.post("/thay-doi-diem/xem", **facts).text
    assert f"Phải gỡ {len(hung)} tờ đang treo" in preview
    sent = dict(re.findall(r'<input type="hidden" name="([a-z-]+)" value="([^"]*)">', preview))
    assert {k: sent[k] for k in facts} == facts
    assert editor.post("/thay-doi-diem", **facts).headers["location"] == "/diem-ngung?xong=da-trinh-thay-doi"
    assert "10507" in codes(here)
    assert "1 thay đổi về điểm tiếp nhận" in approver.get("/").text
    (place,) = set(re.findall(r'"(/thay-doi-diem/\d+)"', approver.get("/diem-ngung").text))
    assert "Duyệt và ghi" in approver.get(place).text
    assert "Duyệt và ghi" not in editor.get(place).text
    assert approver.post(f"{place}/duyet").headers["location"] == "/diem-ngung?xong=da-ghi-thay-doi"
    assert "10507" not in codes(here)
    assert approver.get(place).status_code == 409


def test_every_kind_has_a_form_and_what_is_refused_is_shown_again(desk: Sit) -> None:
    editor = desk(Role.EDITOR)
    for kind in SiteChangeKind:
        assert 'name="decision"' in editor.get(f"/thay-doi-diem?loai={kind.value}").text
    moved = {"kind-of-change": "moved", "site": "10507", "address": "12 Lê <Lợi>", "decision": ""}
    again = editor.post("/thay-doi-diem/xem", **moved)
    assert again.status_code == 409
    assert "Chưa ghi số quyết định" in again.text and "12 Lê &lt;Lợi&gt;" in again.text
    nowhere = editor.post("/thay-doi-diem/xem", **{**moved, "site": "nowhere", "decision": "1/QĐ"})
    assert nowhere.status_code == 409 and "không có điểm này" in nowhere.text.lower()
    assert editor.post("/thay-doi-diem/xem", **{"kind-of-change": "x"}).status_code == 404


def test_a_change_for_a_coming_day_can_be_called_off_with_a_reason(desk: Sit) -> None:
    editor, approver = desk(Role.EDITOR), desk(Role.APPROVER)
    facts = {"kind-of-change": "renamed", "site": "10507", "name": "Tên mới", "decision": "15/QĐ-UBND"}
    editor.post("/thay-doi-diem", **facts, day=(get_today() + timedelta(9)).isoformat())
    (place,) = set(re.findall(r'"(/thay-doi-diem/\d+)"', approver.get("/diem-ngung").text))
    assert approver.post(f"{place}/duyet").headers["location"].endswith("da-ghi-thay-doi-truoc")
    (off,) = set(re.findall(r'"(/thay-doi-diem/\d+)/huy"', approver.get("/diem-ngung").text))
    assert "Tên mới" in approver.get(f"{off}/huy").text or "đổi tên" in approver.get(f"{off}/huy").text
    assert approver.post(f"{off}/tra-lai").status_code == 409, "without a reason"
    assert approver.post(f"{off}/tra-lai", reason="văn bản đã thu hồi").headers["location"].endswith("da-huy-thay-doi")
    assert "/huy" not in approver.get("/diem-ngung").text


def test_a_proposal_that_no_longer_holds_says_so_and_nothing_of_its_cost(desk: Sit, here: Workplace) -> None:
    editor, approver = desk(Role.EDITOR), desk(Role.APPROVER)
    facts = {"kind-of-change": "moved", "site": "10507", "address": "12 Lê Lợi", "decision": "15/QĐ-UBND"}
    editor.post("/thay-doi-diem", **facts)
    (place,) = set(re.findall(r'"(/thay-doi-diem/\d+)"', approver.get("/diem-ngung").text))
    table = here.config.path(here.config.sites)
    lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
    table.write_text("".join(line for line in lines if not line.startswith("10507,")), encoding="utf-8")
    page = approver.get(place).text
    assert "không có điểm này" in page.lower()
    assert "Nếu ghi như vậy" not in page and "Duyệt và ghi" not in page and "Trả lại" in page
