"""Small releases made by hand, for tests that need one but not the drawing of it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import closing
from datetime import date
from typing import Any

from kiosk.model.manifest import FileEntry, Manifest, SiteEntry
from kiosk.model.site import SiteKind
from kiosk.model.verdict import SiteCoverage, Verdict
from kiosk.pages import data_file
from kiosk.pages.site_pages import Pages, list_contents
from kiosk.progress import report_nothing
from kiosk.release import lifecycle
from kiosk.release.build import Draft, record
from kiosk.release.drawing import DrawingRoom
from kiosk.release.expected import expect_papers, expect_release
from kiosk.settings.inputs import Inputs
from kiosk.workspace.store import Store
from tests.kiosk.pages.planning import draft


def plant(
    store: Store,
    files: dict[str, bytes],
    *,
    gaps: tuple[str, ...] = (),
    verified: bool = True,
    sites: tuple[str, ...] = (),
) -> Manifest:
    """A release with these files and sites and a verdict on it, on top of the current one; not published."""
    store.prepare()
    shas = {path: store.put(content) for path, content in files.items()}
    made = Manifest(
        number=store.next_number(),
        parent=store.current(),
        as_of=date(2026, 11, 24),
        data_date=None,
        sample=False,
        inputs={},
        files=tuple(FileEntry(path, shas[path], len(files[path]), shas[path]) for path in sorted(files)),
        sites=tuple(SiteEntry(c, SiteKind.COMMUNE, c, "", "", 1, date(2026, 11, 24)) for c in sites),
        layouts={},
        placements={},
        bodies={},
    )
    store.plant(made.number, shas, {"manifest.json": made.dump()})
    if verified:
        covered = (SiteCoverage("11824", 1, 1 - len(gaps), 1, 1, 0, gaps),)
        lifecycle.save_verdict(store, made.number, Verdict(made.digest(), 1, 1, 1, len(files), (), covered))
    return made


def publish(store: Store, files: dict[str, bytes], *, sites: tuple[str, ...] = ()) -> Manifest:
    """As `plant`, and published."""
    made = plant(store, files, sites=sites)
    lifecycle.publish(store, made)
    return made


class Here(Executor):
    """A pool of this process alone, which counts what it is asked to do."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.asked.append(getattr(fn, "__name__", type(fn).__name__))
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


def draw(store: Store, inputs: Inputs) -> Manifest:
    """A whole release of a small city (`planning.gather`), drawn and written in this process; not read, not live."""
    store.prepare()
    plan = draft(inputs)
    papers = expect_papers(inputs, plan)
    listed = list_contents(inputs, plan)
    pages = Pages(inputs, plan, listed, [data_file.encode(content) for content in listed.distinct])
    artefacts = expect_release(inputs, plan, papers, pages)
    with closing(store.cache()) as cache:
        templates = DrawingRoom(cache, Here(), None, report_nothing).draw_templates(papers.layouts, papers.boards)
    contents = {artefact.path: artefact.make(templates) for artefact in artefacts}
    files = tuple(FileEntry(a.path, store.put(contents[a.path]), len(contents[a.path]), a.key) for a in artefacts)
    recorded = {name: store.put(content) for name, content in inputs.objects().items()}
    editions = {s.site.code: pages.edition(s.site.code) for s in plan.sites}
    release = record(inputs, Draft(plan, editions, papers, artefacts, templates), files, recorded, partial=False)
    store.plant(release.number, {f.path: f.sha256 for f in files}, {"manifest.json": release.dump()}, recorded.values())
    return release
