"""What a row of an annex leaves open: its kind, its day, its place of reception, whether it still stands.

In come a row, its columns and the headings above it; out go the kind with what said it, and the questions. A word of
law that stands near and was not used is a question, never passed over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from kiosk.intake.entry import ask
from kiosk.intake.grid import GridRow
from kiosk.intake.law import speaks_of_ending
from kiosk.intake.readers.annex_days import DayException, is_of_itself, names_day, read_day_cell
from kiosk.intake.readers.annex_headings import Section, read_remark_days
from kiosk.intake.readers.annex_kinds import read_kind
from kiosk.intake.rows import Row
from kiosk.model.catalogue import Source
from kiosk.model.problem import Problem
from kiosk.model.question import DAY_ANSWER, KIND_WORDS, PLACE_WORDS, SKIP, TAKE, Topic
from kiosk.model.statement import ENDING_STATUSES, RowStatus
from kiosk.text import fold

_KINDS = (*KIND_WORDS, SKIP)
_MOST = 200


@dataclass(frozen=True, slots=True)
class RowKind:
    """The kind of a row's change, what said it, and the question where it is not settled."""

    status: RowStatus
    by: str = ""
    question: Problem | None = None


def read_row_kind(source: Source, row: GridRow, columns: Mapping[str, int], section: Section) -> RowKind:
    """The kind from the row's own cells, else from the headings above it; a question where they disagree or are silent
    about a word of law."""
    if "repealed_by" in columns:
        return RowKind(RowStatus.REPEALED, "cột văn bản bãi bỏ")
    kind = RowKind(section.status, section.kind_by)
    cell = row.text(columns.get("status", -1))
    if cell:
        kind = _by_cell(source, cell, section, kind)
    elif section.unsettled:
        kind = _by_remark(source, row.text(columns.get("note", -1)), section)
    if kind.question is None and (doubt := _find_unused(source, row, columns, kind, section)):
        kind = replace(kind, question=doubt)
    return kind


def _by_cell(source: Source, cell: str, section: Section, above: RowKind) -> RowKind:
    """A column of its own says the kind."""
    kind = read_kind(cell)
    if kind.status is None or kind.unsettled or kind.status is RowStatus.PUBLISHED:
        if section.unsettled or kind.unsettled:
            message = "không rõ dòng này mới, sửa đổi, thay thế hay bãi bỏ"
            return replace(above, question=ask(source, "loại", cell[:_MOST], message, Topic.KIND, _KINDS))
        return above
    settled = section.kind_by and not section.unsettled and section.status is not RowStatus.PUBLISHED
    if settled and (kind.status in ENDING_STATUSES) != (section.status in ENDING_STATUSES):
        message = f"cột loại ghi «{cell[:_MOST]}», còn đề mục ghi «{section.kind_by[:_MOST]}»"
        return replace(above, question=ask(source, "loại", cell[:_MOST], message, Topic.KIND, _KINDS))
    return RowKind(kind.status, f"cột loại: {cell[:_MOST]}")


def _by_remark(source: Source, note: str, section: Section) -> RowKind:
    """Under a heading that names several kinds, a remark that begins with one of them says it."""
    kind = read_kind(note)
    starts = kind.status not in {None, RowStatus.PUBLISHED} and not kind.unsettled and len(fold(note).split()) < 12
    if kind.status is not None and starts:
        return RowKind(kind.status, f"ghi chú: {note[:_MOST]}")
    message = "đề mục nêu nhiều loại, không rõ dòng này mới, sửa đổi, thay thế hay bãi bỏ"
    wording = section.unsettled
    question = ask(source, "đề mục", wording[:_MOST], message, Topic.KIND, _KINDS, wording)
    return RowKind(section.status, wording, question)


def _find_unused(
    source: Source, row: GridRow, columns: Mapping[str, int], kind: RowKind, section: Section
) -> Problem | None:
    """A word of law beside the row, or in the name of its sheet, that its kind does not follow."""
    ends = kind.status in ENDING_STATUSES
    if section.sheet is not None and ends != (section.sheet in ENDING_STATUSES):
        message = f"tên bảng «{source.sheet}» nêu loại khác với đề mục ({kind.status.value})"
        return ask(source, "tên bảng", source.sheet, message, Topic.KIND, _KINDS)
    if ends:
        return None
    quoted = {column for role, column in columns.items() if role not in _SAYING}
    for column, text in row.filled():
        if column in quoted:
            continue
        if column == columns.get("name", -1):
            text = _bracketed(text)  # noqa: PLW2901 - what is said of the procedure, not its name
        if speaks_of_ending(text):
            message = f"dòng có chữ «{text[:_MOST]}» nhưng được đọc là {kind.status.value}"
            return ask(source, "ghi chú", text[:_MOST], message, Topic.KIND, _KINDS)
    return None


_SAYING = frozenset(("note", "status", "name"))
"""Roles of the columns that may say something of the row; the others quote, and may repeal papers and fees."""


def _bracketed(name: str) -> str:
    """What stands in brackets behind a name: «… (bãi bỏ)»."""
    start = max(name.rfind("("), name.rfind("["))
    return name[start:] if start >= 0 and len(name) - start < 40 else ""


@dataclass(frozen=True, slots=True)
class RowDay:
    """The first and last day that a row itself states, and the question where a day stands there unread."""

    since: date | None = None
    until: date | None = None
    by: str = ""
    question: Problem | None = None


def ask_day(source: Source, text: str, message: str, others: tuple[str, ...], wording: str = "") -> Problem:
    """The question from which day a row holds."""
    return ask(source, "ngày có hiệu lực", text[:_MOST], message, Topic.DAY, (*others, DAY_ANSWER, SKIP), wording)


def read_row_day(source: Source, row: GridRow, columns: Mapping[str, int], section: Section, code: str) -> RowDay:
    """The day of a row's own cell, else of a sentence about single rows; a question where a day is not understood."""
    cell = row.text(columns.get("effective", -1))
    usual = (section.effective.isoformat(),) if section.effective else ()
    if cell:
        day = read_day_cell(cell)
        if day is not None:
            return RowDay(day, by=f"cột ngày có hiệu lực: {cell}")
        begins, ends = read_remark_days(cell)
        if begins is not None and ends is not None:
            return RowDay(begins, ends, by=f"cột ngày có hiệu lực: {cell}")
        if not _same_day(cell):
            message = "không đọc được ngày có hiệu lực của dòng"
            return RowDay(question=ask_day(source, cell, message, usual))
    if exception := _exception(row, columns, section.exceptions, code):
        return RowDay(exception[0], by=f"{_EXCEPTED} {exception[1]}")
    if section.unclear:
        message = "câu về hiệu lực nêu riêng một số thủ tục, không rõ có dòng này không"
        return RowDay(question=ask_day(source, section.unclear, message, usual, section.unclear))
    note = row.text(columns.get("note", -1))
    if names_day(note) and not is_of_itself(note) and _ends_something(note):
        message = "ghi chú nêu một ngày nhưng không rõ ngày ấy là của thủ tục hay của nội dung khác"
        return RowDay(question=ask_day(source, note, message, (TAKE,)))
    if section.unread_day and not section.effective:
        message = "không đọc được ngày có hiệu lực trong câu này"
        return RowDay(question=ask_day(source, section.unread_day, message, (), section.unread_day))
    return RowDay()


def _same_day(cell: str) -> bool:
    """A cell that only repeats that the day of the decision holds."""
    folded = fold(cell)
    return not any(c.isdigit() for c in folded) and ("ngay ky" in folded or "nt" in folded or len(folded) < 3)


def _ends_something(note: str) -> bool:
    folded = fold(note)
    return " den " in f" {folded} " and not any(
        word in folded for word in ("quyet dinh", "nghi dinh", "thong tu", "luat")
    )


def _exception(
    row: GridRow, columns: Mapping[str, int], exceptions: tuple[DayException, ...], code: str
) -> tuple[date, str] | None:
    """The day of a row of its own, and how the sentence names the row."""
    number = row.text(columns.get("number", -1)).rstrip(".")
    for e in exceptions:
        if code in e.codes:
            return e.day, f"mã {code}"
        if number.isdigit() and int(number) in e.numbers:
            return e.day, f"số {int(number)}"
    return None


def ask_place(source: Source, text: str) -> Problem:
    """The question where a row is received."""
    message = "không rõ nơi tiếp nhận là trung tâm cấp xã hay trung tâm của tỉnh, thành phố"
    return ask(source, "địa điểm", text[:_MOST], message, Topic.PLACE, (*PLACE_WORDS, SKIP))


def ask_struck(source: Source, text: str) -> Problem:
    """The question whether a struck-through row still stands."""
    message = "dòng có chữ bị gạch ngang: không rõ còn giữ hay đã bỏ"
    return ask(source, "tên", text[:_MOST], message, Topic.KIND, (TAKE, *_KINDS))


_EXCEPTED = "câu nêu riêng thủ tục"


def ask_doubled(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Rows of which one file says two things: a number that several rows bear, a code with two fates."""
    named = Counter(reason for row in rows if row.taken for reason in row.reasons if _EXCEPTED in reason)
    return ask_two_fates(tuple(_numbered_twice(row, named) for row in rows))


def _numbered_twice(row: Row, named: Mapping[str, int]) -> Row:
    p = row.procedure
    if p is None or not row.taken or all(named.get(reason, 0) < 2 for reason in row.reasons):
        return row
    message = "câu về hiệu lực nêu số thứ tự này, nhưng có nhiều dòng mang số ấy"
    day = p.effective_from.isoformat() if p.effective_from else ""
    question = ask_day(row.source, " ".join(row.reasons), message, (day,) if day else ())
    return replace(row, problems=(*row.problems, question))


def ask_two_fates(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """One code that a file keeps and ends from one day on: the order of its rows must not decide."""
    fates: dict[tuple[str, date | None], set[bool]] = {}
    for row in rows:
        if row.taken and row.procedure is not None:
            key = (row.procedure.code, row.procedure.effective_from)
            fates.setdefault(key, set()).add(row.status in ENDING_STATUSES)
    return tuple(_two_fated(row, fates) for row in rows)


def _two_fated(row: Row, fates: Mapping[tuple[str, date | None], set[bool]]) -> Row:
    p = row.procedure
    if not row.taken or p is None or len(fates.get((p.code, p.effective_from), ())) < 2:
        return row
    message = f"mã {p.code} vừa được nêu để áp dụng vừa bị bãi bỏ trong cùng một tệp"
    question = ask(row.source, "mã", p.code, message, Topic.KIND, (TAKE, SKIP))
    return replace(row, problems=(*row.problems, question))
