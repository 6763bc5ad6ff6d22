"""Measured cards, remembered: fitting 2,400 names into cells is most of the work of a build that changes nothing."""

from __future__ import annotations

import json

from kiosk.canonical import dump_canonical
from kiosk.paper.plan import measure_span
from kiosk.workspace import keys
from kiosk.workspace.cache import Cache
from posters import spec


class SpanBook:
    """Cells that cards take, by the digest of what is printed of them; valid for one recipe of drawing."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        kept = cache.get_many([keys.name_spans()])
        self._known: dict[str, int] = json.loads(kept[keys.name_spans()]) if kept else {}
        self._grew = False

    def __call__(self, card: spec.Card, face: str) -> int:
        """Cells that `card` takes. Raises what measuring raises."""
        if face not in self._known:
            self._known[face] = measure_span(card, face)
            self._grew = True
        return self._known[face]

    def save(self) -> None:
        """Keep what was measured."""
        if self._grew:
            self._cache.put_many({keys.name_spans(): dump_canonical(self._known)})
