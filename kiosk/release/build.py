"""From a plan to a release on disk. Every artefact has a key; what is known by its key is not made again.

Order: data files of pages and codes are encoded, sheets and boards drawn (all cores, side by side), then each site's
file is addressed from its layout's template, and pages are filled (all cores). Nothing is published here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial

from kiosk import cores
from kiosk.canonical import canonical, digest
from kiosk.catalogue import listing
from kiosk.errors import ReleaseError
from kiosk.model.files import BOARD_FILE, SHEETS_FILE
from kiosk.model.manifest import FileEntry, Manifest, SiteEntry
from kiosk.pages import encoding, site_pages, start
from kiosk.paper import plan
from kiosk.paper.board import board_spec, site_head
from kiosk.paper.plan import Layout, Plan, SitePlan
from kiosk.paper.spans import SpanBook
from kiosk.progress import Progress
from kiosk.release import lifecycle
from kiosk.settings.inputs import Inputs
from kiosk.settings.links import kiosk_url
from kiosk.workspace import keys
from kiosk.workspace.cache import Cache
from kiosk.workspace.store import Store
from posters import board, fonts, pdf, qr, sheets, spec

_CHUNK = 28
"""Files that a worker makes at a time: those of four sites."""


@dataclass(frozen=True, slots=True)
class Artefact:
    """A file of the release: path, key of its inputs, and how to make its bytes."""

    path: str
    key: str
    make: Callable[[], bytes]


def planned(
    store: Store,
    inputs: Inputs,
    day: date,
    only: tuple[str, ...] = (),
    afresh: frozenset[str] = frozenset(),
    number: int | None = None,
) -> Plan:
    """What release `number` (default: the next one) would print. Raises `ReleaseError` for a site nobody knows."""
    parent = lifecycle.current(store)
    known = {s.code for s in inputs.sites}
    unknown = [code for code in (*only, *sorted(afresh)) if code not in known]
    if unknown:
        raise ReleaseError(
            "không có điểm này", place="--site", value=unknown[0], way_out="xem mã điểm trong data/sites.csv"
        )
    listings = listing.listings(inputs.catalogue, inputs.sites, inputs.config.listing, day)
    empty = [x.site.code for x in listings if not x.posted]
    if empty:
        raise ReleaseError(
            f"{len(empty)} điểm không có thủ tục nào để niêm yết",
            place=f"điểm {empty[0]}, ngày {day:%d/%m/%Y}",
            way_out="kiểm tra danh mục và khóa listing trong config.yaml",
        )
    if only:
        listings = tuple(x for x in listings if x.site.code in only)
    cache = store.cache()
    try:
        spans = SpanBook(cache)
        made = plan.make(
            inputs, listings, parent, number or store.next_number(), keys.drawing(), afresh=afresh, spans=spans
        )
        spans.save()
    finally:
        cache.close()
    return made


def build(
    store: Store,
    inputs: Inputs,
    day: date,
    report: Progress,
    *,
    only: tuple[str, ...] = (),
    afresh: frozenset[str] = frozenset(),
) -> tuple[Manifest, bool]:
    """Make a release, or return one that stands already and False where every file would be the same.

    That is the published one, or one that was built on it and waits. With `only` the release holds just these sites,
    for looking at; it is never published.
    """
    cache = store.cache()
    try:
        made = planned(store, inputs, day, only, afresh)
        # Before anything else, so that one that was lost comes back even where nothing changed.
        recorded = {name: store.put(content) for name, content in inputs.objects().items()}
        waiting = _waiting(store, made.parent)
        work = _Work(store, cache, inputs, made, report, partial=bool(only))
        artefacts = work.artefacts(ahead=waiting is None)
        if made.parent is not None and _same(store, made.parent, artefacts):
            return made.parent, False
        if waiting is not None:
            again = planned(store, inputs, day, only, afresh, waiting.number)
            if _same(store, waiting, _Work(store, cache, inputs, again, report).artefacts()):
                return waiting, False
        return work.finish(artefacts, recorded), True
    finally:
        cache.close()


def _same(store: Store, standing: Manifest, artefacts: Iterable[Artefact]) -> bool:
    """Whether a release holds exactly these files, and all of them are there: a lost one is made again. What did not
    change carries its old release number in its key, so that a plan for a new release meets the keys of the old one."""
    same = set(standing.path_keys().values()) == {a.key for a in artefacts}
    return same and store.intact(standing.number, {f.path: (f.sha256, f.size) for f in standing.files})


def _waiting(store: Store, now: Manifest | None) -> Manifest | None:
    """The newest release, if it was built on the current one and waits to be published; a trial build never does."""
    newest = max(store.release_numbers(), default=0)
    found = lifecycle.manifest_of(store, newest) if newest > (now.number if now else 0) else None
    if found is None or found.partial or found.parent != (now.number if now else None):
        return None
    return found


class _Work:
    """One build: what is at hand while it runs."""

    def __init__(
        self,
        store: Store,
        cache: Cache,
        inputs: Inputs,
        made: Plan,
        report: Progress,
        *,
        partial: bool = False,
    ) -> None:
        self.store, self.cache, self.inputs, self.plan, self.report = store, cache, inputs, made, report
        self.partial = partial
        self.pages: site_pages.Pages
        self._templates: dict[str, pdf.Template] = {}
        self._boards: dict[str, pdf.Template] = {}
        self._specs: dict[tuple[str, str], tuple[str, spec.Board]] = {}
        self._bodies: dict[str, sheets.Body] = {}

    def artefacts(self, *, ahead: bool = False) -> list[Artefact]:
        """Every file of the release, in path order. `ahead`: what paper lacks will be wanted, and is drawn while data
        files are encoded."""
        found = [a for s in self.plan.sites for a in self._on_paper(s)]
        contents = site_pages.contents(self.inputs, self.plan)
        with cores.pool(encoding.share, contents.distinct) as pool:
            encoded = encoding.begun(self.cache, contents.distinct, pool)
            if ahead:
                self._prepare(self._stale(found)[0], pool)
            self.pages = site_pages.Pages(self.inputs, self.plan, contents, encoded())
        found += [Artefact(f.path, f.key, f.make) for f in self.pages.files()]
        return sorted([*found, *self._of_release(found)], key=lambda a: a.path)

    def _of_release(self, others: list[Artefact]) -> Iterable[Artefact]:
        """The two files that name the release itself: new whenever any other file is."""
        state = digest(canonical(sorted(a.key for a in others)))
        home = partial(start.page, self.inputs, self.plan, SHEETS_FILE, BOARD_FILE)
        yield Artefact("index.html", digest(canonical(["start", keys.paging(), state])), home)
        yield Artefact("release.json", digest(canonical(["release", state])), self._news)

    def _news(self) -> bytes:
        """What a kiosk asks for to learn whether it shows the published edition of its page."""
        editions = {s.site.code: self.pages.edition(s.site.code).release for s in self.plan.sites}
        return canonical({"release": self.plan.number, "sites": editions})

    def _on_paper(self, s: SitePlan) -> Iterable[Artefact]:
        head = site_head(s.site)
        facts = [s.layout.digest, asdict(head), self.plan.recipe]
        folder = f"sites/{s.site.code}/"
        yield Artefact(
            folder + SHEETS_FILE,
            digest(canonical(["sheets", *facts])),
            lambda: pdf.address(self._sheets_template(s), head),
        )
        name, _ = self._board_spec(s)
        key = digest(canonical(["board", name, *facts]))
        yield Artefact(folder + BOARD_FILE, key, lambda: pdf.address(self._boards[name], head))

    def _board_spec(self, s: SitePlan) -> tuple[str, spec.Board]:
        """The board of a site and its digest; sites of one layout share both unless the code is the site's own."""
        url = kiosk_url(s.site.code, self.inputs.config)
        key = (s.layout.digest, url)
        if key not in self._specs:
            made = board_spec(s, self.inputs, url)
            self._specs[key] = (digest(canonical(asdict(made))), made)
        return self._specs[key]

    def finish(self, artefacts: Sequence[Artefact], recorded: dict[str, str]) -> Manifest:
        """Make what is not known, plant the tree, return its manifest. `recorded`: objects that hold the inputs."""
        stale, known = self._stale(artefacts)
        with cores.pool() as pool:
            self._prepare(stale, pool)
        fresh = self._written(stale)
        shas = {key: known[keys.artefact(key)].decode() for key in {a.key for a in artefacts} - fresh.keys()} | fresh
        manifest = self._manifest([_file(self.store, a, shas[a.key]) for a in artefacts], recorded)
        files = {f.path: f.sha256 for f in manifest.files}
        self.store.plant(manifest.number, files, {"manifest.json": manifest.dump()}, manifest.inputs.values())
        return manifest

    def _stale(self, artefacts: Sequence[Artefact]) -> tuple[list[Artefact], dict[str, bytes]]:
        """What must be made, and the objects known by the keys of artefacts."""
        known = self.cache.get_many(keys.artefact(a.key) for a in artefacts)
        return [a for a in artefacts if not self._usable(known.get(keys.artefact(a.key)))], known

    def _prepare(self, stale: Sequence[Artefact], pool: Executor) -> None:
        """Draw what sites share of the files on paper among `stale`, unless that was done."""
        paths = {a.path for a in stale}
        sheets_of = [s for s in self.plan.sites if f"sites/{s.site.code}/{SHEETS_FILE}" in paths]
        boards_of = [s for s in self.plan.sites if f"sites/{s.site.code}/{BOARD_FILE}" in paths]
        wanted = {name: made for name, made in map(self._board_spec, boards_of) if name not in self._boards}
        drawn = pool.map(_draw_board, wanted.values())
        self._draw([s.layout for s in sheets_of if s.layout.digest not in self._templates], pool)
        for s in sheets_of:
            self._sheets_template(s)
        for (name, made), body in zip(wanted.items(), drawn, strict=True):
            self._boards[name] = board.template(made, sheets.Body.load(body), plan.emblem(self.inputs))

    def _written(self, stale: Sequence[Artefact]) -> dict[str, str]:
        """Make what is not known and keep it, on all cores; objects by key. What sites share is made before that."""
        shas = []
        with cores.pool(_share, self.store, stale) as pool:
            for i, sha in enumerate(pool.map(_make, range(len(stale)), chunksize=_CHUNK), 1):
                shas.append(sha)
                self.report("Ghi tệp", i, len(stale))
        made = {a.key: sha for a, sha in zip(stale, shas, strict=True)}
        self.cache.put_many({keys.artefact(key): sha.encode() for key, sha in made.items()})
        return made

    def _usable(self, sha: bytes | None) -> bool:
        return sha is not None and self.store.object_path(sha.decode()).exists()

    # drawing -----------------------------------------------------------------------------------------------

    def _draw(self, layouts: Iterable[Layout], pool: Executor) -> None:
        """Have every body of `layouts` at hand: from the cache, else encoded and drawn on all cores."""
        wanted = {entry.body: sheet for x in layouts for entry, sheet in zip(x.sheets, x.drawn, strict=True)}
        known = self.cache.get_many(map(keys.body, wanted))
        missing = {key: sheet for key, sheet in wanted.items() if keys.body(key) not in known}
        self._bodies |= {key: sheets.Body.load(known[keys.body(key)]) for key in wanted if key not in missing}
        if not missing:
            return
        payloads = {cell.card.payload for sheet in missing.values() for cell in sheet.cells}
        codes = self._encoded(sorted(payloads), pool)
        jobs = [(sheet, {c.card.payload: codes[c.card.payload] for c in sheet.cells}) for sheet in missing.values()]
        drawn = {}
        for i, (key, body) in enumerate(zip(missing, pool.map(_draw_one, jobs, chunksize=4), strict=True), 1):
            drawn[key] = body
            self.report("Vẽ tờ niêm yết", i, len(missing))
        self.cache.put_many({keys.body(key): body for key, body in drawn.items()})
        self._bodies |= {key: sheets.Body.load(body) for key, body in drawn.items()}

    def _encoded(self, payloads: list[str], pool: Executor) -> dict[str, bytes]:
        known = self.cache.get_many(map(keys.encoded, payloads))
        codes = {p: known[keys.encoded(p)] for p in payloads if keys.encoded(p) in known}
        missing = [p for p in payloads if p not in codes]
        fresh: dict[str, bytes] = {}
        for i, (payload, path) in enumerate(zip(missing, pool.map(qr.symbol, missing, chunksize=16), strict=True), 1):
            fresh[payload] = path
            self.report("Lập mã QR", i, len(missing))
        self.cache.put_many({keys.encoded(p): path for p, path in fresh.items()})
        return codes | fresh

    def _sheets_template(self, s: SitePlan) -> pdf.Template:
        if s.layout.digest not in self._templates:
            bodies = [self._bodies[e.body] for e in s.layout.sheets]
            emblem = plan.emblem(self.inputs)
            self._templates[s.layout.digest] = pdf.template(bodies, emblem=emblem, cutter=self._cut)
        return self._templates[s.layout.digest]

    def _cut(self, name: str, drawn: str) -> bytes:
        """A face cut down to some characters, remembered from build to build."""
        key = keys.font(name, drawn)
        known = self.cache.get_many([key])
        if key not in known:
            known[key] = fonts.cut(name, drawn)
            self.cache.put_many(known)
        return known[key]

    # the record --------------------------------------------------------------------------------------------

    def _manifest(self, files: list[FileEntry], recorded: dict[str, str]) -> Manifest:
        made = self.plan
        layouts = made.layouts()
        return Manifest(
            number=made.number,
            parent=made.parent.number if made.parent else None,
            as_of=made.day,
            data_date=self.inputs.catalogue.data_date,
            sample=self.inputs.catalogue.sample,
            inputs=recorded,
            files=tuple(files),
            sites=tuple(self._site(s) for s in made.sites),
            layouts={x.digest: x.sheets for x in layouts},
            placements={x.digest: x.placement for x in layouts},
            partial=self.partial,
            bodies={
                e.body: plan.code_entries(sheet) for x in layouts for e, sheet in zip(x.sheets, x.drawn, strict=True)
            },
        )

    def _site(self, s: SitePlan) -> SiteEntry:
        page = self.pages.edition(s.site.code)
        return SiteEntry(
            s.site.code, s.site.kind, s.site.name, s.layout.digest, page.revision, page.release, page.released
        )


_shared: tuple[Store, Sequence[Artefact]]
"""In a worker that makes files: inherited from the process that forked it, never sent."""


def _share(store: Store, stale: Sequence[Artefact]) -> None:
    global _shared  # noqa: PLW0603 - how a process pool gives its workers what cannot be pickled
    _shared = store, stale


def _make(index: int) -> str:
    store, stale = _shared
    return store.put(stale[index].make())


def _draw_one(job: tuple[spec.Sheet, dict[str, bytes]]) -> bytes:
    return sheets.draw(*job).dump()


def _draw_board(made: spec.Board) -> bytes:
    return board.draw(made).dump()


def _file(store: Store, artefact: Artefact, sha256: str) -> FileEntry:
    return FileEntry(artefact.path, sha256, store.object_path(sha256).stat().st_size, artefact.key)
