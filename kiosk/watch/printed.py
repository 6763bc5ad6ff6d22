"""Which addresses a release prints, for which procedures, and on how many sheets.

In comes a release with what it was made from; out go its links. Nothing is asked or judged here.
"""

from __future__ import annotations

from collections import Counter

from kiosk.model.manifest import Manifest
from kiosk.release import lifecycle
from kiosk.settings import inputs
from kiosk.settings.links import LinkKind, make_link
from kiosk.watch.links import PrintedLink
from kiosk.workspace.store import Store


def list_printed_links(store: Store, manifest: Manifest) -> tuple[PrintedLink, ...]:
    """Every address on the sheets of a release, by code. Raises `StoreError`, `ReleaseError`."""
    restored = inputs.restore(manifest.inputs, store.get)
    in_force = {p.code: p for p in restored.catalogue.procedures if p.in_force(manifest.as_of)}
    sheets, since = _count_sheets(manifest)
    asked = set(restored.sayings.names.asked)
    entries = {p.code: make_link(p, restored.config.links) for p in in_force.values()}
    links = []
    for (url, code), count in sorted(sheets.items(), key=lambda item: item[0][1]):
        procedure = in_force.get(code)
        known = entries.get(code)
        links.append(
            PrintedLink(
                url=url,
                code=code,
                name=procedure.name if procedure else "",
                sheets=count,
                since=since[url],
                is_entry=known is not None and known.url == url and known.kind is LinkKind.ENTRY,
                asked_most=code in asked or bool(procedure and procedure.common),
                field=procedure.field if procedure else "",
            )
        )
    return tuple(links)


def load_printed_links(store: Store) -> tuple[PrintedLink, ...]:
    """The links of the published release; none before the first. Raises as `list_printed_links`."""
    manifest = lifecycle.load_current(store)
    return list_printed_links(store, manifest) if manifest else ()


def list_places(manifest: Manifest, url: str) -> tuple[tuple[str, str], ...]:
    """Where an address hangs: site and label of the sheet, in the order of the sites."""
    bodies = {key for key, codes in manifest.bodies.items() if any(c.payload == url for c in codes)}
    return tuple(
        (site.code, sheet.label) for site in manifest.sites for sheet in manifest.sheets(site) if sheet.body in bodies
    )


def count_entry_sheets(manifest: Manifest, links: tuple[PrintedLink, ...]) -> int:
    """Sheets at all sites on which at least one entry of the portal is printed: what a new pattern prints again."""
    entries = {link.url for link in links if link.portal_id}
    bodies = {key for key, codes in manifest.bodies.items() if any(c.payload in entries for c in codes)}
    return sum(sheet.body in bodies for site in manifest.sites for sheet in manifest.sheets(site))


def _count_sheets(manifest: Manifest) -> tuple[Counter[tuple[str, str]], dict[str, int]]:
    """Sheets at all sites by address and code, and the release since which an address is printed."""
    sites = Counter(site.layout for site in manifest.sites)
    sheets: Counter[tuple[str, str]] = Counter()
    since: dict[str, int] = {}
    for layout, count in sites.items():
        for sheet in manifest.layouts[layout]:
            for entry in manifest.bodies[sheet.body]:
                sheets[(entry.payload, entry.code)] += count
                since[entry.payload] = min(since.get(entry.payload, sheet.release), sheet.release)
    return sheets, since
