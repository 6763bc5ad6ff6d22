"""Syncs: asks the portal for its whole list and for details where the list changed, and keeps what came.

In come a folder, a conversation with the portal, and what was known before; out goes a finished run, or a `PortalError`
that says why none came ("could not sync") after which the same command goes on where it stopped. Nothing is applied:
what a run would change is a proposal like any import.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from kiosk.canonical import digest, dump_canonical
from kiosk.errors import PortalError
from kiosk.flushing import flush, make_folders
from kiosk.progress import Progress
from kiosk.watch import saved_run
from kiosk.watch.answers import read_details, read_list_page
from kiosk.watch.portal import Portal
from kiosk.watch.saved_run import SavedRun
from kiosk.watch.walk import ListWalk, take_page

FOLDER, CURRENT, RUNS = "sync", "current", "runs"
"""In a workspace: the folder of syncs; in it the run that goes on, and the whole ones by number."""
KEPT = 12
"""Whole lists that are kept."""
BEFORE_FILE = "truoc.json"
"""In a folder of its own: digests of the whole list before the run that goes on."""

Items = Mapping[str, str]
"""Digest of each item of a list by the portal's id."""


_ITEMS: TypeAdapter[dict[str, str]] = TypeAdapter(dict[str, str])


@dataclass(frozen=True, slots=True)
class ListChanges:
    """How a list differs from the one before: ids that are new, changed and gone."""

    fresh: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]


def digest_items(items: Iterable[dict[str, Any]]) -> dict[str, str]:
    """The digest of each item by its id."""
    return {item["id"]: digest(dump_canonical(item)) for item in items}


def compare_lists(before: Items, after: Items) -> ListChanges:
    """What changed between two lists, each in the order of the list that has it."""
    return ListChanges(
        tuple(i for i in after if i not in before),
        tuple(i for i in after if i in before and before[i] != after[i]),
        tuple(i for i in before if i not in after),
    )


def run_sync(
    folder: Path,
    portal: Portal,
    address: str,
    before: Items,
    today: date,
    report: Progress,
    *,
    every_detail: bool = False,
) -> SavedRun:
    """Ask until everything came; goes on with what a broken run of the same day left.

    `before`: the last whole list; details are asked for where the list changed, of everything with `every_detail`; else
    of nothing where there is no list before, because everything would be new. Raises `PortalError`, `StoreError`.
    """
    run = saved_run.read_run(folder)
    if run is None or not _can_go_on(run, address, today, every_detail):
        run = SavedRun(address, today)
        saved_run.write_run(folder, run)
    run, walk = _ask_list(folder, portal, run, report)
    changes = compare_lists({} if every_detail else before, digest_items(walk.items))
    ids_to_ask = changes.fresh + changes.changed if before or every_detail else ()
    if run.is_done and {step.asked for step in run.details}.issuperset(map(name_details, ids_to_ask)):
        return run
    return saved_run.finish_run(folder, _ask_details(folder, portal, run, ids_to_ask, report), walk)


def _can_go_on(run: SavedRun, address: str, today: date, every_detail: bool) -> bool:
    """A list asked for on two days is no list of any day; details may follow later."""
    goes_on = not run.is_done or (every_detail and run.day == today)
    return run.portal == address and goes_on and (run.day == today or bool(run.details))


def _ask_list(folder: Path, portal: Portal, run: SavedRun, report: Progress) -> tuple[SavedRun, ListWalk]:
    walk = saved_run.load_walk(folder, run)
    reported = len(walk.items)
    while not walk.is_whole:
        answer = portal.ask_page(walk.last_id)
        page = read_list_page(answer)
        try:
            walk = take_page(walk, page)
        except PortalError:
            # Pages that contradict each other are of no one list: whoever goes on begins with the first.
            saved_run.write_run(folder, SavedRun(run.portal, run.day))
            raise
        run = replace(run, pages=(*run.pages, saved_run.keep_answer(folder, answer)))
        saved_run.write_run(folder, run)
        if len(walk.items) > reported:
            reported = len(walk.items)
            report("Hỏi danh sách của Cổng", reported, walk.total or 0)
    return run, walk


def _ask_details(
    folder: Path, portal: Portal, run: SavedRun, ids_to_ask: tuple[str, ...], report: Progress
) -> SavedRun:
    there = {step.asked for step in run.details}
    for n, portal_id in enumerate(ids_to_ask, 1):
        if name_details(portal_id) in there:
            continue
        answer = portal.ask_details(portal_id)
        read_details(answer)
        step = saved_run.keep_answer(folder, replace(answer, asked=name_details(portal_id)))
        run = replace(run, details=(*run.details, step))
        saved_run.write_run(folder, run)
        report("Hỏi chi tiết", n, len(ids_to_ask))
    return run


def name_details(portal_id: str) -> str:
    """How a run names a question for details."""
    return f"chi tiết {portal_id}"


def remember_items(folder: Path) -> dict[str, str]:
    """The items of the whole list that a folder of its own (`kiosk sync --save`) held before the run that goes on in
    it; empty before the first. What a finished run listed is written down first, so that a break of the next one costs
    nothing. Raises as `saved_run.open_finished`."""
    run = saved_run.read_run(folder)
    if run is None:
        return {}
    if run.is_done:
        items = load_items(folder)
        saved_run.write_file(folder, BEFORE_FILE, _ITEMS.dump_json(items))
        return items
    try:
        return _ITEMS.validate_json((folder / BEFORE_FILE).read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, ValidationError):
        raise saved_run.report_damage(folder, BEFORE_FILE) from None


def list_runs(root: Path) -> tuple[Path, ...]:
    """The folders of whole syncs in a workspace's folder of syncs, the oldest first."""
    return tuple(sorted(p for p in (root / RUNS).glob("*") if p.name.isdigit()))


def load_items(folder: Path) -> dict[str, str]:
    """The items of a whole list. Raises as `saved_run.open_finished`."""
    return digest_items(saved_run.load_finished(folder)[1].items)


def load_last_items(root: Path) -> dict[str, str]:
    """The items of the last whole list; empty before the first. Raises as `saved_run.open_finished`."""
    runs = list_runs(root)
    return load_items(runs[-1]) if runs else {}


def keep_run(root: Path, name: str = CURRENT) -> Path:
    """The finished run in the folder `name` of `root` takes its number among the whole ones, by one rename; the oldest
    beyond `KEPT` go.

    Gives its folder. Raises as `saved_run.open_finished`.
    """
    saved_run.open_finished(root / name)
    runs = list_runs(root)
    make_folders(root / RUNS)
    place = root / RUNS / f"{int(runs[-1].name) + 1 if runs else 1:06d}"
    (root / name).rename(place)
    flush(root / RUNS)
    for old in runs[: max(0, len(runs) + 1 - KEPT)]:
        shutil.rmtree(old)
    return place
