"""The facts of papers that lead to the wall of sheets: everyday matters for the entrance, banners over the groups."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.canonical import digest, dump_canonical
from kiosk.model.listing import Listing
from kiosk.paper import plan
from kiosk.settings.inputs import Inputs
from kiosk.settings.links import identify_sheet
from posters import everyday, spec
from posters.banner import Banner

MOST = 60
"""Matters by the entrance: ten sheets of six."""
GROUP = 0
"""Stands in the ids of these sheets in place of a group's number: they hang before group 1."""


def describe_everyday(listing: Listing, inputs: Inputs, release: int) -> tuple[spec.Sheet, ...]:
    """The sheets of everyday matters of a site: those of the table of matters that are marked as common, each with the
    first of its procedures that the site posts; a procedure stands there once."""
    words, emblem = plan.read_wording(inputs), plan.load_emblem(inputs)
    chosen_cards, most = tuple(_choose_cards(listing, inputs)), everyday.COLUMNS * everyday.ROWS
    sheets = []
    for number, start in enumerate(range(0, len(chosen_cards), most), 1):
        cards = chosen_cards[start : start + most]
        cells = tuple(spec.Cell(slot, 1, card) for slot, card in enumerate(cards))
        label = f"{GROUP}-{number}"
        facts = dump_canonical([label, [[c.code, c.name, c.payload, c.host, c.field, c.notes] for c in cards]])
        printed = identify_sheet(label, digest(facts), release, listing.day)
        sheets.append(
            spec.Sheet(
                everyday.PAPER,
                everyday.TITLE,
                label,
                GROUP,
                cells,
                release,
                listing.day,
                inputs.catalogue.sample,
                words,
                emblem.mark if emblem else None,
                # No release holds these sheets, so that no short address could say whether one still holds.
                spec.SheetMark(str(printed)),
            )
        )
    return tuple(sheets)


def _choose_cards(listing: Listing, inputs: Inputs) -> Iterator[spec.Card]:
    """A card for each common matter, its everyday name as the field."""
    posted = plan.describe_cards(listing, inputs)
    used_codes = set[str]()
    for event in inputs.sayings.events:
        for matter in event.matters:
            code = next((code for code in matter.codes if code in posted and code not in used_codes), None)
            if matter.is_common and code is not None and len(used_codes) < MOST:
                used_codes.add(code)
                card = posted[code]
                yield spec.Card(card.code, card.name, card.payload, card.host, matter.name, card.notes)


def describe_banners(listing: Listing, inputs: Inputs, release: int) -> tuple[Banner, ...]:
    """The banner of every group of which the site posts anything, in the order of the wall."""
    there = {inputs.groups.of(x.procedure.field).id for x in listing.posted}
    sample = plan.read_wording(inputs).sample if inputs.catalogue.sample else ""
    return tuple(
        Banner(group.number, group.title, group.everyday, release, listing.day, sample)
        for group in inputs.groups.groups
        if group.id in there
    )
