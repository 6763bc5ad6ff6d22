"""What the log says of the life of sites: changes planned for a coming day, changes that stand, sites that ended.

In comes a connection; out go changes with their events. Writing them is `site_life`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from kiosk.model.ledger import RequiredSheet, Witness
from kiosk.model.site_change import SiteChange, SiteChangeKind
from kiosk.office.database.ledger_tables import REQUIRED_SHEET, WALL
from kiosk.office.database.schema import EVENT
from kiosk.office.events import Event, EventKind, read_event
from kiosk.office.ledger.needs import SurplusSheet

SUBJECT = "site/"


@dataclass(frozen=True, slots=True)
class SiteEvent:
    """A change of a site and the event that says it; `name`: what the site was called before, `planned`: the event that
    announced it, None where nobody did; `by`: who says so, where it is no person of the office; `person`: the one of
    the office; `proposed`: the event with which somebody asked for it, where it was asked for."""

    change: SiteChange
    event: int
    name: str
    by: str = ""
    planned: int | None = None
    person: int | None = None
    proposed: int | None = None


def note_facts(
    change: SiteChange, name: str, witness: Witness, planned: int | None = None, proposed: int | None = None
) -> dict[str, object]:
    """A change as its event holds it."""
    facts: dict[str, object] = {
        "kind": change.kind.value,
        "day": change.day,
        "decision": change.decision,
        "name": name,
        "values": dict(change.values),
    }
    optional = {
        "into": change.into, "by": witness.by, "note": witness.note, "planned": planned, "proposed": proposed,
    }  # fmt: skip
    return facts | {key: value for key, value in optional.items() if value}


def list_changes(connection: Connection, upto: int | None = None) -> tuple[SiteEvent, ...]:
    """Every change that stands in the tables, in the order in which they were taken; `upto`: no later event."""
    return tuple(_read_site_event(e) for e in _list_events(connection, EventKind.SITE_CHANGED, upto))


def list_planned(connection: Connection) -> tuple[SiteEvent, ...]:
    """Changes for a day whose turn has not come, by day; those that were undone are none."""
    taken_events = {change.planned for change in list_changes(connection)}
    waiting = (
        _read_site_event(e) for e in _list_events(connection, EventKind.SITE_PLANNED, None) if e.id not in taken_events
    )
    standing = (p for p in waiting if not _is_undone(connection, p.event))
    return tuple(sorted(standing, key=lambda p: (p.change.day, p.event)))


def list_proposed(connection: Connection) -> tuple[SiteEvent, ...]:
    """Changes that somebody asked for and nobody has agreed to or given back, the oldest first."""
    kinds = (EventKind.SITE_PLANNED, EventKind.SITE_CHANGED)
    agreed = {_read_site_event(e).proposed for kind in kinds for e in _list_events(connection, kind, None)}
    proposals = (
        _read_site_event(e) for e in _list_events(connection, EventKind.SITE_PROPOSED, None) if e.id not in agreed
    )
    return tuple(p for p in proposals if not _is_undone(connection, p.event))


def list_ended(connection: Connection) -> tuple[SiteEvent, ...]:
    """The change with which each site ended that was not opened again, by its code."""
    last: dict[str, SiteEvent] = {}
    for each in list_changes(connection):
        if each.change.kind.ends or each.change.kind is SiteChangeKind.OPENED:
            last[each.change.site] = each
    return tuple(last[code] for code in sorted(last) if last[code].change.kind.ends)


def list_left_behind(connection: Connection, site: str = "") -> tuple[SurplusSheet, ...]:
    """Sheets that still hang at sites (at this one) that ended, or of which the live release asks nothing any more."""
    asked_sites = set(connection.execute(select(REQUIRED_SHEET.c.site).distinct()).scalars())
    ended = {each.change.site for each in list_ended(connection)}
    query = select(WALL).where(WALL.c.revision != "").order_by(WALL.c.site, WALL.c.sheet)
    if site:
        query = query.where(WALL.c.site == site)
    rows = connection.execute(query) if asked_sites or site else ()
    rows_left = (r for r in rows if site or r.site in ended or r.site not in asked_sites)
    return tuple(SurplusSheet(r.site, r.sheet, r.revision) for r in rows_left)


def drop_ended(connection: Connection, required: tuple[RequiredSheet, ...]) -> tuple[RequiredSheet, ...]:
    """What is asked of walls, less that of sites that ended since the live release was made."""
    ended = {each.change.site for each in list_ended(connection)}
    return tuple(r for r in required if r.site not in ended)


def _list_events(connection: Connection, what: EventKind, upto: int | None) -> Iterator[Event]:
    """Events of a kind about sites, oldest first: one seek, because the subject is indexed."""
    query = select(EVENT).where(EVENT.c.subject >= SUBJECT, EVENT.c.subject < "site0", EVENT.c.what == what.value)
    if upto is not None:
        query = query.where(EVENT.c.id <= upto)
    return (read_event(row) for row in connection.execute(query.order_by(EVENT.c.id)).mappings())


def _is_undone(connection: Connection, number: int) -> bool:
    query = select(EVENT.c.id).where(EVENT.c.subject == f"event/{number}", EVENT.c.what == EventKind.UNDONE.value)
    return connection.execute(query.limit(1)).first() is not None


def _read_site_event(event: Event) -> SiteEvent:
    facts = event.after if isinstance(event.after, Mapping) else {}
    change = SiteChange(
        SiteChangeKind(facts["kind"]),
        event.subject.removeprefix(SUBJECT),
        date.fromisoformat(facts["day"]),
        facts["decision"],
        facts["values"],
        facts.get("into", ""),
    )
    witness = (facts.get("by", ""), facts.get("planned"), event.person, facts.get("proposed"))
    return SiteEvent(change, event.id, facts["name"], *witness)
