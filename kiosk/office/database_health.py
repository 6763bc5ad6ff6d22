"""What is wrong with the databases of a workspace, and what of it can be made again.

In comes a workspace, out go damages. A look opens the office's database only, and reads as little as shows that it can
be used; an inspection lets SQLite check every page and index of each, and recomputes the chain of events.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from kiosk.errors import StoreError
from kiosk.office import events
from kiosk.office.database.engine import FILE as OFFICE
from kiosk.office.database.engine import Database
from kiosk.office.database.migrating import open_database
from kiosk.office.inbox import FILE as INBOX
from kiosk.office.ledger.public_marks import write_marks
from kiosk.release.damage import Damage, Kind
from kiosk.workspace.mark_table import FILE as MARKS
from kiosk.workspace.plain import require_plain
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
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR})
"""What SQLite answers for a file that is none of its own, or whose description of its tables is not one."""


def look_at_databases(store: Store) -> Iterator[Damage]:
    """The office's database, where it cannot even be opened. Writes nothing, and needs no right to write."""
    path = store.root / OFFICE
    # `immutable` makes no file beside the database, but may meet a writer: what looks damaged is looked at again.
    if (path.exists() or path.is_symlink()) and not (_opens(path, "immutable=1") or _opens(path, "mode=ro")):
        yield Damage(Kind.OFFICE, OFFICE, _UNREADABLE)


def _opens(path: Path, how: str) -> bool:
    """Whether a database describes its tables; also where it may be sound and only this user cannot open it."""
    try:
        require_plain(path)
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, timeout=30)) as db:
            db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except OSError:
        return False
    except sqlite3.Error as error:
        return error.sqlite_errorcode & 0xFF not in _DAMAGED
    return True


def inspect_databases(store: Store) -> Iterator[Damage]:
    """Every database that is there, wholly."""
    for name, kind in _KINDS.items():
        path = store.root / name
        if not (path.exists() or path.is_symlink()):
            continue
        if not is_sound(path):
            yield Damage(kind, name, _UNREADABLE)
        elif kind is Kind.OFFICE and (broken := _find_break(path)) is not None:
            yield Damage(kind, name, f"nhật ký bị sửa hoặc mất từ việc số {broken}")


def is_sound(path: Path) -> bool:
    """Whether SQLite finds every page, row and index of a database as it must be."""
    try:
        require_plain(path)
        with closing(sqlite3.connect(path, timeout=30)) as db:
            return bool(db.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",))
    except (sqlite3.Error, OSError):
        return False


def _find_break(path: Path) -> int | None:
    """The first event that the chain does not hold; a database of before there were events has none."""
    database = Database(path)
    try:
        with suppress(StoreError), database.reading() as connection:
            return events.first_broken(connection)
    finally:
        database.close()
    return None


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
