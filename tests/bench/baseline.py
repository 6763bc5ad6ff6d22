"""The naive loop of `naive.py` on a portion of the city, scaled to the whole of it."""

from __future__ import annotations

import time
from collections.abc import Sequence

from kiosk.catalogue import listing
from kiosk.model.listing import Posted
from kiosk.model.site import Site, SiteKind
from kiosk.settings.links import make_link
from tests.bench import naive
from tests.bench.figures import Sample, scaled
from tests.bench.material import DAY, Material

CITY_PROCEDURES = 120
"""How many procedures of a city site one portion draws, beside a whole commune."""


class Baseline:
    """The naive loop, a portion at a time, so that it takes turns with what it is compared with."""

    def __init__(self, material: Material) -> None:
        inputs = material.inputs
        self._folder, self._links = material.folder / "naive", inputs.config.links
        self._listings = listing.list_postings(inputs.catalogue, inputs.sites, inputs.config.listing, DAY)
        self._communes = [x for x in self._listings if x.site.kind is SiteKind.COMMUNE]
        self._city = next(x for x in self._listings if x.site.kind is SiteKind.CITY)

    def draw(self, turn: int) -> float:
        """Draw another commune and another part of a city site in every turn. Returns the seconds that the whole city
        would take at this pace, in proportion to the procedures at its sites."""
        commune = self._communes[turn]
        part = self._city.posted[turn * CITY_PROCEDURES :][:CITY_PROCEDURES]
        samples = {
            SiteKind.COMMUNE: Sample(1, len(commune.posted), self._timed(commune.site, commune.posted)),
            SiteKind.CITY: Sample(1, len(part), self._timed(self._city.site, part)),
        }
        return sum(scaled(samples[x.site.kind], 1, len(x.posted)) for x in self._listings)

    def _timed(self, site: Site, posted: Sequence[Posted]) -> float:
        lines = [
            naive.Line(p.code, p.name, p.field, make_link(p, self._links).url) for p in (x.procedure for x in posted)
        ]
        started = time.perf_counter()
        naive.site(self._folder / site.code, site.name, lines)
        return time.perf_counter() - started
