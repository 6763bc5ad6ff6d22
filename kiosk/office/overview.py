"""The figures of the first page: what is wrong with what is published, counted once until something changes.

In comes the workplace and the day; out go counts. They are remembered by the times of the files that they come from, so
that fifty people who look at the first page cost one look at the files. What a count asks of a person is left to
`reports.first_page`, the rows behind it to `reports.rows`.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from kiosk.catalogue import listing
from kiosk.office import holding, walls
from kiosk.office.events import read_chain_head
from kiosk.office.job_context import Workplace
from kiosk.office.published import load_manifest_once, load_published, require_published
from kiosk.release import lifecycle
from kiosk.settings import config as settings
from kiosk.settings.inputs import Inputs
from kiosk.workspace.store import Store

_ALL = ("current", "posted.json", "hold.json", "catalogue", "imports", "verified", "releases")
_OF_LISTS = ("current", "hold.json", "catalogue", "imports", "releases")
"""What the lists of sites follow from: a sheet that is confirmed changes none of them."""


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts of one moment. `overdue`: days since the one for which the published release was built on which lists
    changed and nobody published that; `coming`: days of the next two weeks on which they will. `to_print` and
    `to_take_down`: sheets of all sites, `waiting_sites` those that have any. `search_links`: procedures, each counted
    once. `waiting_releases`: checked, and newer than what is live."""

    published: int | None
    overdue: tuple[date, ...]
    coming: tuple[date, ...]
    held: str
    waiting_releases: tuple[int, ...]
    gaps: int
    sites_without_contact: int
    search_links: int
    waiting_sites: int
    to_print: int
    to_take_down: int


NOTHING_PUBLISHED = Overview(None, (), (), "", (), 0, 0, 0, 0, 0, 0)
SOON = timedelta(days=14)


def look_over(here: Workplace, day: date) -> Overview:
    """The counts now. Raises `KioskError` where a record or a table cannot be read."""
    config, root = here.config, here.store.root
    tables = [config.source, config.path(config.sites), *(config.path(path) for path in config.catalogue)]
    of_lists = tuple(_stamp(path) for path in (*tables, *(root / name for name in _OF_LISTS)))
    with here.database.reading() as connection:
        # The file of the ledger changes whenever anybody signs in: its last event counts.
        head = (read_chain_head(connection)[0], 0, 0)
    return _count(root, config.source, day, of_lists, (*(_stamp(root / name) for name in _ALL), head))


_Stamps = tuple[tuple[int, int, int], ...]


def _stamp(path: Path) -> tuple[int, int, int]:
    with suppress(OSError):
        stat = path.lstat()
        return stat.st_mtime_ns, stat.st_size, stat.st_ino
    return 0, 0, 0


@dataclass(frozen=True, slots=True)
class _Lists:
    """What follows from settings, tables and catalogue alone."""

    overdue: tuple[date, ...]
    coming: tuple[date, ...]
    sites_without_contact: int
    search_links: int


@lru_cache(4)
def _count(root: Path, source: Path, day: date, of_lists: _Stamps, stamps: _Stamps) -> Overview:  # noqa: ARG001 - a key
    store = Store(root)
    release = load_published(store)
    if release is None:
        return NOTHING_PUBLISHED
    number, held_publishing, counts = (
        release.manifest.number,
        lifecycle.find_standing_hold(store),
        walls.count_walls(store),
    )
    lists = _count_lists(root, source, day, of_lists)
    return Overview(
        number,
        lists.overdue,
        lists.coming,
        str(held_publishing) if held_publishing else "",
        tuple(n for n in store.release_numbers() if n > number and _is_checked(store, n)),
        sum(len(s.gaps) for s in release.verdict.sites) if release.verdict else 0,
        lists.sites_without_contact,
        lists.search_links,
        sum(not w.is_whole for w in counts),
        sum(w.to_print for w in counts),
        sum(w.to_take_down for w in counts),
    )


@lru_cache(4)
def _count_lists(root: Path, source: Path, day: date, of_lists: _Stamps) -> _Lists:  # noqa: ARG001 - a key
    store, config = Store(root), settings.load(source)
    built_for = require_published(store).manifest.as_of
    gathered = holding.gather_build_inputs(store, config)
    changes = listing.find_next_dates(gathered.catalogue, gathered.sites, config.listing, built_for)
    return _Lists(
        _list_overdue(gathered, changes, built_for, day),
        tuple(change for change in changes if day < change <= day + SOON),
        sum(bool(walls.list_missing_contacts(s)) for s in gathered.sites),
        len(walls.list_search_links(store)),
    )


def _list_overdue(gathered: Inputs, changes: tuple[date, ...], built_for: date, day: date) -> tuple[date, ...]:
    """The changes that have come, unless today's lists are again those of the day for which was built."""
    come = tuple(change for change in changes if change <= day)
    then, now = (
        [x.posted for x in listing.list_postings(gathered.catalogue, gathered.sites, gathered.config.listing, each)]
        for each in (built_for, day)
    )
    return () if then == now else come


def _is_checked(store: Store, number: int) -> bool:
    manifest = load_manifest_once(store, number)
    verdict = lifecycle.load_verdict(store, manifest)
    return not manifest.partial and verdict is not None and verdict.passed
