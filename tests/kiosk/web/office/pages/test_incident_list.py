"""Incidents in the browser: what citizens report, closed with a word, opened again; staff see their own site's."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.office import inbox
from kiosk.office.events import EventKind
from kiosk.office.inbox import Inbox, ReportKind
from kiosk.office.job_context import Workplace
from kiosk.office.people import Role
from tests.kiosk.web.office.conftest import Desk, newest_event

Sit = Callable[..., Desk]


@pytest.fixture
def here(earnest_live: Workplace) -> Workplace:
    """An office that has published what may hang."""
    return earnest_live


def test_a_report_is_closed_by_the_sites_staff_and_opened_again_by_the_office(desk: Sit, here: Workplace) -> None:
    reader, staff, editor = desk(Role.READER), desk(Role.STAFF, "10507"), desk(Role.EDITOR)
    assert "Không có sự cố nào còn mở" in reader.get("/su-co").text
    box = Inbox(here.store.root / inbox.FILE)
    box.take_report("1-1-DUM6DH", "10507", ReportKind.TORN)
    box.take_report("1-1-DUM6DH", "10888", ReportKind.COVERED)
    everywhere = reader.get("/su-co").text
    assert "bị rách" in everywhere and "bị dán đè" in everywhere and "/dong" not in everywhere
    own = staff.get("/sites/10507/su-co").text
    assert "bị rách" in own and "người dân báo bị dán đè" not in own
    assert "1 sự cố trên tường còn mở" in staff.get("/sites/10507").text
    assert "hưa ghi nội dung" in staff.post("/sites/10507/su-co/1/dong", note=" ").text
    assert "của điểm khác" in staff.post("/sites/10507/su-co/2/dong", note="x").text
    answer = staff.post("/sites/10507/su-co/1/dong", note="đã <b>thay</b> tờ", **{"from": "all"})
    assert answer.headers["location"] == "/sites/10507/su-co?xong=da-dong-su-co"
    assert newest_event(here).what is EventKind.INCIDENT_CLOSED
    closed = editor.get("/su-co").text
    assert "đã &lt;b&gt;thay&lt;/b&gt; tờ" in closed and "Người cán bộ" in closed
    answer = editor.post("/sites/10507/su-co/1/mo-lai", note="vẫn rách", **{"from": "all"})
    assert answer.headers["location"] == "/su-co?xong=da-mo-lai-su-co"
    assert newest_event(here).what is EventKind.INCIDENT_REOPENED
