"""Incidents from the command line: listed by site, closed with a word, opened again."""

from __future__ import annotations

from kiosk.office import inbox
from kiosk.office.inbox import Inbox, ReportKind
from tests.kiosk.commands import Office


def test_a_report_is_listed_closed_and_opened_again(posting_office: Office) -> None:
    assert "Không có sự cố nào còn mở" in posting_office.ok("incident", "list")
    Inbox(posting_office.folder / "var" / inbox.FILE).take_report("1-1-DUM6DH", "10507", ReportKind.COVERED)
    (one,) = posting_office.json("incident", "list", "--site", "10507")
    assert (one["kind"], one["open"], one["reports"]) == ("dan-de", True, 1)
    assert posting_office.json("incident", "list", "--site", "10888") == []
    assert "không có điểm này" in posting_office.refused("incident", "list", "--site", "x")
    posting_office.ok("incident", "close", "1", "--note", "đã bóc tờ dán đè", "--by", "Lan")
    assert posting_office.json("incident", "list") == []
    assert "đã đóng" in posting_office.ok("incident", "list", "--all")
    assert "Đã mở lại" in posting_office.ok("incident", "reopen", "1", "--note", "lại bị dán")
    assert "đang mở" in posting_office.refused("incident", "reopen", "1", "--note", "x")
