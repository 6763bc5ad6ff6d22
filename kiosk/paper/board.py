"""The facts of an index board.

In come the sheets of a site with the codes on each, from a plan or from a release; out comes what its board says: the
everyday matters with the one sheet of each, groups and fields with theirs. How it is drawn is left to `posters.board`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from kiosk.canonical import digest, dump_canonical
from kiosk.model.catalogue import Procedure
from kiosk.model.listing import Listing
from kiosk.model.manifest import CodeEntry, Manifest, SheetEntry
from kiosk.paper import plan
from kiosk.paper.fields import make_field_key, show_field
from kiosk.paper.plan import SitePlan
from kiosk.settings.inputs import Inputs
from kiosk.settings.links import make_sheet_root, name_edition
from posters import spec

MOST_EXAMPLES = 12
"""Matters named under a group at most; the drawing shows as many as fit."""


@dataclass(frozen=True, slots=True)
class HungSheet:
    """A sheet as the board knows it: its entry, and the codes of its procedures in order."""

    entry: SheetEntry
    codes: tuple[str, ...]


def list_planned(s: SitePlan) -> tuple[HungSheet, ...]:
    """The sheets of a planned site."""
    pairs = zip(s.layout.sheets, s.layout.drawn, strict=True)
    return tuple(HungSheet(entry, tuple(cell.card.code for cell in sheet.cells)) for entry, sheet in pairs)


def list_released(manifest: Manifest, code: str) -> tuple[HungSheet, ...]:
    """The sheets of a site in a release; none where it does not know the site."""
    site = manifest.site(code)
    entries = manifest.sheets(site) if site else ()
    return tuple(HungSheet(entry, _list_codes(manifest.bodies[entry.body])) for entry in entries)


def _list_codes(entries: Sequence[CodeEntry]) -> tuple[str, ...]:
    return tuple(entry.code for entry in sorted(entries, key=lambda entry: entry.slot))


def describe_board(
    hung: Sequence[HungSheet], listing: Listing, inputs: Inputs, url: str, paper: str = "A3"
) -> spec.Board:
    """The index board of a site that hangs these sheets."""
    emblem = plan.load_emblem(inputs)
    newest = max((sheet.entry for sheet in hung), key=lambda e: e.release)
    where = {code: sheet.entry.label for sheet in hung for code in sheet.codes}
    board = spec.Board(
        paper=paper,
        groups=tuple(_list_groups(hung, {x.procedure.code: x.procedure for x in listing.posted}, inputs, where)),
        kiosk_url=url,
        release=newest.release,
        released=newest.released,
        sample=inputs.catalogue.sample,
        wording=plan.read_wording(inputs),
        emblem=emblem.mark if emblem else None,
        matters=tuple(
            spec.BoardMatter(name, label) for name, label, on_board in _list_matters(inputs, where) if on_board
        ),
    )
    revision = name_edition(digest(dump_canonical(asdict(board))), newest.release, newest.released)
    return replace(board, seed=spec.MarkSeed(revision, make_sheet_root(inputs.config)))


def _list_matters(inputs: Inputs, where: Mapping[str, str]) -> Iterator[tuple[str, str, bool]]:
    """Every matter of which something is posted: its name, the one sheet on which what is asked most stands, whether it
    belongs on the board."""
    for event in inputs.sayings.events:
        for matter in event.matters:
            label = next((where[code] for code in matter.codes if code in where), None)
            if label is not None:
                yield matter.name, label, matter.on_board


def _list_groups(
    hung: Sequence[HungSheet], posted: Mapping[str, Procedure], inputs: Inputs, where: Mapping[str, str]
) -> Iterator[spec.BoardGroup]:
    """The groups in the order of the wall, each with its fields and with matters that stand on its sheets."""
    by_group: dict[str, list[HungSheet]] = {}
    for sheet in hung:
        by_group.setdefault(sheet.entry.group, []).append(sheet)
    matters = list(_list_matters(inputs, where))
    for group in inputs.groups.groups:
        sheets = by_group.get(group.id)
        if sheets:
            labels = {sheet.entry.label for sheet in sheets}
            # What the board names first is what people ask for most.
            ranked = sorted((x for x in matters if x[1] in labels), key=lambda x: not x[2])
            examples = tuple(_lower_name(name) for name, _, _ in ranked[:MOST_EXAMPLES])
            yield spec.BoardGroup(group.title, tuple(_list_fields(sheets, posted)), examples, group.number)


def _lower_name(name: str) -> str:
    """A matter's name inside a list."""
    return name[:1].lower() + name[1:]


def _list_fields(sheets: Sequence[HungSheet], posted: Mapping[str, Procedure]) -> Iterator[spec.BoardField]:
    """Every field once, in the order in which the sheets show them first."""
    spellings: dict[str, list[str]] = {}
    labels: dict[str, list[str]] = {}
    for sheet in sheets:
        for code in sheet.codes:
            name = posted[code].field
            spellings.setdefault(make_field_key(name), []).append(name)
            labels.setdefault(make_field_key(name), []).append(sheet.entry.label)
    for key, names in spellings.items():
        yield spec.BoardField(show_field(names), len(names), tuple(dict.fromkeys(labels[key])))
