"""The first form: the log of events can be added to, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.errors import StoreError
from kiosk.office import events
from kiosk.office.database.migrating import open_database
from kiosk.office.database.migrations.versions import first_form
from kiosk.office.events import EventKind


@pytest.mark.parametrize("statement", ["DELETE FROM event", "UPDATE event SET person = 2"])
def test_no_statement_changes_an_event(tmp_path: Path, statement: str) -> None:
    database = open_database(tmp_path)
    with database.writing() as connection:
        events.record(connection, events.begin_act(1), EventKind.CHOSEN, "choice/x")
    with pytest.raises(StoreError), database.writing() as connection:
        connection.exec_driver_sql(statement)
    with database.reading() as connection:
        assert events.count_events(connection) == 1


def test_there_is_no_way_back() -> None:
    with pytest.raises(NotImplementedError, match="backup"):
        first_form.downgrade()
