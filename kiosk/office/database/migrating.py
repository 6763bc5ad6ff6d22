"""Brings the office's database to the form that this program knows, in one transaction.

In comes the workspace's folder, out goes an open `Database`. Steps already taken are not taken again; a database of a
later program is refused with a sentence, because a program cannot know what a later one meant.
"""

from __future__ import annotations

import re
import stat
from contextlib import suppress
from pathlib import Path

from kiosk.errors import StoreError, explain_cause
from kiosk.office.database.engine import FILE, Database
from kiosk.office.database.standing import refuse_lost
from kiosk.workspace.plain import require_plain_database

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
    require_plain_database(folder / FILE)
    refuse_lost(folder / FILE)
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
    if _read_form(database) == find_last_step(_STEPS / "versions"):
        return
    # Alembic takes a third of a second to load, and a step is taken once a year.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config as AlembicConfig  # noqa: PLC0415
    from alembic.migration import MigrationContext  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

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
            raise _refuse_newer(database.path, now)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _read_form(database: Database) -> str | None:
    """The last step that the database has taken, None where it has taken none."""
    with database.reading() as connection:
        if not connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").first():
            return None
        return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def find_last_step(folder: Path) -> str:
    """The step in `folder` that no other follows, read from the files without running them."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py"))]
    names = {match[1] for text in texts for match in re.finditer(r'(?m)^revision = "([^"]+)"$', text)}
    followed = {match[1] for text in texts for match in re.finditer(r'(?m)^down_revision = "([^"]+)"$', text)}
    (last,) = names - followed
    return last


def _refuse_newer(path: Path, step: str) -> StoreError:
    return StoreError(
        "cơ sở dữ liệu do phiên bản mới hơn của chương trình ghi nên phiên bản đang chạy không dùng được",
        place=str(path),
        value=step,
        way_out="cài lại phiên bản mới hơn; nếu phải dùng phiên bản này thì khôi phục thư mục làm việc "
        "từ bản sao lưu trước khi nâng cấp",
    )
