"""What each whole list of the portal changed against the one before, kept so that nobody reads the lists again.

In comes a workspace's folder of syncs; out go outcomes by the number of their run, each a small record that outlives
the lists. A record counts only for the list whose digest it names; where it is missing or damaged the lists are
compared again. Raises `PortalError` and `StoreError` as `saved_run.load_finished`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from kiosk import record
from kiosk.errors import StoreError
from kiosk.flushing import make_folders
from kiosk.watch import saved_run, sync

FOLDER = "outcomes"
KEPT = 400
"""Outcomes that are kept: a year of nights."""
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class ListedEntry:
    """An entry of the portal's list."""

    id: str
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class ListOutcome:
    """A whole list: number of its run, day, entries, digest, the digest of the one before (empty: it is the first), and
    what is new in it, changed and gone."""

    number: int
    day: date
    total: int
    sha256: str
    earlier: str = ""
    fresh: tuple[ListedEntry, ...] = ()
    changed: tuple[ListedEntry, ...] = ()
    gone: tuple[ListedEntry, ...] = ()

    @property
    def moved_codes(self) -> frozenset[str]:
        """Codes of one entry that is gone and of one that is new: the portal gave them another id."""
        gone_codes, fresh = (Counter(entry.code for entry in part) for part in (self.gone, self.fresh))
        return frozenset(code for code, count in gone_codes.items() if count == fresh[code] == 1)

    @property
    def is_doubtful(self) -> bool:
        """Whether so much is gone that the portal may have given a part of its list for the whole."""
        gone_count = len(self.gone) - len(self.moved_codes)
        return gone_count * 10 > self.total - len(self.fresh) + len(self.gone)


_ADAPTER: TypeAdapter[ListOutcome] = TypeAdapter(ListOutcome)


def keep_outcome(root: Path, folder: Path) -> ListOutcome:
    """Compare the whole list in `folder`, one of the runs in `root`, with the one before it, and keep what came out."""
    runs = sync.list_runs(root)
    place = runs.index(folder)
    earlier = saved_run.load_finished(runs[place - 1]) if place else None
    run, walk = saved_run.load_finished(folder)
    outcome = ListOutcome(int(folder.name), run.day, len(walk.items), run.files[saved_run.LIST_FILE])
    if earlier is not None:
        outcome = _compare(outcome, earlier[0].files[saved_run.LIST_FILE], earlier[1].items, walk.items)
    make_folders(root / FOLDER)
    saved_run.write_file(root / FOLDER, _name(folder), record.dump_record(_ADAPTER, _FORMAT, outcome))
    for old in sorted((root / FOLDER).glob("*.json"))[:-KEPT]:
        old.unlink()
    return outcome


def _compare(
    outcome: ListOutcome, earlier: str, before: tuple[dict[str, Any], ...], after: tuple[dict[str, Any], ...]
) -> ListOutcome:
    changes = sync.compare_lists(sync.digest_items(before), sync.digest_items(after))
    entries = {i["id"]: ListedEntry(i["id"], i["code"].strip(), i["name"].strip()) for i in (*before, *after)}
    fresh, changed, gone_entries = (
        tuple(entries[i] for i in ids) for ids in (changes.fresh, changes.changed, changes.gone)
    )  # fmt: skip
    return ListOutcome(
        outcome.number, outcome.day, outcome.total, outcome.sha256, earlier, fresh, changed, gone_entries
    )


def load_last(root: Path) -> ListOutcome | None:
    """The outcome of the last whole list; None before the first."""
    runs = sync.list_runs(root)
    return _load(root, runs[-1]) if runs else None


def list_outcomes(root: Path) -> tuple[ListOutcome, ...]:
    """Every outcome that is kept, the oldest first; those of whole lists that are there in any case."""
    folders = {folder.name: folder for folder in sync.list_runs(root)}
    outcomes = {int(name): _load(root, folder) for name, folder in folders.items()}
    for path in sorted((root / FOLDER).glob("*.json")):
        if path.stem not in folders and (old := _read(path)) is not None:
            outcomes[old.number] = old
    return tuple(outcomes[number] for number in sorted(outcomes))


def _load(root: Path, folder: Path) -> ListOutcome:
    saved_outcome = _read(root / FOLDER / _name(folder))
    run = saved_run.read_run(folder)
    if saved_outcome is not None and run is not None and run.files.get(saved_run.LIST_FILE) == saved_outcome.sha256:
        return saved_outcome
    return keep_outcome(root, folder)


def _read(path: Path) -> ListOutcome | None:
    """A record; None where there is none that can be read: then it is made again."""
    with suppress(OSError, ValidationError):
        return record.load_record(_ADAPTER, _FORMAT, path.read_bytes(), str(path))
    return None


def _name(folder: Path) -> str:
    return f"{folder.name}.json"


def add_up(outcomes: Iterable[ListOutcome], taken: frozenset[str]) -> ListOutcome | None:
    """What changed since the newest list that is among `taken` digests, as one outcome of the last list; None where no
    such list is known. An entry that came and went has not changed; one that went and came counts as changed."""
    later: list[ListOutcome] = []
    for outcome in reversed(tuple(outcomes)):
        if outcome.sha256 in taken:
            return _join(tuple(reversed(later)), outcome)
        later.append(outcome)
        if outcome.earlier in taken:
            return _join(tuple(reversed(later)), ListOutcome(0, outcome.day, 0, outcome.earlier))
    return None


def _join(later: tuple[ListOutcome, ...], base: ListOutcome) -> ListOutcome:
    fresh: dict[str, ListedEntry] = {}
    changed: dict[str, ListedEntry] = {}
    gone_entries: dict[str, ListedEntry] = {}
    for outcome in later:
        for entry in outcome.fresh:
            (changed if gone_entries.pop(entry.id, None) else fresh)[entry.id] = entry
        for entry in outcome.changed:
            (fresh if entry.id in fresh else changed)[entry.id] = entry
        for entry in outcome.gone:
            changed.pop(entry.id, None)
            if fresh.pop(entry.id, None) is None:
                gone_entries[entry.id] = entry
    last = later[-1] if later else base
    parts = (tuple(part.values()) for part in (fresh, changed, gone_entries))
    return ListOutcome(last.number, last.day, last.total, last.sha256, base.sha256, *parts)


def load_ids_by_code(root: Path) -> Mapping[str, str]:
    """The portal's id of each code in the last whole list, of codes that stand there once; empty before the first."""
    runs = sync.list_runs(root)
    run = saved_run.read_run(runs[-1]) if runs else None
    if run is None:
        return {}
    if saved_run.LIST_FILE not in run.files:
        raise saved_run.report_damage(runs[-1], saved_run.RUN)
    return _gather_ids(runs[-1], run.files[saved_run.LIST_FILE])


@lru_cache(1)
def _gather_ids(folder: Path, sha256: str) -> Mapping[str, str]:
    run, walk = saved_run.load_finished(folder)
    if run.files[saved_run.LIST_FILE] != sha256:
        raise StoreError("danh sách của Cổng đổi trong lúc đọc", place=str(folder), way_out="thử lại")
    ids: dict[str, set[str]] = {}
    for item in walk.items:
        ids.setdefault(item["code"].strip(), set()).add(item["id"])
    return {code: next(iter(known_ids)) for code, known_ids in ids.items() if len(known_ids) == 1}
