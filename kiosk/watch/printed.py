"""Which addresses a release prints, for which procedures, and on how many sheets.

In comes a release with what it was made from; out go its links. Nothing is asked or judged here.
"""

from __future__ import annotations

from collections import Counter

from kiosk.model.manifest import Manifest
from kiosk.office.published import load_published
from kiosk.settings import inputs
from kiosk.settings.links import LinkKind, make_link
from kiosk.watch.links import PrintedLink
from kiosk.workspace.store import Store


def list_printed_links(store: Store, manifest: Manifest) -> tuple[PrintedLink, ...]:
    """Where the codes on the sheets of a release lead at the portal, by code; what the city's own addresses lead on to
    counts as printed. Raises `StoreError`, `ReleaseError`."""
    live = load_published(store)  # read once a process
    is_live = live is not None and live.manifest.digest() == manifest.digest()
    restored = live.inputs if live is not None and is_live else inputs.restore(manifest.inputs, store.get)
    in_force = restored.catalogue.on(manifest.as_of)
    asked_codes = set(restored.sayings.names.asked)
    sheets, since = _count_sheets(manifest)
    links = []
    for code, count in sorted(sheets.items()):
        procedure = in_force.get(code)
        if procedure is None:
            continue
        leads = make_link(procedure, restored.config.links)
        links.append(
            PrintedLink(
                url=leads.url,
                code=code,
                name=procedure.name,
                sheets=count,
                since=since[code],
                is_entry=leads.kind is LinkKind.ENTRY,
                asked_most=code in asked_codes or procedure.common,
                field=procedure.field,
            )
        )
    return tuple(links)


def load_printed_links(store: Store) -> tuple[PrintedLink, ...]:
    """The links of the published release; none before the first. Raises as `list_printed_links`."""
    live = load_published(store)
    return list_printed_links(store, live.manifest) if live else ()


def list_places(manifest: Manifest, *codes: str) -> tuple[tuple[str, str], ...]:
    """Where codes of procedures hang: site and label of the sheet, in the order of the sites, each sheet once."""
    asked_codes = frozenset(codes)
    bodies = {key for key, printed in manifest.bodies.items() if any(c.code in asked_codes for c in printed)}
    return tuple(
        (site.code, sheet.label) for site in manifest.sites for sheet in manifest.sheets(site) if sheet.body in bodies
    )


def count_entry_sheets(manifest: Manifest, links: tuple[PrintedLink, ...]) -> int:
    """Sheets at all sites on which the address of an entry of the portal itself is printed: what a new pattern prints
    again. The city's own addresses stay."""
    entries = {link.url for link in links if link.portal_id}
    bodies = {key for key, codes in manifest.bodies.items() if any(c.payload in entries for c in codes)}
    return sum(sheet.body in bodies for site in manifest.sites for sheet in manifest.sheets(site))


def _count_sheets(manifest: Manifest) -> tuple[Counter[str], dict[str, int]]:
    """Sheets at all sites by code, and the release since which a code is printed."""
    sites = Counter(site.layout for site in manifest.sites)
    sheets: Counter[str] = Counter()
    since: dict[str, int] = {}
    for layout, count in sites.items():
        for sheet in manifest.layouts[layout]:
            for entry in manifest.bodies[sheet.body]:
                sheets[entry.code] += count
                since[entry.code] = min(since.get(entry.code, sheet.release), sheet.release)
    return sheets, since
