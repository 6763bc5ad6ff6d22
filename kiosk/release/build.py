"""From a plan to a release on disk: what is expected, drawing what is missing, writing. Nothing is published here.

Every artefact has a key; what is known by its key is not made again. While data files of pages are encoded, what paper
lacks is drawn by the same workers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date

from kiosk import cores
from kiosk.catalogue import listing
from kiosk.errors import ReleaseError
from kiosk.model.manifest import FileEntry, Manifest, SiteEntry
from kiosk.model.site import spell_codes
from kiosk.pages import encoding
from kiosk.pages.site_pages import PageEdition, Pages, list_contents
from kiosk.paper import plan as planning
from kiosk.paper.artefact import Artefact, Templates
from kiosk.paper.plan import Plan, SitePlan
from kiosk.paper.spans import SpanBook
from kiosk.progress import Progress
from kiosk.release import lifecycle
from kiosk.release.drawing import DrawingRoom
from kiosk.release.expected import PaperFiles, expect_papers, expect_release
from kiosk.release.writing import find_known_objects, find_missing_artefacts, write_artefacts
from kiosk.settings.inputs import Inputs, restore
from kiosk.workspace import keys
from kiosk.workspace.cache import Cache
from kiosk.workspace.store import Store
from kiosk.workspace.trees import find_faults
from posters.pdf import Template


def plan_release(
    store: Store,
    inputs: Inputs,
    day: date,
    only: tuple[str, ...] = (),
    afresh: frozenset[str] = frozenset(),
    number: int | None = None,
) -> Plan:
    """What release `number` (default: the next one) would print. Raises `ReleaseError` for a site nobody knows."""
    parent = lifecycle.load_current(store)
    return _plan_on(store, inputs, parent, day, number or store.next_number(), only, afresh)


def _plan_on(
    store: Store,
    inputs: Inputs,
    parent: Manifest | None,
    day: date,
    number: int,
    only: tuple[str, ...] = (),
    afresh: frozenset[str] = frozenset(),
) -> Plan:
    known_codes = {s.code for s in inputs.sites}
    only, afresh = spell_codes(only, known_codes), frozenset(spell_codes(afresh, known_codes))
    unknown = [code for code in (*only, *sorted(afresh)) if code not in known_codes]
    if unknown:
        raise ReleaseError(
            "không có điểm này", place="--site", value=unknown[0], way_out="xem mã điểm trong data/sites.csv"
        )
    listings = listing.list_postings(inputs.catalogue, inputs.sites, inputs.config.listing, day)
    empty = [x.site.code for x in listings if not x.posted]
    if empty:
        raise ReleaseError(
            f"{len(empty)} điểm không có thủ tục nào để niêm yết",
            place=f"điểm {empty[0]}, ngày {day:%d/%m/%Y}",
            way_out="kiểm tra danh mục và khóa listing trong config.yaml",
        )
    if only:
        listings = tuple(x for x in listings if x.site.code in only)
    with closing(store.cache()) as cache:
        spans = SpanBook(cache)
        plan = planning.make_plan(
            inputs, listings, parent, number, keys.make_drawing_recipe(), afresh=afresh, fits=spans
        )
        spans.save()
    return plan


@dataclass(frozen=True, slots=True)
class Draft:
    """A release that may yet turn out to stand already: its plan, the edition of each site's page by site code, what it
    must hold, and what was drawn for it so far."""

    plan: Plan
    editions: Mapping[str, PageEdition]
    papers: PaperFiles
    artefacts: tuple[Artefact, ...]
    templates: Templates


def build_release(
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
    with closing(store.cache()) as cache:
        plan = plan_release(store, inputs, day, only, afresh)
        # Before anything else, so that one that was lost comes back even where nothing changed.
        recorded = {name: store.put(content) for name, content in inputs.objects().items()}
        waiting = _find_waiting(store, plan.parent)
        builder = _Builder(store, cache, inputs, report)
        draft = builder.draft(plan, draw=waiting is None)
        if plan.parent is not None and _is_published_same(store, plan.parent, draft.artefacts):
            return plan.parent, False
        if waiting is not None:
            again = plan_release(store, inputs, day, only, afresh, waiting.number)
            if _is_same(store, waiting, builder.draft(again, draw=False).artefacts):
                return waiting, False
        files = builder.write(draft)
        manifest = record(inputs, draft, files, recorded, partial=bool(only))
        own = {"manifest.json": manifest.dump()}
        # The second copy is for the doctor: what a release holds stands nowhere else.
        objects_kept = (*manifest.inputs.values(), store.put(manifest.dump()))
        store.plant(manifest.number, {f.path: f.sha256 for f in manifest.files}, own, objects_kept)
        return manifest, True


def expect_files(store: Store, inputs: Inputs, day: date, report: Progress) -> Draft:
    """What a release for `day` would hold, file by file; draws and writes nothing of it."""
    plan = plan_release(store, inputs, day)
    with closing(store.cache()) as cache:
        return _Builder(store, cache, inputs, report).draft(plan, draw=False)


def draw_files(store: Store, inputs: Inputs, draft: Draft, paths: frozenset[str], report: Progress) -> dict[str, bytes]:
    """These files of a release that is not made, for looking at."""
    artefacts = [artefact for artefact in draft.artefacts if artefact.path in paths]
    with closing(store.cache()) as cache:
        templates = _Builder(store, cache, inputs, report).draw(draft, artefacts)
    return {artefact.path: artefact.make(templates) for artefact in artefacts}


def remake_files(store: Store, manifest: Manifest, shas: frozenset[str], report: Progress) -> frozenset[str]:
    """Make lost files of a release again from its recorded inputs; which of `shas` came out the same.

    A plan on top of a release meets the keys of its files. What another version of the program made has another key and
    is not attempted. Raises `ReleaseError` and `StoreError` where the inputs are lost too.
    """
    inputs = restore(manifest.inputs, store.get)
    only = tuple(s.code for s in manifest.sites) if manifest.partial else ()
    with closing(store.cache()) as cache:
        plan = _plan_on(store, inputs, manifest, manifest.as_of, manifest.content_of or manifest.number, only)
        builder = _Builder(store, cache, inputs, report)
        draft = builder.draft(plan, draw=False)
        lost_files = {f.path: f.key for f in manifest.files if f.sha256 in shas}
        again = tuple(artefact for artefact in draft.artefacts if lost_files.get(artefact.path) == artefact.key)
        return frozenset(entry.sha256 for entry in builder.write(replace(draft, artefacts=again))) & shas


class _Builder:
    """Makes drafts and their files in one workspace."""

    def __init__(self, store: Store, cache: Cache, inputs: Inputs, report: Progress) -> None:
        self._store, self._cache, self._inputs, self._report = store, cache, inputs, report

    def draft(self, plan: Plan, *, draw: bool) -> Draft:
        """What a plan's release must hold. `draw`: what paper lacks will be needed, and is drawn while data files are
        encoded."""
        papers = expect_papers(self._inputs, plan)
        listed = list_contents(self._inputs, plan)
        with cores.open_pool(listed.distinct) as pool:
            finish = encoding.begin_encoding(self._cache, listed.distinct, pool)
            room = self._open_room(pool)
            templates = (
                self._draw_missing_templates(room, papers, {}, self._find_missing(papers.artefacts)) if draw else {}
            )
            pages = Pages(self._inputs, plan, listed, finish())
        editions = {s.site.code: pages.edition(s.site.code) for s in plan.sites}
        return Draft(plan, editions, papers, expect_release(self._inputs, plan, papers, pages), templates)

    def write(self, draft: Draft) -> tuple[FileEntry, ...]:
        """Draw and make what is not known yet; every file of the release."""
        known_objects = find_known_objects(self._store, self._cache, draft.artefacts)
        missing = [artefact for artefact in draft.artefacts if artefact.key not in known_objects]
        with cores.open_pool() as pool:
            templates = self._draw_missing_templates(self._open_room(pool), draft.papers, draft.templates, missing)
        objects = known_objects | write_artefacts(self._store, self._cache, missing, templates, self._report)
        return tuple(self._make_entry(artefact, objects[artefact.key]) for artefact in draft.artefacts)

    def draw(self, draft: Draft, artefacts: Iterable[Artefact]) -> Templates:
        """The drawings that these files need."""
        with cores.open_pool() as pool:
            return self._draw_missing_templates(self._open_room(pool), draft.papers, draft.templates, artefacts)

    def _find_missing(self, artefacts: Iterable[Artefact]) -> tuple[Artefact, ...]:
        return find_missing_artefacts(self._store, self._cache, artefacts)

    def _open_room(self, pool: Executor) -> DrawingRoom:
        return DrawingRoom(self._cache, pool, planning.load_emblem(self._inputs), self._report)

    def _draw_missing_templates(
        self, room: DrawingRoom, papers: PaperFiles, templates: Templates, missing: Iterable[Artefact]
    ) -> dict[str, Template]:
        """`templates`, and those that `missing` files need beside them."""
        names = {artefact.template for artefact in missing} - templates.keys()
        layouts = {name: layout for name, layout in papers.layouts.items() if name in names}
        boards = {name: board for name, board in papers.boards.items() if name in names}
        return {**templates, **room.draw_templates(layouts, boards)}

    def _make_entry(self, artefact: Artefact, sha256: str) -> FileEntry:
        return FileEntry(artefact.path, sha256, self._store.object_size(sha256), artefact.key)


def _is_same(store: Store, standing: Manifest, artefacts: Iterable[Artefact]) -> bool:
    """Whether a release holds exactly these files, and every one of them, what it was made from included, is what the
    manifest says: a lost or damaged one is made again. What did not change carries its old release number in its key,
    so that a plan for a new release meets the keys of the old one."""
    if set(standing.path_keys().values()) != {a.key for a in artefacts}:
        return False
    whole = all(map(store.is_sound, standing.inputs.values()))
    return whole and not find_faults(store, standing.number, standing.path_shas())


def _is_published_same(store: Store, published: Manifest, artefacts: Iterable[Artefact]) -> bool:
    """As `_is_same`, for the release that is live: of a list of files that was changed afterwards no reading speaks."""
    verdict = lifecycle.load_verdict(store, published)
    return verdict is not None and verdict.passed and _is_same(store, published, artefacts)


def _find_waiting(store: Store, now: Manifest | None) -> Manifest | None:
    """The newest release, if it was built on the current one and waits to be published; a trial build never does."""
    newest = max(store.release_numbers(), default=0)
    last = lifecycle.load_manifest(store, newest) if newest > (now.number if now else 0) else None
    if last is None or last.partial or last.parent != (now.number if now else None):
        return None
    return last


def record(
    inputs: Inputs, draft: Draft, files: tuple[FileEntry, ...], recorded: dict[str, str], *, partial: bool
) -> Manifest:
    """The manifest of a release whose files are written. `recorded`: objects that hold the inputs, by name."""
    plan, layouts = draft.plan, draft.plan.layouts()
    sheets_drawn = [(e.body, sheet) for x in layouts for e, sheet in zip(x.sheets, x.drawn, strict=True)]
    return Manifest(
        number=plan.number,
        parent=plan.parent.number if plan.parent else None,
        as_of=plan.day,
        data_date=inputs.catalogue.data_date,
        sample=inputs.catalogue.sample,
        inputs=recorded,
        files=files,
        sites=tuple(_make_site_entry(s, draft) for s in plan.sites),
        layouts={x.digest: x.sheets for x in layouts},
        placements={x.digest: x.placement for x in layouts},
        partial=partial,
        papers={x.digest: x.paper for x in layouts},
        bodies={body: planning.list_codes(sheet) for body, sheet in sheets_drawn},
    )


def _make_site_entry(s: SitePlan, draft: Draft) -> SiteEntry:
    site, page, papers = s.site, draft.editions[s.site.code], draft.papers
    seed = papers.boards[papers.board_names[site.code]].seed
    page_facts = (page.revision, page.release, page.released)
    own = (s.head, seed.revision if seed else "")
    return SiteEntry(site.code, site.kind, site.name, s.layout.digest, *page_facts, *own)
