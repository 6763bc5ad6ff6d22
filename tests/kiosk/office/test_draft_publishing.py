"""From submitting to the catalogue: checked again, done once, never what was not approved."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk.clock import get_today
from kiosk.errors import OfficeError
from kiosk.model.catalogue import Catalogue
from kiosk.office import catalogues, draft_publishing, drafts, events, jobs, previews
from kiosk.office.choices import Approval
from kiosk.office.drafts import DraftState, ImportDraft
from kiosk.office.job_context import Workplace
from tests.kiosk.office.drafting import BROKEN, look, make_draft, take_in_base


@pytest.fixture
def with_base(here: Workplace) -> Workplace:
    take_in_base(here)
    return here


def answer_all(here: Workplace, draft: ImportDraft) -> ImportDraft:
    keys = tuple(q.problem.key for q in previews.preview_draft(here, draft).questions)
    with here.database.writing() as connection:
        drafts.answer_questions(connection, events.begin_act(1), draft.id, draft.revision, keys, accepted=True)
    return look(here, draft.id)


def approved(here: Workplace, day: date | None = None) -> ImportDraft:
    draft = answer_all(here, make_draft(here))
    draft_publishing.submit(here, 1, draft.id, draft.revision)
    submitted = look(here, draft.id)
    with here.database.writing() as connection:
        digest = submitted.approved_digest or ""
        drafts.approve_draft(connection, events.begin_act(2), draft.id, digest, Approval.TWO, day)
    return look(here, draft.id)


def test_nothing_open_is_submitted(with_base: Workplace) -> None:
    draft = make_draft(with_base, content=BROKEN)
    with pytest.raises(OfficeError, match="chưa trả lời"):
        draft_publishing.submit(with_base, 1, draft.id, draft.revision)
    answered = answer_all(with_base, draft)
    draft_publishing.submit(with_base, 1, draft.id, answered.revision)
    assert look(with_base, draft.id).state is DraftState.SUBMITTED


def test_an_approved_draft_is_taken_in_once(with_base: Workplace) -> None:
    draft = approved(with_base)
    draft_publishing.apply_draft(with_base, draft.id, 2)
    draft_publishing.apply_draft(with_base, draft.id, 2)
    assert with_base.store.catalogue_numbers() == (1, 2)
    assert look(with_base, draft.id).state is DraftState.APPLIED
    assert catalogues.load_numbered(with_base.store, 2).on(get_today())["1.000593"].fee == "5.000 đồng"


def test_killed_between_taking_in_and_writing_it_down_it_is_not_taken_in_again(
    with_base: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = approved(with_base)
    with monkeypatch.context() as patch:
        patch.setattr(drafts, "mark_applied", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            draft_publishing.apply_draft(with_base, draft.id, 2)
    assert look(with_base, draft.id).state is DraftState.PUBLISHING
    draft_publishing.apply_draft(with_base, draft.id, 2)
    assert with_base.store.catalogue_numbers() == (1, 2)
    assert look(with_base, draft.id).state is DraftState.APPLIED


def test_where_the_base_moved_the_draft_goes_back(with_base: Workplace) -> None:
    draft = approved(with_base)
    with with_base.store.writing():
        catalogues.accept(with_base.store, Catalogue(), "another import")
    with pytest.raises(OfficeError, match="nay đang áp dụng"):
        draft_publishing.apply_draft(with_base, draft.id, 2)
    back = look(with_base, draft.id)
    assert back.state is DraftState.REJECTED and "nay đang áp dụng" in back.reason
    assert with_base.store.catalogue_numbers() == (1, 2)


def test_a_file_that_was_changed_on_disk_after_approval_is_not_taken_in(with_base: Workplace) -> None:
    draft = approved(with_base)
    previews._propose.cache_clear()
    (path,) = (with_base.store.root / "drafts").glob("*/a.csv")
    path.write_text(path.read_text().replace("5.000", "9.000"))
    with pytest.raises(OfficeError, match="không còn đúng"):
        draft_publishing.apply_draft(with_base, draft.id, 2)
    assert with_base.store.catalogue_numbers() == (1,)


def test_what_was_not_approved_is_not_taken_in(with_base: Workplace) -> None:
    draft = make_draft(with_base)
    with pytest.raises(OfficeError, match="chưa được duyệt"):
        draft_publishing.apply_draft(with_base, draft.id, 2)


def test_on_its_day_a_draft_is_asked_for_once(with_base: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = approved(with_base, date(2030, 1, 2))
    for day, count in ((date(2030, 1, 1), 0), (date(2030, 1, 2), 1), (date(2030, 1, 3), 1)):
        monkeypatch.setattr(draft_publishing, "get_today", lambda day=day: day)
        draft_publishing.queue_due(with_base)
        with with_base.database.reading() as connection:
            assert len(jobs.list_active(connection)) == count
    assert look(with_base, draft.id).state is DraftState.PUBLISHING
    assert draft_publishing.queue_publishing(with_base, 2, draft) == 1
