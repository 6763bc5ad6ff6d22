"""Settles rows whose code was in doubt, with what the catalogue in force and the other files know.

A code with lost zeros stands for its padded form only where the name agrees with a known entry; a malformed code
is kept only where the portal is known to hold an entry under that very code; a row without a code may stand for
the one entry of exactly its name. Repairs are proposed and taken only when a person accepts them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from kiosk.intake.entry import CODE_COLUMN, report_error, warn_kept_malformed
from kiosk.intake.readers.cases import join_rows, refuse_overlaps
from kiosk.intake.rows import Doubt, FileKind, Reading, Row
from kiosk.model.catalogue import Catalogue, Procedure
from kiosk.model.problem import Problem, Severity
from kiosk.text import agree, split_words

_ACCEPT = "đối chiếu rồi nhập lại với --accept-repairs, hoặc ghi mã này vào tệp"


@dataclass(frozen=True, slots=True)
class Known:
    """Names by code, codes by name, and codes under which the portal holds an entry."""

    names: dict[str, set[str]]
    codes: dict[tuple[str, ...], set[str]]
    on_portal: frozenset[str]


@dataclass(frozen=True, slots=True)
class Settled:
    """The readings with their doubts settled, and the repairs that were found, accepted or waiting."""

    readings: tuple[Reading, ...]
    repairs: tuple[Problem, ...]


def gather_known(current: Catalogue, readings: Iterable[Reading]) -> Known:
    """What is known of codes and names before any doubt is settled."""
    names: dict[str, set[str]] = {}
    codes: dict[tuple[str, ...], set[str]] = {}
    portal: set[str] = set()
    for p in _list_all(current, readings):
        if p.name:
            names.setdefault(p.code, set()).add(p.name)
            codes.setdefault(split_words(p.name), set()).add(p.code)
        if p.portal_id:
            portal.add(p.code)
    return Known(names, codes, frozenset(portal))


def _list_all(current: Catalogue, readings: Iterable[Reading]) -> Iterable[Procedure]:
    yield from current.procedures
    for reading in readings:
        yield from reading.procedures


def settle_doubts(current: Catalogue, readings: tuple[Reading, ...], accept: bool | Collection[str]) -> Settled:
    """Every doubt settled: taken, proposed, or refused with the reason. `accept`: all repairs, none, or those with
    these keys."""
    if not any(row.doubt for reading in readings for row in reading.rows):
        return Settled(readings, ())
    facts = gather_known(current, readings)
    repairs: list[Problem] = []
    settled: list[Reading] = []
    for reading in readings:
        if not any(row.doubt for row in reading.rows):
            settled.append(reading)
            continue
        rows = tuple(_settle_row(row, facts, accept, repairs) for row in reading.rows)
        if reading.kind is not FileKind.ANNEX:
            rows = refuse_overlaps(rows)  # a repaired code may meet another row of its own
        settled.append(replace(reading, rows=rows, entries=join_rows(rows)))
    return Settled(tuple(settled), tuple(repairs))


def _settle_row(row: Row, facts: Known, accept: bool | Collection[str], repairs: list[Problem]) -> Row:
    p = row.procedure
    if row.doubt is None or p is None:
        return row
    if row.doubt is Doubt.MALFORMED:
        if p.code not in facts.on_portal:
            return row
        return replace(row, doubt=None, problems=(*_list_other_problems(row), warn_kept_malformed(row.source, p.code)))
    code = _find_by_name(p, facts) if row.doubt is Doubt.NO_CODE else _confirm_code(p, facts)
    if not code:
        return replace(row, problems=(*_list_other_problems(row), _report_refusal(row, p, facts)))
    repair = _repair(row, code)
    repairs.append(repair)
    if accept is True or (accept and repair.key in accept):
        return replace(row, doubt=None, procedure=replace(p, code=code), problems=_list_other_problems(row))
    return replace(row, problems=(*_list_other_problems(row), repair))


def _list_other_problems(row: Row) -> tuple[Problem, ...]:
    """The row's problems but the one about its code."""
    return tuple(p for p in row.problems if p.column != CODE_COLUMN)


def _confirm_code(p: Procedure, facts: Known) -> str:
    return p.code if p.name and any(agree(p.name, name) for name in facts.names.get(p.code, ())) else ""


def _find_by_name(p: Procedure, facts: Known) -> str:
    codes = facts.codes.get(split_words(p.name), set()) if p.name else set()
    return next(iter(codes)) if len(codes) == 1 else ""


def _repair(row: Row, code: str) -> Problem:
    message = (
        "tên trùng với một thủ tục đã biết" if row.doubt is Doubt.NO_CODE else "tên khớp với thủ tục mang mã đầy đủ"
    )
    reason = row.doubt.value if row.doubt else ""
    return Problem(
        row.source, CODE_COLUMN, row.written, f"{reason}; {message}", _ACCEPT, Severity.REPAIR, proposal=code
    )


def _report_refusal(row: Row, p: Procedure, facts: Known) -> Problem:
    doubt = row.doubt.value if row.doubt else ""
    if row.doubt is Doubt.NO_CODE:
        message = "dòng không có mã và tên không trùng với đúng một thủ tục đã biết"
    elif not p.name:
        message = f"{doubt}, không có tên để đối chiếu"
    elif p.code in facts.names:
        message = f"{doubt}, nhưng tên khác với tên của {p.code}"
    else:
        message = f"{doubt}, không có thủ tục {p.code} nào đã biết để đối chiếu"
    value = row.written or p.name
    return report_error(row.source, CODE_COLUMN, value, message, "tra mã đúng trên Cổng Dịch vụ công rồi ghi vào tệp")
