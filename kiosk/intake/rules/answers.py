"""What a person answered, applied to the rows that asked.

In come readings with questions and the answers; out go readings in which every answered row is taken as the person
said. An answer is found by the place of its row, or by the wording of the heading it was asked about; where rows stand
in a file is known by the file's content, so that another file with the same name is not answered by it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from kiosk.intake import values
from kiosk.intake.entry import HEADING, write_place
from kiosk.intake.readers.cases import join_rows
from kiosk.intake.rows import Mode, Reading, Row
from kiosk.model.catalogue import Catalogue
from kiosk.model.problem import Problem, Severity
from kiosk.model.question import DAY_ANSWER, SKIP, TAKE, Topic
from kiosk.model.site import SiteKind
from kiosk.model.statement import RowStatus
from kiosk.text import fold

KIND_ANSWERS: Mapping[str, RowStatus] = {
    "new": RowStatus.NEW,
    "amended": RowStatus.AMENDED,
    "replaced": RowStatus.REPLACED,
    "repealed": RowStatus.REPEALED,
    "suspended": RowStatus.SUSPENDED,
    "resumed": RowStatus.RESUMED,
}
"""The kinds of change as a person answers them."""
PLACE_ANSWERS: Mapping[str, tuple[SiteKind, ...]] = {
    "commune": (SiteKind.COMMUNE,),
    "city": (SiteKind.CITY,),
    "commune+city": (SiteKind.COMMUNE, SiteKind.CITY),
}
"""The places of reception as a person answers them."""
_WORDS = {
    "ban hanh moi": "new", "moi": "new", "sua doi": "amended", "sua doi, bo sung": "amended", "thay the": "replaced",
    "bi thay the": "replaced", "bai bo": "repealed", "tam dung": "suspended", "tiep tuc": "resumed",
    "xa": "commune", "cap xa": "commune", "thanh pho": "city", "tinh": "city", "xa+thanh pho": "commune+city",
    "ca hai": "commune+city", "nhan": TAKE, "take": TAKE, "bo": SKIP, "skip": SKIP, "bo qua": SKIP,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person answered: by row (FILE:SHEET:ROW), by heading (folded wording), and refused rows accepted as they
    are (by the digest of what they say). `fields`: folded names of fields, known without a person."""

    rows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    wordings: Mapping[str, str] = field(default_factory=dict)
    accepted: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()

    def find(self, problem: Problem) -> str:
        """The answer to a question, empty where it waits."""
        question = problem.question
        if question is None:
            return ""
        for answer in self.rows.get(write_place(problem.source), ()):
            if is_answer(answer, question.answers):
                return answer
        key = make_word_key(question.topic, question.wording)
        answer = self.wordings.get(key, "") if question.wording else ""
        return answer if is_answer(answer, question.answers) else ""


def make_word_key(topic: Topic, wording: str) -> str:
    """How an answer about a wording is kept."""
    return f"{topic.value}|{fold(wording)}"


def normalise_answer(text: str) -> str:
    """An answer as the program keeps it, from what a person typed in Vietnamese or English."""
    plain = fold(text.replace(" + ", "+"))
    try:
        day = values.read_day(text)
    except ValueError:
        day = None
    return day.isoformat() if day else _WORDS.get(plain, plain)


def is_answer(answer: str, answers: tuple[str, ...]) -> bool:
    """Whether an answer is one of those that a question has."""
    return bool(answer) and (answer in answers or (DAY_ANSWER in answers and _is_day(answer)))


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def make_refusal_key(problem: Problem) -> str:
    """What an accepted refusal is remembered by: what the row says, wherever it stands in the next file."""
    text = "|".join((problem.column, problem.value, problem.message))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def settle_questions(readings: tuple[Reading, ...], answers: Answers, base: Catalogue) -> tuple[Reading, ...]:
    """The readings with every answered question taken out of its row; one about a heading holds for all its rows.

    A heading that is the name of a field, in `base` or on a list among the readings, needs no person.
    """
    asks_heading = any(p.question and p.column == HEADING for r in readings for row in r.rows for p in row.problems)
    fields = _list_fields(readings, base) if asks_heading else frozenset[str]()
    full_answers = replace(answers, wordings={**answers.wordings, **find_wordings(readings, answers)}, fields=fields)
    return tuple(_settle_reading(r, full_answers) for r in readings)


def _list_fields(readings: tuple[Reading, ...], base: Catalogue) -> frozenset[str]:
    """The folded names of the fields of a catalogue and of the lists that come in."""
    lists = (r.procedures for r in readings if r.mode is Mode.SNAPSHOT)
    return frozenset(fold(p.field) for procedures in (base.procedures, *lists) for p in procedures)


def find_wordings(readings: tuple[Reading, ...], answers: Answers) -> dict[str, str]:
    """The answers about headings that the answered rows give, to be remembered."""
    questions = (p for r in readings for row in r.rows for p in row.problems if p.question and p.question.wording)
    return {
        make_word_key(p.question.topic, p.question.wording): answer
        for p in questions
        if p.question and (answer := answers.find(p))
    }


def _settle_reading(reading: Reading, answers: Answers) -> Reading:
    rows = tuple(_settle_row(row, answers) for row in reading.rows)
    if rows == reading.rows:
        return _drop_answered_notes(reading, answers)
    return _drop_answered_notes(replace(reading, rows=rows, entries=join_rows(rows)), answers)


def _drop_answered_notes(reading: Reading, answers: Answers) -> Reading:
    notes = tuple(p for p in reading.notes if not answers.find(p))
    return reading if notes == reading.notes else replace(reading, notes=notes)


def _settle_row(row: Row, answers: Answers) -> Row:
    """A row after the answers to its questions; one without a question keeps what a person said for later ones."""
    row_answers = answers.rows.get(write_place(row.source), ())
    problems: list[Problem] = []
    for problem in row.problems:
        if problem.question and problem.column == HEADING and fold(problem.question.wording) in answers.fields:
            continue
        answer = answers.find(problem) if problem.severity is Severity.QUESTION else ""
        if not answer:
            problems.append(problem)
            continue
        row = _apply_answer(row, problem, answer)
        row_answers = tuple(dict.fromkeys((*row_answers, answer)))
    if not row_answers and len(problems) == len(row.problems):
        return row
    return replace(row, problems=tuple(problems), answers=row_answers)


def _apply_answer(row: Row, problem: Problem, answer: str) -> Row:
    p = row.procedure
    if answer == SKIP:
        return replace(row, procedure=None)
    if p is None or problem.question is None:
        return row
    reasons = (*row.reasons, f"{problem.question.topic.value}: người nhập trả lời «{answer}»")
    if answer in KIND_ANSWERS:
        return replace(row, status=KIND_ANSWERS[answer], reasons=reasons)
    if answer in PLACE_ANSWERS:
        return replace(row, procedure=replace(p, received_at=PLACE_ANSWERS[answer]), reasons=reasons)
    if problem.question.topic is Topic.DAY and _is_day(answer):
        return replace(row, procedure=replace(p, effective_from=date.fromisoformat(answer)), reasons=reasons)
    return replace(row, reasons=reasons)
