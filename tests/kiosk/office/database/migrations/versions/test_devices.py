"""Devices come to an office that knows walls already, and its incidents stay."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig

from kiosk.office.database.device_tables import DEVICE, KIOSK_ABSENCE
from kiosk.office.database.engine import FILE, Database
from kiosk.office.database.ledger_tables import INCIDENT
from kiosk.office.database.migrating import _STEPS, migrate
from kiosk.office.database.migrations.versions import devices


def test_an_office_without_devices_gets_none_and_keeps_its_incidents(tmp_path: Path) -> None:
    database = Database(tmp_path / FILE)
    config = AlembicConfig()
    config.set_main_option("script_location", str(_STEPS))
    config.set_main_option("path_separator", "os")
    with database.writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, devices.down_revision)
        connection.exec_driver_sql(
            "INSERT INTO incident VALUES (1, '11824', '', 'foreign', 'x', '2026-11-01', 1, 9, NULL)"
        )
    migrate(database)
    with database.reading() as connection:
        assert connection.execute(DEVICE.select()).all() == connection.execute(KIOSK_ABSENCE.select()).all() == []
        assert connection.execute(INCIDENT.select()).one().reports == 0
    database.close()
