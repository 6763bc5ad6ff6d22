"""Drafts: two at once, and who may approve what."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk.errors import OfficeError
from kiosk.model.catalogue import Source
from kiosk.model.problem import Problem, Severity
from kiosk.office import drafts, events
from kiosk.office.choices import Approval
from kiosk.office.drafts import DraftFacts, DraftState, GivenAnswer, ImportDraft
from kiosk.office.job_context import Workplace
from tests.kiosk.office.drafting import look, make_draft

EDITOR, OTHER, APPROVER = 1, 2, 3


@pytest.fixture
def draft(here: Workplace) -> ImportDraft:
    return make_draft(here, EDITOR)


def submit(here: Workplace, draft: ImportDraft, digest: str = "d1") -> ImportDraft:
    with here.database.writing() as connection:
        drafts.submit_draft(connection, events.begin_act(EDITOR), draft.id, draft.revision, digest)
    return look(here, draft.id)


def approve(here: Workplace, draft: ImportDraft, person: int, digest: str = "d1", **how: object) -> ImportDraft:
    approval, day = how.get("approval", Approval.TWO), how.get("day")
    with here.database.writing() as connection:
        drafts.approve_draft(connection, events.begin_act(person), draft.id, digest, approval, day)  # type: ignore[arg-type]
    return look(here, draft.id)


def edit(here: Workplace, draft: ImportDraft, person: int) -> ImportDraft:
    with here.database.writing() as connection:
        act = events.begin_act(person)
        drafts.set_facts(connection, act, draft.id, draft.revision, DraftFacts("2/QĐ"))
    return look(here, draft.id)


def test_of_two_editors_the_second_is_told_and_loses_nothing_in_silence(here: Workplace, draft: ImportDraft) -> None:
    edit(here, draft, EDITOR)
    with pytest.raises(OfficeError, match="người khác sửa"):
        edit(here, draft, OTHER)
    assert look(here, draft.id).contributors == {EDITOR}


def test_whoever_touched_a_draft_does_not_approve_it_where_two_decide(here: Workplace, draft: ImportDraft) -> None:
    submitted = submit(here, edit(here, draft, OTHER))
    for person in (EDITOR, OTHER):
        with pytest.raises(OfficeError, match="không duyệt"):
            approve(here, submitted, person)
    assert approve(here, submitted, APPROVER).state is DraftState.PUBLISHING


def test_where_one_decides_it_is_written_down_that_it_was_their_own_work(here: Workplace, draft: ImportDraft) -> None:
    approve(here, submit(here, draft), EDITOR, approval=Approval.ONE)
    with here.database.reading() as connection:
        newest = events.list_events(connection, 1)[0]
    assert isinstance(newest.after, dict) and newest.after["own_work"] is True


def test_any_edit_voids_what_was_submitted_or_approved(here: Workplace, draft: ImportDraft) -> None:
    approved = approve(here, submit(here, draft), APPROVER, day=date(2030, 1, 1))
    assert approved.state is DraftState.APPROVED and approved.publish_on == date(2030, 1, 1)
    edited = edit(here, approved, EDITOR)
    assert (edited.state, edited.approved_digest, edited.publish_on) == (DraftState.OPEN, None, None)
    with pytest.raises(OfficeError):
        approve(here, edited, APPROVER)


def test_of_two_approvers_one_approves(here: Workplace, draft: ImportDraft) -> None:
    submitted = submit(here, draft)
    approve(here, submitted, APPROVER)
    with pytest.raises(OfficeError):
        approve(here, submitted, OTHER)


def test_another_content_than_the_one_seen_is_not_approved(here: Workplace, draft: ImportDraft) -> None:
    with pytest.raises(OfficeError, match="đã đổi"):
        approve(here, submit(here, draft), APPROVER, digest="d2")


def test_a_draft_goes_back_with_a_reason_and_not_without(here: Workplace, draft: ImportDraft) -> None:
    submitted = submit(here, draft)
    with here.database.writing() as connection:
        act = events.begin_act(APPROVER)
        with pytest.raises(OfficeError, match="lý do"):
            drafts.reject_draft(connection, act, draft.id, submitted.revision, "  ")
        drafts.reject_draft(connection, act, draft.id, submitted.revision, "thiếu phụ lục")
    assert (look(here, draft.id).state, look(here, draft.id).reason) == (DraftState.REJECTED, "thiếu phụ lục")


def test_what_is_given_up_is_not_edited(here: Workplace, draft: ImportDraft) -> None:
    with here.database.writing() as connection:
        drafts.drop_draft(connection, events.begin_act(EDITOR), draft.id, draft.revision)
    with pytest.raises(OfficeError, match="đã bỏ"):
        edit(here, draft, EDITOR)


def problem(row: int, severity: Severity = Severity.WARNING) -> Problem:
    return Problem(Source("a.csv", row), "mã", "x", "không rõ", "xem lại", severity)


def test_answers_are_replaced_by_later_ones_and_may_be_withdrawn(here: Workplace, draft: ImportDraft) -> None:
    with here.database.writing() as connection:
        act = events.begin_act(OTHER)
        both = (GivenAnswer(problem(1), accepted=True, reason="thừa"), GivenAnswer(problem(2), accepted=True))
        drafts.answer_problems(connection, act, draft.id, draft.revision, both)
        again = (GivenAnswer(problem(1), accepted=False),)
        drafts.answer_problems(connection, act, draft.id, draft.revision + 1, again)
        drafts.withdraw_answer(connection, act, draft.id, draft.revision + 2, problem(2).key)
    now = look(here, draft.id)
    assert [(a.problem, a.accepted, a.reason) for a in now.answers] == [(problem(1), False, "")]
    assert now.contributors == {EDITOR, OTHER}


def test_with_a_file_go_the_answers_about_its_rows(here: Workplace, draft: ImportDraft) -> None:
    given = (GivenAnswer(problem(1), accepted=True),)
    with here.database.writing() as connection:
        act = events.begin_act(OTHER)
        drafts.answer_problems(connection, act, draft.id, draft.revision, given)
        drafts.add_files(connection, act, draft.id, draft.revision + 1, draft.files)
        assert len(drafts.load_draft(connection, draft.id).answers) == 1
        drafts.remove_file(connection, act, draft.id, draft.revision + 2, "a.csv")
    now = look(here, draft.id)
    assert (now.files, now.answers) == ((), ())


def test_changes_of_settings_are_added_and_taken_out(here: Workplace, draft: ImportDraft) -> None:
    with here.database.writing() as connection:
        act = events.begin_act(OTHER)
        drafts.add_edits(connection, act, draft.id, draft.revision, ("a", "b"))
        first = drafts.load_draft(connection, draft.id).edits[0]
        drafts.remove_edit(connection, act, draft.id, draft.revision + 1, first.id)
    assert [e.edit for e in look(here, draft.id).edits] == ["b"]


def test_a_draft_is_due_on_its_day_and_once(here: Workplace, draft: ImportDraft) -> None:
    approve(here, submit(here, draft), APPROVER, day=date(2030, 1, 2))
    with here.database.writing() as connection:
        assert drafts.take_due(connection, date(2030, 1, 1)) == ()
        assert [d.id for d in drafts.take_due(connection, date(2030, 1, 2))] == [draft.id]
        assert drafts.take_due(connection, date(2030, 1, 3)) == ()


def test_a_nameless_draft_and_one_that_is_not_there(here: Workplace, draft: ImportDraft) -> None:
    with here.database.writing() as connection:
        with pytest.raises(OfficeError, match="chưa có tên"):
            drafts.make_draft(connection, events.begin_act(1), " ", draft.base)
        with pytest.raises(OfficeError, match="không có dự thảo"):
            drafts.load_draft(connection, 99)
        assert [d.id for d in drafts.list_drafts(connection, DraftState.OPEN)] == [draft.id]
        assert drafts.list_drafts(connection, DraftState.APPLIED) == ()


def test_every_state_has_words() -> None:
    assert all(s.label for s in DraftState)
