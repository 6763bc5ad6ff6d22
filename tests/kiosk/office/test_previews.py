"""What a draft would change: row by row, and named by one digest."""

from __future__ import annotations

import io

import pytest

from kiosk.catalogue.diff import ChangeKind
from kiosk.errors import OfficeError
from kiosk.model.catalogue import Catalogue
from kiosk.model.problem import Problem, Severity
from kiosk.office import catalogues, draft_files, drafts, events, previews, remembered
from kiosk.office.drafts import DraftFacts, FilePart, GivenAnswer, ImportDraft
from kiosk.office.job_context import Workplace
from tests.kiosk.office.drafting import BROKEN, HOLDS, REPEALED_OR_NOT, SIGNED, look, make_draft, take_in_base


@pytest.fixture
def with_base(here: Workplace) -> Workplace:
    take_in_base(here)
    return here


def answer(here: Workplace, number: int, problem: Problem, word: str = "", *, accepted: bool) -> None:
    given = (GivenAnswer(problem, accepted, word),)
    with here.database.writing() as connection:
        revision = drafts.load_draft(connection, number).revision
        drafts.answer_problems(connection, events.begin_act(2), number, revision, given)


def test_a_repair_is_taken_where_a_person_accepts_it_and_only_there(with_base: Workplace) -> None:
    draft = make_draft(with_base)
    before = previews.preview_draft(with_base, draft)
    (repair,) = [q for q in before.questions if q.problem.severity is Severity.REPAIR]
    assert repair.problem.proposal == "2.001610" and repair.answer is None
    assert "2.001610" not in {c.code for c in before.bound.proposal.changes if c.fields}
    answer(with_base, draft.id, repair.problem, accepted=True)
    after = previews.preview_draft(with_base, look(with_base, draft.id))
    assert "2.001610" in {c.code for c in after.bound.proposal.changes if c.fields}
    (asked,) = [q for q in after.questions if q.problem == repair.problem]
    assert asked.answer is not None and asked.answer.person == 2
    assert after.digest != before.digest


def test_what_nobody_accepts_and_what_nobody_answered_is_counted(with_base: Workplace) -> None:
    draft = make_draft(with_base, content=BROKEN)
    preview = previews.preview_draft(with_base, draft)
    assert preview.unanswered == len(preview.questions) >= 2 and preview.objections == 0
    (refused,) = [q for q in preview.questions if q.problem.severity is Severity.ERROR]
    answer(with_base, draft.id, refused.problem, accepted=False)
    now = previews.preview_draft(with_base, look(with_base, draft.id))
    assert (now.unanswered, now.objections) == (preview.unanswered - 1, 1)


def test_the_digest_is_the_same_as_long_as_nothing_changes(with_base: Workplace) -> None:
    draft = make_draft(with_base)
    assert previews.preview_draft(with_base, draft).digest == previews.preview_draft(with_base, draft).digest


def test_a_base_that_moved_is_noticed(with_base: Workplace) -> None:
    draft = make_draft(with_base)
    assert previews.preview_draft(with_base, draft).is_current
    with with_base.store.writing():
        catalogues.accept(with_base.store, Catalogue(), "another import")
    assert not previews.preview_draft(with_base, draft).is_current


def test_a_draft_without_files_has_no_preview(with_base: Workplace) -> None:
    draft = make_draft(with_base)
    with with_base.database.writing() as connection:
        drafts.remove_file(connection, events.begin_act(1), draft.id, draft.revision, "a.csv")
    with pytest.raises(OfficeError, match="chưa có tệp"):
        previews.preview_draft(with_base, look(with_base, draft.id))


def test_what_stays_a_search_link_and_which_decision_says_so_is_told(with_base: Workplace) -> None:
    draft = make_draft(with_base)
    with with_base.database.writing() as connection:
        act = events.begin_act(1)
        drafts.set_facts(connection, act, draft.id, draft.revision, DraftFacts("5/QĐ"))
    preview = previews.preview_draft(with_base, look(with_base, draft.id))
    assert [p.code for p in preview.search_links] == ["1.000593"] and preview.decisions == ()


def ask_annex(here: Workplace, rows: str = REPEALED_OR_NOT) -> ImportDraft:
    """A draft of an annex whose heading names two kinds: each of its rows asks."""
    return make_draft(here, content=rows, name="phụ lục.csv")


def test_a_question_is_answered_and_stays_in_sight(with_base: Workplace) -> None:
    draft = ask_annex(with_base)
    (asked,) = previews.preview_draft(with_base, draft).questions
    assert asked.problem.question is not None and asked.is_open and asked.rows == 2
    answer(with_base, draft.id, asked.problem, "repealed", accepted=True)
    after = previews.preview_draft(with_base, look(with_base, draft.id))
    (settled,) = after.questions
    assert settled.answer is not None and settled.answer.answer == "repealed" and after.unanswered == 0
    assert {c.kind for c in after.bound.proposal.changes} == {ChangeKind.ENDED}
    (cited,) = after.decisions
    assert (cited.number, cited.signed, cited.holds) == ("9/QĐ-UBND", SIGNED, HOLDS)
    assert cited.rows == 2 and "phụ lục.csv" in cited.place


def test_a_question_may_be_held_back_on_purpose(with_base: Workplace) -> None:
    draft = ask_annex(with_base)
    (asked,) = previews.preview_draft(with_base, draft).questions
    answer(with_base, draft.id, asked.problem, accepted=False)
    after = previews.preview_draft(with_base, look(with_base, draft.id))
    assert (after.unanswered, after.objections, after.held_back) == (0, 0, 1)
    assert after.bound.held and not after.bound.proposal.changes


def test_an_answer_is_about_the_file_that_was_asked_about(with_base: Workplace) -> None:
    draft = ask_annex(with_base)
    (asked,) = previews.preview_draft(with_base, draft).questions
    answer(with_base, draft.id, asked.problem, "repealed", accepted=True)
    other = REPEALED_OR_NOT.replace("1.000593", "2.001610")
    file = draft_files.keep_file(with_base.store.root, "phụ lục.csv", io.BytesIO(other.encode()), FilePart.FILES)
    with with_base.database.writing() as connection:
        drafts.add_files(connection, events.begin_act(1), draft.id, draft.revision + 1, (file,))
    again = previews.preview_draft(with_base, look(with_base, draft.id))
    assert again.unanswered == len(again.questions) >= 1


def test_what_somebody_accepted_before_is_not_asked_again(with_base: Workplace) -> None:
    draft = make_draft(with_base, content=BROKEN)
    (refused,) = previews.preview_draft(with_base, draft).open_of(Severity.ERROR)
    with with_base.store.writing():
        remembered.accept_refusals(with_base.store, [refused], "dòng thử", "Người soạn")
    after = previews.preview_draft(with_base, draft)
    assert after.open_of(Severity.ERROR) == ()
    assert [q.remembered for q in after.questions if q.problem == refused] == [True]
