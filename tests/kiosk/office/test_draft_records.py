"""What a draft is, and how it is found."""

from __future__ import annotations

from kiosk.model.catalogue import Source
from kiosk.model.problem import Problem, Severity
from kiosk.model.question import Question, Topic
from kiosk.office import draft_records, drafts, events
from kiosk.office.draft_records import DraftKind, DraftState
from kiosk.office.drafts import GivenAnswer
from kiosk.office.job_context import Workplace
from tests.kiosk.office.drafting import look, make_draft


def test_a_problem_comes_back_as_it_was_shown(here: Workplace) -> None:
    draft = make_draft(here)
    asked = Question(Topic.KIND, ("repealed", "bỏ"), "BÃI BỎ, SỬA ĐỔI")
    problem = Problem(Source("a.csv", 3, "Bảng"), "đề mục", "<b>", "không rõ", "", Severity.QUESTION, question=asked)
    with here.database.writing() as connection:
        given = (GivenAnswer(problem, True, "repealed"),)
        drafts.answer_problems(connection, events.begin_act(1), draft.id, draft.revision, given)
    (answer,) = look(here, draft.id).answers
    assert answer.problem == problem and answer.question == problem.key


def test_drafts_are_listed_by_state_and_kind_has_words(here: Workplace) -> None:
    draft = make_draft(here)
    with here.database.reading() as connection:
        assert draft_records.list_drafts(connection, DraftState.OPEN) == (draft,)
    assert draft.kind is DraftKind.IMPORT and all(kind.label for kind in DraftKind)
