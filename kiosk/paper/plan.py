"""From listings to what will stand on every sheet of every site, before anything is drawn.

Everything here is facts: which card in which cell, in which release these facts first appeared. Equal facts get
equal digests, so a sheet whose facts did not change keeps its release, its date and thereby its bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any

from kiosk.canonical import digest, dump_canonical
from kiosk.errors import ConfigError
from kiosk.model.catalogue import Ending, Procedure
from kiosk.model.listing import Listing
from kiosk.model.manifest import CodeEntry, Manifest, SheetEntry
from kiosk.model.placement import CellGrid, Item, PlacedSheet, Placement
from kiosk.model.site import Site
from kiosk.paper.placement import place
from kiosk.settings.inputs import Inputs
from kiosk.settings.links import Link, make_link
from kiosk.settings.tables import Groups
from kiosk.text import fold
from posters import cards as drawn_cards
from posters import emblem as supplied
from posters import spec

PAPER = "A4"

Spans = Callable[[spec.Card, str], int]
"""Cells that a card takes, given the card and the digest of what is printed of it."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The sheets of all sites that post the same procedures and share a history."""

    digest: str
    sheets: tuple[SheetEntry, ...]
    drawn: tuple[spec.Sheet, ...]
    placement: Placement


@dataclass(frozen=True, slots=True)
class SitePlan:
    """A site with its listing, its layout and the layout that hangs there now (None: nothing does)."""

    site: Site
    listing: Listing
    layout: Layout
    before: tuple[SheetEntry, ...] | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What release `number` will print, built for `day` on what release `parent` hung."""

    number: int
    parent: Manifest | None
    day: date
    sites: tuple[SitePlan, ...]
    recipe: str

    def layouts(self) -> tuple[Layout, ...]:
        """The distinct layouts, in the order of the first site that has each."""
        return tuple({s.layout.digest: s.layout for s in self.sites}.values())


def make_grid() -> CellGrid:
    """The grid of a posting sheet, as the drawing side defines it."""
    drawn = spec.GRIDS[PAPER]
    return CellGrid(drawn.columns, drawn.rows)


def read_wording(inputs: Inputs) -> spec.Wording:
    """The printed sentences: the drawing side's defaults with what `config.yaml` sets. Raises `ConfigError`."""
    feedback = inputs.config.feedback
    contacts = {"feedback_url": feedback.url, "hotline": feedback.hotline, "feedback_address": feedback.address}
    words: dict[str, Any] = {k: v for k, v in contacts.items() if v} | dict(inputs.config.wording)
    shapes = {f.name: type(f.default) for f in fields(spec.Wording)}
    for key, value in words.items():
        if type(value) is not shapes.get(key):
            known = ", ".join(sorted(shapes))
            raise ConfigError(
                f"khóa «wording.{key}» không có hoặc sai dạng",
                place="config.yaml",
                value=str(value)[:80],
                way_out=f"dùng một trong các khóa {known}; steps gồm đúng ba câu",
            )
    return replace(spec.Wording(), **words)


def load_emblem(inputs: Inputs) -> supplied.Emblem | None:
    """The emblem that the office configured, if it did. Raises `DrawingError`."""
    place = f"config.yaml, khóa emblem, {inputs.config.emblem}"
    return supplied.load(inputs.emblem, place) if inputs.config.emblem is not None else None


def describe_card(p: Procedure, where: Link, day: date) -> spec.Card:
    """What is printed of a procedure on `day`."""
    notes = note_end(p, day)
    return spec.Card(code=p.code, name=p.name, payload=where.url, host=where.host, field=p.field, notes=notes)


def note_end(p: Procedure, day: date) -> tuple[str, ...]:
    """An end that is already known is printed, so that a sheet that hangs too long says so itself.

    A version that an amendment follows is not the end of the procedure, and its sheet need not be printed for it.
    """
    if p.effective_to is None or p.effective_to < day or p.ending is Ending.AMENDED:
        return ()
    return (f"Áp dụng đến hết ngày {p.effective_to:%d/%m/%Y}",)


def describe_cards(listing: Listing, inputs: Inputs) -> dict[str, spec.Card]:
    """The card of every procedure that a site posts."""
    settings = inputs.config.links
    return {
        x.procedure.code: describe_card(x.procedure, make_link(x.procedure, settings), listing.day)
        for x in listing.posted
    }


def _face(c: spec.Card) -> str:
    """Digest of everything printed of a procedure."""
    return digest(dump_canonical([c.code, c.name, c.payload, c.host, c.field, c.notes]))[:16]


def _reading_order(groups: Groups) -> dict[str, tuple[int, int]]:
    return {fold(name): (g, f) for g, group in enumerate(groups.groups) for f, name in enumerate(group.fields)}


def order_items(cards_by_code: Mapping[str, spec.Card], groups: Groups, spans: Spans) -> tuple[Item, ...]:
    """The cards as things to place, in reading order: group, field, name without marks and without the «Thủ tục» with
    which half of them begin, code."""
    known = _reading_order(groups)
    last = (len(groups.groups) - 1, 10**6)
    grouped: list[tuple[int, Item]] = []
    for c in cards_by_code.values():
        group_at, field_at = known.get(fold(c.field), last)
        order = (f"{field_at:07d}", fold(c.field), fold(c.name).removeprefix("thu tuc "), c.code)
        face = _face(c)
        grouped.append((group_at, Item(c.code, groups.groups[group_at].id, c.field, spans(c, face), face, order)))
    return tuple(item for _, item in sorted(grouped, key=lambda pair: (pair[0], pair[1].order)))


def measure_span(c: spec.Card, face: str) -> int:  # noqa: ARG001 - the shape of Spans
    """Cells that a card takes, measured."""
    return drawn_cards.find_span(c, spec.GRIDS[PAPER])


class _Drafting:
    """Makes layouts; equal work is done once. `recipe` is the key of the drawing code."""

    def __init__(self, inputs: Inputs, parent: Manifest | None, number: int, recipe: str, spans: Spans) -> None:
        self._inputs, self._parent, self._number, self._recipe, self._spans = inputs, parent, number, recipe, spans
        self._words = read_wording(inputs)
        supplied_emblem = load_emblem(inputs)
        self._mark = supplied_emblem.mark if supplied_emblem else None
        self._common = [
            digest(dump_canonical(asdict(self._words))),
            *([supplied_emblem.digest] if supplied_emblem else []),
        ]
        self._to_place_by_list: dict[str, tuple[dict[str, spec.Card], tuple[Item, ...]]] = {}
        self._layouts: dict[tuple[str, str, bool], Layout] = {}

    def site(self, listing: Listing, afresh: bool) -> SitePlan:
        """The plan of one site."""
        old = self._parent.site(listing.site.code) if self._parent else None
        hanging = self._parent.layouts[old.layout] if self._parent and old else ()
        previous = self._parent.placements[old.layout] if self._parent and old and not afresh else None
        key = (listing.posted.digest, old.layout if old else "", afresh)
        if key not in self._layouts:
            self._layouts[key] = self._layout(listing, previous, hanging)
        return SitePlan(listing.site, listing, self._layouts[key], hanging if old else None)

    def _layout(self, listing: Listing, previous: Placement | None, hanging: tuple[SheetEntry, ...]) -> Layout:
        listed, ordered = self._to_place(listing)
        placement = place(previous, ordered, make_grid())
        old = {entry.label: entry for entry in hanging}
        pairs = [self._sheet(sheet, listed, old, listing.day) for sheet in placement.sheets]
        entries = tuple(entry for entry, _ in pairs)
        name = digest(dump_canonical([asdict(e) for e in entries]))
        return Layout(name, entries, tuple(sheet for _, sheet in pairs), placement)

    def _to_place(self, listing: Listing) -> tuple[dict[str, spec.Card], tuple[Item, ...]]:
        """The cards of a listing by code, and as things to place in reading order."""
        name = listing.posted.digest
        if name not in self._to_place_by_list:
            listed = describe_cards(listing, self._inputs)
            self._to_place_by_list[name] = (listed, order_items(listed, self._inputs.groups, self._spans))
        return self._to_place_by_list[name]

    def _sheet(
        self, placed: PlacedSheet, cards_by_code: Mapping[str, spec.Card], before: Mapping[str, SheetEntry], day: date
    ) -> tuple[SheetEntry, spec.Sheet]:
        """A sheet with the release and day in which what is printed on it first appeared."""
        group = self._inputs.groups.by_id(placed.group)
        label = f"{group.abbreviation}-{placed.number:02d}"
        sample = self._inputs.catalogue.sample
        cells = [(c.slot, c.span, c.face) for c in placed.cells]
        revision = digest(dump_canonical([PAPER, group.title, label, placed.number, cells, sample, *self._common]))
        old = before.get(label)
        same = old is not None and old.revision == revision
        release, released = (old.release, old.released) if old and same else (self._number, day)
        body = digest(dump_canonical([revision, release, released, self._recipe]))
        entry = SheetEntry(label, placed.group, placed.number, revision, release, released, body)
        drawn = tuple(spec.Cell(c.slot, c.span, cards_by_code[c.code]) for c in placed.cells)
        facts = (PAPER, group.title, label, placed.number, drawn, release, released, sample, self._words, self._mark)
        sheet = spec.Sheet(*facts)
        return entry, sheet


def make_plan(
    inputs: Inputs,
    listings: tuple[Listing, ...],
    parent: Manifest | None,
    number: int,
    recipe: str,
    *,
    afresh: frozenset[str] = frozenset(),
    spans: Spans = measure_span,
) -> Plan:
    """Plan release `number`. Sites in `afresh` are laid out from nothing."""
    drafting = _Drafting(inputs, parent, number, recipe, spans)
    plans = tuple(drafting.site(listing, listing.site.code in afresh) for listing in listings)
    return Plan(number, parent, listings[0].day, plans, recipe)


def list_codes(sheet: spec.Sheet) -> tuple[CodeEntry, ...]:
    """Every code on a sheet."""
    return tuple(CodeEntry(c.slot, c.span, c.card.code, c.card.payload) for c in sheet.cells)
