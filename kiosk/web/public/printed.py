"""What printed things of a release are called, and what the short addresses on them lead to.

In come a manifest and the objects it names; out come the sheets by the id that they bear, with the sites at which each
hangs, and the procedures by code with their address. Which path is which id is left to `settings.links`, what a person
is told to `short`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from kiosk.model.manifest import Manifest, SiteEntry
from kiosk.settings import inputs as gathered
from kiosk.settings.links import identify_sheet, make_link
from kiosk.settings.recorded import read_recorded_config
from posters import plates
from posters.marks import PrintedId
from posters.spec import BOARD_LABEL, MarkSeed

_BOARD_PAGE = re.compile(rf"{BOARD_LABEL}(-[0-9]{{1,2}})?")


@dataclass(frozen=True, slots=True)
class PrintedSheet:
    """A sheet of a release: its id, its label without the site's code, the number of its procedures, and the sites at
    which it hangs."""

    id: str
    label: str
    procedures: int
    sites: tuple[SiteEntry, ...]


@dataclass(frozen=True, slots=True)
class SheetBook:
    """All sheets of a release by id; `by_name` those that now have the name that an id begins with; `boards` the sites
    of each index board by what its marks grow from; `home` is the path at which the public host shows the pages."""

    by_id: dict[str, PrintedSheet]
    by_name: dict[str, tuple[PrintedSheet, ...]]
    boards: dict[str, tuple[SiteEntry, ...]]
    home: str

    def find(self, printed: PrintedId) -> PrintedSheet | None:
        """The sheet, or the page of an index board, that bears this id."""
        sheet = self.by_id.get(str(printed))
        if sheet is not None or not _BOARD_PAGE.fullmatch(printed.name):
            return sheet
        sites = tuple(site for seed, same in self.boards.items() if _bears(printed, seed) for site in same)
        return PrintedSheet(str(printed), printed.name, 0, sites) if sites else None


def _bears(printed: PrintedId, seed: str) -> bool:
    mark = plates.grow_mark(MarkSeed(seed), printed.name)
    return mark is not None and mark.id == str(printed)


@dataclass(frozen=True, slots=True)
class ProcedureEntry:
    """A procedure in force: name, address of its entry, the host in clear, and at how many sites it is posted."""

    name: str
    url: str
    host: str
    sites: int


def list_printed(manifest: Manifest, get: Callable[[str], bytes]) -> SheetBook:
    """The sheets of a release. Raises `StoreError`, `ReleaseError` and `DrawingError` for a damaged one."""
    sites: dict[str, tuple[SiteEntry, ...]] = {}
    boards: dict[str, tuple[SiteEntry, ...]] = {}
    for site in manifest.sites:
        sites[site.layout] = (*sites.get(site.layout, ()), site)
        if site.board:
            boards[site.board] = (*boards.get(site.board, ()), site)
    by_id: dict[str, PrintedSheet] = {}
    by_name: dict[str, dict[str, PrintedSheet]] = {}
    for layout, entries in manifest.layouts.items():
        for e in entries:
            printed = identify_sheet(e.label, e.revision, e.release, e.released)
            known_sheet = by_id.get(str(printed))
            here = (*(known_sheet.sites if known_sheet else ()), *sites.get(layout, ()))
            sheet = PrintedSheet(str(printed), e.label, len(manifest.bodies.get(e.body, ())), here)
            by_id[sheet.id] = sheet
            by_name.setdefault(printed.name, {})[sheet.id] = sheet
    by_label = {name: tuple(same.values()) for name, same in by_name.items()}
    return SheetBook(by_id, by_label, boards, _find_home(manifest, get))


def _find_home(manifest: Manifest, get: Callable[[str], bytes]) -> str:
    """The path of the start page: the host's root, unless the public address has a path."""
    if "config" not in manifest.inputs:
        return "/"
    return urlsplit(read_recorded_config(get(manifest.inputs["config"])).public_url).path.rstrip("/") + "/"


def list_procedures(manifest: Manifest, get: Callable[[str], bytes]) -> dict[str, ProcedureEntry]:
    """Every procedure in force on the day of the release, by code. Raises `StoreError`, `ReleaseError` and `LinkError`
    for a damaged release."""
    inputs = gathered.restore(manifest.inputs, get)
    posted: dict[str, set[str]] = {}
    for site in manifest.sites:
        for sheet in manifest.sheets(site):
            for code in manifest.bodies[sheet.body]:
                posted.setdefault(code.code, set()).add(site.code)
    entries = {}
    for p in inputs.catalogue.on(manifest.as_of).values():
        if not p.internal:
            link = make_link(p, inputs.config.links)
            entries[p.code] = ProcedureEntry(p.name, link.url, link.host, len(posted.get(p.code, ())))
    return entries
