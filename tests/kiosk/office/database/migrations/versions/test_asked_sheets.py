"""A ledger of the time before knows what is asked since its last release."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import insert

from kiosk.office.database.engine import Database
from kiosk.office.database.ledger_tables import PUBLICATION
from kiosk.office.database.migrating import migrate
from tests.kiosk.office.database.older import make_older


def test_what_is_asked_now_is_asked_since_the_last_release(tmp_path: Path) -> None:
    database = make_older(tmp_path, "0005")
    with database.writing() as connection:
        for release, event in ((1, 7), (2, 9)):
            values = {"release": release, "day": "2026-11-01", "sample": False, "event": event}
            connection.execute(insert(PUBLICATION).values(values))
        connection.exec_driver_sql(
            "INSERT INTO required_sheet VALUES ('10507', '1-1', 'sheets', 'ht', 0, 'abc', 1, '2026-10-01')"
        )
    migrate(Database(database.path))
    with database.reading() as connection:
        rows = connection.exec_driver_sql("SELECT site, sheet, event, since, until_event FROM asked_sheet").all()
    assert rows == [("10507", "1-1", 9, "2026-10-01", None)]
