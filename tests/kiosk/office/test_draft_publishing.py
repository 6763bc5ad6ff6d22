"""From submitting to the catalogue: checked again, done once, never what was not approved."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk.clock import get_today
from kiosk.errors import OfficeError
from kiosk.model.catalogue import Catalogue
from kiosk.office import access, catalogues, draft_publishing, drafts, events, jobs, previews, register, remembered
from kiosk.office.choices import Approval
from kiosk.office.drafts import DraftState, GivenAnswer, ImportDraft
from kiosk.office.job_context import Workplace
from kiosk.office.people import Role
from tests.kiosk.office.drafting import BROKEN, LIST, REPEALED_OR_NOT, look, make_draft, take_in_base


@pytest.fixture
def with_base(here: Workplace) -> Workplace:
    take_in_base(here)
    return here


def answer_all(here: Workplace, draft: ImportDraft, word: str = "") -> ImportDraft:
    questions = previews.preview_draft(here, draft).questions
    given = tuple(GivenAnswer(q.problem, True, word if q.problem.question else "", "dòng thử") for q in questions)
    with here.database.writing() as connection:
        drafts.answer_problems(connection, events.begin_act(1), draft.id, draft.revision, given)
    return look(here, draft.id)


def approved(here: Workplace, day: date | None = None, content: str = LIST, word: str = "") -> ImportDraft:
    draft = answer_all(here, make_draft(here, content=content), word)
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


def test_on_its_day_a_draft_is_due_and_what_a_person_asks_for_is_a_job(with_base: Workplace) -> None:
    draft = approved(with_base, date(2030, 1, 2))
    with with_base.database.reading() as connection:
        due = [draft_publishing.count_due(connection, date(2030, 1, day)) for day in (1, 2, 3)]
    assert due == [0, 1, 1]
    number = draft_publishing.queue_publishing(with_base, 2, draft)
    with with_base.database.reading() as connection:
        assert [job.id for job in jobs.list_active(connection)] == [number]


def test_what_holds_for_later_files_is_kept_with_the_person_who_said_it(with_base: Workplace) -> None:
    access.add_with_link(with_base.database, "soan", "Người soạn", Role.EDITOR, None)
    draft_publishing.apply_draft(with_base, approved(with_base, None, BROKEN).id, 2)
    draft_publishing.apply_draft(with_base, approved(with_base, None, REPEALED_OR_NOT, "repealed").id, 2)
    kept = remembered.read_remembered(with_base.store)
    assert [(a.answer, a.by) for a in kept.wordings.values()] == [("repealed", "Người soạn")]
    assert [(a.answer, a.by) for a in kept.accepted.values()] == [("dòng thử", "Người soạn")]
    assert {entry.by for entry in register.read_records(with_base.store)} == {"Người soạn"}


def test_a_question_that_is_held_back_on_purpose_goes_out_as_a_question(with_base: Workplace) -> None:
    draft = make_draft(with_base, content=REPEALED_OR_NOT)
    with pytest.raises(OfficeError, match="chưa trả lời"):
        draft_publishing.submit(with_base, 1, draft.id, draft.revision)
    (asked,) = previews.preview_draft(with_base, draft).questions
    with with_base.database.writing() as connection:
        given = (GivenAnswer(asked.problem, accepted=False),)
        drafts.answer_problems(connection, events.begin_act(1), draft.id, draft.revision, given)
    draft_publishing.submit(with_base, 1, draft.id, draft.revision + 1)
    with with_base.database.writing() as connection:
        digest = drafts.load_draft(connection, draft.id).approved_digest or ""
        drafts.approve_draft(connection, events.begin_act(2), draft.id, digest, Approval.TWO, None)
    draft_publishing.apply_draft(with_base, draft.id, 2)
    assert len(register.find_waiting(with_base.store)) == 2


def test_a_title_that_names_another_draft_is_not_taken_for_it(with_base: Workplace) -> None:
    draft = approved(with_base)
    with with_base.store.writing():
        catalogues.accept(with_base.store, Catalogue(), f"QĐ 7 (dự thảo {draft.id}) của phòng khác")
    with pytest.raises(OfficeError, match="nay đang áp dụng"):
        draft_publishing.apply_draft(with_base, draft.id, 2)
