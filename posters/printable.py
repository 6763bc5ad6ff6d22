"""What can be printed at all: which characters, how long a name, how long a site's name and contacts.

In comes text before it is taken into a catalogue or a table; out goes what would keep every later drawing from being
made. Where in a file it stands, and what to do, is left to who read it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import cache

from posters import fonts
from posters.areas import fit_area
from posters.body import Area, SiteAreas
from posters.cards import find_span
from posters.errors import DrawingError
from posters.fonts import Face
from posters.spec import GRIDS, Board, Card, SiteHead, Wording
from posters.text import clean

_MOST_MARKS = 2
"""Upon one letter, after composition: Vietnamese letters are all composed, and nothing sets more of them legibly."""
_SURELY_SHORT = 400
"""Characters of a card that fit in any type and width; the longest real name has 1,192."""
_LONGEST_LABEL = "20-99"
_SHORT_NAME, _SHORT_CONTACT = 40, 90
"""Characters of a site's name and contacts that fit in any width."""


def find_unprintable(text: str) -> str | None:
    """The first character of `text` that cannot be printed: no face has it, or it is one mark too many upon a letter.
    None where all can."""
    if fonts.ALPHABET.issuperset(text):
        return None
    composed = clean(text)
    absent, marks = fonts.find_missing(composed), 0
    for char in composed:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if char in absent or marks > _MOST_MARKS:
            return char
    return None


def find_outside_alphabet(text: str) -> str | None:
    """As `find_unprintable`, for what is added to finished sheets: they hold the alphabet and nothing else for sure."""
    return next((char for char in clean(text) if char not in fonts.ALPHABET), None)


def describe_character(char: str) -> str:
    """A character with its number and its name in Unicode."""
    return f"«{char}» (U+{ord(char):04X}, {unicodedata.name(char, 'không có tên')})"


def fits_card(card: Card) -> bool:
    """Whether a card fits the largest place that a sheet of any paper has. Its characters are printable."""
    if len(card.code) + len(card.name) + len(card.field) <= _SURELY_SHORT:
        return True
    try:
        return all(find_span(card, grid) for grid in GRIDS.values())
    except DrawingError:
        return False


def fits_name(head: SiteHead) -> bool:
    """Whether a site's name fits the head of every sheet and board without an emblem. Its characters are printable."""
    return len(head.name) <= _SHORT_NAME or _fits(head.name, Face.BOLD, (areas.name for areas in _list_areas()))


def fits_contacts(head: SiteHead) -> bool:
    """As `fits_name`, for the line of contacts."""
    contacts = " · ".join(part for part in map(clean, (head.address, head.hotline, head.hours)) if part)
    return len(contacts) <= _SHORT_CONTACT or _fits(contacts, Face.REGULAR, (areas.contact for areas in _list_areas()))


def _fits(text: str, face: Face, areas: Iterator[Area]) -> bool:
    try:
        return all(fit_area(area, clean(text), face) for area in areas)
    except DrawingError:
        return False


@cache
def _list_areas() -> tuple[SiteAreas, ...]:
    """What a posting sheet and an index board leave to the site."""
    from posters import board, geometry, guide, masthead  # noqa: PLC0415 - only for a name that is long

    sheets = [
        masthead.place_areas(masthead.measure_masthead(geometry.make_frame(grid), paper, _LONGEST_LABEL), Wording())
        for paper, grid in GRIDS.items()
    ]
    facts = Board(paper="A3", groups=(), kiosk_url="", release=1, released=date.min)
    return (*sheets, guide.place_areas(board.measure_board(facts), marked=True))
