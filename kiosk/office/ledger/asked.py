"""What was asked of every wall, release by release: a row for each sheet in each revision, from one release to another.

In comes a connection; out goes what the release of a day asked. It follows from the events of releases, which hold what
each changed, so that a question about a day years ago needs no file of that time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, select, update

from kiosk.model.ledger import RequiredSheet
from kiosk.office.database.ledger_tables import ASKED_SHEET
from kiosk.office.database.schema import EVENT
from kiosk.office.events import Event, EventKind, read_event
from kiosk.office.ledger.release_facts import ReleaseRecord, read_facts

SUBJECT, DESCRIBED = "release/", "described/"


@dataclass(frozen=True, slots=True)
class AskedChange:
    """What a release changes in what is asked: sheets in a new revision, and (site, sheet) no longer asked for."""

    fresh: tuple[RequiredSheet, ...]
    gone: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class NotedRelease:
    """A release that went live: its event, number and day, the day for which it was built, the digest of its manifest,
    and what a report says of it (None: it went live before that was written down)."""

    event: int
    number: int
    day: date
    as_of: date | None
    manifest: str
    sample: bool
    facts: ReleaseRecord | None = None


def compare_asked(connection: Connection, required: Sequence[RequiredSheet]) -> AskedChange:
    """How `required` differs from what is asked now."""
    query = select(ASKED_SHEET.c.site, ASKED_SHEET.c.sheet, ASKED_SHEET.c.revision)
    now = {(r.site, r.sheet): r.revision for r in connection.execute(query.where(ASKED_SHEET.c.until_event.is_(None)))}
    asked_sheets = {(r.site, r.sheet) for r in required}
    fresh = tuple(r for r in required if now.get((r.site, r.sheet)) != r.revision)
    return AskedChange(fresh, tuple(sorted(key for key in now if key not in asked_sheets)))


def dump_change(change: AskedChange) -> dict[str, object]:
    """A change as the release's event holds it: sheets that sites share once, with the sites; what each adds to its
    sheets once a site."""
    shared: dict[tuple[str, str, str, int, str, int], list[str]] = {}
    heads: dict[str, str] = {}
    for r in change.fresh:
        body, _, head = r.revision.partition(".")
        shared.setdefault((r.sheet, r.product, r.group, r.position, body, r.release), []).append(r.site)
        if head:
            heads[r.site] = head
    fresh = [[*key, sites] for key, sites in shared.items()]
    return {"fresh": fresh, "heads": heads, "gone": [list(key) for key in change.gone]}


def follow_change(connection: Connection, change: AskedChange, event: int, day: date) -> None:
    """Let the rows say what a release asks from its event on."""
    ended = [*change.gone, *((r.site, r.sheet) for r in change.fresh)]
    for site, sheet in ended:
        standing = (ASKED_SHEET.c.site == site, ASKED_SHEET.c.sheet == sheet, ASKED_SHEET.c.until_event.is_(None))
        connection.execute(update(ASKED_SHEET).where(*standing).values(until_event=event))
    rows = [_make_row(r, event, day) for r in change.fresh]
    if rows:
        connection.execute(insert(ASKED_SHEET), rows)


def _make_row(r: RequiredSheet, event: int, day: date) -> dict[str, object]:
    facts = {"site": r.site, "sheet": r.sheet, "product": r.product, "group_id": r.group, "position": r.position}
    return facts | {"revision": r.revision, "release": r.release, "since": day.isoformat(), "event": event}


def list_releases(connection: Connection, upto: int) -> tuple[NotedRelease, ...]:
    """Every release that went live, in that order, no event later than `upto`; without what reports say of them, which
    is much (`describe_release`)."""
    query = select(EVENT).where(
        EVENT.c.subject >= SUBJECT,
        EVENT.c.subject < "release0",
        EVENT.c.what == EventKind.RELEASE_NOTED.value,
        EVENT.c.id <= upto,
    )
    return tuple(_read_release(read_event(row)) for row in connection.execute(query.order_by(EVENT.c.id)).mappings())


def describe_release(connection: Connection, release: NotedRelease) -> NotedRelease:
    """The same release with what reports say of it, where that was written down."""
    query = select(EVENT).where(EVENT.c.subject == f"{DESCRIBED}{release.number}", EVENT.c.id > release.event)
    row = connection.execute(query.order_by(EVENT.c.id).limit(1)).mappings().first()
    facts = read_event(row).after if row else None
    return replace(release, facts=read_facts(facts)) if isinstance(facts, Mapping) else release


def _read_release(event: Event) -> NotedRelease:
    facts: Mapping[str, Any] = event.after if isinstance(event.after, Mapping) else {}
    return NotedRelease(
        event.id,
        int(event.subject.removeprefix(SUBJECT)),
        date.fromisoformat(facts["day"]),
        date.fromisoformat(facts["as_of"]) if facts.get("as_of") else None,
        str(facts.get("manifest", "")),
        bool(facts.get("sample")),
    )


def find_live(releases: Iterable[NotedRelease], day: date) -> NotedRelease | None:
    """The release that was live at the end of a day, None before the first one."""
    live = [each for each in releases if each.day <= day]
    return live[-1] if live else None
