"""The kiosks of one site, or of all, as the office looks at them, with what the public server took brought in first.

In come the workplace and the code of a site; out go how its declared kiosks stand, whether it is said to have none, and
what a page that nobody declared said last. Nothing of a stranger counts anywhere.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from kiosk.model.device import DeviceStanding, ScreenState
from kiosk.office.job_context import Workplace
from kiosk.office.ledger import devices, opening, screens
from kiosk.office.news import News
from kiosk.office.published import require_published


@dataclass(frozen=True, slots=True)
class StrangerPage:
    """What a page of a site that nobody declared said last: the release that it shows, and when."""

    shows: int
    at: str


@dataclass(frozen=True, slots=True)
class SiteKiosks:
    """`absent_since`: since when the office says that there is none; `stranger`: a page of the site that is open
    somewhere, on a phone or on a kiosk that nobody declared, told only where nothing is declared."""

    standings: tuple[DeviceStanding, ...]
    absent_since: date | None
    stranger: StrangerPage | None

    @property
    def current(self) -> int:
        """How many show the page of now."""
        return sum(s.state is ScreenState.CURRENT for s in self.standings)


@dataclass(frozen=True, slots=True)
class AllKiosks:
    """Every declared kiosk, the sites that have none, and how many sites have declared nothing."""

    standings: tuple[DeviceStanding, ...]
    absences: dict[str, date]
    undeclared: int


def look_at_kiosks(here: Workplace, code: str) -> SiteKiosks:
    """Those of one site. Raises `ReleaseError`, `StoreError`."""
    everything = look_at_all_kiosks(here)
    own = tuple(s for s in everything.standings if s.device.site == code)
    absent = everything.absences.get(code)
    return SiteKiosks(own, absent, _find_stranger(here, code) if not own and absent is None else None)


def _find_stranger(here: Workplace, code: str) -> StrangerPage | None:
    """None also where the words cannot be read: `kiosk status` tells why, and nothing here counts them."""
    with suppress(sqlite3.Error, OSError):
        heard = News(here.store.root / "news.sqlite").kiosks()
        return next((StrangerPage(shows, at) for site, shows, _, at in heard if site == code), None)
    return None


def look_at_all_kiosks(here: Workplace) -> AllKiosks:
    """Those of every site. Raises `ReleaseError`, `StoreError`."""
    manifest = require_published(here.store).manifest
    opening.catch_up(here.store, here.database)
    with here.database.reading() as connection:
        standings = screens.list_standings(here.store, connection, manifest, here.config.ledger.device_ages)
        absences = devices.list_absences(connection)
    spoken_for = {s.device.site for s in standings} | absences.keys()
    return AllKiosks(standings, absences, sum(s.code not in spoken_for for s in manifest.sites))
