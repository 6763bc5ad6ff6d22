"""Orders from the command line: told what they cost, moved on, cancelled."""

from __future__ import annotations

import pytest

from tests.kiosk.commands import Office


def test_a_cost_is_told_and_nothing_is_made(posting_office: Office) -> None:
    told = posting_office.json("order", "make", "--cost")
    assert told == {"costs": [{"coming": False, "release": 1, "sheets": {"A3": 4, "A4": 70}, "sites": 4}]}
    assert posting_office.json("order", "list", "--all") == []


def test_an_order_goes_its_way_and_its_mistakes_are_undone(posting_office: Office) -> None:
    posting_office.ok("order", "make", "--site", "10507,10888")
    assert "2 điểm" in posting_office.ok("order", "send", "1", "--on", "2026-11-26")
    assert "1 điểm" in posting_office.ok("order", "deliver", "1", "--site", "10507")
    states = {p["site"]: p["state"] for p in posting_office.json("order", "show", "1")["parcels"]}
    assert states == {"10507": "delivered", "10888": "sent"}
    assert "20 tờ đã treo" in posting_office.ok("order", "hung", "1", "--site", "10507")
    assert "Đã hủy 1 tờ" in posting_office.ok("order", "cancel", "1", "1-1", "--site", "10888")
    (listed,) = posting_office.json("order", "list")
    assert (listed["hung"], listed["open"]) == (20, 19)
    assert "10888" in posting_office.ok("order", "list") or posting_office.ok("order", "show", "1")
    assert "không có lệnh in này" in posting_office.refused("order", "send", "7")


def test_nothing_owed_makes_no_order(posting_office: Office) -> None:
    posting_office.ok("order", "make")
    assert "không lập lệnh in" in posting_office.ok("order", "make")


@pytest.mark.parametrize("command", [("order", "make"), ("order", "make", "--cost"), ("batch",)])
def test_demonstration_data_are_not_ordered(sample_office: Office, command: tuple[str, ...]) -> None:
    assert "BẢN MẪU" in sample_office.refused(*command)
