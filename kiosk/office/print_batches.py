"""A print batch of the published release, as an office orders it.

In come the workspace and an order, out goes a folder with its zip (`press.batch_files`). Asking and showing is left to
callers.
"""

from __future__ import annotations

from pathlib import Path

from kiosk.press import batch_files
from kiosk.press.batch import Order, plan_parcels
from kiosk.press.batch_files import Batch
from kiosk.press.printing import Changes, Printer, PrintSource
from kiosk.progress import Progress
from kiosk.release import lifecycle
from kiosk.workspace.store import Store
from posters.inks import Inks

INKS = {"mau": Inks.COLOUR, "cmyk": Inks.CMYK, "xam": Inks.GREY, "tiet-kiem": Inks.LOW}
"""Inks by the names that orders give them."""


def write_batch(
    store: Store, order: Order, report: Progress, *, only_changed: bool = False, folder: Path | None = None
) -> Batch | None:
    """Write what `order` names of the published release into `folder` (default: lo-in-NUMBER here), `only_changed`
    what differs from the release before; None where nothing has to be printed. Raises `ReleaseError`."""
    manifest = lifecycle.choose_release(store, None)
    source = PrintSource(store, manifest)
    changed = None
    if only_changed:
        parent = None if manifest.parent is None else lifecycle.load_manifest(store, manifest.parent)
        changed = Changes(PrintSource(store, parent) if parent else None, source)
    parcels = tuple(plan_parcels(source.sites, order, source.papers, changed))
    if not parcels:
        return None
    cache = store.cache()
    try:
        target = folder or Path(f"lo-in-{manifest.number}")
        return batch_files.write_batch(parcels, Printer(source, cache, report), target, report)
    finally:
        cache.close()
