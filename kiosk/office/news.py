"""What kiosks send when they can: which release they show, and searches that found nothing.

Nothing about a person is taken: no address, no identifier, no time of a search; a search is kept only as folded
text with a count. Tables are bounded, so that a stranger cannot fill the disk.
"""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

from kiosk.clock import stamp_now
from kiosk.text import fold

_MOST_MISSES = 5_000
_MOST_KIOSKS = 2_000
_LONGEST = 80


class News:
    """Heartbeats and misses, in SQLite."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()

    def _db(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return self._open()
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            # Damaged: the kiosks tell it all again within minutes.
            self._path.unlink(missing_ok=True)
            return self._open()

    def _open(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._path, timeout=10)
        db.execute("CREATE TABLE IF NOT EXISTS kiosk (site TEXT PRIMARY KEY, release INTEGER, age INTEGER, at TEXT)")
        db.execute("CREATE TABLE IF NOT EXISTS miss (text TEXT PRIMARY KEY, count INTEGER)")
        return db

    def heard(self, site: str, release: int, age: int) -> None:
        """Keep the last word of a site: release it shows, seconds since it heard of a newer one."""
        with self._lock, self._db() as db:
            db.execute(
                "INSERT OR REPLACE INTO kiosk VALUES (?, ?, ?, ?)",
                (site, release, age, stamp_now()),
            )
            db.execute(
                "DELETE FROM kiosk WHERE site NOT IN (SELECT site FROM kiosk ORDER BY at DESC LIMIT ?)",
                (_MOST_KIOSKS,),
            )

    def missed(self, text: str, count: int) -> None:
        """Count a search without result."""
        with self._lock, self._db() as db:
            db.execute(
                "INSERT INTO miss VALUES (?, ?) ON CONFLICT(text) DO UPDATE SET count = count + excluded.count",
                (fold(text)[:_LONGEST], count),
            )
            db.execute(
                "DELETE FROM miss WHERE text NOT IN (SELECT text FROM miss ORDER BY count DESC LIMIT ?)",
                (_MOST_MISSES,),
            )

    def kiosks(self) -> tuple[tuple[str, int, int, str], ...]:
        """(site, release shown, seconds since it heard news, last heard) by site."""
        if not self._path.exists():
            return ()
        with self._lock, self._db() as db:
            return tuple(db.execute("SELECT site, release, age, at FROM kiosk ORDER BY site"))

    def misses(self, most: int = 50) -> tuple[tuple[str, int], ...]:
        """(folded text, count), the most frequent first."""
        if not self._path.exists():
            return ()
        with self._lock, self._db() as db:
            return tuple(db.execute("SELECT text, count FROM miss ORDER BY count DESC, text LIMIT ?", (most,)))
