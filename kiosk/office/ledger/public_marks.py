"""What the public server may say of printed ids, written from the ledger after each publication and order.

In come the workspace and a connection; the table of marks (`workspace.mark_table`) holds afterwards every id of every
release that was live, and of every order. Written twice it is the same. No word of persons or walls goes there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date

from sqlalchemy import Connection, select

from kiosk.canonical import digest, dump_canonical
from kiosk.errors import ReleaseError, StoreError, explain_cause
from kiosk.model.ledger import SheetRevision
from kiosk.model.manifest import Manifest, SheetEntry, take_body_revision
from kiosk.office.database.engine import Database
from kiosk.office.database.ledger_tables import ORDER_LINE, PRINT_ORDER, PUBLICATION, SHEET_MARK, SHEET_REVISION
from kiosk.office.ledger.releases import load_revisions
from kiosk.office.ledger.revisions import BOARD
from kiosk.release import lifecycle
from kiosk.settings.links import identify_sheet
from kiosk.workspace.disk import Shortfall, follow
from kiosk.workspace.mark_table import FILE, MarkedCard, MarkedSheet, MarkTable, replace_table
from kiosk.workspace.store import Store
from posters import plates
from posters.spec import BOARD_PAGES, MarkSeed

_MANY = 500
"""Values in one question to the database."""


def write_marks(store: Store, connection: Connection) -> None:
    """Bring the table up to date with the ledger. Raises `StoreError`."""
    noted, known_marks = _look_at_table(store)
    rows: list[tuple[str, MarkedSheet]] = []
    releases: list[tuple[int, bool]] = []
    query = select(PUBLICATION.c.release, PUBLICATION.c.day, PUBLICATION.c.as_of).order_by(PUBLICATION.c.event)
    for number, day, as_of in connection.execute(query).all():
        if number not in noted:
            rows += _list_release_rows(store, connection, number, date.fromisoformat(day))
            releases.append((number, as_of is not None))
    rows += _list_ledger_rows(connection, known_marks | {mark for mark, _ in rows})
    try:
        replace_table(store.root, rows, releases, _list_coming(connection))
    except (OSError, sqlite3.Error) as error:
        way_out = "kiểm tra ổ đĩa còn trống và quyền ghi rồi chạy kiosk nightly"
        raise StoreError(
            "không ghi được bảng mã của các tờ đã in",
            place=str(store.root / FILE),
            value=explain_cause(error),
            way_out=way_out,
        ) from error


def follow_with_marks(store: Store, database: Database) -> tuple[Shortfall, ...]:
    """Write the table after something went live; a failure is told and undoes nothing."""

    def note() -> tuple[Shortfall, ...]:
        with database.reading() as connection:
            write_marks(store, connection)
        return ()

    way_out = "kiểm tra ổ đĩa rồi chạy kiosk nightly; đến lúc ấy trang tra mã tờ còn theo bảng trước"
    return follow(note, "chưa ghi được bảng mã của các tờ đã in", str(store.root / FILE), way_out)


def _look_at_table(store: Store) -> tuple[frozenset[int], frozenset[str]]:
    """Releases and ids that stand in the table. A damaged one is started afresh: the ledger knows it all."""
    table = MarkTable(store.root)
    if table.is_there():
        try:
            return table.list_noted(), table.list_marks()
        except StoreError as error:
            if not isinstance(error.__cause__, sqlite3.Error):
                raise  # written by a later program
            (store.root / FILE).unlink()
    return frozenset(), frozenset()


def _load_facts(connection: Connection, marks: Iterable[str]) -> dict[str, tuple[SheetRevision, str]]:
    """What stands on the sheets that bear these ids, and their digests, where the ledger knows."""
    mark_list, digests = sorted(marks), dict[str, str]()
    for at in range(0, len(mark_list), _MANY):
        query = select(SHEET_MARK.c.mark, SHEET_MARK.c.digest).where(SHEET_MARK.c.mark.in_(mark_list[at : at + _MANY]))
        digests |= dict(connection.execute(query).all())
    facts = load_revisions(connection, set(digests.values()))
    return {mark: (facts[body], body) for mark, body in digests.items() if body in facts}


def _describe_cards(revision: SheetRevision) -> tuple[MarkedCard, ...]:
    return tuple(
        MarkedCard(c.code, c.name, digest(dump_canonical([c.name, c.field, c.payload, c.until]))[:16])
        for c in revision.cards
    )


def _list_release_rows(
    store: Store, connection: Connection, number: int, day: date
) -> Iterator[tuple[str, MarkedSheet]]:
    """Every id of a release that was live, with its sites; nothing where its manifest is gone."""
    manifest: Manifest | None = None
    with suppress(ReleaseError):
        manifest = lifecycle.load_manifest(store, number)
    if manifest is None:
        return
    sheets: dict[str, tuple[SheetEntry, set[str]]] = {}
    for site in manifest.sites:
        for entry in manifest.sheets(site):
            mark = str(identify_sheet(entry.label, entry.revision, entry.release, entry.released))
            sheets.setdefault(mark, (entry, set()))[1].add(site.code)
    facts = _load_facts(connection, sheets)
    for mark, (entry, sites) in sheets.items():
        described = _describe_cards(facts[mark][0]) if mark in facts else ()
        yield mark, MarkedSheet(entry.label, tuple(sorted(sites)), described, day)
    yield from _list_board_rows(manifest, day)


def _list_board_rows(manifest: Manifest, day: date) -> Iterator[tuple[str, MarkedSheet]]:
    for site in manifest.sites:
        for label in BOARD_PAGES if site.board else ():
            mark = plates.grow_mark(MarkSeed(site.board), label)
            if mark is not None:
                yield mark.id, MarkedSheet(label, (site.code,), (), day)


def _list_ledger_rows(connection: Connection, known: frozenset[str]) -> Iterator[tuple[str, MarkedSheet]]:
    """Ids that only the ledger knows: of orders for a day to come, and of releases whose manifest is gone."""
    joined = select(SHEET_MARK.c.mark).join(SHEET_REVISION, SHEET_REVISION.c.digest == SHEET_MARK.c.digest)
    marks = set(connection.execute(joined.where(SHEET_REVISION.c.product != BOARD)).scalars()) - known
    if not marks:
        return
    days = {n: date.fromisoformat(d) for n, d in connection.execute(select(PUBLICATION.c.release, PUBLICATION.c.day))}
    releases = dict(connection.execute(select(SHEET_MARK.c.mark, SHEET_MARK.c.release)).all())
    ordered: dict[str, set[str]] = {}
    for site, revision in connection.execute(select(ORDER_LINE.c.site, ORDER_LINE.c.revision)):
        ordered.setdefault(take_body_revision(revision), set()).add(site)
    for mark, (revision, body) in _load_facts(connection, marks).items():
        sites = tuple(sorted(ordered.get(body, ())))
        yield mark, MarkedSheet(revision.sheet, sites, _describe_cards(revision), days.get(releases[mark]))


def _list_coming(connection: Connection) -> Iterator[tuple[str, date]]:
    """Ids of sheets that open orders bring for a day to come."""
    lines = (
        select(ORDER_LINE.c.revision, PRINT_ORDER.c.hang_from)
        .join(PRINT_ORDER, PRINT_ORDER.c.number == ORDER_LINE.c.order_number)
        .where(ORDER_LINE.c.open.is_(True), PRINT_ORDER.c.hang_from.is_not(None))
        .distinct()
    )
    days = {take_body_revision(revision): date.fromisoformat(day) for revision, day in connection.execute(lines)}
    if days:
        for mark, body in connection.execute(select(SHEET_MARK.c.mark, SHEET_MARK.c.digest)):
            if body in days:
                yield mark, days[body]
