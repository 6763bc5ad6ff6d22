"""The papers that a site may have hanging, as they were drawn: what photos of its wall are compared with.

In come the workspace and a site, out come its sheets and its board in the release that is live and in every other that
is on disk, the live one first. Of releases that are gone the ledger knows what stood on a sheet, not where.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from kiosk.errors import ReleaseError
from kiosk.model.files import BOARD_FILE
from kiosk.model.manifest import Manifest, SiteEntry
from kiosk.release import lifecycle
from kiosk.settings.links import identify_sheet, make_sheet_root
from kiosk.settings.recorded import read_recorded_config
from kiosk.workspace.store import Store
from posters import plates
from posters.photo.plans import plan_board, plan_sheet
from posters.photo.wall import SheetPlan
from posters.spec import BOARD_LABEL, BOARD_PAGES, MarkSeed, SheetMark

_BOARD_PAPER = "A3"


@dataclass(frozen=True, slots=True)
class DrawnPaper:
    """A page of a site in one release: the id on it, the ledger's name of its sheet and of its revision, its plan."""

    mark: str
    sheet: str
    revision: str
    plan: SheetPlan


def list_drawn(store: Store, site: str) -> tuple[DrawnPaper, ...]:
    """Every distinct page that releases on disk drew for a site, the live release first. Raises `StoreError`."""
    current = store.current()
    numbers = sorted(store.release_numbers(), key=lambda n: (n != current, -n))
    papers: dict[str, DrawnPaper] = {}
    for number in numbers:
        with suppress(ReleaseError):  # one that is damaged draws nothing; `kiosk doctor` tells of it
            manifest = lifecycle.load_manifest(store, number)
            entry = manifest.site(site)
            for paper in _list_pages(store, manifest, entry) if entry else ():
                papers.setdefault(paper.mark, paper)
    return tuple(papers.values())


def _list_pages(store: Store, manifest: Manifest, site: SiteEntry) -> Iterator[DrawnPaper]:
    root = _make_root(store, manifest)
    paper = manifest.paper(site.layout)
    for entry in manifest.sheets(site):
        printed = str(identify_sheet(entry.label, entry.revision, entry.release, entry.released))
        cells = [(code.slot, code.span, code.payload) for code in manifest.bodies[entry.body]]
        plan = plan_sheet(paper, entry.label, SheetMark(printed, root and root + printed), cells)
        yield DrawnPaper(printed, entry.label, entry.revision, plan)
    shas = manifest.path_shas()
    board = shas.get(f"sites/{site.code}/{BOARD_FILE}")
    for label in BOARD_PAGES if board and site.board else ():
        mark = plates.grow_mark(MarkSeed(site.board, root), label)
        if mark is not None and board is not None:
            yield DrawnPaper(mark.id, BOARD_LABEL, board, plan_board(_BOARD_PAPER, mark))


def _make_root(store: Store, manifest: Manifest) -> str:
    """What stands before an id in the QR of this release."""
    if "config" not in manifest.inputs:
        return ""
    return make_sheet_root(read_recorded_config(store.get(manifest.inputs["config"])))
