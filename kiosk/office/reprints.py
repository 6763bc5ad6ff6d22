"""What the sites must do on their walls so that the published release hangs: print, take down, keep, and why.

In comes the workspace, out goes the list of actions (`press.reprint`), against what the ledger says hangs, or as if an
earlier release hung. Showing and writing it is left to callers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import Connection, select

from kiosk.errors import ReleaseError
from kiosk.model.ledger import PaperAct, SheetRevision
from kiosk.model.manifest import Manifest
from kiosk.model.site import SiteKind, spell_codes
from kiosk.office.database.ledger_tables import WALL
from kiosk.office.ledger import releases
from kiosk.office.ledger.acting import look_into_ledger
from kiosk.office.ledger.revisions import BOARD, list_required
from kiosk.paper.comparison import SheetFacts, list_sheets_of_site
from kiosk.press import reprint
from kiosk.press.reprint import Cards, SiteActions
from kiosk.release import lifecycle
from kiosk.settings import inputs
from kiosk.workspace.store import Store


def list_site_actions(store: Store, since: int | None = None, *, only: Collection[str] = ()) -> tuple[SiteActions, ...]:
    """What each site (`only`: these) must do to hang the published release, against what hangs, or, `since`, if that
    release hung. Raises `ReleaseError`."""
    now = lifecycle.choose_release(store, None)
    only = spell_codes(only, (site.code for site in now.sites))
    unknown = [code for code in only if now.site(code) is None]
    if unknown:
        way_out = "xem mã điểm trong data/sites.csv"
        raise ReleaseError("không có điểm này", place="--site", value=unknown[0], way_out=way_out)
    after = inputs.restore(now.inputs, store.get)
    if since is not None:
        before = lifecycle.load_manifest(store, since)
        earlier = inputs.restore(before.inputs, store.get)
        cards = {kind: reprint.list_cards(earlier, before.as_of, kind) for kind in SiteKind}
        hanging_sheets = {site.code: list_sheets_of_site(before, site.code) for site in before.sites}
        return reprint.list_actions(now, after, hanging_sheets, lambda _, kind: cards[kind], only)
    with look_into_ledger(store) as connection:
        hanging, contents = _list_hanging(connection)
    return reprint.list_actions(
        now, after, hanging, lambda sheet, _: _find_cards(contents, sheet), only, _list_boards(now)
    )


def _list_boards(manifest: Manifest) -> dict[str, SheetFacts]:
    """The index board of each site, as a sheet on which nobody sits."""
    boards = (r for r in list_required(manifest) if r.product == BOARD)
    return {r.site: SheetFacts(r.sheet, "", r.revision, r.release, ()) for r in boards}


def _find_cards(contents: dict[str, SheetRevision], sheet: SheetFacts | None) -> Cards:
    content = contents.get(sheet.revision) if sheet else None
    return {card.code: card for card in content.cards} if content else {}


def _list_hanging(connection: Connection) -> tuple[dict[str, list[SheetFacts]], dict[str, SheetRevision]]:
    """Sheets and boards that hang whole, by site, and what stands on each revision that is known. A damaged one is as
    good as none."""
    rows = connection.execute(select(WALL).where(WALL.c.revision != "", WALL.c.act != PaperAct.DAMAGED.value)).all()
    contents = releases.load_revisions(connection, {row.revision for row in rows})
    hanging = defaultdict(list)
    for row in rows:
        content = contents.get(row.revision)
        if content is None:
            hanging[row.site].append(SheetFacts(row.sheet, "", row.revision, 0, None))
        else:
            facts = SheetFacts(row.sheet, content.group, row.revision, content.release, content.seats)
            hanging[row.site].append(facts)
    return hanging, contents
