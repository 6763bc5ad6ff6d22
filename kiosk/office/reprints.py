"""What the sites must do on their walls: the published release against an earlier one, or against what is confirmed.

In comes the workspace, out goes the list of actions (`press.reprint`). Showing and writing it is left to callers.
"""

from __future__ import annotations

from collections.abc import Collection

from kiosk.errors import ReleaseError
from kiosk.model.manifest import body_revision
from kiosk.office import posted
from kiosk.office.published import load_manifest_once, require_published
from kiosk.paper.comparison import SheetFacts, list_sheets_of_site
from kiosk.press import reprint
from kiosk.press.reprint import SiteActions
from kiosk.settings import inputs
from kiosk.workspace.store import Store


def list_site_actions(
    store: Store, since: int | None = None, *, against_posted: bool = False, only: Collection[str] = ()
) -> tuple[SiteActions, ...]:
    """What each site (`only`: these) must do to hang the published release, if release `since` hangs (default: the one
    before), or, `against_posted`, what it has confirmed. Raises `ReleaseError`."""
    release = require_published(store)
    now = release.manifest
    unknown = [code for code in only if now.site(code) is None]
    if unknown:
        way_out = "xem mã điểm trong data/sites.csv"
        raise ReleaseError("không có điểm này", place="--site", value=unknown[0], way_out=way_out)
    number = now.parent if since is None else since
    before = None if number is None else load_manifest_once(store, number)
    before_inputs = inputs.restore(before.inputs, store.get) if before else None
    hanging = load_confirmed_sheets(store) if against_posted else None
    return reprint.list_actions(now, release.inputs, before, before_inputs, hanging, only)


def load_confirmed_sheets(store: Store) -> dict[str, tuple[SheetFacts, ...]]:
    """Confirmed sheets by site, with what stands on them where a release that prints them is still on disk."""
    known: dict[str, SheetFacts] = {}
    for number in store.release_numbers():
        manifest = load_manifest_once(store, number)
        for code in {site.layout: site.code for site in manifest.sites}.values():
            known |= {body_revision(s.revision): s for s in list_sheets_of_site(manifest, code)}
    return {
        site: tuple(
            SheetFacts(
                label,
                "",
                sheet.revision,
                sheet.release,
                known[name].seats if (name := body_revision(sheet.revision)) in known else None,
            )
            for label, sheet in sheets.items()
        )
        for site, sheets in posted.load_hanging(store).items()
    }
