"""What the public server put into its box, taken into the ledger: reports of citizens, words of kiosks.

In come the workspace and a connection; out goes what the ledger does not know yet, and afterwards it does. Taken in
twice it is once: reports have ids that only grow, a device's counter too. The box itself is never written here. The
file of keys follows from the ledger in the same step, so that a lost one comes back by itself.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from kiosk.errors import KioskError
from kiosk.office import inbox
from kiosk.office.database.ledger_tables import MOVED_IN, SHEET_MARK, SHEET_REVISION
from kiosk.office.events import Act
from kiosk.office.inbox import CitizenReport, Inbox, ReportKind
from kiosk.office.ledger import device_words, devices, incidents
from kiosk.office.ledger.device_words import FreshWord
from kiosk.workspace.device_table import holds_keys, replace_keys
from kiosk.workspace.store import Store
from posters import marks


@dataclass(frozen=True, slots=True)
class BoxNews:
    """What the ledger lacks. `lacks_keys`: the public server does not know the kiosks that are declared."""

    reports: tuple[CitizenReport, ...]
    words: tuple[FreshWord, ...]
    lacks_keys: bool

    def __bool__(self) -> bool:
        return bool(self.reports or self.words or self.lacks_keys)


def look_into_box(store: Store, connection: Connection) -> BoxNews:
    """What is new. Of a box that cannot be read just now nothing is: `screens` says so, and the next look finds it."""
    reports: tuple[CitizenReport, ...] = ()
    words: tuple[FreshWord, ...] = ()
    with suppress(sqlite3.Error, OSError, ValueError, KioskError):
        box = Inbox(store.root / inbox.FILE)
        reports = box.list_reports(_count_taken_lines(connection))
        words = device_words.find_fresh(connection, box.list_words())
    return BoxNews(reports, words, not holds_keys(store.root, devices.list_keys(connection)))


def take_in(store: Store, connection: Connection, act: Act, fresh: BoxNews) -> None:
    """Write it into the ledger, and the keys beside the public server. Raises `StoreError`."""
    for report in fresh.reports:
        _take_report_in(connection, act, report)
    if fresh.reports:
        connection.execute(delete(MOVED_IN).where(MOVED_IN.c.name == inbox.FILE))
        last = {"name": inbox.FILE, "lines": fresh.reports[-1].id, "sha256": ""}
        connection.execute(insert(MOVED_IN).values(last))
    device_words.take_words_in(connection, act, fresh.words)
    write_keys(store, connection)


def write_keys(store: Store, connection: Connection) -> None:
    """Have the public server know the declared kiosks, and no others. Raises `StoreError`."""
    replace_keys(store.root, devices.list_keys(connection))


def _count_taken_lines(connection: Connection) -> int:
    return connection.execute(select(MOVED_IN.c.lines).where(MOVED_IN.c.name == inbox.FILE)).scalar() or 0


def _take_report_in(connection: Connection, act: Act, report: CitizenReport) -> None:
    sheet = _find_label(connection, report.mark)
    text = f"người dân báo {report.kind.label}"
    if report.kind is ReportKind.FOREIGN or not sheet:
        text = f"{text}: {report.mark}"
    facts = (report.site, sheet, report.kind.value, text, report.day, report.mark)
    incidents.report_incident(connection, act, *facts)


def _find_label(connection: Connection, mark: str) -> str:
    """The label of the sheet that bears an id; "" where none of ours does."""
    query = select(SHEET_REVISION.c.sheet).join(SHEET_MARK, SHEET_MARK.c.digest == SHEET_REVISION.c.digest)
    label = connection.execute(query.where(SHEET_MARK.c.mark == mark)).scalar()
    printed = marks.read_id(marks.SHEET, mark)
    is_board_label = label is None and printed is not None and _is_label(connection, printed.name)
    return str(label) if label is not None else printed.name if is_board_label and printed else ""


def _is_label(connection: Connection, name: str) -> bool:
    """Whether a sheet (the page of an index board) has this name, whatever its revision."""
    query = select(SHEET_REVISION.c.sheet).where(SHEET_REVISION.c.sheet == name).limit(1)
    return connection.execute(query).first() is not None
