"""The log for people: who, what, newest first, a page at a time."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.office import events
from kiosk.office.events import EventKind
from kiosk.office.job_context import Workplace
from kiosk.office.people import Role
from tests.kiosk.web.office.conftest import Desk


def test_acts_are_told_with_the_persons_name(desk: Callable[..., Desk]) -> None:
    admin = desk(Role.ADMIN)
    admin.post("/lua-chon", approval="two")
    page = desk(Role.READER).get("/nhat-ky").text
    assert admin.person is not None
    assert admin.person.label in page and "đổi lựa chọn chung" in page


def test_a_long_log_has_pages(here: Workplace, desk: Callable[..., Desk]) -> None:
    with here.database.writing() as connection:
        for n in range(105):
            events.record(connection, events.begin_act(None), EventKind.CHOSEN, f"choice/{n}")
    reader = desk(Role.READER)
    assert "lựa chọn 104" in reader.get("/nhat-ky").text and "lựa chọn 1<" not in reader.get("/nhat-ky").text
    assert "lựa chọn 1<" in reader.get("/nhat-ky?truoc=20").text
    assert reader.get("/nhat-ky?truoc=x").status_code == 200


def test_the_log_is_checked_and_a_change_is_told(here: Workplace, desk: Callable[..., Desk]) -> None:
    reader = desk(Role.READER)
    assert "đúng như khi được ghi" in reader.get("/nhat-ky/kiem-tra").text
    with here.database.writing() as connection:
        connection.exec_driver_sql("DROP TRIGGER event_no_update")
        connection.exec_driver_sql("UPDATE event SET at = 5 WHERE id = 1")
    assert "từ dòng thứ 1" in reader.get("/nhat-ky/kiem-tra").text
