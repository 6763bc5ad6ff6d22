"""What stands below the name of a group on the start screen: only what the site's own list holds.

A page's content comes in and goes out with those hints of its groups that a listed procedure answers; how many of them
a button takes is left to `forms`. A hint is answered where one procedure of the group has all its words, in its name or
in what people call it, and no other office is said to do it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from kiosk.model.catalogue import Procedure
from kiosk.pages import spoken
from kiosk.pages.content import Content
from kiosk.text import fold, split_words


def keep_true(content: Content) -> Content:
    """The content without hints at what the list lacks."""
    called = _collect_sayings(content)
    answered: dict[str, list[set[str]]] = defaultdict(list)
    for e in content.entries:
        answered[e.group].append(_collect_words(e.procedure, called[e.procedure.code]))
    codes = [e.procedure.code for e in content.entries]
    away = {fold(word) for m in spoken.select_away(content.sayings, codes) for word in (m.name, *m.words)}

    def is_held(hint: str, group: str) -> bool:
        hint_words = set(split_words(hint))
        return fold(hint) not in away and any(hint_words <= words for words in answered[group])

    groups = (
        replace(g, everyday=", ".join(h for part in g.everyday.split(",") if (h := part.strip()) and is_held(h, g.id)))
        for g in content.groups
    )
    return replace(content, groups=tuple(groups))


def _collect_sayings(content: Content) -> dict[str, list[str]]:
    """What people call each procedure, by its code."""
    names = content.sayings.names
    called: dict[str, list[str]] = defaultdict(list)
    for code, words in names.words.items():
        called[code] += words
    for code, name in names.by_code.items():
        called[code].append(name)
    for matter in (m for event in content.sayings.events for m in event.matters):
        for code in matter.codes:
            called[code] += (matter.name, *matter.words)
    for outside in content.sayings.outside:
        for code in outside.codes:
            called[code] += (outside.name, *outside.words)
    return called


def _collect_words(p: Procedure, called: list[str]) -> set[str]:
    return {word for text in (p.name, p.field, p.everyday, *p.keywords, *called) for word in split_words(text)}
