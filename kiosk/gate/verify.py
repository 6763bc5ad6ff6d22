"""The gate: read a release back from its finished files and compare with what must be there.

What must be there is computed anew from the recorded inputs (catalogue, sites, rules), never taken from the builder's
memory. Every distinct sheet is rendered from a finished page and each code on it decoded by a reader that shares no
code with the encoder; every other page is shown to carry the same drawing, byte for byte. A result is kept under the
digest of the drawing that was read, so an unchanged drawing is not read twice (`reread` trusts nothing).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date

from kiosk import cores
from kiosk.catalogue import listing
from kiosk.gate.readback import PrintedText, SitePages
from kiosk.gate.reader import Reader
from kiosk.gate.reading import squeeze_text
from kiosk.gate.short_addresses import find_redirect_faults
from kiosk.model.catalogue import Procedure
from kiosk.model.listing import Listing
from kiosk.model.manifest import Manifest, SiteEntry
from kiosk.model.verdict import SiteCoverage, Verdict
from kiosk.paper.fields import show_field
from kiosk.paper.plan import describe_mark, note_end
from kiosk.progress import Progress
from kiosk.settings.inputs import Inputs, restore
from kiosk.settings.links import Link, LinkKind, make_kiosk_url, make_link, make_printed_link, make_sheet_root
from kiosk.workspace.store import Store


@dataclass(frozen=True, slots=True)
class Required:
    """What a site must post: by procedure code the address that its sheets carry and the portal's, which its page
    carries; how many of the portal's are searches; and what stands beside each code on paper (code, name, notes, host;
    without white space)."""

    urls: Mapping[str, str]
    portal: Mapping[str, str]
    searches: int
    printed: Mapping[str, PrintedText]


def require_codes(posted: Listing, inputs: Inputs) -> Required:
    """The codes of a listing with the addresses they must lead to, from the recorded inputs."""
    procedures = [x.procedure for x in posted.posted]
    links = {p.code: make_printed_link(p, inputs.config, posted.site.kind) for p in procedures}
    portal = {p.code: make_link(p, inputs.config.links) for p in procedures}
    return Required(
        {code: where.url for code, where in links.items()},
        {code: where.url for code, where in portal.items()},
        sum(where.kind is LinkKind.SEARCH for where in portal.values()),
        {
            p.code: _describe_printed(p, links[p.code], posted.day if inputs.config.papers.end_day else None)
            for p in procedures
        },
    )


def _describe_printed(p: Procedure, where: Link, day: date | None) -> PrintedText:
    """What stands beside a code; `day`: None where sheets tell of no end."""
    name_text = squeeze_text("".join((p.code, p.name, *(note_end(p, day) if day else ()))))
    return PrintedText(squeeze_text(show_field([p.field])), name_text, where.host)


def verify(store: Store, manifest: Manifest, report: Progress, *, deep: bool = False, reread: bool = False) -> Verdict:
    """Read `manifest`'s release back. Finds, never raises, what is wrong with the release itself."""
    with closing(store.cache()) as cache, cores.open_pool() as pool:
        reader = Reader(store, manifest, cache, pool, report, deep=deep, reread=reread or deep)
        # While others read: what must be there.
        inputs = restore(manifest.inputs, store.get)
        by_site = _gather_required(manifest, inputs)
        readings = reader.finish()
    urls = {site.code: make_kiosk_url(site.code, inputs.config) for site in manifest.sites}
    boards = readings.board_faults(urls, frozenset({inputs.config.feedback.url}), make_sheet_root(inputs.config))
    printed = {site: one.printed for site, one in by_site.items()}
    papers = readings.papers(printed, _list_marks(manifest, inputs))
    hashed, screens = readings.hashed(), readings.screens()
    covered = tuple(
        _judge_site(site, by_site[site.code], papers.sites[site.code], screens[site.code], boards[site.code])
        for site in manifest.sites
    )
    return Verdict(
        manifest=manifest.digest(),
        sheets_read=papers.sheets_read,
        pages_compared=papers.pages_compared,
        codes_read=papers.codes_read,
        files_hashed=hashed.files,
        problems=(
            *_list_missing_sites(manifest, inputs),
            *find_redirect_faults(store, manifest, inputs),
            *hashed.problems,
        ),
        sites=covered,
        hard_tried=papers.hard_tried,
        hard_unread=papers.hard_unread,
    )


def _list_marks(manifest: Manifest, inputs: Inputs) -> dict[str, tuple[str, ...]]:
    """What the two marks of every body must say: its short address or id, and the id."""
    entries = {entry.body: entry for sheets in manifest.layouts.values() for entry in sheets}
    marks = {body: describe_mark(entry, inputs.config) for body, entry in entries.items()}
    return {body: (mark.address or mark.id, mark.id) for body, mark in marks.items()}


def _gather_required(manifest: Manifest, inputs: Inputs) -> dict[str, Required]:
    """By site; sites that share a listing share the value."""
    by_list: dict[str, Required] = {}
    by_site = {}
    for one in listing.list_postings(inputs.catalogue, inputs.sites, inputs.config.listing, manifest.as_of):
        name = f"{one.posted.digest} {inputs.config.links.mode_of(one.site.kind)}"
        if name not in by_list:
            by_list[name] = require_codes(one, inputs)
        by_site[one.site.code] = by_list[name]
    return by_site


def _list_missing_sites(manifest: Manifest, inputs: Inputs) -> list[str]:
    there = {s.code for s in manifest.sites}
    if manifest.partial:
        return []
    return [f"thiếu hẳn điểm {s.code} ({s.name})" for s in inputs.sites if s.code not in there]


def _judge_site(
    site: SiteEntry, must: Required, paper: SitePages, screen: Mapping[str, str], board: Iterable[str]
) -> SiteCoverage:
    """One site: every required procedure on paper and on the page, with the right address; nothing foreign."""
    gaps = [*paper.gaps, *board]
    for what, there, right in (
        ("trên giấy", paper.urls, must.urls),
        ("trên trang kiosk", screen, must.portal),
    ):
        for code, url in right.items():
            if code not in there:
                gaps.append(f"thủ tục {code} thiếu {what}")
            elif there[code] != url:
                gaps.append(f"mã của thủ tục {code} {what} dẫn đến {there[code]}, đúng ra {url}")
        gaps += [f"thủ tục {code} không thuộc điểm này mà có {what}" for code in there if code not in right]
    return SiteCoverage(
        code=site.code,
        required=len(must.urls),
        on_paper=len(must.urls.keys() & paper.urls.keys()),
        on_page=len(must.urls.keys() & screen.keys()),
        entry_links=len(must.urls) - must.searches,
        search_links=must.searches,
        gaps=tuple(gaps),
    )
