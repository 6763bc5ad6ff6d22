"""Drafts of settings: what they would change and cost, and how exactly that goes out.

In come the workplace and a draft; out goes a preview made on a copy of the files, and, once it is approved, the files
changed through the one writer, with an event for each change. What was approved is named by its base, its edits and the
files that they make: where somebody changed the files meanwhile so that another state would come out, the draft goes
back.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kiosk.canonical import digest, dump_canonical
from kiosk.errors import KioskError, OfficeError
from kiosk.office import catalogues, drafts, events, settings_watch
from kiosk.office.catalogues import CatalogueId
from kiosk.office.draft_records import DraftEdit, DraftKind, ImportDraft
from kiosk.office.events import Act, EventKind
from kiosk.office.job_context import Workplace
from kiosk.office.setting_edits import SettingEdit, apply_edits, check_edit, read_edit, write_edit
from kiosk.office.settings_files import (
    SettingChange,
    compare_files,
    copy_settings,
    digest_files,
    read_files,
)
from kiosk.settings import config as settings
from kiosk.settings import inputs
from kiosk.settings.config import Config


@dataclass(frozen=True, slots=True)
class SettingsPreview:
    """What a draft of settings would do. `edits` with what each says; `error`: why they cannot be made."""

    edits: tuple[tuple[DraftEdit, SettingEdit], ...]
    changes: tuple[SettingChange, ...]
    digest: str
    is_current: bool
    error: KioskError | None = None


def name_current_base(config: Config) -> CatalogueId:
    """What names the settings that are in force now."""
    return CatalogueId(None, digest_files(read_files(config)))


def load_fresh_config(here: Workplace) -> Config:
    """The settings as the file says them now, whatever a process that serves for days began with."""
    return settings.load(here.config.source)


def add_to_draft(here: Workplace, act: Act, edits: tuple[SettingEdit, ...], title: str) -> ImportDraft:
    """The person's open draft of settings with these edits added; a new one where there is none. Raises `OfficeError`
    and `ConfigError` where they cannot be made together with what is in it."""
    clean = tuple(check_edit(edit) for edit in edits)
    with here.database.reading() as connection:
        own = [
            d
            for d in drafts.list_drafts(connection, drafts.DraftState.OPEN)
            if d.kind is DraftKind.SETTINGS and d.created_by == act.person
        ]
    before = tuple(read_edit(e.edit) for e in own[0].edits) if own else ()
    with _try_edits(here, (*before, *clean)):
        pass  # whatever cannot be written is told before anything is kept
    base = name_current_base(load_fresh_config(here))
    with here.database.writing() as connection:
        draft = own[0] if own else drafts.make_draft(connection, act, title, base, DraftKind.SETTINGS)
        drafts.add_edits(connection, act, draft.id, draft.revision, tuple(map(write_edit, clean)))
        return drafts.load_draft(connection, draft.id)


def preview_settings(here: Workplace, draft: ImportDraft) -> SettingsPreview:
    """What the draft would change in the files as they are now."""
    config = load_fresh_config(here)
    edits = tuple((e, read_edit(e.edit)) for e in draft.edits)
    now = read_files(config)
    is_current = digest_files(now) == draft.base.digest
    try:
        with _try_edits(here, tuple(edit for _, edit in edits)) as changed:
            after = read_files(changed)
    except KioskError as error:
        return SettingsPreview(edits, (), "", is_current, error)
    return SettingsPreview(edits, compare_files(now, after), _name(draft, after), is_current)


def _name(draft: ImportDraft, after: dict[str, str]) -> str:
    facts = {"base": draft.base.digest, "edits": [e.edit for e in draft.edits], "result": digest_files(after)}
    return digest(dump_canonical(facts))


@contextmanager
def _try_edits(here: Workplace, edits: tuple[SettingEdit, ...]) -> Iterator[Config]:
    """A copy of the settings with the edits made, checked with the catalogue in force, for as long as the body runs.

    Raises `ConfigError` and `LinkError`.
    """
    with tempfile.TemporaryDirectory() as folder:
        copied = copy_settings(load_fresh_config(here), Path(folder))
        apply_edits(copied, edits)
        changed = settings.load(copied.source)
        inputs.gather(changed, catalogues.load_in_force(here.store, here.config).catalogue)
        yield changed


def find_obstacle(preview: SettingsPreview) -> str:
    """Why a draft of settings cannot be put before those who approve, empty where it can."""
    if preview.error is not None:
        return preview.error.message
    if not preview.is_current:
        return "cài đặt đã đổi từ khi lập dự thảo"
    return "" if preview.changes else "dự thảo không thay đổi gì trong cài đặt"


def gather_edited(here: Workplace, draft: ImportDraft) -> inputs.Inputs:
    """Everything that a release would be built from with the draft's changes. Raises `ConfigError`."""
    with _try_edits(here, tuple(read_edit(e.edit) for e in draft.edits)) as changed:
        return inputs.gather(changed, catalogues.load_in_force(here.store, here.config).catalogue)


def apply_settings(here: Workplace, draft: ImportDraft, person: int | None) -> None:
    """Make exactly the changes that were approved, and write down each. Raises `OfficeError` where something else would
    come out. Done twice it is done once: what a killed process left half-made leads to the same files."""
    preview = preview_settings(here, draft)
    if preview.error is not None or preview.digest != draft.approved_digest:
        raise OfficeError(
            "cài đặt đã bị sửa ở nơi khác từ khi được duyệt nên chưa đổi gì",
            place=f"dự thảo {draft.id}",
            value=preview.error.message if preview.error else "",
            way_out="xem lại dự thảo trên cài đặt hiện nay rồi trình lại",
        )
    config = load_fresh_config(here)
    apply_edits(config, tuple(read_edit(e.edit) for e in draft.edits))
    after = read_files(config)
    with here.database.writing() as connection:
        before = settings_watch.load_last_seen(connection)
        act = events.begin_act(person)
        for change in compare_files(before, after) if before else ():
            subject = f"setting/{change.place}"
            events.record(connection, act, EventKind.SETTING_CHANGED, subject, change.before, change.after)
        settings_watch.keep_seen(connection, after)
        drafts.mark_applied(connection, act, draft.id, None)
