"""A foreign code stays open until a person closes it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk.errors import OfficeError
from kiosk.office.ledger import incidents
from kiosk.office.ledger.acting import looking
from kiosk.workspace.store import Store
from tests.kiosk.office.ledger.conftest import LAN, OTHER, SITE, TODAY, lan_acts


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
    with looking(city) as connection:
        assert incidents.list_open(connection) == ()
