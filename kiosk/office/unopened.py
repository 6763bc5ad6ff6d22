"""Sheets that hang and that nobody opens.

In come the ledger, the counts and a number of days; out go sheets with the sites at which the ledger knows them to
hang. Only days on which was counted speak: of a sheet that hangs for fewer of them nothing is said. Sites with the same
list share a sheet and its id: what is opened at one wall speaks for all, what is opened at none is opened nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, select

from kiosk.model.manifest import take_body_revision
from kiosk.model.scan import ScanKind
from kiosk.office.database.ledger_tables import SHEET_MARK, SHEET_REVISION, WALL
from kiosk.office.ledger.revisions import SHEETS
from kiosk.workspace.count_table import KEPT_DAYS, CountTable


@dataclass(frozen=True, slots=True)
class UnopenedSheet:
    """A sheet under all ids with which it was printed, the sites where it hangs, since when at the first of them, and
    for how many counted days nobody has opened it there."""

    sheet: str
    ids: tuple[str, ...]
    sites: tuple[str, ...]
    since: date
    days: int


@dataclass(frozen=True, slots=True)
class HangingSite:
    """A site where the ledger says that a sheet hangs, and since which day."""

    site: str
    since: date


def list_unopened(connection: Connection, counts: CountTable, days: int, today: date) -> tuple[UnopenedSheet, ...]:
    """Sheets that hang for `days` counted days or more and were opened on none of the last `days`, most sites first.

    Raises `StoreError`.
    """
    counted = [d for d in counts.list_days(today - timedelta(KEPT_DAYS), today) if d < today]  # today is not over
    if days == 0 or len(counted) < days:
        return ()
    opened = {c.key.name for c in counts.list_counts(counted[-days], today) if c.key.kind is ScanKind.SHEET}
    marks = _list_marks(connection)
    unopened = []
    for revision, hanging_sites in list_hung(connection).items():
        sheet, ids = marks.get(revision, ("", ()))
        long = [h for h in hanging_sites if _count_after(counted, h.since) >= days]
        if ids and long and opened.isdisjoint(ids):
            first = min(h.since for h in long)
            sites = tuple(sorted(h.site for h in long))
            unopened.append(UnopenedSheet(sheet, ids, sites, first, _count_after(counted, first)))
    return tuple(sorted(unopened, key=lambda u: (-len(u.sites), u.sheet, u.ids)))


def list_hung(connection: Connection) -> dict[str, tuple[HangingSite, ...]]:
    """Where sheets hang by the ledger's last word, by the revision that their sites share."""
    query = select(WALL.c.site, WALL.c.revision, WALL.c.day).where(WALL.c.revision != "").order_by(WALL.c.site)
    hanging: dict[str, list[HangingSite]] = {}
    for site, revision, day in connection.execute(query):
        hanging.setdefault(take_body_revision(revision), []).append(HangingSite(site, date.fromisoformat(day)))
    return {revision: tuple(sites) for revision, sites in hanging.items()}


def _list_marks(connection: Connection) -> dict[str, tuple[str, tuple[str, ...]]]:
    """By revision the label of a posting sheet and every id under which it was printed."""
    marks: dict[str, tuple[str, tuple[str, ...]]] = {}
    for digest, mark, sheet in _read_marks(connection):
        marks[digest] = (sheet, (*marks.get(digest, ("", ()))[1], mark))
    return marks


def _read_marks(connection: Connection) -> Iterator[tuple[str, str, str]]:
    query = (
        select(SHEET_MARK.c.digest, SHEET_MARK.c.mark, SHEET_REVISION.c.sheet)
        .join(SHEET_REVISION, SHEET_REVISION.c.digest == SHEET_MARK.c.digest)
        .where(SHEET_REVISION.c.product == SHEETS)
        .order_by(SHEET_MARK.c.mark)
    )
    for row in connection.execute(query):
        yield row.digest, row.mark, row.sheet


def list_labels(connection: Connection) -> dict[str, tuple[str, str]]:
    """By id the revision and the label of every posting sheet that the ledger knows."""
    return {mark: (digest, sheet) for digest, mark, sheet in _read_marks(connection)}


def _count_after(counted: Sequence[date], day: date) -> int:
    return sum(d > day for d in counted)
