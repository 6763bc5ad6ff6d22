"""A database of the first form keeps its drafts and answers."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config as AlembicConfig

from kiosk.office import drafts
from kiosk.office.database.engine import FILE, Database
from kiosk.office.database.migrating import migrate
from kiosk.office.database.migrations.versions import answers_and_settings

_DRAFT = """INSERT INTO draft (id, title, state, base_digest, created_by, created_at)
    VALUES (1, 'QĐ 1', 'open', 'd', 1, 1)"""
_ANSWER = "INSERT INTO draft_answer (draft, question, accepted, person, at) VALUES (1, 'q', 1, 1, 1)"


def test_what_stood_before_stays(tmp_path: Path) -> None:
    database = Database(tmp_path / FILE)
    config = AlembicConfig()
    config.set_main_option("script_location", str(Path(answers_and_settings.__file__).parents[1]))
    config.set_main_option("path_separator", "os")
    with database.writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.exec_driver_sql(_DRAFT)
        connection.exec_driver_sql(_ANSWER)
    migrate(database)
    with database.reading() as connection:
        draft = drafts.load_draft(connection, 1)
    assert draft.kind is drafts.DraftKind.IMPORT and draft.edits == ()
    assert [(a.question, a.answer, a.problem) for a in draft.answers] == [("q", "", None)]


def test_there_is_no_way_back() -> None:
    with pytest.raises(NotImplementedError, match="backup"):
        answers_and_settings.downgrade()
