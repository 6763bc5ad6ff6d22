"""What declared kiosks show, for one who only looks: by site, the oldest release that any of them is known to show.

In comes a workspace; nothing is written, not even beside a file. How each kiosk stands is left to `ledger.screens`.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from kiosk.errors import StoreError, explain_cause
from kiosk.office import inbox
from kiosk.office.database.standing import refuse_lost
from kiosk.office.inbox import Inbox
from kiosk.workspace.plain import require_plain_database
from kiosk.workspace.store import Store

_LEDGER = "office.sqlite"
_DEVICES = "SELECT number, site, key, release, counter, heard FROM device WHERE removed_event IS NULL"
_Row = tuple[int, str, str, int | None, int, int | None]


def find_shown(store: Store) -> dict[str, int]:
    """By site with declared kiosks, the oldest release that any of them was heard to show: 0 where one was never heard.
    Raises `StoreError` where that cannot be read."""
    try:
        rows = _read_devices(store.root / _LEDGER)
        words = Inbox(store.root / inbox.FILE).list_words() if rows else {}
    except (sqlite3.Error, OSError) as error:
        raise StoreError(
            "không đọc được các kiosk đã khai báo",
            place=str(store.root / _LEDGER),
            value=explain_cause(error)[:120],
            way_out="chạy lệnh bằng tài khoản của phần mềm; tệp bị hỏng thì khôi phục từ bản sao lưu",
        ) from error
    releases_shown: dict[str, int] = {}
    for number, site, key, release, counter, heard in rows:
        word = words.get(number)
        now = word.release if word is not None and word.follows(key, counter, heard) else release
        releases_shown[site] = min(now or 0, releases_shown.get(site, now or 0))
    return releases_shown


def _read_devices(path: Path) -> list[_Row]:
    refuse_lost(path)
    if not path.exists():
        return []
    require_plain_database(path)
    is_quiet = not path.with_name(f"{path.name}-wal").exists()
    place = f"{path.absolute().as_uri()}?mode=ro" + ("&immutable=1" if is_quiet else "")
    with closing(sqlite3.connect(place, uri=True, timeout=5)) as db:
        if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'device'").fetchone():
            return []
        return db.execute(_DEVICES).fetchall()
