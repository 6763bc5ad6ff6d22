"""What people call things, as columns of a page's data file: matters of the own list, and what other offices do.

What others do in general is the own list's where that holds it: the city's centre makes passports.

The city's tables (`Sayings`) come in, parts of the list's document go out, their texts still to be packed with those of
the list. Which question means which matter is left to the search of the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from kiosk.pages.pack import SEPARATOR, Packer, pack_numbers
from kiosk.settings.matters import LifeEvent, Matter, OutsideMatter, Sayings
from kiosk.text import fold


def find_places(codes: Iterable[str], listed: Sequence[str]) -> list[int]:
    """The places of `codes` among the codes of the list, in their own order; those that it lacks are left out."""
    place: dict[str, int] = {}
    for at, code in enumerate(listed):
        place.setdefault(code, at)
    return [place[code] for code in codes if code in place]


def select_matters(events: Iterable[LifeEvent], listed: Iterable[str]) -> Iterator[tuple[LifeEvent, list[Matter]]]:
    """The events of which the list holds something, each with those matters."""
    posted = set(listed)
    for event in events:
        matters = [matter for matter in event.matters if not posted.isdisjoint(matter.codes)]
        if matters:
            yield event, matters


def select_own(sayings: Sayings, listed: Iterable[str]) -> list[list[Matter]]:
    """The matters of which the list holds a code: those of each event, at last those that stand in no event because
    other centres leave them to other offices."""
    posted = set(listed)
    outside_held = [m for m in sayings.outside if not posted.isdisjoint(m.codes)]
    own_matters = [Matter(m.name, m.words, m.english, m.codes, on_board=False, is_common=False) for m in outside_held]
    return [*(some for _, some in select_matters(sayings.events, posted)), *([own_matters] if own_matters else [])]


def select_away(sayings: Sayings, listed: Iterable[str]) -> list[OutsideMatter]:
    """What other offices do and the list does not hold."""
    posted = set(listed)
    return [m for m in sayings.outside if posted.isdisjoint(m.codes)]


def pick_asked(sayings: Sayings, listed: Iterable[str]) -> dict[str, str]:
    """What the tables say is asked for most, by code and with an everyday name where there is one: the codes that they
    mark, and of what other centres leave to other offices the first code of each matter."""
    posted, names = set(listed), sayings.names
    marked = {code: names.by_code.get(code, "") for code in names.asked if code in posted}
    firsts = [(next((code for code in m.codes if code in posted), ""), m.name) for m in sayings.outside]
    return marked | {code: name for code, name in firsts if code and code not in marked}


def list_matters(chosen: Sequence[Sequence[Matter]], listed: Sequence[str]) -> dict[str, Any]:
    """Chosen matters by event, in the order of the tiles. `counts`: matters of each event."""
    matters = [matter for some in chosen for matter in some]
    return {
        "counts": pack_numbers(map(len, chosen)),
        "name": [m.name for m in matters],
        "words": [drop_longer(m.words, name=m.name) for m in matters],
        "codes": [find_places(m.codes, listed) for m in matters],
    }


def list_elsewhere(sayings: Sayings, listed: Sequence[str]) -> dict[str, Any]:
    """What other offices do. `counts`: matters of each office; `link`: the address of each matter, or nothing."""
    away = select_away(sayings, listed)
    offices = list(dict.fromkeys(m.office for m in away))
    matters = sorted(away, key=lambda m: offices.index(m.office))
    return {
        "office": [office.name for office in offices],
        "purpose": [office.purpose for office in offices],
        "counts": pack_numbers(sum(m.office == office for m in matters) for office in offices),
        "name": [m.name for m in matters],
        "words": [drop_longer(m.words, name=m.name) for m in matters],
        "unless": [drop_longer(m.unless) for m in matters],
        "links": list(dict.fromkeys(m.link for m in matters if m.link)),
        "link": [m.link for m in matters],
    }


def drop_longer(sayings: Sequence[str], *, name: str = "") -> list[str]:
    """Without those that hold another of them whole, or the name that stands beside them: whoever says the longer one
    says the shorter."""
    own = f" {fold(name)} " if name else ""
    folded = [f" {fold(saying)} " for saying in sayings]
    return [
        saying
        for saying, f in zip(sayings, folded, strict=True)
        if not (own and own in f) and not any(other != f and other in f for other in folded)
    ]


_TEXTS, _ROWS = ("name", "office", "purpose"), ("words", "unless")


def list_texts(part: dict[str, Any]) -> Iterator[str]:
    """Every text of a part that `pack` packs."""
    for name in _TEXTS:
        yield from part.get(name, ())
    for name in _ROWS:
        for row in part.get(name, ()):
            yield from row


def pack(part: dict[str, Any], packer: Packer) -> dict[str, Any]:
    """The part as it stands in the file."""
    packed = dict(part)
    packed |= {name: packer.join(part[name]) for name in _TEXTS if name in part}
    packed |= {name: packer.join_rows(part[name]) for name in _ROWS if name in part}
    if "codes" in part:
        packed["codes"] = SEPARATOR.join(map(pack_numbers, part["codes"]))
    if "link" in part:
        packed["link"] = pack_numbers(part["links"].index(link) + 1 if link else 0 for link in part["link"])
    return packed
