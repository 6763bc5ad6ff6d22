"""Joins the rows of one file that speak of one code: cases a, b, c, cells merged downwards, repeats."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from datetime import date

from kiosk.catalogue.diff import find_beginning, find_end
from kiosk.intake.entry import report_error, report_warning
from kiosk.intake.rows import Row
from kiosk.model.catalogue import Procedure
from kiosk.model.problem import Problem
from kiosk.text import are_same

# The digit behind a point is a code's («1.000234 - Tên»), no marker.
_MARKER = re.compile(r"^(?:[a-zđ]|\d{1,2}|[ivx]{1,4})\s*[.)/](?!\d)\s*|^[-+–•]\s*|^\(?trường hợp\b", re.IGNORECASE)
_MOST_PERIODS = 60
_QUOTED = ("time_legal", "time_city", "fee", "place", "legal_basis", "result", "audience")
_FIELDS = tuple(f.name for f in fields(Procedure) if f.name not in {"code", "name", "source"})
_UNITED = ("executing", "channels", "cases", "replaced_by", "dossier", "keywords", "received_at")


def is_case(name: str) -> bool:
    """Whether a name starts like one case of a procedure: «a) …», «- …», «Trường hợp …»."""
    return bool(_MARKER.match(name))


def refuse_overlaps(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Rows whose period overlaps that of an earlier row of the same code become errors.

    An open end is no overlap: the version ends where the next one begins.
    """
    periods: dict[str, list[tuple[date, date, bool]]] = {}
    return tuple(_check_period(row, periods) if row.taken and row.procedure else row for row in rows)


def _check_period(row: Row, periods: dict[str, list[tuple[date, date, bool]]]) -> Row:
    p = row.procedure
    if p is None:
        return row
    period = (find_beginning(p), find_end(p), p.effective_to is None)
    known_periods = periods.setdefault(p.code, [])
    if period in known_periods:
        return row
    # Each period is compared with all others of its code: without a limit twenty thousand of them take a minute.
    if len(known_periods) < _MOST_PERIODS and not any(_overlap(period, other) for other in known_periods):
        known_periods.append(period)
        return row
    message = "hai dòng của mã này có thời gian hiệu lực chồng nhau"
    if len(known_periods) == _MOST_PERIODS:
        message = f"mã này có hơn {_MOST_PERIODS} khoảng thời gian hiệu lực"
    problem = report_error(row.source, "hiệu lực", p.code, message, "sửa ngày hiệu lực để các dòng nối tiếp nhau")
    return replace(row, problems=(*row.problems, problem))


def _overlap(a: tuple[date, date, bool], b: tuple[date, date, bool]) -> bool:
    first, second = sorted((a, b))
    return first[0] == second[0] or (not first[2] and second[0] <= first[1])


def join_rows(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The entries of a file in order of first appearance, rows of one code and period joined into one."""
    groups: dict[tuple[object, ...], list[Row]] = {}
    for row in rows:
        p = row.procedure
        if p is not None and (row.taken or row.doubt is not None):
            groups.setdefault(
                (p.code, p.effective_from, p.effective_to, row.status, row.doubt, _keep_apart(row)), []
            ).append(row)
    return tuple(group[0] if len(group) == 1 and not group[0].case else _join(group) for group in groups.values())


def _keep_apart(row: Row) -> object:
    """What keeps rows without a code from being joined: each is its own question."""
    return row.source if row.procedure is not None and not row.procedure.code else None


def _join(group: list[Row]) -> Row:
    """One entry of several rows; its problems are only those that joining made."""
    rows = [(row, row.procedure) for row in group if row.procedure is not None]
    first_row, first = rows[0]
    names = list(dict.fromkeys(p.name for _, p in rows if p.name))
    listed = {row.case for row, _ in rows if row.case} | {name for name in names if is_case(name)}
    whole = [name for name in names if name not in listed]
    problems: list[Problem] = []
    # Several cases and no name above them: all of them together are the name, since a name is never cut.
    name = whole[0] if whole else "; ".join(names)
    cases = [n for n in names if n in listed and n != name]
    if len(whole) > 1 and not all(are_same(whole[0], other) for other in whole[1:]):
        problems.append(
            report_warning(
                first_row.source,
                "tên",
                " / ".join(whole)[:500],
                f"mã {first.code} có nhiều tên trong một tệp",
                "tên ở dòng đầu được dùng",
            )
        )
    united = _unite_versions([p for _, p in rows])
    united = replace(united, name=name, cases=tuple(dict.fromkeys((*cases, *united.cases))))
    replaces = tuple(dict.fromkeys(code for row, _ in rows for code in row.replaces))
    return replace(first_row, procedure=united, replaces=replaces, problems=tuple(problems), case="")


def _unite_versions(versions: list[Procedure]) -> Procedure:
    """The first with what the others add: quotes side by side, lists united, other fields where it says nothing."""
    changed: dict[str, object] = {}
    for name in _FIELDS:
        stated = dict.fromkeys(value for p in versions if (value := getattr(p, name)))
        if len(stated) > 1 and name in _UNITED:
            changed[name] = tuple(dict.fromkeys(item for value in stated for item in value))
        elif len(stated) > 1 and name in _QUOTED:
            changed[name] = "; ".join(text.rstrip(" ;") for text in stated)
        elif stated:
            changed[name] = next(iter(stated))
    return replace(versions[0], **changed)  # type: ignore[arg-type]
