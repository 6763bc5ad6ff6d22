"""Undoing is an event; what was undone is as if it had not been; what has its own way is not undone."""

from __future__ import annotations

import pytest

from kiosk.errors import OfficeError
from kiosk.model.ledger import PaperAct
from kiosk.office import events
from kiosk.office.events import EventKind
from kiosk.office.ledger import incidents, undoing, walls
from kiosk.office.ledger.acting import look_into_ledger
from kiosk.workspace.store import Store
from tests.kiosk.office.ledger.conftest import LAN, SITE, TODAY, lan_acts, tell


def undo(store: Store, number: int, *, whole: bool = False) -> tuple[int, ...]:
    with lan_acts(store) as doing:
        return undoing.undo_event(doing.connection, doing.act, LAN, number, whole_act=whole)


def test_a_confirmation_is_undone_by_an_event_and_only_once(city: Store) -> None:
    number = tell(city, PaperAct.HUNG, "HT-01", "a" * 64).event
    assert undo(city, number) == (number,)
    with look_into_ledger(city) as connection:
        assert walls.list_wall(connection, SITE) == ()
        (last,) = events.list_events(connection, 1)
        assert (last.what, last.subject) == (EventKind.UNDONE, f"event/{number}")
        assert events.find_event(connection, number) is not None
    with pytest.raises(OfficeError, match="đã được hủy"):
        undo(city, number)


def test_an_undoing_is_not_undone_but_done_again(city: Store) -> None:
    number = tell(city, PaperAct.HUNG, "HT-01", "a" * 64).event
    undo(city, number)
    with pytest.raises(OfficeError, match="ghi lại việc ấy"):
        undo(city, number + 1)
    assert tell(city, PaperAct.HUNG, "HT-01", "a" * 64).is_new


def test_a_whole_act_is_undone_at_once(city: Store) -> None:
    with lan_acts(city) as doing:
        for sheet in ("HT-01", "HT-02"):
            incidents.open_incident(doing.connection, doing.act, LAN, SITE, sheet, "mã lạ", TODAY)
        first = incidents.list_open(doing.connection)[0].event
    assert len(undo(city, first, whole=True)) == 2
    with look_into_ledger(city) as connection:
        assert incidents.list_open(connection) == ()


def test_a_closed_incident_opens_again(city: Store) -> None:
    with lan_acts(city) as doing:
        opened = incidents.open_incident(doing.connection, doing.act, LAN, SITE, "", "mã lạ", TODAY)
        incidents.close_incident(doing.connection, doing.act, LAN, opened.number)
        closing = events.read_chain_head(doing.connection)[0]
    undo(city, closing)
    with look_into_ledger(city) as connection:
        assert [i.number for i in incidents.list_open(connection)] == [opened.number]


@pytest.mark.parametrize("number", [1, 99_999])
def test_what_is_no_act_on_a_wall_is_refused(city: Store, number: int) -> None:
    with pytest.raises(OfficeError):
        undo(city, number)
