"""The database comes to today's form, and only forward."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config as AlembicConfig
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from kiosk.errors import StoreError
from kiosk.office.database.ledger_tables import PAPER
from kiosk.office.database.migrating import _STEPS, find_last_step, migrate, open_database


def test_the_steps_lead_to_the_tables_that_the_program_knows(tmp_path: Path) -> None:
    with open_database(tmp_path).reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), PAPER.metadata) == []


def test_every_constraint_has_a_name() -> None:
    nameless = [str(c) for table in PAPER.metadata.tables.values() for c in table.constraints if not c.name]
    assert nameless == []


def test_processes_that_start_together_take_the_steps_once(tmp_path: Path) -> None:
    failures: list[Exception] = []

    def start() -> None:
        try:
            open_database(tmp_path)
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_nobody_but_its_owner_reads_it_under_any_umask(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        for _ in range(2):
            database = open_database(tmp_path)
            with database.writing() as connection:
                connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS x (y INTEGER)")
                modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in tmp_path.glob("office.sqlite*")}
            database.close()
            assert set(modes.values()) == {0o600}, modes
            (tmp_path / "office.sqlite").chmod(0o644)
    finally:
        os.umask(before)


def test_a_database_of_a_later_program_is_refused(tmp_path: Path) -> None:
    database = open_database(tmp_path)
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="phiên bản mới hơn"):
        migrate(database)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="không tạo được"):
        open_database(tmp_path / "file" / "var")


def test_the_last_step_is_found_without_running_any(tmp_path: Path) -> None:
    assert find_last_step(_STEPS / "versions") == _head()
    (tmp_path / "a.py").write_text('revision = "1"\ndown_revision = None\n')
    (tmp_path / "b.py").write_text('revision = "2"\ndown_revision = "1"\n')
    assert find_last_step(tmp_path) == "2"


def _head() -> str | None:
    config = AlembicConfig()
    config.set_main_option("script_location", str(_STEPS))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config).get_current_head()
