"""What people say, as a bag of words for each procedure of a page, so that it is found by words that it lacks.

Everyday names and words of single procedures, sayings of matters and everyday words for official ones (aliases) come in
and go out as one thing: keywords. A word stands once in a bag, and not where the name has it; bags cost half of what
the sayings themselves would (docs/adr/0019). An alias that means too many procedures stays an alias.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kiosk.model.catalogue import Procedure
from kiosk.pages import spoken
from kiosk.pages.content import Content
from kiosk.text import split_words

MOST_MEANT = 6
"""Procedures that an everyday word may mean and still be put into the bag of each."""


def spread_words(content: Content, listed: Sequence[Procedure]) -> tuple[list[Procedure], list[list[str]]]:
    """The procedures with everyday names and bags, and by meaning the everyday words that mean more than a few."""
    names = content.sayings.names
    bags: list[dict[str, None]] = [_make_bag(names.words.get(p.code, ())) for p in listed]
    place: dict[str, list[int]] = {}
    for at, p in enumerate(listed):
        place.setdefault(p.code, []).append(at)
    aliases = _spread_aliases(content, listed, bags)
    # The page has these anyway, as the sayings of matters, and puts their words into the bags itself.
    for matter in (m for some in spoken.select_own(content.sayings, place) for m in some):
        for at in (at for code in matter.codes for at in place.get(code, ())):
            for word in _make_bag((matter.name, *spoken.drop_longer(matter.words, name=matter.name))):
                bags[at].pop(word, None)
    return [_add_words(p, names.by_code.get(p.code, ""), bag) for p, bag in zip(listed, bags, strict=True)], aliases


def _make_bag(sayings: Iterable[str]) -> dict[str, None]:
    return dict.fromkeys(word.lower() for saying in sayings for word in saying.replace(",", " ").split())


def _add_words(p: Procedure, everyday: str, bag: Iterable[str]) -> Procedure:
    own = p.everyday or everyday
    known_words = _make_bag((p.name, own))
    return replace(p, everyday=own, keywords=(*p.keywords, *sorted(set(bag) - set(known_words))))


def _spread_aliases(content: Content, listed: Sequence[Procedure], bags: list[dict[str, None]]) -> list[list[str]]:
    """Puts everyday words for few procedures into their bags; returns the rest as rows of a meaning and its words."""
    holding: dict[str, set[int]] = {}
    for at, p in enumerate(listed):
        for word in (*split_words(p.name), *split_words(p.field)):
            holding.setdefault(word, set()).add(at)
    rows: dict[str, list[str]] = {}
    for alias, meanings in content.aliases:
        for meaning in meanings:
            meant_words = split_words(meaning)
            holders = set.intersection(*(holding.get(word, set()) for word in meant_words)) if meant_words else set()
            if len(holders) > MOST_MEANT:
                rows.setdefault(meaning, []).append(alias)
            for at in holders if len(holders) <= MOST_MEANT else ():
                bags[at] |= _make_bag((alias,))
    return [[meaning, *aliases] for meaning, aliases in rows.items()]
