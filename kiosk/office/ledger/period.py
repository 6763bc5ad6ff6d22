"""A period as the ledger knew it up to an event: what a report of it is made of.

In come a connection and a scope; out go the release that was live on the last day, how every wall stood, which sheets
the period asked for, what was done with paper, orders and incidents. Counting is left to `reports.control_tables`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, or_, select, text

from kiosk.clock import read_moment
from kiosk.model.ledger import PaperAct, SheetRevision
from kiosk.office.database.ledger_tables import ASKED_SHEET, INCIDENT, PAPER, PRINT_ORDER
from kiosk.office.database.schema import EVENT
from kiosk.office.events import Event, EventKind, read_event
from kiosk.office.ledger import releases
from kiosk.office.ledger.asked import NotedRelease, describe_release, find_live, list_releases
from kiosk.office.ledger.period_screens import ScreenFact, list_absent, list_screens
from kiosk.office.ledger.report_events import MadeReport, ReportScope, find_previous
from kiosk.office.ledger.site_events import SiteEvent, list_changes
from kiosk.office.ledger.standing import Moment, StandingSheet, list_standing


@dataclass(frozen=True, slots=True)
class PaperFact:
    """One thing that was done with a sheet; `undone_by` is the event that took it back, as far as the scope knows."""

    event: int
    site: str
    sheet: str
    act: PaperAct
    day: date
    undone_by: int | None


@dataclass(frozen=True, slots=True)
class AskedAnew:
    """A sheet that a release of the period asked for in a new revision, and the revision that it asked for before."""

    site: str
    sheet: str
    event: int
    revision: str
    before: str
    is_superseded: bool


@dataclass(frozen=True, slots=True)
class OrderFact:
    """A print order of the period: its event and those that moved it on, lines, and how many of them hung by the end
    or were cancelled; the lines that did neither."""

    number: int
    day: date
    release: int
    events: tuple[int, ...]
    sites: int
    lines: int
    hung: int
    cancelled: int

    @property
    def open(self) -> int:
        """Lines that neither hung nor were cancelled."""
        return max(0, self.lines - self.hung - self.cancelled)


@dataclass(frozen=True, slots=True)
class IncidentFact:
    """An incident as the scope knows it; `closed_by`: the event that closed it, and on which day it was recorded."""

    number: int
    site: str
    sheet: str
    text: str
    day: date
    event: int
    closed_by: int | None
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class PeriodFacts:
    """All of it."""

    scope: ReportScope
    previous: MadeReport | None
    releases: tuple[NotedRelease, ...]
    live: NotedRelease | None
    standing: tuple[StandingSheet, ...]
    anew: tuple[AskedAnew, ...]
    contents: Mapping[str, SheetRevision]
    paper: tuple[PaperFact, ...]
    late: tuple[PaperFact, ...]
    orders: tuple[OrderFact, ...]
    incidents: tuple[IncidentFact, ...]
    changes: tuple[SiteEvent, ...]
    screens: tuple[ScreenFact, ...] = ()
    absent: Mapping[str, int] = field(default_factory=dict)

    @property
    def published(self) -> tuple[NotedRelease, ...]:
        """The releases that went live in the period."""
        return tuple(r for r in self.releases if self.scope.first <= r.day <= self.scope.last)


def gather_period(connection: Connection, scope: ReportScope) -> PeriodFacts:
    """Look everything up."""
    noted = list_releases(connection, scope.upto)
    live = find_live(noted, scope.last)
    # What reports say of a release is much: only that of the period is read, and of the one that was live at its end.
    noted = tuple(
        describe_release(connection, r) if r == live or scope.first <= r.day <= scope.last else r for r in noted
    )
    live = find_live(noted, scope.last)
    standing = list_standing(connection, Moment(scope.last, scope.upto, live.event)) if live else ()
    of_period = [r for r in noted if scope.first <= r.day <= scope.last]
    anew = tuple(_list_anew(connection, [r.event for r in of_period], live.event if live else 0))
    revisions = {s.revision for s in standing} | {r for a in anew for r in (a.revision, a.before) if r}
    previous = find_previous(connection, scope)
    changes = (e for e in list_changes(connection, scope.upto) if scope.first <= e.change.day <= scope.last)
    return PeriodFacts(
        scope,
        previous,
        noted,
        live,
        standing,
        anew,
        releases.load_revisions(connection, revisions),
        tuple(_list_paper(connection, scope)),
        tuple(_list_late(connection, scope, previous.scope.upto)) if previous else (),
        tuple(_order(connection, scope, row) for row in _list_orders(connection, scope)),
        tuple(_list_incidents(connection, scope)),
        tuple(changes),
        list_screens(connection, scope.last, scope.upto),
        list_absent(connection, scope.last, scope.upto),
    )


def _list_anew(connection: Connection, events: Sequence[int], live: int) -> Iterator[AskedAnew]:
    """Sheets asked for in a new revision by releases of these events."""
    if not events:
        return
    fresh = select(ASKED_SHEET).where(ASKED_SHEET.c.event.in_(events)).order_by(ASKED_SHEET.c.site, ASKED_SHEET.c.sheet)
    ended = select(ASKED_SHEET).where(ASKED_SHEET.c.until_event.in_(events))
    before = {(r.site, r.sheet, r.until_event): r.revision for r in connection.execute(ended)}
    for r in connection.execute(fresh):
        is_superseded = r.until_event is not None and r.until_event <= live
        yield AskedAnew(r.site, r.sheet, r.event, r.revision, before.get((r.site, r.sheet, r.event), ""), is_superseded)


def _list_paper(connection: Connection, scope: ReportScope) -> Iterator[PaperFact]:
    """What was done in the period and was not taken back."""
    first, last = scope.first.isoformat(), scope.last.isoformat()
    query = select(PAPER).where(PAPER.c.day >= first, PAPER.c.day <= last, PAPER.c.event <= scope.upto)
    standing = query.where(or_(PAPER.c.undone_by.is_(None), PAPER.c.undone_by > scope.upto))
    for row in connection.execute(standing.order_by(PAPER.c.event)).mappings():
        yield _read_paper(row, scope.upto)


def _list_late(connection: Connection, scope: ReportScope, since: int) -> Iterator[PaperFact]:
    """What was entered, or taken back, since another report, about days up to the end of the period."""
    entered = PAPER.c.event > since
    undone = (PAPER.c.event <= since) & (PAPER.c.undone_by > since) & (PAPER.c.undone_by <= scope.upto)
    query = select(PAPER).where(PAPER.c.day <= scope.last.isoformat(), PAPER.c.event <= scope.upto, entered | undone)
    for row in connection.execute(query.order_by(PAPER.c.event)).mappings():
        yield _read_paper(row, scope.upto)


def _read_paper(row: Any, upto: int) -> PaperFact:
    day = date.fromisoformat(row["day"])
    undone_by = row["undone_by"] if row["undone_by"] is not None and row["undone_by"] <= upto else None
    return PaperFact(row["event"], row["site"], row["sheet"], PaperAct(row["act"]), day, undone_by)


_HUNG_LINES = text(
    "SELECT count(*) FROM order_line AS l WHERE l.order_number = :number AND EXISTS (SELECT 1 FROM paper AS p WHERE "
    "p.site = l.site AND p.sheet = l.sheet AND p.act = 'hung' AND p.revision = l.revision AND p.event > :made "
    "AND p.event <= :upto AND p.day <= :last AND (p.undone_by IS NULL OR p.undone_by > :upto))"
)


def _list_orders(connection: Connection, scope: ReportScope) -> Sequence[Any]:
    days = PRINT_ORDER.c.day >= scope.first.isoformat(), PRINT_ORDER.c.day <= scope.last.isoformat()
    query = select(PRINT_ORDER).where(*days, PRINT_ORDER.c.event <= scope.upto).order_by(PRINT_ORDER.c.number)
    return connection.execute(query).all()


def _order(connection: Connection, scope: ReportScope, row: Any) -> OrderFact:
    listed = list(_list_standing_events(connection, f"order/{row.number}", scope.upto))
    facts = next(e.after for e in listed if e.what is EventKind.ORDER_MADE)
    cancelled = {tuple(x) for e in listed if e.what is EventKind.ORDER_CANCELLED for x in _read_facts(e)["lines"]}
    parameters = {"number": row.number, "made": row.event, "upto": scope.upto, "last": scope.last.isoformat()}
    hung_count = connection.execute(_HUNG_LINES, parameters).scalar() or 0
    lines = facts["lines"] if isinstance(facts, Mapping) else []
    sites = {line[0] for line in lines}
    events = tuple(e.id for e in listed)
    return OrderFact(
        row.number, date.fromisoformat(row.day), row.release, events, len(sites), len(lines), hung_count, len(cancelled)
    )


def _read_facts(event: Event) -> Mapping[str, Any]:
    return event.after if isinstance(event.after, Mapping) else {}


def _list_standing_events(connection: Connection, subject: str, upto: int) -> Iterator[Event]:
    """The events about a subject that were not undone, as far as is known up to an event."""
    query = select(EVENT).where(EVENT.c.subject == subject, EVENT.c.id <= upto).order_by(EVENT.c.id)
    for row in connection.execute(query).mappings().all():
        if not _is_undone(connection, row["id"], upto):
            yield read_event(row)


def _is_undone(connection: Connection, number: int, upto: int) -> bool:
    query = select(EVENT.c.id).where(
        EVENT.c.subject == f"event/{number}", EVENT.c.what == EventKind.UNDONE.value, EVENT.c.id <= upto
    )
    return connection.execute(query.limit(1)).first() is not None


def _list_incidents(connection: Connection, scope: ReportScope) -> Iterator[IncidentFact]:
    """Incidents seen up to the end of the period that were open in it."""
    query = select(INCIDENT).where(INCIDENT.c.day <= scope.last.isoformat(), INCIDENT.c.event <= scope.upto)
    for row in connection.execute(query.order_by(INCIDENT.c.number)).all():
        if _is_undone(connection, row.event, scope.upto):
            continue
        ends = list(_list_standing_events(connection, f"incident/{row.number}", scope.upto))
        # Opened again it is open, whoever closed it before.
        end = ends[-1] if ends and ends[-1].what is EventKind.INCIDENT_CLOSED else None
        yield IncidentFact(
            row.number,
            row.site,
            row.sheet,
            row.text,
            date.fromisoformat(row.day),
            row.event,
            end.id if end else None,
            read_moment(end.at).date() if end else None,
        )
