"""Answers that hold for every later file: about the wording of a heading, and refused rows that a person accepted.

Words of people: each with who said it and when. An answer about one row is not kept here; it belongs to its import.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from pydantic import TypeAdapter, ValidationError

from kiosk import record
from kiosk.clock import stamp_now
from kiosk.errors import StoreError
from kiosk.intake.rules.answers import Answers, make_refusal_key
from kiosk.model.problem import Problem
from kiosk.workspace.store import Store

FILE = "imports/answers.json"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class RememberedAnswer:
    """`about`: the wording, or what the refused row says; `answer` to it, or the reason why the row may stay out."""

    about: str
    answer: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Remembered:
    """Answers by key: about wordings, and accepted refusals."""

    wordings: Mapping[str, RememberedAnswer] = field(default_factory=dict)
    accepted: Mapping[str, RememberedAnswer] = field(default_factory=dict)

    def numbered(self) -> tuple[tuple[str, RememberedAnswer], ...]:
        """(key, answer) in a fixed order; a person names an answer by its place in it, from 1."""
        return (*sorted(self.wordings.items()), *sorted(self.accepted.items()))


_REMEMBERED: TypeAdapter[Remembered] = TypeAdapter(Remembered)


def read_remembered(store: Store) -> Remembered:
    """What is remembered. Raises `StoreError` where the record is damaged."""
    content = store.read(FILE)
    if content is None:
        return Remembered()
    try:
        return record.load_record(_REMEMBERED, FORMAT, content, str(store.root / FILE))
    except ValidationError:
        raise StoreError(
            "sổ các câu trả lời bị hỏng", place=str(store.root / FILE), way_out="khôi phục tệp này từ bản sao lưu"
        ) from None


def _write(store: Store, remembered: Remembered) -> None:
    store.write(FILE, record.dump_record(_REMEMBERED, FORMAT, remembered))


def remember_wordings(store: Store, wordings: Mapping[str, str], by: str) -> None:
    """Keep answers about headings. The caller holds the workspace for writing."""
    answers = read_remembered(store)
    fresh = {
        key: RememberedAnswer(key.partition("|")[2], answer, by, stamp_now())
        for key, answer in wordings.items()
        if key not in answers.wordings or answers.wordings[key].answer != answer
    }
    if fresh:
        _write(store, replace(answers, wordings={**answers.wordings, **fresh}))


def accept_refusals(store: Store, problems: Iterable[Problem], reason: str, by: str) -> None:
    """Keep that these rows may stay out. The caller holds the workspace for writing."""
    answers = read_remembered(store)
    fresh = {
        make_refusal_key(p): RememberedAnswer(f"{p.value}: {p.message}", reason, by, stamp_now()) for p in problems
    }
    _write(store, replace(answers, accepted={**answers.accepted, **fresh}))


def forget_answer(store: Store, number: int) -> RememberedAnswer:
    """Remove the answer that stands at `number` (from 1) of the list. Raises `StoreError` where there is none."""
    answers = read_remembered(store)
    listed = answers.numbered()
    if not 1 <= number <= len(listed):
        raise StoreError(
            "không có câu trả lời này", place="kiosk answers", value=str(number), way_out="xem số ở đầu mỗi dòng"
        )
    return forget_key(store, listed[number - 1][0])


def forget_key(store: Store, key: str) -> RememberedAnswer:
    """Remove the answer that is kept under a key. The caller holds the workspace. Raises `StoreError`."""
    answers = read_remembered(store)
    answer = dict(answers.numbered()).get(key)
    if answer is None:
        raise StoreError(
            "không có câu trả lời này, có thể người khác đã bỏ", place="các câu trả lời", way_out="mở lại danh sách"
        )
    wordings = {k: v for k, v in answers.wordings.items() if k != key}
    accepted = {k: v for k, v in answers.accepted.items() if k != key}
    _write(store, Remembered(wordings, accepted))
    return answer


def gather_answers(store: Store, rows: Mapping[str, tuple[str, ...]]) -> Answers:
    """Everything that answers the questions of an import: what was said with it, and what is remembered."""
    answers = read_remembered(store)
    wordings = {key: one.answer for key, one in answers.wordings.items()}
    return Answers(rows, wordings, frozenset(answers.accepted))
