"""Small releases made by hand, for tests that need one but not the drawing of it."""

from __future__ import annotations

from datetime import date

from kiosk.model.manifest import FileEntry, Manifest, SiteEntry
from kiosk.model.site import SiteKind
from kiosk.model.verdict import SiteCoverage, Verdict
from kiosk.release import lifecycle
from kiosk.workspace.store import Store


def plant(
    store: Store,
    files: dict[str, bytes],
    *,
    gaps: tuple[str, ...] = (),
    verified: bool = True,
    sites: tuple[str, ...] = (),
) -> Manifest:
    """A release with these files and sites and a verdict on it, on top of the current one; not published."""
    store.prepare()
    shas = {path: store.put(content) for path, content in files.items()}
    made = Manifest(
        number=store.next_number(),
        parent=store.current(),
        as_of=date(2026, 11, 24),
        data_date=None,
        sample=False,
        inputs={},
        files=tuple(FileEntry(path, shas[path], len(files[path]), shas[path]) for path in sorted(files)),
        sites=tuple(SiteEntry(c, SiteKind.COMMUNE, c, "", "", 1, date(2026, 11, 24)) for c in sites),
        layouts={},
        placements={},
        bodies={},
    )
    store.plant(made.number, shas, {"manifest.json": made.dump()})
    if verified:
        covered = (SiteCoverage("11824", 1, 1 - len(gaps), 1, 1, 0, gaps),)
        lifecycle.save_verdict(store, made.number, Verdict(made.digest(), 1, 1, 1, len(files), (), covered))
    return made


def publish(store: Store, files: dict[str, bytes], *, sites: tuple[str, ...] = ()) -> Manifest:
    """As `plant`, and published."""
    made = plant(store, files, sites=sites)
    lifecycle.publish(store, made)
    return made
