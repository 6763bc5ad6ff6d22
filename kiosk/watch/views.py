"""What the office knows of the portal and of the links that lead there, and what it does not know.

In come the workspace with its database, and the time; out go two views: the last whole list with what changed since the
one that was taken in, and the printed links by what is known of each. Nothing is asked of the portal, nothing changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, func, select

from kiosk.clock import get_seconds, read_moment
from kiosk.model.manifest import Manifest
from kiosk.office import register
from kiosk.office.database.schema import LINK_CHECK
from kiosk.office.draft_records import DraftState, list_drafts
from kiosk.office.job_context import Workplace
from kiosk.office.published import load_published
from kiosk.watch import link_book, outcome, patterns, printed, sync
from kiosk.watch.link_book import LinkStanding
from kiosk.watch.links import LinkState, PrintedLink
from kiosk.watch.outcome import ListOutcome
from kiosk.workspace.store import Store


@dataclass(frozen=True, slots=True)
class ListView:
    """The last whole list. `changes`: since the newest list that was taken in, since the one before it where none was;
    `is_taken`: whether it was imported or put into a draft itself, `draft`: the draft that holds it (None: none)."""

    last: ListOutcome
    changes: ListOutcome
    is_taken: bool
    is_ever_taken: bool
    draft: int | None = None

    def count_days(self, today: date) -> int:
        """How many days old it is."""
        return (today - self.last.day).days

    def count_posted(self, codes: frozenset[str]) -> int:
        """How many of the changed and gone entries are procedures with one of these codes."""
        return len(codes & {entry.code for entry in (*self.changes.changed, *self.changes.gone)})


@dataclass(frozen=True, slots=True)
class LinkView:
    """Printed links, and by what is known of each: right and fresh, wrong or gone, to be settled by people, due for a
    look (never looked at, or too long ago); what is known of the pattern of their addresses (None: no entry is
    printed), and pages that people are asked to open because no program saw one right."""

    links: tuple[PrintedLink, ...]
    right: tuple[PrintedLink, ...]
    bad: tuple[tuple[PrintedLink, LinkStanding], ...]
    for_people: tuple[PrintedLink, ...]
    due: tuple[PrintedLink, ...]
    is_ever_checked: bool
    pattern: tuple[PrintedLink, LinkStanding] | None
    pages: tuple[PrintedLink, ...]
    standings: Mapping[str, LinkStanding]

    @property
    def codes(self) -> frozenset[str]:
        """Codes of all procedures that are printed."""
        return frozenset(link.code for link in self.links)


def stamp_views(here: Workplace, connection: Connection) -> tuple[object, ...]:
    """What the views follow from, as far as it changes: equal stamps of one hour give equal views."""
    root = here.store.root / sync.FOLDER
    folders = tuple(_stamp(root / name) for name in (sync.RUNS, outcome.FOLDER))
    looks = connection.execute(select(func.max(LINK_CHECK.c.id))).scalar()
    watch = here.config.watch.model_dump_json()
    return here.store.current(), get_seconds() // 3600, looks, folders, _stamp(here.store.root / "imports"), watch


def _stamp(path: Path) -> tuple[int, int]:
    with suppress(OSError):
        stat = path.stat()
        return stat.st_mtime_ns, stat.st_size
    return 0, 0


def view_list(here: Workplace, connection: Connection) -> ListView | None:
    """The portal's list as it was asked for last; None before the first. Raises `StoreError`, `PortalError`."""
    root = here.store.root / sync.FOLDER
    outcomes = outcome.list_outcomes(root)
    last = outcome.load_last(root)
    if last is None:
        return None
    in_drafts = _list_drafted(connection)
    taken_files = _list_imported(here.store) | frozenset(in_drafts)
    changes = outcome.add_up(outcomes, taken_files)
    return ListView(last, changes or last, last.sha256 in taken_files, changes is not None, in_drafts.get(last.sha256))


def _list_imported(store: Store) -> frozenset[str]:
    return frozenset(file.sha256 for record in register.read_records(store) for file in record.files)


def _list_drafted(connection: Connection) -> dict[str, int]:
    """Drafts by the digest of each of their files; those that were given up do not count."""
    dropped = DraftState.DROPPED
    standing_drafts = (draft for draft in list_drafts(connection) if draft.state is not dropped)
    return {file.sha256: draft.id for draft in standing_drafts for file in draft.files}


def view_links(here: Workplace, connection: Connection, at: int | None = None) -> LinkView | None:
    """The links of the published release at a time (seconds since 1970; default: now); None before the first. Raises as
    `printed.list_printed_links`."""
    now = get_seconds() if at is None else at
    live = load_published(here.store)
    if live is None:
        return None
    links = printed.list_printed_links(here.store, live.manifest)
    standings = link_book.load_standings(connection)
    days = here.config.watch.recheck_days
    links_known = [(link, standings.get(link.url, LinkStanding())) for link in links]
    bad = tuple((k, s) for k, s in links_known if s.state in {LinkState.WRONG, LinkState.GONE})
    right = tuple(k for k, s in links_known if s.state is LinkState.RIGHT and s.is_fresh(now, days))
    people = link_book.list_for_people(links, standings, now, days)
    due = link_book.order_links(links, standings, now, days)
    looked = any(s.tried_at for _, s in links_known)
    pattern = patterns.find_pattern(links)
    standing = standings.get(pattern.url, LinkStanding()) if pattern else LinkStanding()
    # People are asked after the program has looked, as for links.
    is_doubtful = standing.tried_at is not None and patterns.is_doubtful(standing, now, days)
    pages = patterns.choose_pages(links, pattern, read_moment(now).date()) if pattern and is_doubtful else ()
    known_pattern = (pattern, standing) if pattern else None
    return LinkView(links, right, bad, people, due, looked, known_pattern, pages, standings)


def count_places(manifest: Manifest, links: tuple[PrintedLink, ...]) -> tuple[int, int]:
    """On how many sheets, at how many sites, these links are printed."""
    places = printed.list_places(manifest, *(link.code for link in links))
    return len(places), len({site for site, _ in places})
