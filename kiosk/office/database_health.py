"""What is wrong with the databases of a workspace, and what of it can be made again.

In comes a workspace, out go damages. A look opens the office's database and the table of printed ids, and reads as
little as shows that they can be used; an inspection lets SQLite check every page and index of each, and recomputes the
chain of events.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from kiosk.errors import StoreError
from kiosk.office import events
from kiosk.office.database.engine import FILE as OFFICE
from kiosk.office.database.engine import Database
from kiosk.office.database.migrating import open_database
from kiosk.office.database.standing import is_lost
from kiosk.office.inbox import FILE as INBOX
from kiosk.office.ledger.public_marks import write_marks
from kiosk.office.message_file import is_damage
from kiosk.release.damage import Damage, Kind
from kiosk.workspace.mark_table import FILE as MARKS
from kiosk.workspace.plain import BESIDE_DATABASES, NotPlainError, require_plain
from kiosk.workspace.store import Store

_KINDS = {
    "cache.sqlite": Kind.CACHE,
    "news.sqlite": Kind.NEWS,
    "counts.sqlite": Kind.COUNTS,
    OFFICE: Kind.OFFICE,
    MARKS: Kind.MARKS,
    INBOX: Kind.INBOX,
}
_UNREADABLE = "không đọc được"
_UNOPENED = "tài khoản này không mở được nên chưa kiểm tra được, chưa chắc đã hỏng"
_LOOK, _CHECK = "SELECT 'ok' FROM sqlite_master UNION SELECT 'ok'", "PRAGMA integrity_check(1)"
"""What shows that a database describes its tables, and that every page, row and index of it is as it must be."""
_LOOK_AT_MARKS = (
    "SELECT 'ok' WHERE EXISTS (SELECT 1 FROM mark) + EXISTS (SELECT 1 FROM site_set) + EXISTS (SELECT 1 FROM noted) > 0"
)
"""What shows that the table of printed ids holds any: an empty file passes for a database without tables."""
_AS_IT_STANDS = "immutable=1"
"""Makes no file beside the database and needs no right to; what a writer has not brought in yet is not seen."""


def look_at_databases(store: Store) -> Iterator[Damage]:
    """The office's database, where it does not even describe its tables. Writes nothing, and needs no right to write:
    what this account alone cannot open is no damage."""
    yield from _find_lost(store)
    yield from _find_beside(store)
    for name, kind, question in ((OFFICE, Kind.OFFICE, _LOOK), (MARKS, Kind.MARKS, _LOOK_AT_MARKS)):
        path = store.root / name
        # A look as it stands may meet a writer: what looks damaged is looked at again.
        if os.path.lexists(path) and _find_fault(path, question, (_AS_IT_STANDS, "mode=ro")) == _UNREADABLE:
            yield Damage(kind, name, _UNREADABLE)


def _find_lost(store: Store) -> Iterator[Damage]:
    if is_lost(store.root / OFFICE):
        yield Damage(Kind.OFFICE, OFFICE, "không có hoặc rỗng, dù đã từng có sổ")


def _find_beside(store: Store) -> Iterator[Damage]:
    """Links, folders and pipes in the place of what SQLite keeps beside a database."""
    for name, kind in _KINDS.items():
        for ending in filter(None, BESIDE_DATABASES):
            try:
                require_plain(store.root / f"{name}{ending}")
            except NotPlainError as error:
                yield Damage(kind, f"{name}{ending}", error.message)


def inspect_databases(store: Store) -> Iterator[Damage]:
    """Every database that is there, wholly; one that this account cannot open is named too."""
    # A database that is lost is not opened: opening an empty file makes it look like one.
    unsafe = {one.place.rpartition("-")[0] for one in _find_beside(store)}
    unsafe |= {one.place for one in _find_lost(store)}
    for name, kind in _KINDS.items():
        path = store.root / name
        if os.path.lexists(path) and name not in unsafe:
            fault = _find_fault(path, _CHECK, ("mode=rw", _AS_IT_STANDS))
            if not fault and kind is Kind.MARKS:
                fault = _find_fault(path, _LOOK_AT_MARKS, ("mode=ro",))
            if fault or (kind is Kind.OFFICE and (fault := _find_break(path))):
                yield Damage(kind, name, fault)


def is_sound(path: Path) -> bool:
    """Whether SQLite finds every page, row and index of a database as it must be."""
    return not _find_fault(path, _CHECK, ("mode=rw",))


def _find_fault(path: Path, question: str, ways: tuple[str, ...]) -> str:
    """What is wrong with a database by the answer to a question, asked in the first of several ways of opening it that
    brings an answer; "" where that is «ok»."""
    fault = ""
    for how in ways:
        try:
            require_plain(path)
            with closing(sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, timeout=30)) as db:
                return "" if db.execute(question).fetchone() == ("ok",) else _UNREADABLE
        except OSError:
            return _UNREADABLE
        except sqlite3.Error as error:
            fault = _UNREADABLE if is_damage(error) else _UNOPENED
    return fault


def _find_break(path: Path) -> str:
    """From where on the chain of events does not hold, "" where it does; a database without events has none."""
    database = Database(path)
    try:
        with database.reading() as connection:
            there = connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'event'").first()
            broken = events.find_first_broken(connection) if there else None
    except StoreError:
        return _UNOPENED
    finally:
        database.close()
    return "" if broken is None else f"nhật ký bị sửa hoặc mất từ việc số {broken}"


def rewrite_marks(store: Store) -> str:
    """The table of printed ids once more, from the ledger; why not, where that fails."""
    try:
        database = open_database(store.root)
    except StoreError as error:
        return error.message
    try:
        with database.reading() as connection:
            write_marks(store, connection)
    except StoreError as error:
        return error.message
    finally:
        database.close()
    return ""
