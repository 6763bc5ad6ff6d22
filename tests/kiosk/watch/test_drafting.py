"""A list of the portal goes the office's way."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk.errors import OfficeError
from kiosk.office import drafts
from kiosk.office.database.engine import Database
from kiosk.office.events import Act
from kiosk.office.job_context import Workplace
from kiosk.progress import report_nothing
from kiosk.watch import saved_run, sync
from kiosk.watch.drafting import draft_last_list
from kiosk.watch.portal import Portal
from tests.kiosk.office.conftest import bare, config, database, here, store

__all__ = ["bare", "config", "database", "here", "store"]


def test_the_last_whole_list_becomes_a_draft(here: Workplace, database: Database, talk: Portal) -> None:
    root = here.store.root / sync.FOLDER
    with database.writing() as connection, pytest.raises(OfficeError, match="chưa có danh sách nào"):
        draft_last_list(here, connection, Act("a", 1, 5))
    with saved_run.hold_folder(root / sync.CURRENT):
        sync.run_sync(root / sync.CURRENT, talk, talk.address, {}, date(2026, 11, 29), report_nothing)
        sync.keep_run(root)
    with database.writing() as connection:
        number = draft_last_list(here, connection, Act("b", 1, 6))
    with database.reading() as connection:
        draft = drafts.load_draft(connection, number)
    assert draft.title == "Danh sách của Cổng ngày 29/11/2026"
    assert [file.name for file in draft.files] == [saved_run.LIST_FILE]
    assert draft.contributors == {1}
