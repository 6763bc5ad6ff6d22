"""Drawing what sites share: the bodies of posting sheets and the index boards, on all cores, each once.

In come layouts and boards by name; out come templates by name, from which each site's file is addressed. What was drawn
or encoded before comes from the cache. Whose file needs which template is left to `expected`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor

from kiosk.paper.plan import Layout
from kiosk.progress import Progress
from kiosk.workspace import keys
from kiosk.workspace.cache import Cache
from posters import board, fonts, pdf, qr, sheets, spec
from posters.emblem import Emblem

_BODIES_AT_A_TIME = 4
_CODES_AT_A_TIME = 16
"""How many a worker is given at once: enough that sending costs little, few enough that all end together."""


class DrawingRoom:
    """Draws with the workers of `pool`; `emblem` stands on every sheet and board."""

    def __init__(self, cache: Cache, pool: Executor, emblem: Emblem | None, report: Progress) -> None:
        self._cache, self._pool, self._emblem, self._report = cache, pool, emblem, report

    def draw_templates(
        self, layouts: Mapping[str, Layout], boards: Mapping[str, spec.Board]
    ) -> dict[str, pdf.Template]:
        """The templates of layouts and of boards, by name."""
        # Boards are not cached and long to draw: they come first, sheets fill the other cores meanwhile.
        drawn_boards = self._pool.map(_draw_board, boards.values())
        bodies = self._draw_bodies(layouts.values())
        templates = {
            name: pdf.make_template([bodies[e.body] for e in layout.sheets], emblem=self._emblem, cutter=self._cut_face)
            for name, layout in layouts.items()
        }
        for (name, facts), pages in zip(boards.items(), drawn_boards, strict=True):
            templates[name] = board.make_template(facts, [sheets.Body.load(page) for page in pages], self._emblem)
        return templates

    def _draw_bodies(self, layouts: Iterable[Layout]) -> dict[str, sheets.Body]:
        """Every body of `layouts` by its key: from the cache, else encoded and drawn."""
        facts = {entry.body: sheet for x in layouts for entry, sheet in zip(x.sheets, x.drawn, strict=True)}
        cached = self._cache.get_many(map(keys.name_body, facts))
        bodies = {key: cached[keys.name_body(key)] for key in facts if keys.name_body(key) in cached}
        missing = {key: sheet for key, sheet in facts.items() if key not in bodies}
        if missing:
            codes = self._encode_codes({c.card.payload for sheet in missing.values() for c in sheet.cells})
            jobs = [(sheet, {c.card.payload: codes[c.card.payload] for c in sheet.cells}) for sheet in missing.values()]
            results = self._pool.map(_draw_sheet, jobs, chunksize=_BODIES_AT_A_TIME)
            bodies |= self._remember_results("Vẽ tờ niêm yết", keys.name_body, missing, results)
        return {key: sheets.Body.load(body) for key, body in bodies.items()}

    def _encode_codes(self, payloads: set[str]) -> dict[str, bytes]:
        """The symbol of each payload: from the cache, else encoded."""
        cached = self._cache.get_many(map(keys.name_symbol, payloads))
        codes = {p: cached[keys.name_symbol(p)] for p in payloads if keys.name_symbol(p) in cached}
        missing = sorted(payloads - codes.keys())
        symbols = self._pool.map(qr.make_symbol, missing, chunksize=_CODES_AT_A_TIME)
        return codes | self._remember_results("Lập mã QR", keys.name_symbol, missing, symbols)

    def _remember_results(
        self, stage: str, key_of: Callable[[str], str], names: Iterable[str], results: Iterator[bytes]
    ) -> dict[str, bytes]:
        """Results by name as they come, told to the person who waits, and kept in the cache."""
        names = tuple(names)
        fresh: dict[str, bytes] = {}
        for i, (name, result) in enumerate(zip(names, results, strict=True), 1):
            fresh[name] = result
            self._report(stage, i, len(names))
        self._cache.put_many({key_of(name): result for name, result in fresh.items()})
        return fresh

    def _cut_face(self, name: str, drawn: str) -> bytes:
        """A face cut down to some characters, remembered from build to build."""
        key = keys.name_font(name, drawn)
        cached = self._cache.get_many([key])
        if key not in cached:
            cached[key] = fonts.cut(name, drawn)
            self._cache.put_many(cached)
        return cached[key]


def _draw_sheet(job: tuple[spec.Sheet, dict[str, bytes]]) -> bytes:
    return sheets.draw_sheet(*job).dump()


def _draw_board(facts: spec.Board) -> list[bytes]:
    return [page.dump() for page in board.draw_board(facts)]
