"""What a draft asks, row by row beside the file's own row, and the answers that a person gives.

One form holds the questions of a page: each has its possible answers as radio buttons, and what is sent is kept in one
act. What an answer means is left to `kiosk.office`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from starlette.responses import Response

from kiosk.errors import OfficeError
from kiosk.intake.rules.answers import is_answer, normalise_answer
from kiosk.model.problem import Problem, Severity
from kiosk.model.question import DAY_ANSWER, SKIP, TAKE
from kiosk.office import draft_files, drafts, file_rows, previews
from kiosk.office.draft_records import Answer, ImportDraft
from kiosk.office.drafts import GivenAnswer
from kiosk.office.file_rows import ShownRow
from kiosk.office.previews import DraftPreview, DraftQuestion
from kiosk.text import tidy
from kiosk.web.office.permissions import Permission
from kiosk.web.office.rendering import write_day
from kiosk.web.office.visit import PageRoute, Visit, begin_reading, begin_writing, go_to

MOST_QUESTIONS = 20
"""On one page: as many as an officer settles at one go."""
_HOLD, _YES, _NO = "hold", "yes", "no"
_WORDS = {
    TAKE: "Nhận dòng này như đã đọc",
    SKIP: "Bỏ dòng này",
    "new": "Ban hành mới",
    "amended": "Sửa đổi, bổ sung",
    "replaced": "Bị thay thế",
    "repealed": "Bị bãi bỏ",
    "suspended": "Tạm dừng",
    "resumed": "Tiếp tục thực hiện",
    "commune": "Tiếp nhận ở điểm cấp xã",
    "city": "Tiếp nhận ở điểm cấp tỉnh",
    "commune+city": "Tiếp nhận ở cả hai cấp",
}
_OTHERS = {
    Severity.ERROR: ((_YES, "Bỏ dòng này ra ngoài danh mục, vì:"), (_NO, "Sẽ sửa tệp rồi tải lại")),
    Severity.WARNING: ((_YES, "Đúng như vậy"), (_NO, "Sai, sẽ sửa tệp rồi tải lại")),
    Severity.REPAIR: ((_YES, "Sửa thành mã đề nghị"), (_NO, "Không sửa, bỏ dòng này")),
}
_LABELS = {
    Severity.ERROR: "Không nhận được",
    Severity.QUESTION: "Câu hỏi",
    Severity.WARNING: "Cảnh báo",
    Severity.REPAIR: "Đề nghị sửa mã",
}


@dataclass(frozen=True, slots=True)
class AnswerChoice:
    """One radio button."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A question as the page shows it. `takes_day`: any day may be answered, `day` is the one that was."""

    asked: DraftQuestion
    label: str
    rows: tuple[ShownRow, ...]
    choices: tuple[AnswerChoice, ...]
    takes_day: bool
    day: str
    given: str


def read_revision(visit: Visit) -> int:
    """The revision of the draft that the person saw. Raises `OfficeError` where the form does not say it."""
    text = visit.text("revision")
    if not text.isdecimal():
        raise OfficeError("biểu mẫu thiếu số lần sửa", place="dự thảo", way_out="mở lại dự thảo rồi làm lại")
    return int(text)


def show_questions(visit: Visit, draft: ImportDraft, preview: DraftPreview | None) -> Mapping[str, object]:
    """What the draft's page shows of its questions: open ones first, a page at a time."""
    questions = sorted(preview.questions, key=lambda q: not q.is_open) if preview else []
    pages = max(1, -(-len(questions) // MOST_QUESTIONS))
    page_query = visit.request.query_params.get("cau", "1")
    page = min(int(page_query), pages) if page_query.isdecimal() and 0 < len(page_query) < 6 and int(page_query) else 1
    page_questions = questions[(page - 1) * MOST_QUESTIONS : page * MOST_QUESTIONS]
    root = visit.desk.here.store.root
    paths = {tidy(f.name): draft_files.require_path(root, f) for f in draft.files} if page_questions else {}
    rows = [_ask(q, file_rows.show_rows(paths[q.problem.source.file], q.problem) if q.problem.source.file in paths
                 else ()) for q in page_questions]  # fmt: skip
    answered = [a for a in draft.answers if a.problem is not None] if preview is None else []
    return {"asked": rows, "asked_page": page, "asked_pages": pages, "stored": answered, "say": say_answer}


def _ask(q: DraftQuestion, rows: tuple[ShownRow, ...]) -> AskedRow:
    problem, given_answer = q.problem, q.answer
    choice = _name_choice(given_answer)
    question = problem.question
    if question is None:
        choices = [AnswerChoice(value, label, value == choice) for value, label in _OTHERS[problem.severity]]
        return AskedRow(q, _LABELS[problem.severity], rows, tuple(choices), False, "", say_answer(given_answer))
    answers = [a for a in question.answers if a != DAY_ANSWER]
    choices = [AnswerChoice(a, name_answer(a), a == choice) for a in answers]
    choices.append(AnswerChoice(_HOLD, "Giữ dòng này lại, chưa trả lời", choice == _HOLD))
    day = choice if given_answer and given_answer.accepted and choice not in {*answers, _HOLD} else ""
    takes_day = DAY_ANSWER in question.answers
    return AskedRow(q, _LABELS[problem.severity], rows, tuple(choices), takes_day, day, say_answer(given_answer))


def name_answer(answer: str) -> str:
    """What people call an answer to a question."""
    return _WORDS.get(answer) or (f"Từ ngày {write_day(answer)}" if is_answer(answer, (DAY_ANSWER,)) else answer)


def _name_choice(given: Answer | None) -> str:
    if given is None:
        return ""
    if given.answer:
        return given.answer
    is_question = given.problem is not None and given.problem.question is not None
    return _HOLD if is_question else _YES if given.accepted else _NO


def say_answer(given: Answer | None) -> str:
    """What a person answered, in words."""
    if given is None:
        return ""
    choice = _name_choice(given)
    severity = given.problem.severity if given.problem else Severity.WARNING
    words = dict(_OTHERS.get(severity, ())) | {_HOLD: "Giữ lại, chưa trả lời"}
    text = words.get(choice) or name_answer(choice)
    return f"{text.removesuffix(', vì:')}{f', vì: {given.reason}' if given.reason else ''}"


def answer_rows(visit: Visit) -> Response:
    """Keep what the form answers; what it leaves open stays open."""
    problems = _list_problems(visit)
    answers = tuple(_read_answers(visit, problems))
    page = visit.text("cau")
    path = f"/du-thao/{visit.number()}?cau={page}" if page.isdecimal() else f"/du-thao/{visit.number()}"
    if answers:
        with begin_writing(visit) as (connection, act):
            drafts.answer_problems(connection, act, visit.number(), read_revision(visit), answers)
    return go_to(path, "da-luu")


def answer_all(visit: Visit) -> Response:
    """Accept everything of one kind that is open: warnings, or refused rows with one reason."""
    severity = {"warning": Severity.WARNING, "error": Severity.ERROR}.get(visit.text("kind"))
    preview = _make_preview(visit)
    problems = preview.open_of(severity) if severity else ()
    reason = _require_reason(visit.text("reason")) if severity is Severity.ERROR else ""
    answers = tuple(GivenAnswer(p, accepted=True, reason=reason) for p in problems)
    if answers:
        with begin_writing(visit) as (connection, act):
            drafts.answer_problems(connection, act, visit.number(), read_revision(visit), answers)
    return go_to(f"/du-thao/{visit.number()}", "da-luu")


def withdraw(visit: Visit) -> Response:
    """Take an answer back."""
    with begin_writing(visit) as (connection, act):
        drafts.withdraw_answer(connection, act, visit.number(), read_revision(visit), visit.text("question"))
    return go_to(f"/du-thao/{visit.number()}", "da-luu")


def _make_preview(visit: Visit) -> DraftPreview:
    with begin_reading(visit) as connection:
        draft = drafts.load_draft(connection, visit.number())
    return previews.preview_draft(visit.desk.here, draft)


def _list_problems(visit: Visit) -> Iterable[DraftQuestion]:
    return _make_preview(visit).questions


def _read_answers(visit: Visit, questions: Iterable[DraftQuestion]) -> Iterator[GivenAnswer]:
    """The answers of the form that differ from what was said before. Raises `OfficeError` for one that does not fit."""
    for q in questions:
        key = q.problem.key
        choice, day = visit.text(f"a-{key}"), normalise_answer(visit.text(f"day-{key}"))
        takes_day = q.problem.question is not None and DAY_ANSWER in q.problem.question.answers
        if takes_day and day and choice in {"", "day"}:
            choice = day
        reason = visit.text(f"reason-{key}")
        if not choice or (choice == _name_choice(q.answer) and reason == (q.answer.reason if q.answer else "")):
            continue
        yield _take_answer(q.problem, choice, reason)


def _take_answer(problem: Problem, choice: str, reason: str) -> GivenAnswer:
    if problem.question is not None:
        if choice == _HOLD:
            return GivenAnswer(problem, accepted=False)
        if is_answer(choice, problem.question.answers):
            return GivenAnswer(problem, accepted=True, answer=choice)
    elif choice in {_YES, _NO}:
        needs_reason = problem.severity is Severity.ERROR and choice == _YES
        return GivenAnswer(problem, accepted=choice == _YES, reason=_require_reason(reason) if needs_reason else "")
    raise OfficeError(
        "không hiểu câu trả lời", place=str(problem.source), value=choice[:40], way_out="chọn một trong các câu đã ghi"
    )


def _require_reason(text: str) -> str:
    if not tidy(text):
        raise OfficeError(
            "chưa ghi vì sao bỏ dòng không nhận được",
            place="dự thảo",
            way_out="ghi lý do, ví dụ «dòng ghi chú của bảng»; lý do được nhớ để tệp sau không hỏi lại",
        )
    return tidy(text)


_ONE = "/du-thao/{number:int}"
ROUTES = (
    PageRoute("POST", f"{_ONE}/tra-loi", Permission.PREPARE, answer_rows),
    PageRoute("POST", f"{_ONE}/tra-loi-chung", Permission.PREPARE, answer_all),
    PageRoute("POST", f"{_ONE}/rut-tra-loi", Permission.PREPARE, withdraw),
)
