"""What a draft changes, before and after, to look at: sheets and boards as pictures, kiosk pages as they would run.

In come the workplace, a draft and how many are asked for; out go files in the folder of drafts, one pair for each
distinct change of paper and one page of each kind of site, made by a job. Sites that hang the same sheet share
its pair.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from kiosk.canonical import load_json
from kiosk.model.files import BOARD_FILE, SHEETS_FILE, name_single_file
from kiosk.model.manifest import Manifest, SheetEntry
from kiosk.office import draft_costs
from kiosk.office.draft_files import FOLDER
from kiosk.office.draft_records import ImportDraft
from kiosk.office.job_context import Workplace
from kiosk.paper.plan import SitePlan
from kiosk.progress import Progress, report_nothing
from kiosk.release import build
from kiosk.release.build import Draft
from kiosk.settings.inputs import Inputs
from kiosk.workspace.store import Store
from posters import inspect

FIRST, MORE = 4, 12
"""How many pairs are made at once, and how many more each time that is asked for."""
_DPI = {"sheet": 96, "board": 60}


@dataclass(frozen=True, slots=True)
class PicturePair:
    """One change: what it is called, at which site it is shown, at how many it hangs, and the names of its pictures
    (empty: there was none before, or there will be none)."""

    label: str
    site: str
    sites: int
    day: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PagePair:
    """The kiosk page of a site whole in one file, as it is live (empty: not yet) and as it would be, by their names."""

    site: str
    day: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class DraftPictures:
    """The pairs that were made for one revision of a draft, and how many changes of paper there are in all."""

    pairs: tuple[PicturePair, ...]
    total: int
    pages: tuple[PagePair, ...] = ()


@dataclass(frozen=True, slots=True)
class _ChangedSheet:
    label: str
    site: str
    sites: int
    file: str
    before: int | None
    after: int | None


def _name_folder(root: Path, draft: ImportDraft) -> Path:
    return root / FOLDER / "pictures" / f"{draft.id}-{draft.revision}"


def read_pictures(root: Path, draft: ImportDraft) -> DraftPictures | None:
    """What was made for the draft as it is now, None where nothing was."""
    try:
        facts = load_json((_name_folder(root, draft) / "list.json").read_bytes())
        pairs = tuple(PicturePair(**pair) for pair in facts["pairs"])
        return DraftPictures(pairs, int(facts["total"]), tuple(PagePair(**pair) for pair in facts.get("pages", ())))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def find_picture(root: Path, draft: ImportDraft, name: str) -> Path | None:
    """The file of a picture that stands in the list, None for any other name."""
    pictures = read_pictures(root, draft)
    pairs: tuple[PicturePair | PagePair, ...] = (*pictures.pairs, *pictures.pages) if pictures else ()
    if not name or not any(name in (pair.before, pair.after) for pair in pairs):
        return None
    return _name_folder(root, draft) / name


def draw_pictures(here: Workplace, draft: ImportDraft, most: int, report: Progress) -> DraftPictures:
    """Make the first `most` pairs. Raises `KioskError`."""
    gathered = draft_costs.gather_inputs(here, draft)
    expected, changes = _find_first_change(here, gathered, draft)
    folder = _name_folder(here.store.root, draft)
    folder.mkdir(parents=True, exist_ok=True)
    sheet_changes = changes[:most]
    paths = {f"sites/{c.site}/{c.file}" for c in sheet_changes if c.after is not None}
    sites = _choose_pages(expected)
    paths |= set(map(_name_page_path, sites))
    files = build.draw_files(here.store, gathered, expected, frozenset(paths), report)
    pairs = []
    for i, change in enumerate(sheet_changes):
        report("Vẽ hình trước và sau", i, len(sheet_changes))
        path = f"sites/{change.site}/{change.file}"
        old = _read_published(here.store, expected.plan.parent, path) if change.before is not None else b""
        before = _write(folder, f"{i:03d}-truoc.png", old, change.before, change.file)
        after = _write(folder, f"{i:03d}-sau.png", files.get(path, b""), change.after, change.file)
        day = expected.plan.day.isoformat()
        pairs.append(PicturePair(change.label, change.site, change.sites, day, before, after))
    pages = tuple(_write_pages(here.store, folder, expected, code, files) for code in sites)
    pictures = DraftPictures(tuple(pairs), len(changes), pages)
    (folder / "list.json").write_text(json.dumps(asdict(pictures), ensure_ascii=False), encoding="utf-8")
    return pictures


def _name_page_path(site: str) -> str:
    return f"sites/{site}/{name_single_file(site)}"


def _choose_pages(expected: Draft) -> tuple[str, ...]:
    """The first site of each kind whose page changes."""
    changed = frozenset(draft_costs.list_changed_paths(expected, expected.plan.parent))
    sites = [s.site for s in expected.plan.sites if _name_page_path(s.site.code) in changed]
    return tuple({site.kind: site.code for site in reversed(sites)}.values())[::-1]


def _write_pages(store: Store, folder: Path, expected: Draft, site: str, files: Mapping[str, bytes]) -> PagePair:
    names = []
    for which, page in (
        ("truoc", _read_published(store, expected.plan.parent, _name_page_path(site))),
        ("sau", files.get(_name_page_path(site), b"")),
    ):
        names.append(f"trang-{site}-{which}.html" if page else "")
        if page:
            (folder / names[-1]).write_bytes(page)
    return PagePair(site, expected.plan.day.isoformat(), *names)


def _find_first_change(
    here: Workplace, gathered: Inputs, draft: ImportDraft
) -> tuple[Draft, tuple[_ChangedSheet, ...]]:
    """The first day on which paper changes, with the changes; the first day of all where none does."""
    start, *later = draft_costs.list_days(gathered, draft)
    first = _expect(here, gathered, start)
    if first[1]:
        return first
    others = (_expect(here, gathered, day) for day in later)
    return next((each for each in others if each[1]), first)


def _expect(here: Workplace, gathered: Inputs, day: date) -> tuple[Draft, tuple[_ChangedSheet, ...]]:
    expected = build.expect_files(here.store, gathered, day, report_nothing)
    return expected, tuple(_list_changes(expected))


def _list_changes(expected: Draft) -> Iterator[_ChangedSheet]:
    """Every distinct change of a sheet, then of a board, with the first site that has it."""
    plan = expected.plan
    groups: dict[tuple[str, str, str], list[tuple[SitePlan, int | None, int | None]]] = {}
    for s in plan.sites:
        before, after = _list_entries(plan.parent, s.site.code), s.layout.sheets
        old = {e.label: (i, e) for i, e in enumerate(before)}
        new = {e.label: (i, e) for i, e in enumerate(after)}
        for label in dict.fromkeys((*new, *old)):
            was, now = old.get(label), new.get(label)
            if was is None or now is None or was[1].revision != now[1].revision:
                key = (label, was[1].revision if was else "", now[1].revision if now else "")
                groups.setdefault(key, []).append((s, was[0] if was else None, now[0] if now else None))
    for (label, *_), rows in groups.items():
        s, was_at, now_at = rows[0]
        yield _ChangedSheet(label, s.site.code, len(rows), SHEETS_FILE, was_at, now_at)
    changed = [p for p in draft_costs.list_changed_paths(expected, plan.parent) if p.endswith(BOARD_FILE)]
    if changed:
        is_new = plan.parent is None or changed[0] not in plan.parent.path_keys()
        site = changed[0].split("/")[1]
        yield _ChangedSheet("bảng chỉ dẫn", site, len(changed), BOARD_FILE, None if is_new else 0, 0)


def _list_entries(published: Manifest | None, code: str) -> tuple[SheetEntry, ...]:
    site = published.site(code) if published else None
    return published.layouts[site.layout] if published and site else ()


def _read_published(store: Store, published: Manifest | None, path: str) -> bytes:
    sha = published.path_shas().get(path) if published else None
    return store.get(sha) if sha else b""


def _write(folder: Path, name: str, pdf: bytes, page: int | None, file: str) -> str:
    """The picture of a page, "" where there is none."""
    if not pdf or page is None:
        return ""
    picture = inspect.render(pdf, page, _DPI["board" if file == BOARD_FILE else "sheet"])
    written = io.BytesIO()
    picture.quantize(16).save(written, "PNG", optimize=True)
    (folder / name).write_bytes(written.getvalue())
    return name
