"""Sheets that hang, for tests of what follows from it; files of whole sites, for tests of what is printed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from kiosk.clock import get_today
from kiosk.model.ledger import PaperAct, PaperEntry, RequiredSheet, Witness
from kiosk.model.manifest import Manifest
from kiosk.model.site import SiteKind
from kiosk.office.ledger import papers, releases
from kiosk.office.ledger.acting import act_in_ledger
from kiosk.paper.comparison import SheetFacts, list_sheets_of_site
from kiosk.press import batch_files, reprint
from kiosk.press.batch import Order, plan_parcels
from kiosk.press.batch_files import Batch
from kiosk.press.printing import Printer, PrintSource
from kiosk.press.reprint import SiteActions
from kiosk.progress import Progress, report_nothing
from kiosk.release import lifecycle
from kiosk.settings.inputs import Inputs
from kiosk.workspace.store import Store


def hang_published(store: Store, site: str, labels: Sequence[str] = ()) -> tuple[RequiredSheet, ...]:
    """Say that sheets of a site (none named: all, its board too) hang as the live release prints them."""
    witness = Witness("Ông Bảy")
    with act_in_ledger(store, witness) as doing:
        required = releases.list_live_required(doing.connection)
        chosen = tuple(r for r in required if r.site == site and (not labels or r.sheet in labels))
        assert chosen
        entries = [PaperEntry(site, r.sheet, PaperAct.HUNG, get_today(), r.revision) for r in chosen]
        papers.record_papers(doing.connection, doing.act, witness, entries)
    return chosen


def write_whole(store: Store, order: Order, folder: Path, report: Progress = report_nothing) -> Batch:
    """Files of everything that an order names of the published release, whatever hangs."""
    source = PrintSource(store, lifecycle.choose_release(store, None))
    with closing(store.cache()) as cache:
        return batch_files.write_batch(
            tuple(plan_parcels(source.sites, order, source.papers)), Printer(source, cache, report), folder, report
        )


def compare_releases(
    after: Manifest,
    after_inputs: Inputs,
    before: Manifest | None,
    before_inputs: Inputs | None,
    hanging: Mapping[str, Sequence[SheetFacts]] | None = None,
    only: Collection[str] = (),
) -> tuple[SiteActions, ...]:
    """What each site must do so that `after` hangs, if `hanging` (default: what `before` prints) hangs, worded as
    `before` words it."""

    def cards(_: SheetFacts | None, kind: SiteKind) -> reprint.Cards:
        return reprint.list_cards(before_inputs, before.as_of, kind) if before and before_inputs else {}

    hung = {s.code: list_sheets_of_site(before, s.code) for s in before.sites} if before else {}
    return reprint.list_actions(after, after_inputs, hung if hanging is None else hanging, cards, only)
