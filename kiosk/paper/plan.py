"""From listings to what will stand on every sheet of every site, before anything is drawn.

Everything here is facts: which card in which cell, in which release these facts first appeared. Equal facts get
equal digests, so a sheet whose facts did not change keeps its release, its date and thereby its bytes.
"""

from __future__ import annotations

from collections import Counter
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
from kiosk.paper.arrangement import DrawnCard, SheetCard, arrange_cards
from kiosk.paper.fields import show_field
from kiosk.paper.placement import place
from kiosk.paper.site_head import name_head
from kiosk.settings.config import Config
from kiosk.settings.inputs import Inputs
from kiosk.settings.links import Link, identify_sheet, make_printed_link, make_sheet_payload
from kiosk.settings.tables import Groups
from kiosk.text import fold
from posters import cards as drawn_cards
from posters import emblem as supplied
from posters import spec
from posters.cards import Fit

Fits = Callable[[spec.Card, str, str], tuple[Fit, ...]]
"""What a card needs and what more cells would give it, given the card, the digest of what is printed of it, and the
paper."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The sheets of all sites that post the same procedures on the same paper and share a history. `sizes`: how many
    names are set in each type size, in points."""

    digest: str
    paper: str
    sheets: tuple[SheetEntry, ...]
    drawn: tuple[spec.Sheet, ...]
    placement: Placement
    sizes: Counter[float]


@dataclass(frozen=True, slots=True)
class SitePlan:
    """A site with its listing, its layout, the revision of what it adds to its sheets, and the layout that hangs there
    now (None: nothing does)."""

    site: Site
    listing: Listing
    layout: Layout
    head: str
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


def make_grid(paper: str) -> CellGrid:
    """The grid of a posting sheet, as the drawing side defines it."""
    cells = spec.GRIDS[paper]
    return CellGrid(cells.columns, cells.rows)


def read_wording(inputs: Inputs) -> spec.Wording:
    """The printed sentences: the drawing side's defaults with what `config.yaml` sets. Raises `ConfigError`."""
    feedback = inputs.config.feedback
    contacts = {"feedback_url": feedback.url, "hotline": feedback.hotline, "feedback_address": feedback.address}
    words: dict[str, Any] = {k: v for k, v in contacts.items() if v} | dict(inputs.config.wording)
    shapes = {f.name: type(f.default) for f in fields(spec.Wording)}
    for key, value in words.items():
        if type(value) is not shapes.get(key):
            names = ", ".join(sorted(shapes))
            raise ConfigError(
                f"khóa «wording.{key}» không có hoặc sai dạng",
                place="config.yaml",
                value=str(value)[:80],
                way_out=f"dùng một trong các khóa {names}; steps gồm đúng ba câu",
            )
    return replace(spec.Wording(), **words)


def load_emblem(inputs: Inputs) -> supplied.Emblem | None:
    """The emblem that the office configured, if it did. Raises `DrawingError`."""
    place = f"config.yaml, khóa emblem, {inputs.config.emblem}"
    return supplied.load(inputs.emblem, place) if inputs.config.emblem is not None else None


def describe_card(p: Procedure, where: Link, day: date) -> spec.Card:
    """What is printed of a procedure on `day`."""
    notes = note_end(p, day)
    return spec.Card(
        code=p.code, name=p.name, payload=where.url, host=where.host, field=show_field([p.field]), notes=notes
    )


def note_end(p: Procedure, day: date) -> tuple[str, ...]:
    """An end that is already known is printed, so that a sheet that hangs too long says so itself.

    A version that an amendment follows is not the end of the procedure, and its sheet need not be printed for it.
    """
    if p.effective_to is None or p.effective_to < day or p.ending is Ending.AMENDED:
        return ()
    return (f"Áp dụng đến hết ngày {p.effective_to:%d/%m/%Y}",)


def describe_cards(listing: Listing, inputs: Inputs) -> dict[str, spec.Card]:
    """The card of every procedure that a site posts."""
    kind = listing.site.kind
    cards = (
        describe_card(x.procedure, make_printed_link(x.procedure, inputs.config, kind), listing.day)
        for x in listing.posted
    )
    tells_end = inputs.config.papers.end_day
    return {card.code: card if tells_end else replace(card, notes=()) for card in cards}


def _digest_card(c: spec.Card) -> str:
    """Digest of everything printed of a procedure."""
    return digest(dump_canonical([c.code, c.name, c.payload, c.host, c.field, c.notes]))[:16]


def _order_fields(groups: Groups) -> dict[str, tuple[int, int]]:
    return {fold(name): (g, f) for g, group in enumerate(groups.groups) for f, name in enumerate(group.fields)}


def order_items(
    cards_by_code: Mapping[str, spec.Card], groups: Groups, spans: Callable[[spec.Card, str], int]
) -> tuple[Item, ...]:
    """The cards as things to place, in reading order: group, field, name without marks and without the «Thủ tục» with
    which half of them begin, code. `spans` says how many cells a card takes."""
    places = _order_fields(groups)
    last = (len(groups.groups) - 1, 10**6)
    grouped: list[tuple[int, Item]] = []
    for c in cards_by_code.values():
        group_at, field_at = places.get(fold(c.field), last)
        order = (f"{field_at:07d}", fold(c.field), fold(c.name).removeprefix("thu tuc "), c.code)
        face = _digest_card(c)
        grouped.append((group_at, Item(c.code, groups.groups[group_at].id, c.field, spans(c, face), face, order)))
    return tuple(item for _, item in sorted(grouped, key=lambda pair: (pair[0], pair[1].order)))


def measure_fits(c: spec.Card, face: str, paper: str) -> tuple[Fit, ...]:  # noqa: ARG001 - the shape of Fits
    """What a card needs and what more cells would give it, measured."""
    return drawn_cards.measure_card(c, spec.GRIDS[paper])


@dataclass(frozen=True, slots=True)
class _Listed:
    """The cards of a listing by code, as things to place on one paper, and their fits by code."""

    cards: Mapping[str, spec.Card]
    items: tuple[Item, ...]
    fits: Mapping[str, tuple[Fit, ...]]


class _Drafting:
    """Makes layouts; equal work is done once. `recipe` is the key of the drawing code."""

    def __init__(self, inputs: Inputs, parent: Manifest | None, number: int, recipe: str, fits: Fits) -> None:
        self._inputs, self._parent, self._number, self._recipe, self._fits = inputs, parent, number, recipe, fits
        self._words = read_wording(inputs)
        supplied_emblem = load_emblem(inputs)
        self._mark = supplied_emblem.mark if supplied_emblem else None
        self._common = [
            digest(dump_canonical(asdict(self._words))),
            *([supplied_emblem.digest] if supplied_emblem else []),
            *([inputs.config.public_url] if inputs.config.public_url else []),
        ]
        self._to_place_by_list: dict[tuple[str, str, str], _Listed] = {}
        self._layouts: dict[tuple[str, str, str, str, bool], Layout] = {}

    def site(self, listing: Listing, afresh: bool) -> SitePlan:
        """The plan of one site."""
        paper = self._inputs.config.papers.choose(listing.site)
        old = self._parent.site(listing.site.code) if self._parent else None
        hanging = self._parent.layouts[old.layout] if self._parent and old else ()
        afresh = afresh or bool(self._parent and old and self._parent.paper(old.layout) != paper)
        previous = self._parent.placements[old.layout] if self._parent and old and not afresh else None
        mode = self._inputs.config.links.mode_of(listing.site.kind)
        key = (listing.posted.digest, mode, paper, old.layout if old else "", afresh)
        if key not in self._layouts:
            self._layouts[key] = self._plan_layout(listing, paper, previous, hanging)
        return SitePlan(listing.site, listing, self._layouts[key], name_head(listing.site), hanging if old else None)

    def _plan_layout(
        self, listing: Listing, paper: str, previous: Placement | None, hanging: tuple[SheetEntry, ...]
    ) -> Layout:
        listed = self._list_to_place(listing, paper)
        placement = place(previous, listed.items, make_grid(paper))
        old = {entry.label: entry for entry in hanging}
        items = {item.code: item for item in listed.items}
        arranged = [self._arrange_sheet(sheet, items, listed.fits, paper) for sheet in placement.sheets]
        pairs = [
            self._make_sheet(sheet, paper, cards, listed.cards, old, listing.day)
            for sheet, cards in zip(placement.sheets, arranged, strict=True)
        ]
        entries = tuple(entry for entry, _ in pairs)
        name = digest(dump_canonical([paper, *[asdict(e) for e in entries]]))
        sizes = Counter(card.size for cards in arranged for card in cards)
        return Layout(name, paper, entries, tuple(sheet for _, sheet in pairs), placement, sizes)

    def _list_to_place(self, listing: Listing, paper: str) -> _Listed:
        """What a listing puts on `paper`."""
        name = (listing.posted.digest, self._inputs.config.links.mode_of(listing.site.kind), paper)
        if name not in self._to_place_by_list:
            cards = describe_cards(listing, self._inputs)
            fits = {code: self._fits(card, _digest_card(card), paper) for code, card in cards.items()}
            items = order_items(cards, self._inputs.groups, lambda card, _face: fits[card.code][0].span)
            self._to_place_by_list[name] = _Listed(cards, items, fits)
        return self._to_place_by_list[name]

    def _arrange_sheet(
        self, placed: PlacedSheet, items: Mapping[str, Item], fits: Mapping[str, tuple[Fit, ...]], paper: str
    ) -> tuple[DrawnCard, ...]:
        """The cards of a sheet as they stand when drawn."""
        seated = [SheetCard(c, items[c.code].field, items[c.code].order, fits[c.code]) for c in placed.cells]
        return arrange_cards(seated, make_grid(paper))

    def _make_sheet(
        self,
        placed: PlacedSheet,
        paper: str,
        drawn: tuple[DrawnCard, ...],
        cards_by_code: Mapping[str, spec.Card],
        before: Mapping[str, SheetEntry],
        day: date,
    ) -> tuple[SheetEntry, spec.Sheet]:
        """A sheet with the release and day in which what is printed on it first appeared."""
        group = self._inputs.groups.by_id(placed.group)
        label = f"{group.number}-{placed.number}"
        sample = self._inputs.catalogue.sample
        cells = [(c.slot, c.span, c.card.seat.face) for c in drawn]
        revision = digest(dump_canonical([paper, group.title, label, cells, sample, *self._common]))
        old = before.get(label)
        same = old is not None and old.revision == revision
        release, released = (old.release, old.released) if old and same else (self._number, day)
        body = digest(dump_canonical([revision, release, released, self._recipe]))
        entry = SheetEntry(label, placed.group, placed.number, revision, release, released, body)
        sheet = spec.Sheet(
            paper,
            group.title,
            label,
            group.number,
            tuple(spec.Cell(c.slot, c.span, cards_by_code[c.card.seat.code]) for c in drawn),
            release,
            released,
            sample,
            self._words,
            self._mark,
            describe_mark(entry, self._inputs.config),
        )
        return entry, sheet


def describe_mark(entry: SheetEntry, config: Config) -> spec.SheetMark:
    """What the marks of a sheet say: its id, and its short address where a public one is configured."""
    printed = identify_sheet(entry.label, entry.revision, entry.release, entry.released)
    payload = make_sheet_payload(printed, config)
    return spec.SheetMark(str(printed), payload if payload != str(printed) else "")


def make_plan(
    inputs: Inputs,
    listings: tuple[Listing, ...],
    parent: Manifest | None,
    number: int,
    recipe: str,
    *,
    afresh: frozenset[str] = frozenset(),
    fits: Fits = measure_fits,
) -> Plan:
    """Plan release `number`. Sites in `afresh` are laid out from nothing."""
    drafting = _Drafting(inputs, parent, number, recipe, fits)
    plans = tuple(drafting.site(listing, listing.site.code in afresh) for listing in listings)
    return Plan(number, parent, listings[0].day, plans, recipe)


def list_codes(sheet: spec.Sheet) -> tuple[CodeEntry, ...]:
    """Every code on a sheet."""
    return tuple(CodeEntry(c.slot, c.span, c.card.code, c.card.payload) for c in sheet.cells)
