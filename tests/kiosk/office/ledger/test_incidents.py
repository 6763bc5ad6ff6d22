"""A foreign code stays open until a person closes it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.errors import OfficeError
from kiosk.office.events import EventKind
from kiosk.office.ledger import incidents
from kiosk.office.ledger.acting import look_into_ledger
from kiosk.workspace.store import Store
from tests.kiosk.office.ledger.conftest import LAN, OTHER, SITE, TODAY, count_events, lan_acts


def test_one_code_at_one_place_is_one_incident_until_it_is_closed(city: Store) -> None:
    with lan_acts(city) as doing:
        first = incidents.open_incident(doing.connection, doing.act, LAN, SITE, "HT-01", "dán đè", TODAY)
        again = incidents.open_incident(doing.connection, doing.act, LAN, SITE, "HT-01", "dán đè", TODAY)
        other = incidents.open_incident(doing.connection, doing.act, LAN, OTHER, "HT-01", "dán đè", TODAY)
    assert (first.number, again.number, other.number) == (1, 1, 2)
    with lan_acts(city) as doing:
        incidents.close_incident(doing.connection, doing.act, LAN, 1)
        assert [i.number for i in incidents.list_open(doing.connection)] == [2]
        assert incidents.list_open(doing.connection, SITE) == ()
        later = incidents.open_incident(doing.connection, doing.act, LAN, SITE, "HT-01", "dán đè", TODAY)
    assert later.number == 3


def test_what_is_closed_or_unknown_is_not_closed(city: Store) -> None:
    with pytest.raises(OfficeError, match="không có sự cố"), lan_acts(city) as doing:
        incidents.close_incident(doing.connection, doing.act, LAN, 7)


def test_nothing_was_seen_tomorrow(city: Store) -> None:
    with pytest.raises(OfficeError, match="chưa đến"), lan_acts(city) as doing:
        incidents.open_incident(doing.connection, doing.act, LAN, SITE, "", "x", TODAY + timedelta(1))
    with look_into_ledger(city) as connection:
        assert incidents.list_open(connection) == ()


def test_a_closed_one_says_how_and_may_be_opened_again(city: Store) -> None:
    with lan_acts(city) as doing:
        opened = incidents.open_incident(doing.connection, doing.act, LAN, SITE, "1-1", "dán đè", TODAY)
        with pytest.raises(OfficeError, match="đang mở"):
            incidents.reopen_incident(doing.connection, doing.act, LAN, opened.number)
        settled = replace(LAN, note="đã bóc")
        incidents.close_incident(doing.connection, doing.act, settled, opened.number)
        (closed,) = incidents.list_closed(doing.connection, SITE)
        assert incidents.list_closed(doing.connection, OTHER) == ()
        how = incidents.tell_closing(doing.connection, closed)
        assert (how.by, how.note, how.at > 0) == ("Lan", "đã bóc", True)
        incidents.reopen_incident(doing.connection, doing.act, LAN, opened.number)
        assert incidents.list_open(doing.connection)[0].closed_event is None
        assert incidents.list_closed(doing.connection) == ()
        with pytest.raises(OfficeError, match="không có sự cố nào"):
            incidents.require_incident(doing.connection, 99)


def test_reports_of_one_thing_are_counted_at_one_incident(city: Store) -> None:
    facts = (SITE, "1-1", "rach", "người dân báo bị rách, mờ")
    with lan_acts(city) as doing:
        for day in (1, 0):
            incidents.report_incident(doing.connection, doing.act, *facts, TODAY - timedelta(day), "1-1-DUM6DH")
        (torn,) = incidents.list_open(doing.connection)
        assert (torn.reports, torn.kind, torn.day) == (2, "rach", TODAY - timedelta(1))
    assert count_events(city, EventKind.CITIZEN_REPORT) == 2
