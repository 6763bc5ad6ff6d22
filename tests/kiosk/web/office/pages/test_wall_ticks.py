"""Confirming at the wall in the browser: by the scanned mark, by ticks, by a script that sends again; undone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from kiosk.model.ledger import Witness
from kiosk.office import posted
from kiosk.office.job_context import Workplace
from kiosk.office.ledger import incidents, photo_plans
from kiosk.office.ledger.acting import look_into_ledger
from kiosk.office.people import Role
from kiosk.office.print_batches import make_print_order
from kiosk.press.batch import Order
from tests.kiosk.web.office.conftest import Desk

Sit = Callable[..., Desk]
SITE, PAGE = "10507", "/sites/10507/treo"
SCRIPT = {"Sec-Fetch-Site": "same-origin", "Accept": "application/json"}


@pytest.fixture
def here(earnest_live: Workplace) -> Workplace:
    """An office that has published what may hang."""
    return earnest_live


def boxes(page: str) -> list[str]:
    return re.findall(r'type="checkbox" name="sheet" value="([^"]+)"', page)


def mark_of(here: Workplace, label: str, site: str = SITE) -> str:
    return next(p.mark for p in photo_plans.list_drawn(here.store, site) if p.sheet == label)


def test_a_scanned_mark_leads_to_the_page_with_its_sheet_chosen(desk: Sit, here: Workplace) -> None:
    staff, mark = desk(Role.STAFF, SITE), mark_of(here, "1-1")
    nobody = desk(None).get(f"/xac-nhan/{mark}")
    assert nobody.headers["location"] == f"/dang-nhap?den=/xac-nhan/{mark}"
    answer = staff.get(f"/xac-nhan/{mark}")
    assert answer.headers["location"] == f"{PAGE}?to={mark}"
    page = staff.get(answer.headers["location"]).text
    assert "Tờ vừa quét: 1·1" in page and "treo đúng" in page
    value = re.findall(r'type="hidden" name="sheet" value="([^"]+)"', page)[0]
    sent = staff.post(PAGE, sheet=value, what="seen", scanned="1")
    assert "Đã ghi nhận 1 tờ (1-1)" in sent.text
    assert set(posted.load_hanging(here.store)[SITE]) == {"1-1"}
    assert "Mã này không đúng" in staff.get("/xac-nhan/1-1-AAAAAA").text
    editor = desk(Role.EDITOR).get(f"/xac-nhan/{mark}").text
    assert "treo ở 3 điểm" in editor and f"{PAGE}?to={mark}" in editor
    reader = desk(Role.READER).get(f"/xac-nhan/{mark}").text
    assert "chỉ xem" in reader and "treo?to" not in reader


def test_ticks_are_recorded_undone_and_refused_in_words(desk: Sit, here: Workplace) -> None:
    staff = desk(Role.STAFF, SITE)
    first, second, *_ = boxes(staff.get(PAGE).text)
    answer = staff.client.post(
        PAGE,
        data={"form_token": staff.token(), "sheet": [first, second], "what": "seen", "key": "k"},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert "Đã ghi nhận 2 tờ" in answer.text
    event = re.findall(r'name="event" value="(\d+)"', answer.text)[0]
    assert "đã hủy việc vừa ghi (2 tờ)" in staff.post(f"{PAGE}/huy", event=event).text.lower()
    assert posted.load_hanging(here.store) == {}
    assert staff.post(f"{PAGE}/huy", event="x").status_code == 409
    for fields, why in (
        ({}, "Chưa chọn tờ nào"),
        ({"sheet": first, "what": "x"}, "Không hiểu việc đã làm"),
        ({"sheet": first, "day": "2999-01-01"}, "Ngày này chưa đến"),
    ):
        refused = staff.post(PAGE, **fields)
        assert refused.status_code == 409 and why in refused.text


def test_a_script_is_answered_with_facts_and_what_it_sends_twice_is_once(desk: Sit, here: Workplace) -> None:
    staff = desk(Role.STAFF, SITE)
    (first, *_) = boxes(staff.get(PAGE).text)
    data = {"form_token": staff.token(), "sheet": first, "what": "seen", "key": "k" * 32, "day": "2026-11-25"}
    sent = [staff.client.post(PAGE, data=data, headers=SCRIPT).json() for _ in range(2)]
    assert sent[0]["text"].startswith("Đã ghi nhận 1 tờ") and sent[0]["event"]
    assert "không ghi lại" in sent[1]["text"] and sent[1]["event"] is None
    (hung,) = posted.load_hanging(here.store)[SITE].values()
    assert hung.at.startswith("2026-11-25")
    refused = staff.client.post(PAGE, data={**data, "sheet": ""}, headers=SCRIPT)
    assert (refused.status_code, refused.json()["refused"]) == (409, "chưa chọn tờ nào")


def test_what_an_order_brings_can_be_shown_alone(desk: Sit, here: Workplace) -> None:
    make_print_order(here.store, Order(sites=(SITE,)), Witness("Lan"))
    staff = desk(Role.STAFF, SITE)
    assert f'href="{PAGE}?lenh=1"' in staff.get(PAGE).text
    (first, *others) = boxes(staff.get(f"{PAGE}?lenh=1").text)
    staff.post(PAGE, sheet=first)
    assert boxes(staff.get(f"{PAGE}?lenh=1").text) == others
    assert staff.get(f"{PAGE}?lenh=9").status_code == 409
    assert staff.get(f"{PAGE}?lenh=x").status_code == 200


def test_a_strange_code_is_told_to_the_office(desk: Sit, here: Workplace) -> None:
    staff = desk(Role.STAFF, SITE)
    assert "sự cố số 1" in staff.post(f"{PAGE}/ma-la", sheet="1-1", seen="tem dán lên mã đầu tiên").text
    data = {"form_token": staff.token(), "seen": "x\u202e"}
    refused = staff.client.post(f"{PAGE}/ma-la", data=data, headers=SCRIPT)
    assert refused.status_code == 409 and "ký tự" in refused.json()["refused"]
    with look_into_ledger(here.store) as connection:
        (incident,) = incidents.list_open(connection, SITE)
    assert (incident.sheet, incident.text) == ("1-1", "tem dán lên mã đầu tiên")
    assert "tem dán lên mã đầu tiên" in staff.get(PAGE).text
