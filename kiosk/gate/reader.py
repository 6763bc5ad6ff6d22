"""Has the files of a release read on all cores, and feeds what was read to a `ReadingSet`.

What was read from a drawing is kept in the cache, so that an unchanged drawing is not read again. What the readings
mean is left to `readback`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from functools import partial
from pathlib import Path

from kiosk.gate.files import find_file_problem, read_screens
from kiosk.gate.readback import HashedFiles, PrintedPage, ReadingSet
from kiosk.gate.reading import (
    BoardPages,
    HeadMarks,
    Likeness,
    PageReading,
    PdfPages,
    open_file,
    read_boards,
    read_head_marks,
    read_pages,
)
from kiosk.model.manifest import Manifest, SiteEntry
from kiosk.progress import Progress
from kiosk.workspace import keys
from kiosk.workspace.cache import Cache
from kiosk.workspace.store import Store
from kiosk.workspace.trees import find_strangers

_HASHED_AT_A_TIME = 128
_OPENED_AT_A_TIME = 4
_READ_AT_A_TIME = 8
"""Pages of one file in small portions, so that all cores have work and a file is opened rarely."""


class _Desk:
    """Gives drawings to readers in other processes as soon as they are met, and looks up what was read of others
    earlier (`reread` believes nothing). `deep`: every page is read, each drawing once under bad conditions too."""

    def __init__(
        self, pool: Executor, cache: Cache, tree: Path, manifest: Manifest, *, deep: bool, reread: bool
    ) -> None:
        self._pool, self._cache, self._deep, self._reread = pool, cache, deep, reread
        self._tree, self._manifest = tree, manifest
        self._met: set[str] = set()
        self._sent: list[tuple[list[PrintedPage], Future[list[PageReading]]]] = []
        self.known: list[tuple[PrintedPage, PageReading]] = []

    def ask(self, pages: Sequence[PrintedPage]) -> None:
        """Have the pages of one file read, where that tells anything new."""
        first = {p.drawing: p for p in reversed(pages) if p.drawing not in self._met}
        self._met |= first.keys()
        cached = {} if self._reread else self._cache.get_many(map(keys.name_reading, first))
        readings = {d: PageReading.load(cached[keys.name_reading(d)]) for d in first if keys.name_reading(d) in cached}
        self.known += [(first[drawing], reading) for drawing, reading in readings.items()]
        unread = [p for p in pages if (self._deep or first.get(p.drawing) is p) and p.drawing not in readings]
        for start in range(0, len(unread), _READ_AT_A_TIME):
            batch = unread[start : start + _READ_AT_A_TIME]
            jobs = tuple((p.index, self._deep and first.get(p.drawing) is p) for p in batch)
            path = _find_sheets_path(self._tree, self._manifest, batch[0].site)
            self._sent.append((batch, self._pool.submit(read_pages, path, jobs)))

    def answers(self) -> Iterator[tuple[PrintedPage, PageReading]]:
        """Every page sent with what was read from it."""
        for batch, future in self._sent:
            yield from zip(batch, future.result(), strict=True)

    def count(self) -> int:
        """How many pages were sent."""
        return sum(len(batch) for batch, _ in self._sent)


class Reader:
    """Reads one release with the workers of `pool`, from the moment it is made. `deep` parses and reads every page,
    also under bad conditions with two readers; `reread` ignores earlier readings."""

    def __init__(
        self,
        store: Store,
        manifest: Manifest,
        cache: Cache,
        pool: Executor,
        report: Progress,
        *,
        deep: bool,
        reread: bool,
    ) -> None:
        self._manifest, self._cache, self._report = manifest, cache, report
        self._tree = store.tree(manifest.number)
        self._readings = ReadingSet(manifest)
        opened = self._open_all(pool) if deep else self._open_alike()
        sites = manifest.sites
        hashing = partial(find_file_problem, store=store, number=manifest.number)
        self._problems = pool.map(hashing, manifest.files, chunksize=_HASHED_AT_A_TIME)
        self._boards: Future[dict[str, BoardPages]] = pool.submit(read_boards, self._tree, sites, deep=deep)
        self._screens: Future[Mapping[str, Mapping[str, str]]] = pool.submit(
            read_screens, self._tree, sites, manifest.as_of
        )
        self._heads: dict[str, Future[HeadMarks]] = {}
        self._desk = _Desk(pool, cache, self._tree, manifest, deep=deep, reread=reread)
        for i, (site, pages) in enumerate(opened, 1):
            printed = self._readings.take_sheets(site.code, pages)
            self._desk.ask(printed)
            if site.head and printed:
                # Pages whose own parts draw the same modules are read once.
                heads = {page.mark or page.head: page.index for page in reversed(printed)}
                path = _find_sheets_path(self._tree, self._manifest, site)
                self._heads[site.code] = pool.submit(read_head_marks, path, tuple(heads.values()))
            report("Mở tệp niêm yết", i, len(sites))

    def _open_all(self, pool: Executor) -> Iterator[tuple[SiteEntry, PdfPages | str]]:
        """Every site's file of sheets, each parsed in full."""
        paths = [_find_sheets_path(self._tree, self._manifest, site) for site in self._manifest.sites]
        return zip(self._manifest.sites, pool.map(open_file, paths, chunksize=_OPENED_AT_A_TIME), strict=True)

    def _open_alike(self) -> Iterator[tuple[SiteEntry, PdfPages | str]]:
        """Every site's file of sheets, the first of each layout parsed in full and before all others, so that readers
        have work early."""
        likenesses = Likeness()
        firsts = {site.layout: site for site in reversed(self._manifest.sites)}
        for site in sorted(self._manifest.sites, key=lambda s: firsts[s.layout] is not s):
            yield site, likenesses.open_file(_find_sheets_path(self._tree, self._manifest, site), site.layout)

    def finish(self) -> ReadingSet:
        """All that was read, when it is read."""
        self._readings.take_boards(self._boards.result())
        self._report_done("Đọc lại bảng chỉ dẫn", len(self._manifest.sites))
        self._readings.take_hashes(self._gather_hashes())
        self._readings.take_screens(self._screens.result())
        self._report_done("Đọc lại trang kiosk", len(self._manifest.sites))
        self._readings.take_heads({code: future.result() for code, future in self._heads.items()})
        for page, reading in self._desk.known:
            self._readings.take_reading(page, reading)
        fresh: dict[str, PageReading] = {}
        for i, (page, reading) in enumerate(self._desk.answers(), 1):
            self._readings.take_reading(page, reading)
            fresh.setdefault(page.drawing, reading)
            self._report("Đọc lại tờ niêm yết", i, self._desk.count())
        agreed = {d: reading for d, reading in fresh.items() if self._readings.agrees(d)}
        self._cache.put_many({keys.name_reading(d): reading.dump() for d, reading in agreed.items()})
        return self._readings

    def _gather_hashes(self) -> HashedFiles:
        results = list(self._problems)
        self._report_done("Đối chiếu từng tệp", len(results))
        strangers = find_strangers(self._tree, (f.path for f in self._manifest.files))
        return HashedFiles(len(results), tuple(p for p in results if p) + strangers)

    def _report_done(self, stage: str, count: int) -> None:
        self._report(stage, count, count)


def _find_sheets_path(tree: Path, manifest: Manifest, site: SiteEntry) -> Path:
    return tree / "sites" / site.code / manifest.sheets_file(site)
