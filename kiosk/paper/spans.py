"""Measured cards, remembered: fitting 2,400 names into cells is most of the work of a build that changes nothing."""

from __future__ import annotations

import json

from kiosk.canonical import dump_canonical
from kiosk.paper.plan import measure_fits
from kiosk.workspace import keys
from kiosk.workspace.cache import Cache
from posters import spec
from posters.cards import Fit


class SpanBook:
    """What cards need and what more cells would give them, by paper and the digest of what is printed of them; valid
    for one recipe of drawing."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        cached = cache.get_many([keys.name_spans()])
        fits_known = json.loads(cached[keys.name_spans()]) if cached else {}
        self._known = {key: tuple(Fit(*fit) for fit in fits) for key, fits in fits_known.items()}
        self._grew = False

    def __call__(self, card: spec.Card, face: str, paper: str) -> tuple[Fit, ...]:
        """The fits of `card`. Raises what measuring raises."""
        key = f"{paper}/{face}"
        if key not in self._known:
            self._known[key] = measure_fits(card, face, paper)
            self._grew = True
        return self._known[key]

    def save(self) -> None:
        """Keep what was measured."""
        if self._grew:
            fits_kept = {key: [[fit.span, fit.headed, fit.plain] for fit in fits] for key, fits in self._known.items()}
            self._cache.put_many({keys.name_spans(): dump_canonical(fits_kept)})
