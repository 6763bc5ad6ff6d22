"""What other systems may read of what is published, as plain facts: procedures, sites, listings, releases, coverage.

In comes the published release; out go frozen values whose names and types are the programming interface itself
(docs/api.md). Who may read, paging and tags are left to the pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kiosk.catalogue import listing
from kiosk.model.catalogue import Procedure
from kiosk.model.site import Site
from kiosk.office.published import LiveRelease
from kiosk.office.release_history import ReleaseRow
from kiosk.reports.coverage import SiteRow
from kiosk.settings.config import LinkSettings
from kiosk.settings.links import make_link


@dataclass(frozen=True, slots=True)
class ProcedureFacts:
    """A procedure in force on the day that was asked about. `address` is what its code on paper says; `link` is
    "entry" for its own page at the portal, "search" for a search by its code."""

    code: str
    name: str
    field: str
    levels: tuple[str, ...]
    decision: str
    effective_from: date | None
    effective_to: date | None
    online: str
    time: str
    fee: str
    address: str
    link: str


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """A site of the published release. Empty text: not known."""

    code: str
    kind: str
    name: str
    address: str
    hotline: str
    email: str
    hours: str


@dataclass(frozen=True, slots=True)
class PostedFacts:
    """A procedure that a site posts on the day that was asked about, and why."""

    code: str
    name: str
    reason: str
    address: str


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """A release on disk."""

    number: int
    as_of: date
    live: bool
    checked: bool
    sites: int


@dataclass(frozen=True, slots=True)
class CoverageFacts:
    """One site: how many procedures it must post, how many of them were read back from the published files, and apart
    from that how many sheets it has and how many of those somebody confirmed as hanging. `on_wall`: procedures on
    sheets that hang whole and were seen lately; `on_screen`: those that every declared kiosk is known to show, None
    where none is declared."""

    code: str
    name: str
    required: int
    published_on_paper: int
    published_on_page: int
    search_links: int
    gaps: tuple[str, ...]
    sheets: int
    sheets_confirmed: int
    on_wall: int
    on_screen: int | None


def list_procedures(release: LiveRelease, day: date) -> tuple[Procedure, ...]:
    """The procedures in force on a day, by code, those left out that are internal to offices."""
    return tuple(p for p in release.inputs.catalogue.on(day).values() if not p.internal)


def describe_procedure(p: Procedure, links: LinkSettings) -> ProcedureFacts:
    """One procedure as facts."""
    link = make_link(p, links)
    return ProcedureFacts(
        p.code,
        p.name,
        p.field,
        tuple(level.value for level in p.levels),
        p.decision,
        p.effective_from,
        p.effective_to,
        p.online.value,
        p.time_city or p.time_legal,
        p.fee,
        link.url,
        link.kind.value,
    )


def describe_site(site: Site) -> SiteFacts:
    """One site as facts."""
    return SiteFacts(site.code, site.kind.value, site.name, site.address, site.hotline, site.email, site.hours)


def list_posted(release: LiveRelease, code: str, day: date) -> tuple[PostedFacts, ...]:
    """What a site posts on a day, by what is published now; empty for a site that nobody knows."""
    sites = tuple(s for s in release.sites if s.code == code)
    config = release.inputs.config
    listings = listing.list_postings(release.inputs.catalogue, sites, config.listing, day)
    return tuple(
        PostedFacts(each.procedure.code, each.procedure.name, each.reason, make_link(each.procedure, config.links).url)
        for one in listings
        for each in one.posted
    )


def describe_releases(rows: Sequence[ReleaseRow]) -> tuple[ReleaseFacts, ...]:
    """The releases that are no trials, the newest first."""
    return tuple(ReleaseFacts(r.number, r.as_of, r.is_live, r.is_checked, r.sites) for r in rows if not r.is_trial)


def describe_coverage(row: SiteRow) -> CoverageFacts:
    """One site's coverage as facts."""
    return CoverageFacts(
        row.code,
        row.name,
        row.required,
        row.on_paper,
        row.on_page,
        row.search_links,
        row.gaps,
        row.sheets,
        row.sheets_confirmed,
        row.on_wall,
        row.on_screen,
    )
