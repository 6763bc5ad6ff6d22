"""Opening the ledger: what happened outside of it is written into it first, once, in one transaction.

In comes the workspace; out goes its database, whose ledger knows every release that is or was live, what stands on
their sheets, what older records said, and what the public server took for the office (`box`). Those records
(`posted.json`, `history.jsonl`, `news.sqlite`, `inbox.sqlite`) stay beside as they are. No lock of the workspace is
taken: who confirms a sheet does not wait for a build.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, delete, insert, select

from kiosk.canonical import digest
from kiosk.clock import INDOCHINA, get_today
from kiosk.errors import KioskError, ReleaseError
from kiosk.model.ledger import PaperAct, PaperEntry, Witness
from kiosk.model.manifest import Manifest
from kiosk.office import events, posted
from kiosk.office.database.engine import Database
from kiosk.office.database.ledger_tables import MOVED_IN, PUBLICATION
from kiosk.office.database.migrating import open_database
from kiosk.office.events import EventKind, NewEvent
from kiosk.office.ledger import box, papers, releases
from kiosk.office.ledger.public_marks import follow_with_marks
from kiosk.office.news import News
from kiosk.release import lifecycle
from kiosk.workspace.disk import Shortfall, follow
from kiosk.workspace.history import History
from kiosk.workspace.store import Store

_HISTORY, _NEWS = "history.jsonl", "news.sqlite"


@dataclass(frozen=True, slots=True)
class _Unwritten:
    """What the ledger does not know yet. `history`: the lines that do not stand in it, `lines`: how many there are in
    all; `publications`: (number, day) of releases in the order in which they went live; `is_first`: nothing has moved
    in yet; `is_shorter`: the history has fewer lines than have moved in, and is counted afresh."""

    history: tuple[dict[str, object], ...]
    lines: int
    publications: tuple[tuple[int, date], ...]
    is_first: bool
    is_shorter: bool = False

    def __bool__(self) -> bool:
        return self.is_first or self.is_shorter or bool(self.history or self.publications)


def open_ledger(store: Store) -> Database:
    """The database of a workspace, its ledger up to date. Raises `StoreError`, `ReleaseError` for a live release whose
    manifest is lost."""
    database = open_database(store.root)
    catch_up(store, database)
    return database


def follow_publishing(store: Store) -> tuple[Shortfall, ...]:
    """Write a release that has just gone live into the ledger; a failure is told and undoes nothing."""

    def note() -> tuple[Shortfall, ...]:
        database = open_ledger(store)
        try:
            return follow_with_marks(store, database)
        finally:
            database.close()

    return follow(note, "chưa ghi được bản này vào sổ treo", str(store.root), "chạy kiosk wall; sổ tự ghi bổ sung")


def catch_up(store: Store, database: Database) -> bool:
    """Write down what the ledger lacks; whether there was anything but words from outside. Twice is once."""
    with database.reading() as connection:
        if not _look(store, connection) and not box.look_into_box(store, connection):
            return False
    with database.writing() as connection:
        lacking = _look(store, connection)
        if lacking:
            _write(store, connection, lacking)
        fresh = box.look_into_box(store, connection)
        if fresh:
            box.take_in(store, connection, events.begin_act(None), fresh)
    return bool(lacking)


def _look(store: Store, connection: Connection) -> _Unwritten:
    moved = dict(connection.execute(select(MOVED_IN.c.name, MOVED_IN.c.lines)).all())
    lines = History(store.root, store.root / "tmp").events()
    known_releases = set(connection.execute(select(PUBLICATION.c.release)).scalars())
    live = [(int(str(e["published"])), _read_day(e)) for e in lines if str(e.get("published", "")).isdigit()]
    current = store.current()
    if current is not None and (not live or live[-1][0] != current):
        live.append((current, get_today()))
    fresh = {number: day for number, day in live if number not in known_releases}
    if current is not None and current in known_releases and current != releases.find_live_release(connection):
        # A backup was brought back: the pointer leads to a release that was live before.
        fresh[current] = get_today()
    # A shorter history was mended or begun again: what is said twice is better than what is never said.
    is_shorter = moved.get(_HISTORY, 0) > len(lines)
    known_lines = 0 if is_shorter else moved.get(_HISTORY, 0)
    return _Unwritten(
        tuple(lines[known_lines:]), len(lines), tuple(fresh.items()), posted.FILE not in moved, is_shorter
    )


def _read_day(event: dict[str, object]) -> date:
    """The day in Vietnam of a line of the history; of one without a time, the first day that calendars know."""
    with suppress(ValueError, OverflowError):
        return datetime.fromisoformat(str(event.get("at", ""))).astimezone(INDOCHINA).date()
    return date.min


def _write(store: Store, connection: Connection, lacking: _Unwritten) -> None:
    act = events.begin_act(None)
    lines = (NewEvent(EventKind.MOVED_IN, _name_subject(line), after=line) for line in lacking.history)
    events.record_all(connection, act, lines)
    _remember(connection, _HISTORY, lacking.lines, b"")
    for number, day in lacking.publications:
        releases.note_release(connection, act, store, number, _load_manifest(store, number), day)
    if lacking.is_first:
        _move_posted_in(store, connection, act)
        _move_news_in(store, connection, act)


def _name_subject(line: dict[str, object]) -> str:
    for key in ("published", "catalogue"):
        if key in line:
            return f"{'release' if key == 'published' else key}/{line[key]}"
    return "history"


def _load_manifest(store: Store, number: int) -> Manifest | None:
    """The manifest of a release that was live; None where it was removed. Raises `ReleaseError` for the live one."""
    try:
        return lifecycle.load_manifest(store, number)
    except ReleaseError:
        if number == store.current():
            raise
        return None


def _move_posted_in(store: Store, connection: Connection, act: events.Act) -> None:
    """Every confirmation of the time before, in the revision that it names, whether anybody still knows it or not."""
    content = store.read(posted.FILE) or b""
    entries = [
        PaperEntry(site, hanging.label, PaperAct.HUNG, _read_day({"at": hanging.at}), hanging.revision)
        for site, sheets in posted.load_old_hanging(store).items()
        for hanging in sheets.values()
    ]
    witness = Witness("", evidence=f"{posted.FILE} {digest(content)}", note="chuyển từ sổ xác nhận cũ")
    papers.record_papers(connection, act, witness, entries, is_old=True)
    _remember(connection, posted.FILE, len(entries), content)


def _move_news_in(store: Store, connection: Connection, act: events.Act) -> None:
    """What kiosks said before they were declared: kept as words, it changes no figure."""
    with suppress(sqlite3.Error, OSError, KioskError):
        heard = News(store.root / _NEWS).kiosks()
        lines = [
            NewEvent(EventKind.MOVED_IN, f"news/{site}", after={"release": release, "age": age, "at": at})
            for site, release, age, at in heard
        ]
        events.record_all(connection, act, lines)
    _remember(connection, _NEWS, 0, b"")


def _remember(connection: Connection, name: str, lines: int, content: bytes) -> None:
    connection.execute(delete(MOVED_IN).where(MOVED_IN.c.name == name))
    connection.execute(insert(MOVED_IN).values(name=name, lines=lines, sha256=digest(content)))
