"""Papers drawn on demand from a release's own inputs: list booklets and single-procedure sheets. Facts only; drawing
is in `posters`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import date
from itertools import groupby

from kiosk.canonical import digest, dump_canonical
from kiosk.model.catalogue import Procedure
from kiosk.model.listing import Listing
from kiosk.model.placement import Item
from kiosk.paper import plan
from kiosk.paper.fields import make_field_key, show_field
from kiosk.settings.inputs import Inputs
from kiosk.settings.links import make_printed_link, make_sheet_root, name_edition
from kiosk.workspace import keys
from kiosk.workspace.cache import Cache
from posters import products_spec as paper
from posters import qr, spec


def describe_booklet(listing: Listing, inputs: Inputs, release: int) -> paper.Booklet:
    """The list of a site by group and field, in the order of the posting sheets."""
    by_code = {x.procedure.code: x.procedure for x in listing.posted}
    titles = {g.id: g.title for g in inputs.groups.groups}
    ordered = _order_procedures(listing, inputs)
    groups = []
    for group, members in groupby(ordered, key=lambda item: item.group):
        spelt: dict[str, list[Procedure]] = {}
        for item in members:
            procedure = by_code[item.code]
            spelt.setdefault(make_field_key(procedure.field), []).append(procedure)
        fields = tuple(
            paper.BookletField(
                show_field(p.field for p in same), tuple(_describe_entry(p, inputs, listing) for p in same)
            )
            for same in spelt.values()
        )
        groups.append(paper.BookletGroup(titles[group], fields))
    booklet = paper.Booklet(
        tuple(groups),
        release,
        listing.day,
        sample=inputs.catalogue.sample,
        wording=plan.read_wording(inputs),
        emblem=_load_mark(inputs),
    )
    return replace(booklet, seed=_make_seed(asdict(booklet), release, listing.day, inputs))


def _make_seed(facts: dict[str, object], release: int, day: date, inputs: Inputs) -> spec.MarkSeed:
    """What the mark of a product grows from: all that is printed."""
    return spec.MarkSeed(name_edition(digest(dump_canonical(facts)), release, day), make_sheet_root(inputs.config))


def describe_singles(listing: Listing, inputs: Inputs, release: int, size: str) -> tuple[paper.Single, ...]:
    """The sheet of every procedure of a site, in the order of the posting sheets."""
    by_code = {x.procedure.code: x.procedure for x in listing.posted}
    common = (release, size, plan.read_wording(inputs), _load_mark(inputs))
    return tuple(
        _describe_single(by_code[item.code], inputs, listing, *common) for item in _order_procedures(listing, inputs)
    )


def _load_mark(inputs: Inputs) -> spec.Mark | None:
    supplied = plan.load_emblem(inputs)
    return supplied.mark if supplied else None


def _order_procedures(listing: Listing, inputs: Inputs) -> tuple[Item, ...]:
    """The procedures in reading order; how many cells each would take does not matter here."""
    return plan.order_items(plan.describe_cards(listing, inputs), inputs.groups, lambda _card, _face: 1)


def _describe_entry(p: Procedure, inputs: Inputs, listing: Listing) -> paper.BookletEntry:
    where = make_printed_link(p, inputs.config, listing.site.kind)
    return paper.BookletEntry(
        code=p.code,
        name=p.name,
        payload=where.url,
        host=where.host,
        time_legal=p.time_legal or _quote_channels(p, "time"),
        time_city=p.time_city,
        fee=p.fee or _quote_channels(p, "fee"),
        place=p.place,
        decision=_cite_decision(p),
        notes=plan.describe_card(p, where, listing.day).notes,
    )


def _describe_single(
    p: Procedure, inputs: Inputs, listing: Listing, release: int, size: str, words: spec.Wording, mark: spec.Mark | None
) -> paper.Single:
    where = make_printed_link(p, inputs.config, listing.site.kind)
    single = paper.Single(
        paper=size,
        label=f"TT-{p.code}",
        code=p.code,
        name=p.name,
        payload=where.url,
        host=where.host,
        release=release,
        released=listing.day,
        field=show_field([p.field]),
        channels=tuple(paper.ChannelFacts(c.name, c.time, c.fee) for c in p.channels),
        time_legal=p.time_legal,
        time_city=p.time_city,
        fee=p.fee,
        place=p.place,
        dossier=p.dossier,
        result=p.result,
        decision=_cite_decision(p),
        notes=plan.describe_card(p, where, listing.day).notes,
        sample=inputs.catalogue.sample,
        wording=words,
        emblem=mark,
    )
    return replace(single, seed=_make_seed(asdict(single), release, listing.day, inputs))


def _cite_decision(p: Procedure) -> str:
    return f"{p.decision} ngày {p.decision_date:%d/%m/%Y}" if p.decision and p.decision_date else p.decision


def _quote_channels(p: Procedure, fact: str) -> str:
    """What the channels say of one fact, each quoted under its name."""
    quotes = [(c.name, getattr(c, fact)) for c in p.channels if getattr(c, fact)]
    return "; ".join(f"{name}: {text}" for name, text in quotes)


def encode_codes(payloads: Iterable[str], cache: Cache) -> Mapping[str, bytes]:
    """The symbols of addresses, from the cache where they were made before."""
    distinct = sorted(set(payloads))
    cached = cache.get_many(map(keys.name_symbol, distinct))
    fresh = {p: qr.make_symbol(p) for p in distinct if keys.name_symbol(p) not in cached}
    cache.put_many({keys.name_symbol(p): symbol for p, symbol in fresh.items()})
    return {p: fresh[p] if p in fresh else cached[keys.name_symbol(p)] for p in distinct}
