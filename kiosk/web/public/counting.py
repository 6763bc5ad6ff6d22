"""Counts how often printed codes are opened, without knowing who opens them.

In comes what an answer is about; out go counts of a day into the workspace's table, a batch at a time, on a thread of
its own, so that no answer waits for a disk. Held in memory are at most `MOST_HELD` counters. A process that is killed
loses what it counted in the last `BATCH_SECONDS`; one that is stopped loses nothing.
"""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable
from datetime import date

from fastapi import Request

from kiosk.clock import get_today
from kiosk.errors import StoreError
from kiosk.model.scan import ScanKey, ScanKind, ScanState
from kiosk.workspace.count_table import MOST_STRANGE, CountTable

_LOG = logging.getLogger(__name__)
BATCH_SECONDS = 10.0
"""Between the first count of a batch and its writing."""
MOST_HELD = 50_000
"""Counters in memory, should the disk take nothing for days."""
_LIKE_A_CODE = re.compile(r"[0-9]\.[0-9]{4,7}(?:[.-][0-9A-Z]{1,3}){0,5}")
"""Of unknown codes only what looks like one is kept by name: nobody's telephone number is written down."""


class ScanCounter:
    """Counts in one process. `find_today` gives the calendar day in Vietnam."""

    def __init__(self, table: CountTable, find_today: Callable[[], date] = get_today) -> None:
        self._table, self._find_today = table, find_today
        self._held: dict[ScanKey, int] = {}
        self._days: set[date] = set()
        self._noted: date | None = None
        self._strange = 0
        self._lock, self._writing = threading.Lock(), threading.Lock()
        self._timer: threading.Timer | None = None
        self._is_told = False

    def note_day(self) -> None:
        """Say that today is counted: a day without a count is then one on which nobody came."""
        today = self._find_today()
        if today != self._noted:
            with self._lock:
                self._noted = today
                self._days.add(today)
                self._arm()

    def count(self, kind: ScanKind, state: ScanState, name: str = "") -> None:
        """Count one opening."""
        with self._lock:
            key = ScanKey(self._find_today(), kind, state, name)
            if key not in self._held:
                key = self._admit(key)
            self._held[key] = self._held.get(key, 0) + 1
            self._arm()

    def _admit(self, key: ScanKey) -> ScanKey:
        """The key under which something new is counted: without its name where there are too many."""
        full = len(self._held) >= MOST_HELD or (key.state.is_strange and self._strange >= MOST_STRANGE)
        if key.name and key.state.is_strange and not full:
            self._strange += 1
        return key._replace(name="") if full else key

    def _arm(self) -> None:
        if self._timer is None:
            self._timer = threading.Timer(BATCH_SECONDS, self.write)
            self._timer.daemon = True
            self._timer.start()

    def write(self) -> None:
        """Write what is held; what the disk does not take is held on, and told once."""
        with self._writing:  # one batch at a time: two would stand in each other's way at the file
            with self._lock:
                counts, days = self._held, frozenset(self._days)
                self._held, self._days, self._strange, self._timer = {}, set(), 0, None
            if not (counts or days):
                return
            try:
                self._table.add(counts, days)
                self._is_told = False
            except StoreError as error:
                if not self._is_told:
                    _LOG.error("%s", error)
                self._is_told = True
                self._take_back(counts, days)

    def _take_back(self, held: dict[ScanKey, int], days: frozenset[date]) -> None:
        with self._lock:
            came, self._held = self._held, held
            self._days |= days
            self._strange = sum(bool(key.name) and key.state.is_strange for key in held)
            for key, count in came.items():
                own_key = key if key in self._held else self._admit(key)
                self._held[own_key] = self._held.get(own_key, 0) + count
            self._arm()

    def close(self) -> None:
        """Write what is left, at the end of the process."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
        self.write()
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()


def count_scan(request: Request, kind: ScanKind, state: ScanState, name: str = "") -> None:
    """Count the answer to a request. What a browser or a message service fetches ahead is no opening."""
    purpose = request.headers.get("sec-purpose", "") or request.headers.get("purpose", "")
    if request.method == "GET" and "prefetch" not in purpose:
        counter: ScanCounter = request.app.state.scans
        counter.count(kind, state, name)


def keep_code(code: str) -> str:
    """An unknown code as it may be written down; empty where it looks like none."""
    return code if _LIKE_A_CODE.fullmatch(code) else ""
