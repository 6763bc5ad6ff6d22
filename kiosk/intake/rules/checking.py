"""What a person typed about a decision, against what its file says: a slip of the keyboard would date a whole annex.

In come readings and the typed number and day; out go readings in which every row that they touch asks, and every row
has a day of effect or asks for it. One answer holds for all rows of the file. Whether the file or the person is right,
only a person knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from kiosk.intake.entry import ask, report_warning
from kiosk.intake.readers.cases import join_rows
from kiosk.intake.rows import FileKind, Reading, Row
from kiosk.intake.rules.stating import Ruling
from kiosk.model.catalogue import Procedure
from kiosk.model.problem import Problem
from kiosk.model.question import DAY_ANSWER, SKIP, TAKE, Topic

_ANSWERS = (TAKE, SKIP)
_LONG_AGO = timedelta(days=180)


def check_ruling(readings: tuple[Reading, ...], ruling: Ruling) -> tuple[Reading, ...]:
    """The readings, with a question in each row of an annex that disagrees with what was typed, or has no day."""
    return tuple(_check_reading(r, ruling) if r.kind is FileKind.ANNEX else r for r in readings)


def _check_reading(reading: Reading, ruling: Ruling) -> Reading:
    rows = _tell_undated(tuple(_add_questions(_fill_in_day(row, ruling), ruling) for row in reading.rows))
    return reading if rows == reading.rows else replace(reading, rows=rows, entries=join_rows(rows))


def _fill_in_day(row: Row, ruling: Ruling) -> Row:
    """A row without any day of effect holds from the day of signing, which is what a decision without one says."""
    p = row.procedure
    if not row.taken or p is None or p.effective_from or p.decision_date is None or ruling.effective is not None:
        return row
    return replace(row, procedure=replace(p, effective_from=p.decision_date), reasons=(*row.reasons, _FROM_SIGNING))


_FROM_SIGNING = "ngày: tệp không ghi ngày có hiệu lực, lấy ngày ký"


def _tell_undated(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows, with one warning where the day of signing stands for the day of effect."""
    first = next((row for row in rows if row.taken and _FROM_SIGNING in row.reasons), None)
    if first is None or first.procedure is None or first.procedure.effective_from is None:
        return rows
    day = f"{first.procedure.effective_from:%d/%m/%Y}"
    message = "quyết định không ghi ngày có hiệu lực mà chương trình đọc được"
    warning = report_warning(first.source, "ngày có hiệu lực", "", message, f"lấy ngày ký, {day}")
    warning = replace(warning, way_out="nếu không phải thì thêm --effective NGÀY")
    return tuple(replace(row, problems=(*row.problems, warning)) if row is first else row for row in rows)


def _add_questions(row: Row, ruling: Ruling) -> Row:
    if not row.taken or row.procedure is None:
        return row
    questions = tuple(_list_questions(row, row.procedure, ruling))
    return replace(row, problems=(*row.problems, *questions)) if questions else row


def _list_questions(row: Row, p: Procedure, ruling: Ruling) -> Iterator[Problem]:
    if ruling.decision and p.decision and not _are_one(ruling.decision, p.decision):
        message = f"số quyết định gõ vào là {ruling.decision}, tệp ghi {p.decision}"
        yield ask(row.source, "quyết định", ruling.decision, message, Topic.NUMBER, _ANSWERS, message)
    if ruling.effective is None:
        if p.effective_from is None:
            message = "tệp không ghi ngày có hiệu lực, cũng không ghi ngày ký quyết định"
            wording = f"{ruling.decision or p.decision}: {message}" if ruling.decision or p.decision else ""
            question = ask(row.source, "ngày có hiệu lực", "", message, Topic.DAY, (DAY_ANSWER, SKIP), wording)
            yield replace(question, way_out=f"thêm --effective NGÀY cho cả tệp, hoặc {question.way_out}")
        return
    typed = f"{ruling.effective:%d/%m/%Y}"
    for other, what in _find_disagreeing(p, ruling.effective, ruling.today):
        message = f"ngày có hiệu lực gõ vào là {typed}, {what} {other:%d/%m/%Y}"
        yield ask(row.source, "ngày có hiệu lực", typed, message, Topic.DAY, _ANSWERS, message)


def _find_disagreeing(p: Procedure, typed: date, today: date) -> Iterator[tuple[date, str]]:
    if p.effective_from is not None and p.effective_from != typed:
        yield p.effective_from, "tệp ghi"
    elif p.decision_date is not None and typed < p.decision_date:
        yield p.decision_date, "trước ngày ký"
    elif typed < today - _LONG_AGO:
        yield today, "đã lâu trước ngày nhập"


def _are_one(typed: str, read: str) -> bool:
    """Whether two writings mean one decision: the digits, and the sign of the office where both write one."""
    (number, sign), (other, other_sign) = _split_number(typed), _split_number(read)
    return number == other and (not sign or not other_sign or sign == other_sign)


def _split_number(text: str) -> tuple[str, str]:
    """The digits before the sign of the office, and the sign, without the year between them."""
    number, _, rest = re.sub(r"\s+", "", text).upper().replace("Ð", "Đ").partition("/")
    return number.lstrip("0"), rest.rpartition("/")[2]
