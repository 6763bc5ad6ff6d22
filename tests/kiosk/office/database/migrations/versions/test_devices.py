"""Devices come to an office that knows walls already, and its incidents stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.office.database.device_tables import DEVICE, KIOSK_ABSENCE
from kiosk.office.database.ledger_tables import INCIDENT
from kiosk.office.database.migrating import migrate
from kiosk.office.database.migrations.versions import devices
from tests.kiosk.office.database.older import make_older


def test_an_office_without_devices_gets_none_and_keeps_its_incidents(tmp_path: Path) -> None:
    database = make_older(tmp_path, devices.down_revision)
    with database.writing() as connection:
        row = (1, "11824", "", "foreign", "x", "2026-11-01", 1, 9, None)
        connection.exec_driver_sql("INSERT INTO incident VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    migrate(database)
    with database.reading() as connection:
        assert connection.execute(DEVICE.select()).all() == connection.execute(KIOSK_ABSENCE.select()).all() == []
        assert connection.execute(INCIDENT.select()).one().reports == 0
    database.close()


def test_there_is_no_way_back() -> None:
    with pytest.raises(NotImplementedError, match="backup"):
        devices.downgrade()
