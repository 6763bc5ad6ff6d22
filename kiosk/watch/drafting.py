"""Puts a whole list of the portal into a draft, so that it goes the office's way: looked at, approved, published.

In comes the workplace and an act of a person, out goes the draft's number. Reading and comparing the files is left to
the draft.
"""

from __future__ import annotations

from sqlalchemy import Connection

from kiosk.errors import OfficeError
from kiosk.office import catalogues, draft_files, drafts
from kiosk.office.drafts import FilePart
from kiosk.office.events import Act
from kiosk.office.job_context import Workplace
from kiosk.watch import saved_run, sync


def draft_last_list(here: Workplace, connection: Connection, act: Act) -> int:
    """A draft with the files of the last whole list. Raises `OfficeError` before the first, and as `open_finished`."""
    runs = sync.list_runs(here.store.root / sync.FOLDER)
    if not runs:
        raise OfficeError(
            "chưa có danh sách nào của Cổng", place="đồng bộ Cổng", way_out="chạy kiosk sync trên máy chủ trước"
        )
    day = saved_run.open_finished(runs[-1]).day
    base = catalogues.load_in_force(here.store, here.config).id
    draft = drafts.make_draft(connection, act, f"Danh sách của Cổng ngày {day:%d/%m/%Y}", base)
    files = []
    for path in saved_run.list_import_files(runs[-1]):
        with path.open("rb") as stream:
            files.append(draft_files.keep_file(here.store.root, path.name, stream, FilePart.FILES))
    drafts.add_files(connection, act, draft.id, draft.revision, tuple(files))
    return draft.id
