"""Answers fit their questions, by row or by the wording of a heading."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.intake.entry import write_place
from kiosk.intake.rules.answers import Answers, is_answer, make_refusal_key, make_word_key, normalise_answer
from kiosk.model.catalogue import Source
from kiosk.model.problem import Problem, Severity
from kiosk.model.question import DAY_ANSWER, KIND_WORDS, Question, Topic

QUESTION = Question(Topic.KIND, KIND_WORDS, "TTHC MỚI, BÃI BỎ")
ASKED = Problem(Source("a.docx", 7, "Bảng 1"), "loại", "x", "loại nào?", "", Severity.QUESTION, question=QUESTION)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Bãi bỏ", "repealed"),
        ("SỬA ĐỔI, BỔ SUNG", "amended"),
        ("xã + thành phố", "commune+city"),
        ("01/03/2027", "2027-03-01"),
        ("nhận", "nhận"),
        ("bỏ qua", "bỏ"),
        ("repealed", "repealed"),
    ],
)
def test_what_a_person_types_is_one_answer(typed: str, kept: str) -> None:
    assert normalise_answer(typed) == kept


def test_a_day_answers_only_what_asks_for_one() -> None:
    assert is_answer("2027-03-01", (DAY_ANSWER,))
    assert not is_answer("2027-03-01", KIND_WORDS)
    assert not is_answer("2027-13-01", (DAY_ANSWER,))
    assert not is_answer("", ("",))


def test_the_row_is_asked_before_its_heading() -> None:
    wordings = {make_word_key(Topic.KIND, "tthc mới, bãi bỏ"): "new"}
    rows = {write_place(ASKED.source): ("repealed",)}
    assert Answers(wordings=wordings).find(ASKED) == "new"
    assert Answers(rows, wordings).find(ASKED) == "repealed"
    assert Answers({write_place(ASKED.source): ("commune",)}).find(ASKED) == ""
    assert Answers(rows).find(replace(ASKED, question=None)) == ""


def test_a_refusal_is_known_by_what_it_says_and_not_by_its_row() -> None:
    assert make_refusal_key(ASKED) == make_refusal_key(replace(ASKED, source=Source("b.docx", 90)))
    assert make_refusal_key(ASKED) != make_refusal_key(replace(ASKED, value="y"))
