"""What a row of an annex leaves open: its kind, its day, its place of reception, whether it still stands.

In come a row, its columns and the headings above it; out go the kind with what said it, and the questions. A word of
law that stands near and was not used is a question, never passed over.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kiosk.intake import values
from kiosk.intake.codes import CODE, find_codes
from kiosk.intake.entry import HEADING, ask
from kiosk.intake.grid import GridRow
from kiosk.intake.law import speaks_of_ending
from kiosk.intake.readers.annex_days import (
    DayException,
    count_from_signing,
    is_day_alone,
    is_of_itself,
    names_day,
    names_document,
    names_vague_day,
    read_day_cell,
    read_remark_days,
)
from kiosk.intake.readers.annex_headings import EITHER, Section
from kiosk.intake.readers.annex_kinds import read_kind
from kiosk.intake.readers.annex_marks import KindMark, find_marks, has_kind_columns
from kiosk.model.catalogue import Procedure, Source
from kiosk.model.problem import Problem
from kiosk.model.question import DAY_ANSWER, KIND_WORDS, PLACE_WORDS, SKIP, TAKE, Topic
from kiosk.model.statement import ENDING_STATUSES, RowStatus
from kiosk.text import fold

_KINDS = (*KIND_WORDS, SKIP)
_MOST = 200
_FEW_WORDS = 4
_SHORT_REMARK = 12
EXCEPTED = "câu nêu riêng thủ tục"
"""Begins the reason of a day that a sentence names for single rows."""
_STATING = ("status", "state_of_effect", "class")
"""Roles of the columns that are there to say the kind of each row."""
# What a column of states says of a procedure that simply stands.
_STANDS = re.compile(
    r"\W*(?:|x|v|co|con (?:hieu luc|ap dung|thuc hien)|(?:co |dang co )?hieu luc|dang \w+(?: \w+)?|giu nguyen"
    r"|khong thay doi|(?:da |duoc )?cong (?:khai|bo)|hoat dong|active|updated|standard|published|toan trinh|mot phan"
    r"|truc tuyen|binh thuong|hien hanh|chinh thuc|da (?:duyet|phe duyet|cap nhat)|\d+)\W*"
)


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
    cell = next((text for role in _STATING if (text := row.text(columns.get(role, -1)))), "")
    marks = find_marks(row, columns)
    if marks or (has_kind_columns(columns) and not section.kind_by):
        kind = _judge_marks(source, marks, section, kind)
    elif cell and (row.text(columns.get("status", -1)) or read_kind(cell).status is not None):
        kind = _judge_cell(source, cell, section, kind)
    elif section.unsettled:
        kind = _judge_remark(source, row.text(columns.get("note", -1)), section)
    elif not section.kind_by and (remark_kind := _read_remark_kind(row.text(columns.get("note", -1)))):
        kind = remark_kind
    doubt = (
        kind.question or _ask_either(source, row, columns, kind) or _find_unused(source, row, columns, kind, section)
    )
    return replace(kind, question=doubt)


def _ask_either(source: Source, row: GridRow, columns: Mapping[str, int], kind: RowKind) -> Problem | None:
    """«Được thay thế» may head the old procedures or the new ones, unless the rows say what they replace."""
    has_codes = not {"replaces_code", "replaces_name"}.isdisjoint(columns) or any(
        find_codes(row.text(columns.get("note", -1)))
    )
    if has_codes or kind.status is not RowStatus.REPLACING or not EITHER.search(fold(kind.by)):
        return None
    message = "không rõ mục này nêu thủ tục cũ hay thủ tục mới thay thế"
    return ask(source, HEADING, kind.by[:_MOST], message, Topic.KIND, _KINDS, kind.by)


def _judge_marks(source: Source, marks: list[KindMark], section: Section, above: RowKind) -> RowKind:
    """A tick below the label of a kind says it; none, several, or words instead of a tick leave it open."""
    if len(marks) == 1 and marks[0].plain and not _contradicts(section, marks[0].status):
        return RowKind(marks[0].status, f"đánh dấu ở cột «{marks[0].status.value}»")
    marked = "; ".join(f"{mark.status.value}: {mark.text}" for mark in marks)
    message = "không rõ loại thay đổi từ các ô đánh dấu của dòng" if marks else "dòng không đánh dấu loại thay đổi nào"
    return replace(above, question=ask(source, "loại", marked[:_MOST], message, Topic.KIND, _KINDS))


def _contradicts(section: Section, status: RowStatus) -> bool:
    """Whether a settled heading keeps on the boards what a row ends, or the other way round."""
    settled = section.kind_by and not section.unsettled and section.status is not RowStatus.PUBLISHED
    return bool(settled) and (status in ENDING_STATUSES) != (section.status in ENDING_STATUSES)


def _judge_cell(source: Source, cell: str, section: Section, above: RowKind) -> RowKind:
    """A column of its own says the kind."""
    kind = read_kind(cell)
    if kind.status is None or kind.unsettled or kind.status is RowStatus.PUBLISHED:
        unknown = kind.status is None and len(cell.split()) <= _FEW_WORDS and not _STANDS.fullmatch(fold(cell))
        if section.unsettled or kind.unsettled or unknown:
            message = "không rõ dòng này mới, sửa đổi, thay thế hay bãi bỏ"
            return replace(above, question=ask(source, "loại", cell[:_MOST], message, Topic.KIND, _KINDS))
        return above
    if _contradicts(section, kind.status):
        message = f"cột loại ghi «{cell[:_MOST]}», còn đề mục ghi «{section.kind_by[:_MOST]}»"
        return replace(above, question=ask(source, "loại", cell[:_MOST], message, Topic.KIND, _KINDS))
    return RowKind(kind.status, f"cột loại: {cell[:_MOST]}")


def _read_remark_kind(note: str) -> RowKind | None:
    """The kind that a short remark names, None where it names none or several."""
    kind = read_kind(note)
    short = len(fold(note).split()) < _SHORT_REMARK
    if kind.status in {None, RowStatus.PUBLISHED} or kind.unsettled or not short:
        return None
    return RowKind(kind.status, f"ghi chú: {note[:_MOST]}")


def _judge_remark(source: Source, note: str, section: Section) -> RowKind:
    """Under a heading that leaves the kind open, a remark that begins with one says it."""
    if remark_kind := _read_remark_kind(note):
        return remark_kind
    message = "không rõ theo đề mục này thì dòng mới, sửa đổi, thay thế, tạm dừng hay bãi bỏ"
    wording = section.unsettled
    question = ask(source, HEADING, wording[:_MOST], message, Topic.KIND, _KINDS, wording)
    return RowKind(section.status, wording, question)


def _find_unused(
    source: Source, row: GridRow, columns: Mapping[str, int], kind: RowKind, section: Section
) -> Problem | None:
    """A word of law beside the row, or in the name of its sheet, that its kind does not follow."""
    ends = kind.status in ENDING_STATUSES
    if section.sheet not in {None, RowStatus.PUBLISHED} and ends != (section.sheet in ENDING_STATUSES):
        message = f"tên bảng «{source.sheet}» nêu loại khác với đề mục ({kind.status.value})"
        return ask(source, "tên bảng", source.sheet, message, Topic.KIND, _KINDS)
    if ends:
        return None
    quoted = {column for role, column in columns.items() if role not in _SAYING}
    for column, text in row.filled():
        words = text
        if column == columns.get("name", -1):
            words = _find_beside_name(text)
        elif column in quoted and not _is_kind_alone(text):
            continue
        if speaks_of_ending(words):
            message = f"dòng có chữ «{words[:_MOST]}» nhưng được đọc là {kind.status.value}"
            return ask(source, "ghi chú", words[:_MOST], message, Topic.KIND, _KINDS)
    return None


_SAYING = frozenset(("note", "name", *_STATING))
"""Roles of the columns that may say something of the row; the others quote, and may repeal papers and fees."""


def _is_kind_alone(text: str) -> bool:
    """Whether a quoting cell holds nothing but the word of a kind: it stands in the wrong column."""
    return len(text.split()) <= _FEW_WORDS and read_kind(text).status in ENDING_STATUSES


_BESIDE_NAME = re.compile(
    r"^(?P<head>[^:()]{3,24}):\s|\s[-–]\s*(?P<tail>[^-–]{2,40})$|[(\[](?P<bracket>[^()\[\]]{2,60})[)\]]\W*$"
)


def _find_beside_name(name: str) -> str:
    """What is said of a procedure before or behind its name: «Bãi bỏ: …», «… - bãi bỏ», «… (hết hiệu lực)»."""
    return " ".join(part for match in _BESIDE_NAME.finditer(name) for part in match.groups() if part)


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
    if cell and section.decision_date and (after := count_from_signing(cell)) is not None:
        return RowDay(section.decision_date + timedelta(days=after), by=f"cột ngày có hiệu lực: {cell}")
    if cell:
        day = read_day_cell(cell)
        if day is not None:
            return RowDay(day, by=f"cột ngày có hiệu lực: {cell}")
        begins, ends = read_remark_days(cell)
        if begins is not None and ends is not None:
            return RowDay(begins, ends, by=f"cột ngày có hiệu lực: {cell}")
        if not _is_same_day(cell):
            message = "không đọc được ngày có hiệu lực của dòng"
            return RowDay(question=ask_day(source, cell, message, usual))
    if exception := _find_exception(row, columns, section.exceptions, code):
        return RowDay(exception[0], by=f"{EXCEPTED} {exception[1]}")
    if section.unclear:
        message = "câu về hiệu lực nêu riêng một số thủ tục, không rõ có dòng này không"
        return RowDay(question=ask_day(source, section.unclear, message, usual, section.unclear))
    if (own := _find_stated_day(source, row, columns, usual)) is not None:
        return own
    note = row.text(columns.get("note", -1))
    if names_day(note) and not is_of_itself(note) and _ends_something(note):
        message = "ghi chú nêu một ngày nhưng không rõ ngày ấy là của thủ tục hay của nội dung khác"
        return RowDay(question=ask_day(source, note, message, (TAKE,)))
    if section.unread_day and not section.effective:
        message = "không đọc được ngày có hiệu lực trong câu này"
        return RowDay(question=ask_day(source, section.unread_day, message, (), section.unread_day))
    return RowDay()


def _find_stated_day(source: Source, row: GridRow, columns: Mapping[str, int], usual: tuple[str, ...]) -> RowDay | None:
    """The days in a column that says the kind («Tạm dừng từ … đến …»), a day that no known column explains, or words
    about the day that name none."""
    for role in _STATING:
        begins, ends = read_remark_days(text := row.text(columns.get(role, -1)))
        if begins is not None or ends is not None:
            return RowDay(begins, ends, by=f"cột loại: {text}")
    known_columns = set(columns.values())
    remarks = [row.text(columns.get(role, -1)) for role in ("note", *_STATING)]
    alone = [text for column, text in row.filled() if column not in known_columns and is_day_alone(text)]
    vague = [text for text in remarks if names_vague_day(text) and not names_document(text)]
    if not alone and not vague:
        return None
    text = (alone or vague)[0]
    message = "dòng có một ngày ở cột không rõ nghĩa" if alone else "dòng nêu thời điểm nhưng không rõ là ngày nào"
    return RowDay(question=ask_day(source, text, message, usual or (TAKE,)))


def _is_same_day(cell: str) -> bool:
    """A cell that only repeats that the day of the decision holds."""
    folded = fold(cell)
    return not any(c.isdigit() for c in folded) and ("ngay ky" in folded or "nt" in folded or len(folded) < 3)


def _ends_something(note: str) -> bool:
    folded = fold(note)
    return " den " in f" {folded} " and not names_document(note)


def _find_exception(
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


def ask_beside(
    source: Source, row: GridRow, columns: Mapping[str, int], p: Procedure, status: RowStatus
) -> Problem | None:
    """The question about letters that are struck through, a second code, or a place that is none of the centres."""
    if not row.struck.isdisjoint({columns.get("code", -1), columns.get("name", -1), columns.get("number", -1)}):
        return ask_struck(source, p.name)
    if other := _find_second_code(row, columns, p.code):
        message = f"dòng có hai mã, {p.code} và {other}, không rõ mã nào là của thủ tục này"
        return ask(source, "mã", other, message, Topic.SUBJECT, (TAKE, SKIP))
    if status in ENDING_STATUSES:
        return None
    place = row.text(columns.get("place", -1))
    somewhere = values.is_marked(row.text(columns.get("at_some_centre", -1)))
    if somewhere or (place and (not p.received_at or _LIMITS.search(place))):
        return _ask_place(source, place)
    if status is RowStatus.NEW and not p.received_at and not _PLACING.isdisjoint(columns):
        message = "thủ tục mới mà ô nơi tiếp nhận để trống"
        return ask(source, "địa điểm", p.name[:_MOST], message, Topic.PLACE, (*PLACE_WORDS, SKIP))
    return None


# «Không tiếp nhận tại …», «114 xã, trừ đặc khu …»: a centre is named to be left out.
_LIMITS = re.compile(
    r"\b(?:không (?!phụ thuộc|phân biệt|giới hạn|gian)|(?:ngoại )?trừ|riêng|thôi tiếp nhận)\b", re.IGNORECASE
)
_PLACING = frozenset(("place", "at_commune", "at_city", "at_some_centre"))
_QUOTING_CODES = ("code", "replaces_code", "replaces_name", "note")


def _find_second_code(row: GridRow, columns: Mapping[str, int], code: str) -> str:
    """Another code that stands alone in a cell of a column which is not there for it, empty where there is none."""
    code_columns = {columns[role] for role in _QUOTING_CODES if role in columns}
    cells = (text for column, text in row.filled() if column not in code_columns and text != code)
    return next((text for text in cells if CODE.fullmatch(text)), "")


def _ask_place(source: Source, text: str) -> Problem:
    """The question where a row is received."""
    message = "không rõ nơi tiếp nhận là trung tâm cấp xã hay trung tâm của tỉnh, thành phố"
    return ask(source, "địa điểm", text[:_MOST], message, Topic.PLACE, (*PLACE_WORDS, SKIP))


def ask_struck(source: Source, text: str) -> Problem:
    """The question whether a struck-through row still stands."""
    message = "dòng có chữ bị gạch ngang: không rõ còn giữ hay đã bỏ"
    return ask(source, "tên", text[:_MOST], message, Topic.KIND, (TAKE, *_KINDS))
