"""What a release asks of every wall, and what stands on each revision that it prints. Pure.

In come a manifest and the inputs of its release; out go `RequiredSheet` by site and `SheetRevision` by digest. Index
boards are sheets as the others are: their revision is the digest of the site's file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from pydantic import TypeAdapter

from kiosk.canonical import dump_canonical
from kiosk.model.catalogue import Procedure
from kiosk.model.files import BOARD_FILE
from kiosk.model.ledger import PrintedCard, RequiredSheet, SheetRevision
from kiosk.model.manifest import Manifest, SheetEntry, SiteEntry, name_revision
from kiosk.model.placement import Seat
from kiosk.settings.links import identify_sheet
from posters import plates
from posters.spec import BOARD_LABEL, BOARD_PAGES, MarkSeed

SHEETS, BOARD = "sheets", "board"
"""Products that hang, as `press.batch` names them."""
_FACTS: TypeAdapter[SheetRevision] = TypeAdapter(SheetRevision)


def list_required(manifest: Manifest) -> Iterator[RequiredSheet]:
    """Every sheet of every site, in the order of the wall; the board comes last."""
    boards = _list_boards(manifest)
    for site in manifest.sites:
        entries = manifest.sheets(site)
        for position, entry in enumerate(entries):
            revision = name_revision(entry, site.head)
            yield RequiredSheet(site.code, entry.label, SHEETS, entry.group, position, revision, entry.release)
        if site.code in boards:
            newest = max((e.release for e in entries), default=manifest.number)
            yield RequiredSheet(site.code, BOARD_LABEL, BOARD, "", len(entries), boards[site.code], newest)


def _list_boards(manifest: Manifest) -> dict[str, str]:
    """The digest of each site's board file."""
    return {
        file.path.split("/")[1]: file.sha256
        for file in manifest.files
        if file.path.startswith("sites/") and file.path.endswith(f"/{BOARD_FILE}")
    }


def describe_revisions(manifest: Manifest, procedures: Mapping[str, Procedure]) -> Iterator[SheetRevision]:
    """Each distinct revision of a release once; `procedures` are those in force on its day."""
    seen_revisions: set[str] = set()
    for site in {s.layout: s for s in manifest.sites}.values():
        placed = {(p.group, p.number): p.cells for p in manifest.placements[site.layout].sheets}
        for entry in manifest.sheets(site):
            if entry.revision not in seen_revisions:
                seen_revisions.add(entry.revision)
                yield _describe_sheet(manifest, entry, placed[entry.group, entry.number], procedures)
    yield from _describe_boards(manifest)


def _describe_sheet(
    manifest: Manifest, entry: SheetEntry, seats: tuple[Seat, ...], procedures: Mapping[str, Procedure]
) -> SheetRevision:
    payloads = {code.code: code.payload for code in manifest.bodies[entry.body]}
    cards = tuple(_describe_card(seat.code, payloads.get(seat.code, ""), procedures.get(seat.code)) for seat in seats)
    mark = str(identify_sheet(entry.label, entry.revision, entry.release, entry.released))
    return SheetRevision(
        entry.revision, mark, entry.label, SHEETS, entry.group, entry.release, entry.released, seats, cards
    )


def _describe_card(code: str, payload: str, p: Procedure | None) -> PrintedCard:
    if p is None:
        return PrintedCard(code, "", "", payload, None, "", None)
    return PrintedCard(code, p.name, p.field, payload, p.effective_to, p.decision, p.decision_date, p.effective_from)


def _describe_boards(manifest: Manifest) -> Iterator[SheetRevision]:
    boards = _list_boards(manifest)
    for site in manifest.sites:
        if site.code in boards:
            revision = boards[site.code]
            release, released = _find_newest(manifest, site)
            unmarked = str(identify_sheet(BOARD_LABEL, revision, release, released))
            for mark in tuple(_list_board_marks(site)) or (name_board_mark(site.code, unmarked),):
                yield SheetRevision(revision, mark, BOARD_LABEL, BOARD, "", release, released, (), ())


def _list_board_marks(site: SiteEntry) -> Iterator[str]:
    """Every id that a page of a site's board may bear: a manifest does not say how many it has. Releases of before
    their boards bore marks have none."""
    for label in BOARD_PAGES if site.board else ():
        mark = plates.grow_mark(MarkSeed(site.board), label)
        if mark is not None:
            yield name_board_mark(site.code, mark.id)


def name_board_mark(site: str, mark: str) -> str:
    """How the ledger calls the id on a board: sites of one kind share it, their files differ in the head."""
    return f"{site}-{mark}"


def _find_newest(manifest: Manifest, site: SiteEntry) -> tuple[int, date]:
    """The release and day that a site's board prints: those of its newest sheet."""
    entries = manifest.sheets(site)
    newest = max(entries, key=lambda e: e.release, default=None)
    return (newest.release, newest.released) if newest else (manifest.number, manifest.as_of)


def list_facts(revision: SheetRevision) -> dict[str, object]:
    """Its facts as an event keeps them."""
    facts: dict[str, object] = _FACTS.dump_python(revision, mode="json")
    return facts


def dump_revision(revision: SheetRevision) -> str:
    """Its facts as canonical JSON."""
    return dump_canonical(list_facts(revision)).decode()


def load_revision(facts: str) -> SheetRevision:
    """Read them back."""
    return _FACTS.validate_json(facts)
