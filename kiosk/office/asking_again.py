"""Questions that stand since an earlier import, and a draft in which they are answered.

In comes the workplace; out go the questions by file. The draft holds the kept file once more, read as it was read then,
so that its page asks the same questions; what they answer is applied like any draft.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

from sqlalchemy import Connection

from kiosk.errors import OfficeError
from kiosk.model.problem import Waiting
from kiosk.model.site import SiteKind
from kiosk.office import catalogues, draft_files, drafts, imports, register
from kiosk.office.drafts import DraftFacts, FilePart, ImportDraft
from kiosk.office.events import Act
from kiosk.office.job_context import Workplace
from kiosk.office.register import ImportRecord, KeptFile

_PARTS = {SiteKind.COMMUNE.value: FilePart.COMMUNE, SiteKind.CITY.value: FilePart.CITY}


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """A file of an earlier import with questions that nobody has answered. `record`: None where it is kept no more."""

    origin: str
    questions: tuple[Waiting, ...]
    kept: KeptFile | None = None
    record: ImportRecord | None = None


def list_waiting_files(here: Workplace) -> tuple[WaitingFile, ...]:
    """The files with questions that stand, in the order of the questions."""
    by_origin: dict[str, list[Waiting]] = {}
    for waiting in register.find_waiting(here.store):
        by_origin.setdefault(waiting.origin, []).append(waiting)
    records = register.select_active(register.read_records(here.store))
    kept_files = {k.sha256: (k, r) for r in records for k in r.files}
    return tuple(WaitingFile(sha, tuple(group), *kept_files.get(sha, (None, None))) for sha, group in by_origin.items())


def make_answering_draft(here: Workplace, connection: Connection, act: Act, origin: str) -> ImportDraft:
    """A draft of the file whose questions stand. Raises `OfficeError` where there is none, `StoreError`."""
    waiting = next((w for w in list_waiting_files(here) if w.origin == origin), None)
    if waiting is None or waiting.kept is None or waiting.record is None:
        raise OfficeError(
            "không còn câu hỏi nào chờ về tệp này", place="các câu hỏi đang chờ", way_out="xem lại danh sách"
        )
    content = io.BytesIO(register.read_kept(here.store, waiting.kept))
    part = _PARTS.get(waiting.kept.role, FilePart.FILES)
    file = draft_files.keep_file(here.store.root, waiting.kept.name, content, part)
    base = catalogues.load_in_force(here.store, here.config).id
    draft = drafts.make_draft(connection, act, f"Trả lời câu hỏi của {waiting.kept.name}", base)
    options = dict(waiting.record.options)
    options_read = imports.read_options(options)
    facts = DraftFacts(
        options.pop("decision", ""),
        options_read.effective,
        True,
        {k: v for k, v in options.items() if k != "effective"},
    )
    drafts.set_facts(connection, act, draft.id, draft.revision, facts)
    drafts.add_files(connection, act, draft.id, draft.revision + 1, (file,))
    return drafts.load_draft(connection, draft.id)
