"""Databases as earlier programs left them."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config

from kiosk.office.database import migrating
from kiosk.office.database.engine import FILE, Database


def make_older(folder: Path, step: str) -> Database:
    """A database that has taken the steps up to this one."""
    steps = Config()
    steps.set_main_option("script_location", str(Path(migrating.__file__).with_name("migrations")))
    steps.set_main_option("path_separator", "os")
    database = Database(folder / FILE)
    with database.writing() as connection:
        steps.attributes["connection"] = connection
        command.upgrade(steps, step)
    return database
