"""What a person typed about a decision, against what its file says: a slip of the keyboard would date a whole annex.

In come readings and the typed number and day; out go readings in which every row that they touch asks. One answer holds
for all rows of the file. Whether the file or the person is right, only a person knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from kiosk.intake.entry import ask
from kiosk.intake.readers.cases import join_rows
from kiosk.intake.rows import FileKind, Reading, Row
from kiosk.intake.rules.stating import Ruling
from kiosk.model.catalogue import Procedure
from kiosk.model.problem import Problem
from kiosk.model.question import SKIP, TAKE, Topic

_ANSWERS = (TAKE, SKIP)
_LONG_AGO = timedelta(days=180)


def check_ruling(readings: tuple[Reading, ...], ruling: Ruling) -> tuple[Reading, ...]:
    """The readings, with a question in each row of an annex that disagrees with what was typed."""
    if not ruling.decision and ruling.effective is None:
        return readings
    return tuple(_checked(r, ruling) if r.kind is FileKind.ANNEX else r for r in readings)


def _checked(reading: Reading, ruling: Ruling) -> Reading:
    rows = tuple(_asked(row, ruling) for row in reading.rows)
    return reading if rows == reading.rows else replace(reading, rows=rows, entries=join_rows(rows))


def _asked(row: Row, ruling: Ruling) -> Row:
    if not row.taken or row.procedure is None:
        return row
    questions = tuple(_questions(row, row.procedure, ruling))
    return replace(row, problems=(*row.problems, *questions)) if questions else row


def _questions(row: Row, p: Procedure, ruling: Ruling) -> Iterator[Problem]:
    if ruling.decision and p.decision and _number(ruling.decision) != _number(p.decision):
        message = f"số quyết định gõ vào là {ruling.decision}, tệp ghi {p.decision}"
        yield ask(row.source, "quyết định", ruling.decision, message, Topic.NUMBER, _ANSWERS, message)
    if ruling.effective is None:
        return
    typed = f"{ruling.effective:%d/%m/%Y}"
    for other, what in _disagreeing(p, ruling.effective, ruling.today):
        message = f"ngày có hiệu lực gõ vào là {typed}, {what} {other:%d/%m/%Y}"
        yield ask(row.source, "ngày có hiệu lực", typed, message, Topic.DAY, _ANSWERS, message)


def _disagreeing(p: Procedure, typed: date, today: date) -> Iterator[tuple[date, str]]:
    if p.effective_from is not None and p.effective_from != typed:
        yield p.effective_from, "tệp ghi"
    elif p.decision_date is not None and typed < p.decision_date:
        yield p.decision_date, "trước ngày ký"
    elif typed < today - _LONG_AGO:
        yield today, "đã lâu trước ngày nhập"


def _number(text: str) -> str:
    """The digits before the sign of the office; the sign too where both write one."""
    return re.sub(r"\s+", "", text).upper().partition("/")[0].lstrip("0")
