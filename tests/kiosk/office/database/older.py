"""A database as an older program left it, for tests of the steps that follow."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig

from kiosk.office.database.engine import FILE, Database
from kiosk.office.database.migrating import _STEPS


def open_older(folder: Path, step: str) -> Database:
    """An empty database that has taken the steps up to this one."""
    database = Database(folder / FILE)
    config = AlembicConfig()
    config.set_main_option("script_location", str(_STEPS))
    config.set_main_option("path_separator", "os")
    with database.writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, step)
    return database
