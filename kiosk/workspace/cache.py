"""Results that can be made again, kept by key in one SQLite file."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path

from kiosk import record
from kiosk.errors import StoreError, explain_cause
from kiosk.workspace import disk
from kiosk.workspace.plain import require_plain

_FORMAT = 1
"""Of the file, in SQLite's `user_version`. 0: without this number, otherwise the same."""


class Cache:
    """Bytes by key, in SQLite. Losing it costs time and nothing else, so a damaged one is started afresh."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._db = self._open()
        except sqlite3.OperationalError as error:
            # Locked, no room, not allowed: nothing is damaged.
            raise StoreError(
                "không mở được tệp kết quả tính sẵn",
                place=str(path),
                value=explain_cause(error),
                way_out="chờ lệnh khác xong, kiểm tra ổ đĩa còn trống và quyền ghi rồi chạy lại",
            ) from error
        except sqlite3.DatabaseError:
            for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
                path.with_name(name).unlink(missing_ok=True)
            self._db = self._open()

    def _open(self) -> sqlite3.Connection:
        require_plain(self._path)
        if not self._path.exists():
            # Its mode is set, not inherited; the files that SQLite puts beside it take it over.
            self._path.touch()
            self._path.chmod(disk.REPLACED)
        db = sqlite3.connect(self._path, timeout=30)
        (number,) = db.execute("PRAGMA user_version").fetchone()
        record.refuse_newer_number(number, _FORMAT, str(self._path))
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=OFF")
        db.execute("CREATE TABLE IF NOT EXISTS item (key TEXT PRIMARY KEY, sum BLOB NOT NULL, value BLOB NOT NULL)")
        if number < _FORMAT:
            db.execute(f"PRAGMA user_version={_FORMAT}")
        return db

    def get_many(self, keys: Iterable[str]) -> dict[str, bytes]:
        """The values known, each checked against its own sum; a damaged value counts as unknown."""
        values: dict[str, bytes] = {}
        for key in dict.fromkeys(keys):
            row = self._db.execute("SELECT sum, value FROM item WHERE key = ?", (key,)).fetchone()
            if row is not None and hashlib.sha256(row[1]).digest() == row[0]:
                values[key] = row[1]
        return values

    def put_many(self, items: Mapping[str, bytes]) -> None:
        """Store all of `items` in one transaction."""
        rows = [(key, hashlib.sha256(value).digest(), value) for key, value in items.items()]
        with self._db:
            self._db.executemany("INSERT OR REPLACE INTO item VALUES (?, ?, ?)", rows)

    def keep_only(self, keys: Iterable[str]) -> int:
        """Forget everything else; returns how many entries went."""
        with self._db:
            self._db.execute("CREATE TEMP TABLE kept (key TEXT PRIMARY KEY)")
            self._db.executemany("INSERT OR IGNORE INTO kept VALUES (?)", ((k,) for k in keys))
            removed_count = self._db.execute("DELETE FROM item WHERE key NOT IN (SELECT key FROM kept)").rowcount
            self._db.execute("DROP TABLE kept")
        self._db.execute("VACUUM")
        return removed_count

    def close(self) -> None:
        """Release the file."""
        self._db.close()
