"""What citizens report becomes incidents, once; keys that were lost come back."""

from __future__ import annotations

from kiosk.office import inbox
from kiosk.office.events import EventKind
from kiosk.office.inbox import Inbox, ReportKind
from kiosk.office.ledger import box, incidents
from kiosk.office.ledger.acting import look_into_ledger
from kiosk.workspace.device_table import FILE, DeviceTable
from kiosk.workspace.store import Store
from tests.kiosk.kiosks import declare
from tests.kiosk.office.ledger.conftest import LAN, SITE, TODAY, count_events, labels, lan_acts


def mark_of(store: Store, label: str) -> str:
    with look_into_ledger(store) as connection:
        query = "SELECT mark FROM sheet_mark JOIN sheet_revision AS r USING (digest) WHERE r.sheet = ? ORDER BY mark"
        return str(connection.exec_driver_sql(query, (label,)).scalar())


def test_reports_become_incidents_once_and_again_when_closed(city: Store) -> None:
    label = labels(city)[0]
    mark, taken = mark_of(city, label), Inbox(city.root / inbox.FILE)
    taken.take_report(mark, SITE, ReportKind.TORN)
    taken.take_report("ZZ-9-ABCDEF", SITE, ReportKind.FOREIGN)
    for _ in range(2):
        with look_into_ledger(city) as connection:
            torn, foreign = incidents.list_open(connection, SITE)
    assert (torn.sheet, torn.kind, torn.reports, torn.day) == (label, "rach", 1, TODAY)
    assert torn.text == "người dân báo bị rách, mờ" and "ZZ-9-ABCDEF" in foreign.text and foreign.sheet == ""
    with lan_acts(city) as doing:
        assert not box.look_into_box(city, doing.connection)
        incidents.close_incident(doing.connection, doing.act, LAN, torn.number)
    taken.take_report(mark, SITE, ReportKind.WRONG)
    with look_into_ledger(city) as connection:
        assert [i.kind for i in incidents.list_open(connection, SITE)] == ["ma-la", "sai"]
    assert count_events(city, EventKind.CITIZEN_REPORT) == 3


def test_lost_keys_come_back_by_themselves(city: Store) -> None:
    number, key = declare(city, SITE)
    (city.root / FILE).unlink()
    with look_into_ledger(city):
        pass
    declared = DeviceTable(city.root).find(number)
    assert declared is not None and declared.key == key


def test_a_damaged_box_stops_nothing_else(city: Store) -> None:
    (city.root / inbox.FILE).write_bytes(b"no database")
    with look_into_ledger(city) as connection:
        assert not box.look_into_box(city, connection)
