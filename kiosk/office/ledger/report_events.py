"""Reports that were made: of which period, up to which event; and the scope of one more.

In come a connection and days; out go scopes. That a report was made is an event, so that a later one of the same period
says what was entered since. It changes no figure: the newest event that counts is one before the reports behind it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from kiosk.errors import OfficeError
from kiosk.model.ledger import Witness
from kiosk.office import events
from kiosk.office.database.schema import EVENT
from kiosk.office.events import Act, EventKind, read_event

_SUBJECT = "report/"


@dataclass(frozen=True, slots=True)
class ReportScope:
    """A period, both days included, and the last event that a report of it looks at, with its digest: the head of the
    chain. Two reports of one scope are the same bytes."""

    first: date
    last: date
    upto: int
    head: str


@dataclass(frozen=True, slots=True)
class MadeReport:
    """A report that was made: its scope and the event that says so, when (seconds since 1970), and by whom: a person of
    the office, or a name given in the shell."""

    scope: ReportScope
    event: int
    at: int
    person: int | None
    by: str


def find_scope(connection: Connection, first: date, last: date, upto: int | None, today: date) -> ReportScope:
    """The scope of a report; `upto` None: everything known now. Raises `OfficeError` for a period that is none or is
    not over, and for an event that there is not."""
    place = f"kỳ từ {first:%d/%m/%Y} đến {last:%d/%m/%Y}"
    if last < first:
        raise OfficeError("ngày cuối kỳ trước ngày đầu kỳ", place=place, way_out="ghi lại hai ngày")
    if last > today:
        way_out = f"chọn ngày cuối kỳ không quá {today:%d/%m/%Y}"
        raise OfficeError("kỳ này chưa kết thúc", place=place, way_out=way_out)
    query = select(EVENT.c.id, EVENT.c.digest).where(EVENT.c.what != EventKind.REPORT_MADE.value)
    query = query.order_by(EVENT.c.id.desc()).limit(1)
    if upto is not None:
        query = select(EVENT.c.id, EVENT.c.digest).where(EVENT.c.id == upto)
    row = connection.execute(query).first()
    if row is None:
        value = "" if upto is None else str(upto)
        way_out = "ghi số một sự kiện trong nhật ký, hoặc để trống"
        raise OfficeError("không có sự kiện này trong sổ", place=place, value=value, way_out=way_out)
    return ReportScope(first, last, row.id, row.digest)


def record_report(connection: Connection, act: Act, scope: ReportScope, witness: Witness) -> bool:
    """Write down that a report of this scope was made; whether nobody had yet."""
    if any(each.scope == scope for each in list_reports(connection)):
        return False
    facts: dict[str, object] = {"first": scope.first, "last": scope.last, "upto": scope.upto, "head": scope.head}
    facts |= {"by": witness.by} if witness.by else {}
    events.record(connection, act, EventKind.REPORT_MADE, f"{_SUBJECT}{scope.first}/{scope.last}", after=facts)
    return True


def list_reports(connection: Connection) -> tuple[MadeReport, ...]:
    """Every report that was made, the newest first."""
    query = select(EVENT).where(EVENT.c.subject >= _SUBJECT, EVENT.c.subject < "report0")
    rows = connection.execute(query.order_by(EVENT.c.id.desc())).mappings()
    return tuple(_read_report(read_event(row)) for row in rows)


def find_previous(connection: Connection, scope: ReportScope) -> MadeReport | None:
    """The last report of the same period that was made before this scope ends; None where there is none."""
    period = (scope.first, scope.last)
    same = (r for r in list_reports(connection) if (r.scope.first, r.scope.last) == period and r.event <= scope.upto)
    return next(same, None)


def _read_report(event: events.Event) -> MadeReport:
    facts = event.after if isinstance(event.after, Mapping) else {}
    first, last = (date.fromisoformat(facts[name]) for name in ("first", "last"))
    return MadeReport(
        ReportScope(first, last, facts["upto"], facts["head"]), event.id, event.at, event.person, facts.get("by", "")
    )
