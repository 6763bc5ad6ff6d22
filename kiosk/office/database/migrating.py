"""Brings the office's database to the form that this program knows, in one transaction.

In comes the workspace's folder, out goes an open `Database`. Steps already taken are not taken again; a database of a
later program is refused with a sentence, because a program cannot know what a later one meant.
"""

from __future__ import annotations

import stat
from contextlib import suppress
from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from kiosk.errors import StoreError, explain_cause
from kiosk.office.database.engine import FILE, Database

_PRIVATE = 0o600
_STEPS = Path(__file__).resolve().parent / "migrations"


def open_database(folder: Path) -> Database:
    """The database in `folder`, made where there is none and brought up to date. Raises `StoreError`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            "không tạo được thư mục làm việc",
            place=str(folder),
            value=explain_cause(error),
            way_out="chọn --workspace khác",
        ) from error
    _keep_private(folder / FILE)
    database = Database(folder / FILE)
    migrate(database)
    return database


def _keep_private(path: Path) -> None:
    """It holds what proves who a person is: nobody but its owner reads it, nor what SQLite puts beside it."""
    with suppress(OSError):  # a disk that cannot be written, another owner: opening it says so
        path.touch(mode=_PRIVATE)
        if stat.S_IMODE(path.stat().st_mode) != _PRIVATE:
            path.chmod(_PRIVATE)


def migrate(database: Database) -> None:
    """Take the steps that are missing, all or none. Raises `StoreError` for a database of a later program."""
    config = AlembicConfig()
    config.set_main_option("script_location", str(_STEPS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    steps = ScriptDirectory.from_config(config)
    head = steps.get_current_head()
    with database.writing() as connection:
        now = MigrationContext.configure(connection).get_current_revision()
        if now == head:
            return
        if now is not None and now not in {step.revision for step in steps.walk_revisions()}:
            raise _newer(database.path, now)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _newer(path: Path, step: str) -> StoreError:
    return StoreError(
        "cơ sở dữ liệu do phiên bản mới hơn của chương trình ghi nên phiên bản đang chạy không dùng được",
        place=str(path),
        value=step,
        way_out="cài lại phiên bản mới hơn; nếu phải dùng phiên bản này thì khôi phục thư mục làm việc "
        "từ bản sao lưu trước khi nâng cấp",
    )
