"""From readings to statements: what the files of one import say, with the day of signing of each.

A list says how things are on its day: the one a person named, else the one in the file, else the day of the import,
which is then recorded as assumed. A decision that names no day of signing is taken as signed on the day of the import.
What follows from the statements is left to `derivation`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from kiosk.intake.entry import report_warning
from kiosk.intake.rows import FileKind, Reading, Row
from kiosk.intake.rules.departures import Part
from kiosk.intake.rules.merge import MergedEntry
from kiosk.model.catalogue import DecidedPlace, PostingList, Procedure, Source
from kiosk.model.problem import Problem
from kiosk.model.statement import LIST_STATUSES, RowStatus, Statement


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a person said of the files (decision, day of effect, day of the lists), and the day of the import."""

    decision: str
    effective: date | None
    today: date
    dated: date | None = None


def find_list_day(reading: Reading, dated: date | None, today: date) -> tuple[date, bool]:
    """The day of a list, and whether it is only assumed."""
    day = dated or reading.dated
    return (day, False) if day else (today, True)


def state_lists(readings: Iterable[Reading], merged: Mapping[str, MergedEntry], ruling: Ruling) -> Iterator[Statement]:
    """One statement per code of all lists together; its day is the earliest of the files that speak of the code."""
    days = {r.sha256: find_list_day(r, ruling.dated, ruling.today) for r in readings}
    for code, entry in merged.items():
        list_days = [days[name] for name in entry.files if name in days] or [(ruling.today, True)]
        dated, assumed = min(list_days)
        yield Statement(
            code,
            RowStatus.LISTED,
            entry.versions,
            dated,
            assumed,
            holds=ruling.effective,
            whole=entry.whole,
            origin=entry.files[0] if entry.files else "",
        )


def state_departures(parts: Iterable[Part], ruling: Ruling) -> Iterator[Statement]:
    """What the snapshots lack."""
    day = ruling.dated or ruling.today
    for code in sorted({code for part in parts for code in part.lost}):
        gone_entries = (Procedure(code, "", source=Source("danh sách không còn ghi", 0)),)
        yield Statement(
            code,
            RowStatus.LEFT,
            gone_entries,
            day,
            True,
            holds=ruling.effective or ruling.today,
            decision=ruling.decision,
        )


def state_decisions(
    readings: Iterable[Reading], ruling: Ruling, tell: Callable[[Problem], None]
) -> Iterator[Statement]:
    """What the annexes say, a statement for each entry and for each code that one replaces."""
    annexes = [r for r in readings if r.kind is FileKind.ANNEX]
    for reading in annexes:
        rows = [row for row in reading.entries if row.taken]
        for row in rows:
            yield from _state_row(row, reading, ruling)
    _tell_twice([(r, row) for r in annexes for row in r.entries if row.taken], ruling, tell)


def _tell_twice(rows: list[tuple[Reading, Row]], ruling: Ruling, tell: Callable[[Problem], None]) -> None:
    """Two files of one import that speak of one code from one day on."""
    known_rows: dict[tuple[str, date], Row] = {}
    ordered = sorted(
        rows, key=lambda r: (_choose_day(r[1], ruling), _require_procedure(r[1]).decision_date or date.min, r[1].source)
    )
    for _, row in ordered:
        key = (_require_procedure(row).code, _choose_day(row, ruling))
        other = known_rows.get(key)
        if other is not None and other.source.file != row.source.file:
            message = f"{other.source.file} cũng nêu mã này với cùng ngày có hiệu lực"
            rule = "theo quyết định ký sau; ký cùng ngày thì theo tệp có tên xếp sau"
            tell(report_warning(row.source, "mã", _require_procedure(row).code, message, rule))
        known_rows[key] = row


def _require_procedure(row: Row) -> Procedure:
    if row.procedure is None:
        raise AssertionError(f"{row.source}: a heading is no entry")
    return row.procedure


def _choose_day(row: Row, ruling: Ruling) -> date:
    return ruling.effective or _require_procedure(row).effective_from or ruling.today


def _state_row(row: Row, reading: Reading, ruling: Ruling) -> Iterator[Statement]:
    p = _require_procedure(row)
    decision = ruling.decision or p.decision
    stated = replace(p, decision=decision, effective_from=None, effective_to=None)
    common = Statement(
        p.code,
        row.status,
        (stated,),
        dated=p.decision_date or ruling.today,
        assumed=p.decision_date is None,
        holds=_choose_day(row, ruling),
        until=p.effective_to,
        decision=decision,
        origin=reading.sha256,
        reasons=row.reasons,
        answers=row.answers,
    )
    for code in row.replaces:
        old = Procedure(code, "", source=p.source)
        yield replace(common, code=code, status=RowStatus.REPLACED, stated=(old,), until=None, replaced_by=(p.code,))
    yield common


def place_lists(
    lists: Iterable[PostingList], statements: Iterable[Statement], timelines: Mapping[str, tuple[Procedure, ...]]
) -> tuple[PostingList, ...]:
    """The posting lists, each with the codes about which a decision signed later says where they are received.

    `timelines`: the versions that follow; a statement that waits has no part in them.
    """
    placing = [s for s in statements if s.status not in LIST_STATUSES and _holds_place(s, timelines.get(s.code, ()))]
    placing.sort(key=lambda s: (s.holds or s.dated, s.dated, s.decision))
    return tuple(replace(x, decided=_decide_places(x, placing)) for x in lists)


def _holds_place(s: Statement, versions: tuple[Procedure, ...]) -> bool:
    """Whether some version holds what a statement says of the place."""
    places = next((p.received_at for p in s.stated if p.received_at), ())
    return bool(places) and any(p.received_at == places and p.decision_date is not None for p in versions)


def _decide_places(listed: PostingList, placing: Iterable[Statement]) -> tuple[DecidedPlace, ...]:
    # A list of the time before days were recorded has no day of signing and loses to every statement that has one.
    day = listed.dated or date.min
    first: dict[str, DecidedPlace] = {}
    for s in placing:
        if s.dated > day and not s.assumed:
            first.setdefault(s.code, DecidedPlace(s.code, s.holds or s.dated, s.decision))
    return tuple(first[code] for code in sorted(first))
