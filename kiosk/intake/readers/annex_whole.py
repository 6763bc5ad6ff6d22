"""What only the rows of a file together leave open: a number or a code that says two things, days that lie far from
the signing, new procedures without any place.

In come all rows of an annex; out go the same rows, some of them as questions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from kiosk.intake.entry import ask, report_warning
from kiosk.intake.readers.annex_questions import EXCEPTED, ask_day
from kiosk.intake.readers.cases import is_case
from kiosk.intake.rows import Row
from kiosk.model.question import SKIP, TAKE, Topic
from kiosk.model.site import SiteKind
from kiosk.model.statement import ENDING_STATUSES, RowStatus
from kiosk.text import measure_similarity

_UNLIKE = 0.5
_EARLIEST, _LATEST = 366, 5 * 366
"""Days between signing and taking effect beyond which one of the two is rather a slip («01/3/2072», a day of 2017)."""


def ask_doubled(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Rows of which one file says two things: a number that several rows bear, a code with two fates, or two names."""
    counts = Counter(reason for row in rows if row.taken for reason in row.reasons if EXCEPTED in reason)
    return ask_two_names(ask_two_fates(tuple(_ask_far_day(_add_number_question(row, counts)) for row in rows)))


def _ask_far_day(row: Row) -> Row:
    """The row, with a question where it takes effect long before its decision was signed, or many years after."""
    p = row.procedure
    if p is None or not row.taken or p.effective_from is None or p.decision_date is None:
        return row
    if -_EARLIEST <= (p.effective_from - p.decision_date).days <= _LATEST:
        return row
    message = f"ngày có hiệu lực cách quá xa ngày ký quyết định ({p.decision_date:%d/%m/%Y})"
    question = ask_day(row.source, f"{p.effective_from:%d/%m/%Y}", message, (p.effective_from.isoformat(),))
    return replace(row, problems=(*row.problems, question))


def tell_placeless(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows, the first new procedure of which the file says no place with a warning that tells what then holds."""
    bare = [
        row
        for row in rows
        if row.taken and row.status is RowStatus.NEW and row.procedure and not row.procedure.received_at
    ]
    if not bare:
        return rows
    message = f"tệp không nêu nơi tiếp nhận của {len(bare)} thủ tục mới"
    rule = "niêm yết theo danh sách của từng loại điểm; nơi chưa có danh sách thì theo cấp thực hiện"
    warning = report_warning(bare[0].source, "địa điểm", bare[0].written, message, rule)
    return tuple(replace(row, problems=(*row.problems, warning)) if row is bare[0] else row for row in rows)


def _list_places(row: Row) -> tuple[SiteKind, ...] | None:
    return row.procedure.received_at if row.procedure else None


def ask_two_names(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Rows under one code (a merged cell, a slip) whose names are not those of one procedure, nor cases of it."""
    names: dict[str, list[str]] = {}
    for row in rows:
        if _is_named(row) and row.procedure is not None:
            names.setdefault(row.procedure.code, []).append(row.procedure.name)
    doubled = {code for code, group in names.items() if any(_are_unlike(group[0], other) for other in group[1:])}
    return tuple(_add_name_question(row) if _is_named(row) and row.written in doubled else row for row in rows)


def _is_named(row: Row) -> bool:
    return row.taken and row.procedure is not None and bool(row.procedure.name) and not row.case


def _are_unlike(name: str, other: str) -> bool:
    return name != other and not is_case(other) and measure_similarity(name, other) < _UNLIKE


def _add_name_question(row: Row) -> Row:
    message = f"mã {row.written} đứng ở nhiều dòng có tên khác hẳn nhau"
    question = ask(row.source, "mã", row.written, message, Topic.SUBJECT, (TAKE, SKIP))
    return replace(row, problems=(*row.problems, question))


def _add_number_question(row: Row, named: Mapping[str, int]) -> Row:
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
        for code, ends in _list_fates(row):
            fates.setdefault((code, _find_day(row)), set()).add(ends)
    return tuple(_add_fate_question(row, fates) for row in rows)


def _list_fates(row: Row) -> Iterator[tuple[str, bool]]:
    """The codes of which a row speaks, and whether it ends them."""
    if row.taken and row.procedure is not None:
        yield row.procedure.code, row.status in ENDING_STATUSES
        yield from ((code, True) for code in row.replaces)


def _find_day(row: Row) -> date | None:
    return row.procedure.effective_from if row.procedure else None


def _add_fate_question(row: Row, fates: Mapping[tuple[str, date | None], set[bool]]) -> Row:
    doubled = [code for code, _ in _list_fates(row) if len(fates.get((code, _find_day(row)), ())) > 1]
    if not doubled:
        return row
    message = f"mã {doubled[0]} vừa được nêu để áp dụng vừa bị bãi bỏ trong cùng một tệp"
    question = ask(row.source, "mã", doubled[0], message, Topic.KIND, (TAKE, SKIP))
    return replace(row, problems=(*row.problems, question))
