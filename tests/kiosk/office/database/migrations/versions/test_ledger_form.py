"""The tables of the ledger come to a database of the time before it, and its events stay guarded."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.exc import DatabaseError

from kiosk.errors import StoreError
from kiosk.office import events
from kiosk.office.database.engine import Database
from kiosk.office.database.migrating import migrate
from kiosk.office.events import EventKind
from tests.kiosk.office.database.older import make_older

LEDGER = ("asked_sheet", "moved_in", "event_key", "publication", "sheet_revision", "sheet_mark", "required_sheet",
          "paper", "wall", "incident", "print_order", "order_site", "order_line", "wall_photo")  # fmt: skip


def test_an_older_database_gets_the_tables_and_keeps_its_guarded_events(tmp_path: Path) -> None:
    database = make_older(tmp_path, "0004")
    with database.writing() as connection:
        events.record(connection, events.begin_act(None), EventKind.CHOSEN, "choice/a")
    migrate(Database(database.path))
    with database.reading() as connection:
        known = {row[0] for row in connection.exec_driver_sql("SELECT name FROM sqlite_master")}
        assert set(LEDGER) <= known
        assert events.find_first_broken(connection) is None
    with pytest.raises(StoreError) as refused, database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM event")
    assert isinstance(refused.value.__cause__, DatabaseError)
