"""Staff without an account: the code of a delivery note opens one order at one site, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from kiosk.model.ledger import Witness
from kiosk.office import events
from kiosk.office.events import EventKind
from kiosk.office.job_context import Workplace
from kiosk.office.ledger import order_list, orders
from kiosk.office.ledger.acting import act_in_ledger, look_into_ledger
from kiosk.office.print_batches import make_print_order
from kiosk.press.batch import Order
from kiosk.web.office.app import ROUTES
from kiosk.web.office.permissions import Permission
from tests.kiosk.web.office.conftest import Desk
from tests.kiosk.web.office.test_app import filled

Sit = Callable[..., Desk]


SITE, OTHER = "10507", "10888"


@pytest.fixture
def here(earnest_live: Workplace) -> Workplace:
    """An office with an order for two of its sites."""
    assert make_print_order(earnest_live.store, Order(sites=(SITE, OTHER)), Witness("Lan")) is not None
    return earnest_live


def code_of(here: Workplace, site: str = SITE) -> str:
    with look_into_ledger(here.store) as connection:
        return next(p.code for p in order_list.load_order(connection, 1).parcels if p.site == site)


def enter(desk: Sit, here: Workplace, site: str = SITE) -> Desk:
    holder = desk(None)
    answer = holder.post("/phieu", code=f" {code_of(here, site).lower()} ")
    assert (answer.status_code, answer.headers["location"]) == (303, "/phieu/treo")
    return holder


def boxes(page: str) -> list[str]:
    return re.findall(r'type="checkbox" name="sheet" value="([^"]+)"', page)


def test_a_note_opens_its_own_pages_and_nothing_else(desk: Sit, here: Workplace) -> None:
    holder = enter(desk, here)
    for route in ROUTES:
        path = filled(route.path, SITE)
        answer = holder.get(path) if route.method == "GET" else holder.post(path)
        if route.permission is Permission.NOTE:
            assert answer.status_code in {200, 303, 409} or path.startswith("/phieu/anh/"), path
            if path == "/phieu/thoat":
                holder = enter(desk, here)
        elif route.permission is Permission.SYSTEM:
            assert answer.status_code == 401, path
        elif route.permission is not Permission.PUBLIC:
            assert (answer.status_code, answer.headers["location"].split("?")[0]) == (303, "/dang-nhap"), path


def test_ticking_says_by_the_note_and_ends_with_the_last_sheet(desk: Sit, here: Workplace) -> None:
    holder = enter(desk, here)
    page = holder.get("/phieu/treo").text
    first, *rest = boxes(page)
    assert rest and "Thành Đông" in page and OTHER not in page
    assert "Chưa ghi tên" in holder.post("/phieu/treo", sheet=first).text
    assert "Chưa chọn tờ nào" in holder.post("/phieu/treo", name="Nghĩa").text
    assert "không có tờ ấy" in holder.post("/phieu/treo", name="Nghĩa", sheet="9-9").text
    answer = holder.post("/phieu/treo", name="Nghĩa", sheet=first, note="chị Tám giữ phiếu")
    assert "Đã ghi nhận 1 tờ. Còn" in answer.text and boxes(answer.text) == rest
    with look_into_ledger(here.store) as connection:
        event = next(e for e in events.list_events(connection, 9) if e.what is EventKind.PAPER_HUNG)
    assert event.person is None and isinstance(event.after, dict)
    assert (event.after["by"], event.after["order"]) == ("Nghĩa", 1)
    assert event.after["evidence"] == "bằng mã phiếu giao của lệnh in 1"
    last = holder.post("/phieu/treo", name="Nghĩa", which="all")
    assert last.headers["location"] == "/phieu?xong=phieu-xong"
    assert holder.get("/phieu/treo").headers["location"] == "/phieu"
    again = desk(None).post("/phieu", code=code_of(here))
    assert again.status_code == 409 and "đã xong" in again.text


def test_a_script_of_ours_is_answered_with_facts(desk: Sit, here: Workplace) -> None:
    holder = enter(desk, here)
    (sheet, *_) = boxes(holder.get("/phieu/treo").text)
    headers = {"Sec-Fetch-Site": "same-origin", "Accept": "application/json"}
    data = {"form_token": holder.token(), "sheet": sheet, "name": "Nghĩa"}
    sent = holder.client.post("/phieu/treo", data=data, headers=headers)
    assert sent.json()["text"].startswith("Đã ghi nhận 1 tờ") and sent.json()["next"] is None
    refused = holder.client.post("/phieu/treo", data={**data, "name": ""}, headers=headers)
    assert refused.status_code == 409 and "họ tên" in refused.json()["way_out"]
    data = {"form_token": holder.token(), "name": "Nghĩa", "which": "all"}
    assert holder.client.post("/phieu/treo", data=data, headers=headers).json()["next"].startswith("/phieu?")


def test_a_cancelled_order_and_a_forged_cookie_open_nothing(desk: Sit, here: Workplace) -> None:
    holder, other = enter(desk, here), desk(None)
    code = code_of(here)
    for value in (
        code,
        f"{code}.",
        f"{code}.{'0' * 64}",
        f"{code_of(here, OTHER)}.{'z' * 64}",
    ):
        other.client.cookies.set("office-note", value)
        assert other.get("/phieu/treo").headers["location"] == "/phieu"
    signed = next(c.value for c in holder.client.cookies.jar if c.name == "office-note")
    other.client.cookies.set("office-note", str(signed).replace(code, code_of(here, OTHER)))
    assert other.get("/phieu/treo").headers["location"] == "/phieu", "a signature is of one code"
    with act_in_ledger(here.store, Witness("Lan")) as doing:
        orders.cancel_order(doing.connection, doing.act, doing.witness, 1, (SITE,), ())
    assert holder.get("/phieu/treo").headers["location"] == "/phieu"


def test_guesses_are_counted(desk: Sit, here: Workplace) -> None:
    stranger = desk(None)
    for _ in range(10):
        assert "không có phiếu giao nào" in stranger.post("/phieu", code="ABCDEFGH").text.lower()
    answer = stranger.post("/phieu", code=code_of(here))
    assert answer.status_code == 409 and "quá nhiều lần" in answer.text
