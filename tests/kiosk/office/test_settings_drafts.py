"""A draft of settings: cost first, approved by its content, written once."""

from __future__ import annotations

import pytest

from kiosk.errors import ConfigError, OfficeError
from kiosk.office import draft_publishing, drafts, events, settings_drafts, settings_watch
from kiosk.office.choices import Approval
from kiosk.office.draft_records import DraftKind, DraftState, ImportDraft
from kiosk.office.events import EventKind
from kiosk.office.job_context import Workplace
from kiosk.office.setting_edits import SettingEdit
from kiosk.settings import tables
from tests.kiosk.office.drafting import look, take_in_base

PHONE = SettingEdit("sites", {"code": "10507"}, {"hotline": "0225 3 123 456"})


@pytest.fixture
def watched(here: Workplace) -> Workplace:
    """An office whose settings were looked at once."""
    take_in_base(here)
    settings_watch.note_changes_by_hand(here)
    return here


def propose(here: Workplace, *edits: SettingEdit, person: int = 1) -> ImportDraft:
    return settings_drafts.add_to_draft(here, events.begin_act(person), edits or (PHONE,), "Cài đặt: điểm")


def approve(here: Workplace, draft: ImportDraft) -> ImportDraft:
    draft_publishing.submit(here, 1, draft.id, look(here, draft.id).revision)
    with here.database.writing() as connection:
        digest = drafts.load_draft(connection, draft.id).approved_digest or ""
        drafts.approve_draft(connection, events.begin_act(2), draft.id, digest, Approval.TWO, None)
    return look(here, draft.id)


def hotline(here: Workplace) -> str:
    sites = tables.read_sites(here.config.path(here.config.sites)).sites
    return next(s.hotline for s in sites if s.code == "10507")


def log(here: Workplace, kind: EventKind) -> list[tuple[str, object, object]]:
    with here.database.reading() as connection:
        return [(e.subject, e.before, e.after) for e in events.list_events(connection, 50) if e.what is kind]


def test_it_changes_nothing_before_it_is_approved_and_then_exactly_that(watched: Workplace) -> None:
    draft = propose(watched)
    assert draft.kind is DraftKind.SETTINGS
    preview = settings_drafts.preview_settings(watched, draft)
    assert [(c.column, c.after) for c in preview.changes] == [("Điện thoại", "0225 3 123 456")]
    assert preview.is_current and hotline(watched) == ""
    approved = approve(watched, draft)
    for _ in range(2):
        draft_publishing.apply_draft(watched, approved.id, 2)
    assert hotline(watched) == "0225 3 123 456" and look(watched, draft.id).state is DraftState.APPLIED
    change = ("setting/Điểm tiếp nhận, 10507, Điện thoại", "", "0225 3 123 456")
    assert log(watched, EventKind.SETTING_CHANGED) == [change]
    assert settings_watch.note_changes_by_hand(watched) == 0


def test_killed_after_writing_every_change_is_still_written_down(
    watched: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    approved = approve(watched, propose(watched))
    with monkeypatch.context() as patch:
        patch.setattr(drafts, "mark_applied", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            draft_publishing.apply_draft(watched, approved.id, 2)
    assert hotline(watched) and settings_watch.note_changes_by_hand(watched) == 0
    draft_publishing.apply_draft(watched, approved.id, 2)
    assert len(log(watched, EventKind.SETTING_CHANGED)) == 1 and log(watched, EventKind.SETTING_BY_HAND) == []


def test_where_somebody_edits_the_file_meanwhile_the_draft_goes_back(watched: Workplace) -> None:
    approved = approve(watched, propose(watched))
    path = watched.config.path(watched.config.aliases)
    path.write_text(path.read_text(encoding="utf-8") + "mới,nghĩa mới\n", encoding="utf-8")
    with pytest.raises(OfficeError, match="sửa ở nơi khác"):
        draft_publishing.apply_draft(watched, approved.id, 2)
    assert look(watched, approved.id).state is DraftState.REJECTED and hotline(watched) == ""
    with pytest.raises(OfficeError, match="đã đổi từ khi lập"):
        draft_publishing.submit(watched, 1, approved.id, look(watched, approved.id).revision)


def test_what_reading_would_refuse_never_enters_a_draft(watched: Workplace) -> None:
    for edit in (
        SettingEdit("sites", {"code": "10507"}, {"hotline": "xin gọi"}),
        SettingEdit("exceptions", {}, {"site": "99999", "code": "1.000593", "effect": "bỏ", "document": ""}),
    ):
        with pytest.raises(ConfigError):
            propose(watched, edit)
    with watched.database.reading() as connection:
        assert drafts.list_drafts(connection) == ()


def test_edits_of_one_person_gather_in_one_draft(watched: Workplace) -> None:
    first = propose(watched)
    assert propose(watched, SettingEdit("", {}, {"publisher": "Ủy ban"})).id == first.id
    assert propose(watched, person=2).id != first.id
    with watched.database.writing() as connection:
        now = drafts.load_draft(connection, first.id)
        for edit in now.edits:
            revision = drafts.load_draft(connection, first.id).revision
            drafts.remove_edit(connection, events.begin_act(1), first.id, revision, edit.id)
    with pytest.raises(OfficeError, match="không thay đổi gì"):
        draft_publishing.submit(watched, 1, first.id, look(watched, first.id).revision)
