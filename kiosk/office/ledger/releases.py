"""Releases in the ledger: since when each was live, what stands on its sheets, what the live one asks of every wall.

In come a connection, an act and a release; the release's facts become events, so that the files may go.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection, delete, insert, select

from kiosk.model.ledger import RequiredSheet, SheetRevision
from kiosk.model.manifest import Manifest, take_body_revision
from kiosk.office import events
from kiosk.office.database.ledger_tables import PUBLICATION, REQUIRED_SHEET, SHEET_MARK, SHEET_REVISION
from kiosk.office.events import Act, EventKind, NewEvent
from kiosk.office.ledger import asked
from kiosk.office.ledger.release_facts import dump_facts, gather_facts
from kiosk.office.ledger.revisions import (
    describe_revisions,
    dump_revision,
    list_facts,
    list_required,
    load_revision,
)
from kiosk.release import lifecycle
from kiosk.settings import inputs
from kiosk.workspace.store import Store

_MANY = 500
"""Values in one question to the database."""


def note_release(
    connection: Connection, act: Act, store: Store, number: int, manifest: Manifest | None, day: date
) -> None:
    """Write down that release `number` went live on `day`, what stands on its sheets, and from then on compare walls
    with it. Without a manifest (the release is gone) only that it was live."""
    facts = {
        "day": day,
        "as_of": manifest.as_of if manifest else None,
        "manifest": manifest.digest() if manifest else "",
        "sample": bool(manifest and manifest.sample),
    }
    required = tuple(list_required(manifest)) if manifest else ()
    change = asked.compare_asked(connection, required) if manifest else None
    event = events.record(connection, act, EventKind.RELEASE_NOTED, f"release/{number}", after=facts)
    row = {
        "release": number,
        "as_of": manifest.as_of.isoformat() if manifest else None,
        "day": day.isoformat(),
        "sample": facts["sample"],
        "event": event,
    }
    connection.execute(delete(PUBLICATION).where(PUBLICATION.c.release == number))
    connection.execute(insert(PUBLICATION).values(row))
    if manifest is not None and change is not None:
        note_revisions(connection, act, store, manifest)
        _require(connection, required, day)
        asked.follow_change(connection, change, event, day)
        described = {"noted": event, "asked": asked.dump_change(change), **_describe(store, manifest)}
        subject = f"{asked.DESCRIBED}{number}"
        events.record(connection, act, EventKind.RELEASE_DESCRIBED, subject, after=described)


def _describe(store: Store, manifest: Manifest) -> dict[str, object]:
    """What a report says of a release, none where it does not name what it was built from."""
    if not manifest.inputs:
        return {}
    built_from = inputs.restore(manifest.inputs, store.get)
    return dump_facts(gather_facts(manifest, built_from, lifecycle.load_verdict(store, manifest)))


def note_revisions(connection: Connection, act: Act, store: Store, manifest: Manifest) -> None:
    """Write down what stands on every revision of a release that the ledger does not know, and under which ids."""
    listed = inputs.restore(manifest.inputs, store.get).catalogue.on(manifest.as_of) if manifest.inputs else {}
    described = {r.mark: r for r in describe_revisions(manifest, listed)}
    marks_known = _find_known_marks(connection, described)
    unmarked = [r for mark, r in described.items() if mark not in marks_known]
    digests = {r.digest for r in unmarked}
    absent = digests - load_revisions(connection, digests).keys()
    _know(connection, act, list({r.digest: r for r in unmarked if r.digest in absent}.values()))
    rows = [
        {"mark": r.mark, "digest": r.digest, "release": r.release, "released": r.released.isoformat()} for r in unmarked
    ]
    if rows:
        connection.execute(insert(SHEET_MARK), rows)


def _find_known_marks(connection: Connection, marks: Collection[str]) -> set[str]:
    """Those of these ids that the ledger knows: the ids of five years are many more."""
    mark_list, marks_known = sorted(marks), set[str]()
    for at in range(0, len(mark_list), _MANY):
        query = select(SHEET_MARK.c.mark).where(SHEET_MARK.c.mark.in_(mark_list[at : at + _MANY]))
        marks_known |= set(connection.execute(query).scalars())
    return marks_known


def _know(connection: Connection, act: Act, revisions: Sequence[SheetRevision]) -> None:
    if not revisions:
        return
    news = [NewEvent(EventKind.SHEET_KNOWN, f"revision/{r.digest}", after=list_facts(r)) for r in revisions]
    numbers = events.record_all(connection, act, news)
    rows = [
        {"digest": r.digest, "sheet": r.sheet, "product": r.product, "facts": dump_revision(r), "event": n}
        for r, n in zip(revisions, numbers, strict=True)
    ]
    connection.execute(insert(SHEET_REVISION), rows)


def load_revisions(connection: Connection, revisions: Collection[str]) -> dict[str, SheetRevision]:
    """What stood on these revisions, where the ledger knows: by the revision as it was asked for."""
    bodies = {take_body_revision(revision) for revision in revisions}
    body_list, contents = sorted(bodies), dict[str, SheetRevision]()
    for at in range(0, len(body_list), _MANY):
        query = select(SHEET_REVISION.c.facts).where(SHEET_REVISION.c.digest.in_(body_list[at : at + _MANY]))
        contents |= {r.digest: r for r in map(load_revision, connection.execute(query).scalars())}
    return {
        revision: contents[take_body_revision(revision)]
        for revision in revisions
        if take_body_revision(revision) in contents
    }


def find_marked_revision(connection: Connection, mark: str) -> SheetRevision | None:
    """The revision on which this id is printed, with the release that it prints there; None where there is none."""
    query = select(SHEET_REVISION.c.facts, SHEET_MARK.c.release, SHEET_MARK.c.released)
    joined = query.join(SHEET_MARK, SHEET_MARK.c.digest == SHEET_REVISION.c.digest).where(SHEET_MARK.c.mark == mark)
    row = connection.execute(joined).first()
    if row is None:
        return None
    printed = {"mark": mark, "release": row.release, "released": date.fromisoformat(row.released)}
    return replace(load_revision(row.facts), **printed)


def _require(connection: Connection, required: Iterable[RequiredSheet], day: date) -> None:
    """Replace what is asked of the walls; what was asked before stays asked since its own day."""
    columns = (REQUIRED_SHEET.c.site, REQUIRED_SHEET.c.sheet, REQUIRED_SHEET.c.revision, REQUIRED_SHEET.c.since)
    before = {(r.site, r.sheet, r.revision): r.since for r in connection.execute(select(*columns))}
    rows = [
        {
            "site": r.site,
            "sheet": r.sheet,
            "product": r.product,
            "group_id": r.group,
            "position": r.position,
            "revision": r.revision,
            "release": r.release,
            "since": before.get((r.site, r.sheet, r.revision), day.isoformat()),
        }
        for r in required
    ]
    connection.execute(delete(REQUIRED_SHEET))
    if rows:
        connection.execute(insert(REQUIRED_SHEET), rows)


def list_live_required(connection: Connection, site: str = "") -> tuple[RequiredSheet, ...]:
    """What the live release asks of every wall (of this site), by site in the order of the wall."""
    query = select(REQUIRED_SHEET).order_by(REQUIRED_SHEET.c.site, REQUIRED_SHEET.c.position)
    rows = connection.execute(query.where(REQUIRED_SHEET.c.site == site) if site else query)
    return tuple(RequiredSheet(r.site, r.sheet, r.product, r.group_id, r.position, r.revision, r.release) for r in rows)


def find_live_release(connection: Connection) -> int | None:
    """The number of the release with which walls are compared."""
    query = select(PUBLICATION.c.release).order_by(PUBLICATION.c.event.desc()).limit(1)
    return connection.execute(query).scalar()


def is_sample(connection: Connection, number: int) -> bool:
    """Whether a release that was live is made from demonstration data."""
    query = select(PUBLICATION.c.sample).where(PUBLICATION.c.release == number)
    return bool(connection.execute(query).scalar())
