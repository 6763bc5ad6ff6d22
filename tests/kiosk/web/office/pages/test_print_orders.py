"""Orders in the browser: the cost first, made once, moved on site by site, taken back, their files as a job."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta

import openpyxl
import pytest

from kiosk.clock import get_today
from kiosk.model.ledger import OrderedParcel, OrderLine
from kiosk.office import batch_jobs, jobs
from kiosk.office.job_context import Workplace
from kiosk.office.ledger.acting import look_into_ledger
from kiosk.office.ledger.order_list import list_orders, load_order
from kiosk.office.people import Role
from kiosk.web.office.pages.print_orders import _is_late
from tests.kiosk.web.office.conftest import Desk

Sit = Callable[..., Desk]
TODAY = get_today()


@pytest.fixture
def here(earnest_live: Workplace) -> Workplace:
    """An office whose sheets may hang."""
    return earnest_live


def order(editor: Desk, **fields: str) -> str:
    """Go from the form over the cost to the order; where the browser ends."""
    asked = {"product": "sheets", "sites": "10507, 10888", **fields}
    page = editor.post("/lenh-in/tinh", **asked).text
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    hidden.pop("form_token")
    return str(editor.post("/lenh-in", **hidden).headers["location"])


def test_the_cost_comes_first_and_the_same_page_sent_twice_is_one_order(desk: Sit, here: Workplace) -> None:
    editor = desk(Role.EDITOR)
    assert 'value="10507"' in editor.get("/lenh-in?diem=10507").text
    page = editor.post("/lenh-in/tinh", product="sheets", sites="10507 10888", inks="xam", marks="yes").text
    assert "Tờ và bảng khổ A4" in page and "in xám" in page and "có dấu cắt" in page
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    hidden.pop("form_token")
    places = {editor.post("/lenh-in", **hidden).headers["location"] for _ in range(2)}
    assert places == {"/lenh-in/1?xong=da-lap-lenh"}
    with look_into_ledger(here.store) as connection:
        (one,) = list_orders(connection)
        assert (one.sites, load_order(connection, 1).options["inks"]) == (2, "grey")
    assert "Không có tờ nào phải in" in editor.post("/lenh-in/tinh", product="sheets", sites="10507").text
    assert editor.post("/lenh-in", product="sheets").status_code == 409, "nobody has seen the cost"


def test_parcels_are_sent_delivered_chased_cancelled_and_taken_back(desk: Sit, here: Workplace) -> None:
    editor = desk(Role.EDITOR)
    order(editor)
    early = f"{TODAY - timedelta(9)}"
    assert editor.post("/lenh-in/1/gui-in", which="ticked").status_code == 409
    editor.post("/lenh-in/1/gui-in", which="ticked", site="10507", day=early)
    page = editor.get("/lenh-in/1").text
    assert page.count("cần nhắc") == 1 and "1 điểm nhận đã quá 5 ngày" in page and "Người" in page
    editor.post("/lenh-in/1/giao", which="all")
    editor.post("/lenh-in/1/huy", which="ticked", site="10888")
    with look_into_ledger(here.store) as connection:
        states = [p.state.value for p in load_order(connection, 1).parcels]
    assert states == ["delivered", "cancelled"]
    for path in re.findall(r'action="(/lenh-in/1/hoan-tac/\d+)"', editor.get("/lenh-in/1").text):
        assert editor.post(path).headers["location"] == "/lenh-in/1?xong=da-huy-viec-ghi"
        assert editor.post(path).status_code == 404
    with look_into_ledger(here.store) as connection:
        assert {p.state.value for p in load_order(connection, 1).parcels} == {"made"}
    reader = desk(Role.READER).get("/lenh-in/1").text
    assert "Ghi đã gửi in" not in reader and "Hủy việc này" not in reader


def test_the_machine_writes_the_files_and_the_list_to_tick_is_a_workbook(desk: Sit, here: Workplace) -> None:
    editor = desk(Role.EDITOR)
    order(editor)
    assert editor.post("/lenh-in/1/tep").headers["location"] == "/viec/1?xong=da-giao-viec"
    with here.database.reading() as connection:
        assert jobs.require_job(connection, 1).order == {"order": 1}
    folder = here.store.root / batch_jobs.FOLDER / "1"
    folder.mkdir(parents=True)
    (folder / "lo-in-1.zip").write_bytes(b"PK")
    reader = desk(Role.READER)
    assert "/lenh-in/1/1/lo-in.zip" in reader.get("/lenh-in/1").text
    answer = reader.get("/lenh-in/1/1/lo-in.zip")
    assert answer.content == b"PK" and "lo-in-1.zip" in answer.headers["content-disposition"]
    assert reader.get("/lenh-in/2/1/lo-in.zip").status_code == 404, "another order's"
    book = openpyxl.load_workbook(io.BytesIO(reader.get("/lenh-in/1/danh-sach.xlsx").content))
    assert book.worksheets[0].title == "Lệnh in 1" and book.worksheets[0].max_row > 20
    editor.post("/lenh-in/1/huy", which="ticked", site="10507")
    editor.post("/lenh-in/1/huy", which="ticked", site="10888")
    assert "không còn tờ nào phải in" in editor.post("/lenh-in/1/tep").text
    assert "Không có lệnh in nào còn mở" in reader.get("/lenh-in").text
    assert "Lệnh in 1" in reader.get("/lenh-in?tat-ca=1").text


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"product": "tranh"},
        {"product": "sheets", "copies": "0"},
        {"product": "sheets", "copies": "９"},
        {"product": "sheets", "copies": "9" * 5000},
        {"product": "sheets", "sites": '"><script>'},
        {"product": "sheets", "inks": "vang"},
        {"product": "sheets", "paper": "../A4"},
        {"product": "sheets", "paper": "A3", "imposed": "yes"},
        {"product": "sheets", "sites": "10507", "group": "xa"},
    ],
    ids=str,
)
def test_what_cannot_be_made_is_refused_with_the_way_out(fields: dict[str, str], desk: Sit) -> None:
    answer = desk(Role.EDITOR).post("/lenh-in/tinh", **fields)
    assert answer.status_code == 409 and "Cách xử lý" in answer.text and "<script>" not in answer.text


def test_a_parcel_is_late_only_while_something_of_it_is_open() -> None:
    def parcel(*, is_open: bool, days: int) -> OrderedParcel:
        line = OrderLine("10507", "1-1", "sheets", "a", "A4", 1, "", is_open, None, False)
        return OrderedParcel("10507", "ABC", TODAY - timedelta(days), None, (line,))

    chased = TODAY - timedelta(5)
    assert _is_late(parcel(is_open=True, days=6), chased)
    assert not _is_late(parcel(is_open=True, days=5), chased)
    assert not _is_late(parcel(is_open=False, days=60), chased)
