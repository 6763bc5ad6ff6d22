"""What kiosks send when they can: which release they show, and searches that found nothing.

Nothing about a person is taken: no address, no identifier, no time of a search; a search is kept only as folded
text with a count. Tables are bounded, so that a stranger cannot fill the disk.
"""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from kiosk.clock import stamp
from kiosk.text import fold

_MOST_MISSES = 5_000
_MOST_KIOSKS = 2_000


class Heartbeat(BaseModel):
    """A kiosk says which release it shows and how many seconds ago it last heard of a newer one."""

    site: Annotated[str, Field(pattern=r"^(\d{5}|HP-[A-Z])$")]
    release: Annotated[int, Field(ge=0, le=10**9)]
    age: Annotated[int, Field(ge=0, le=10**9)] = 0


class Miss(BaseModel):
    """A search without result: the text as typed (folded on arrival) and how often."""

    q: Annotated[str, Field(min_length=2, max_length=80)]
    n: Annotated[int, Field(ge=1, le=1000)] = 1


class News:
    """Heartbeats and misses, in SQLite."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()

    def _db(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        db = sqlite3.connect(self._path, timeout=10)
        db.execute("CREATE TABLE IF NOT EXISTS kiosk (site TEXT PRIMARY KEY, release INTEGER, age INTEGER, at TEXT)")
        db.execute("CREATE TABLE IF NOT EXISTS miss (text TEXT PRIMARY KEY, count INTEGER)")
        return db

    def heard(self, beat: Heartbeat) -> None:
        """Keep the last word of a site."""
        with self._lock, self._db() as db:
            db.execute(
                "INSERT OR REPLACE INTO kiosk VALUES (?, ?, ?, ?)",
                (beat.site, beat.release, beat.age, stamp()),
            )
            db.execute(
                "DELETE FROM kiosk WHERE site NOT IN (SELECT site FROM kiosk ORDER BY at DESC LIMIT ?)",
                (_MOST_KIOSKS,),
            )

    def missed(self, miss: Miss) -> None:
        """Count a search without result."""
        with self._lock, self._db() as db:
            db.execute(
                "INSERT INTO miss VALUES (?, ?) ON CONFLICT(text) DO UPDATE SET count = count + excluded.count",
                (fold(miss.q)[:80], miss.n),
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


router = APIRouter(prefix="/api")


@router.post("/heartbeat", status_code=204)
def heartbeat(beat: Heartbeat, request: Request) -> Response:
    """A kiosk reports."""
    request.app.state.news.heard(beat)
    return Response(status_code=204)


@router.post("/misses", status_code=204)
def misses(miss: Miss, request: Request) -> Response:
    """A search found nothing."""
    request.app.state.news.missed(miss)
    return Response(status_code=204)
