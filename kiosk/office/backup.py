"""Backups of a city's folder and its workspace, consistent while the server, a build or a publishing goes on.

In come the workspace and the settings file; out goes a numbered snapshot (`snapshots`). Nothing is held: contents are
immutable and taken by their digest, the few files that change are read again until nothing changed in between. Only
what is new since the last backup is copied. What can be made again (the cache) is left out.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.canonical import digest
from kiosk.clock import stamp_now
from kiosk.errors import ReleaseError, StoreError, explain_cause
from kiosk.model.manifest import Manifest
from kiosk.office import inspection
from kiosk.office.database_health import is_sound
from kiosk.office.snapshots import Shelf, Snapshot, SnapshotFile
from kiosk.progress import Progress
from kiosk.release import lineage
from kiosk.settings.config import Config
from kiosk.targets import require_parent
from kiosk.workspace.objects import is_object_name
from kiosk.workspace.onlooker import Onlooker
from kiosk.workspace.plain import BESIDE_DATABASES
from kiosk.workspace.store import Store

OUTSIDE = "ngoai"
"""Where files go that the settings name outside of the city's folder."""
_APART = frozenset({"objects", "releases", "tmp", "lock", "current", "cache.sqlite", "set-aside", "print", "photos"})
_MOST_TRIES = 20


@dataclass(frozen=True, slots=True)
class BackupResult:
    """What was made: the snapshot, how many contents and bytes were new, which older snapshots went."""

    snapshot: Snapshot
    copied: int
    copied_bytes: int
    removed: tuple[int, ...] = ()


def back_up(
    store: Store, config: Config, settings: Path, folder: Path, report: Progress, keep: int | None = None
) -> BackupResult:
    """Make a snapshot in `folder` (made if absent, its parent must exist); with `keep` only so many newest ones stay.

    A snapshot that could not keep everything says so in `damage`, and then no older one is removed. Raises
    `StoreError`, and `ReleaseError` for a folder that cannot be.
    """
    folder = _fit_folder(folder, store, config)
    shelf = Shelf(folder)
    try:
        with shelf.writing():
            number = max(shelf.numbers(), default=0) + 1
            snapshot = _Taking(Onlooker(store.root), config, settings, shelf, report).take(number)
            shelf.name(snapshot)
            removed = shelf.keep_newest(keep) if keep and not snapshot.damage else ()
    except OSError as error:
        raise StoreError(
            "không sao lưu được, các bản sao lưu cũ còn nguyên",
            place=str(error.filename or folder),
            value=explain_cause(error),
            way_out="kiểm tra ổ đĩa hoặc USB còn trống, ghi được và còn cắm rồi chạy lại",
        ) from error
    return BackupResult(snapshot, shelf.copied, shelf.copied_bytes, removed)


def _fit_folder(folder: Path, store: Store, config: Config) -> Path:
    message = "không sao lưu được vào thư mục này"
    whole = folder.resolve() if folder.is_dir() else require_parent(folder, message)
    for inside in (store.root.resolve(), (config.base / "data").resolve()):
        if whole.is_relative_to(inside):
            way_out = "chọn một thư mục khác, tốt nhất ở ổ đĩa khác hoặc USB"
            raise ReleaseError(message, place=str(folder), value=f"nằm trong {inside}", way_out=way_out)
    return whole


@dataclass(slots=True)
class _Taking:
    """One snapshot in the making."""

    store: Store
    config: Config
    settings: Path
    shelf: Shelf
    report: Progress
    _damage: list[str] = field(default_factory=list, init=False)

    def take(self, number: int) -> Snapshot:
        """Read until nothing changed in between. Raises `StoreError` where something always does."""
        for _ in range(_MOST_TRIES):
            self._damage.clear()
            before = _look_at_moment(self.store)
            snapshot = self._take_now(number)
            if _look_at_moment(self.store) == before:
                return snapshot
        raise StoreError(
            "thư mục làm việc thay đổi liên tục nên chưa sao lưu được",
            place=str(self.store.root),
            way_out="chờ các lệnh khác xong rồi chạy lại; các bản sao lưu cũ còn nguyên",
        )

    def _take_now(self, number: int) -> Snapshot:
        releases = inspection.read_releases(self.store)
        sound = [one for one in releases if isinstance(one, Manifest)]
        self._damage += [str(one) for one in releases if not isinstance(one, Manifest)]
        return Snapshot(
            number=number,
            at=stamp_now(),
            settings_name=self.settings.name,
            settings=tuple(self._take_settings()),
            workspace=tuple(self._take_workspace()),
            objects=tuple(self._take_objects(sound)),
            releases=tuple(manifest.number for manifest in sound),
            published=lineage.find_pointed_number(self.store),
            damage=tuple(self._damage),
        )

    def _take_settings(self) -> Iterator[SnapshotFile]:
        """The settings, everything in `data/`, and files elsewhere that the settings name."""
        base, config = self.config.base, self.config
        paths = [config.sites, config.groups, config.aliases, *config.catalogue]
        paths += filter(None, [config.emblem, config.print_profile])
        # A city without the table of exceptions has no such file, and misses nothing.
        paths += [config.exceptions] if config.path(config.exceptions).exists() else []
        places = [self.settings, *_list_files(base / "data"), *(config.path(path) for path in paths)]
        for i, place in enumerate(dict.fromkeys(Path(os.path.normpath(place)) for place in places)):
            inside = place.is_relative_to(base)
            path = place.relative_to(base).as_posix() if inside else f"{OUTSIDE}/{i}-{place.name}"
            yield from self._take_file(place, path)

    def _take_workspace(self) -> Iterator[SnapshotFile]:
        """Everything but what follows from manifests or can be made again."""
        root = self.store.root
        tops = [p for p in sorted(root.iterdir()) if p.name not in _APART and not _is_beside_database(p)]
        files = [file for top in tops for file in (_list_files(top) if top.is_dir() else [top])]
        manifests = (root / f"releases/{number}/manifest.json" for number in self.store.release_numbers())
        files += [manifest for manifest in manifests if manifest.exists()]
        for file in files:
            path = file.relative_to(root).as_posix()
            if file.suffix == ".sqlite":
                yield from self._take_database(file, path)
            elif path == "history.jsonl":
                # A line that is being written at this moment is not there yet.
                whole = file.read_bytes().rpartition(b"\n")
                yield SnapshotFile(path, *self.shelf.take_bytes(whole[0] + whole[1]), 0o644)
            else:
                yield from self._take_file(file, path)

    def _take_file(self, place: Path, path: str) -> Iterator[SnapshotFile]:
        try:
            mode = place.stat().st_mode & 0o777
            yield SnapshotFile(path, *self.shelf.take(place, mode), mode)
        except (FileNotFoundError, PermissionError, IsADirectoryError) as error:
            self._damage.append(f"không đọc được {place}: {explain_cause(error)}")

    def _take_database(self, place: Path, path: str) -> Iterator[SnapshotFile]:
        """By SQLite itself, which waits for writers and brings in what stands beside the file."""
        fresh = self.shelf.scratch / "database"
        fresh.unlink(missing_ok=True)
        try:
            with (
                closing(sqlite3.connect(f"{place.absolute().as_uri()}?mode=ro", uri=True, timeout=30)) as source,
                closing(sqlite3.connect(fresh)) as copy,
            ):
                source.backup(copy)
        except sqlite3.Error as error:
            self._damage.append(f"không sao lưu được cơ sở dữ liệu {path}: {explain_cause(error)}")
            return
        if not is_sound(fresh):
            # A copy of damage would push out what is whole; the older backups keep it.
            self._damage.append(f"cơ sở dữ liệu {path} bị hỏng nên không sao lưu")
            return
        mode = place.stat().st_mode & 0o777
        yield SnapshotFile(path, *self.shelf.take(fresh, mode), mode)
        fresh.unlink()

    def _take_objects(self, releases: list[Manifest]) -> Iterator[str]:
        """Contents that releases and records name, each checked by its digest."""
        places: dict[str, list[Path]] = {}
        for manifest in releases:
            for entry in manifest.files:
                places.setdefault(entry.sha256, []).append(self.store.tree(manifest.number) / entry.path)
            for sha256 in manifest.inputs.values():
                places.setdefault(sha256, [])
        copies = {m.digest() for m in releases} | {digest(c) for c in self.store.catalogue_files().values()}
        copies |= {sha256 for sha256 in lineage.list_recorded_catalogues(self.store).values() if is_object_name(sha256)}
        for sha256 in copies:
            if self.store.object_path(sha256).exists():
                places.setdefault(sha256, [])
        for i, (sha256, elsewhere) in enumerate(sorted(places.items()), 1):
            if self._take_object(sha256, elsewhere):
                yield sha256
            self.report("Sao lưu", i, len(places))

    def _take_object(self, sha256: str, elsewhere: list[Path]) -> bool:
        if self.shelf.holds(sha256):
            return True
        for place in (self.store.object_path(sha256), *elsewhere):
            with suppress(FileNotFoundError, PermissionError, IsADirectoryError):
                if self.shelf.take(place)[0] == sha256:
                    return True
        if not self.store.object_path(sha256).exists():
            self._damage.append(f"thiếu tệp objects/{sha256[:2]}/{sha256}")
        else:
            self._damage.append(f"tệp objects/{sha256[:2]}/{sha256} bị hỏng")
        return False


def _look_at_moment(store: Store) -> tuple[object, ...]:
    """What changes when a command does anything; equal before and after means that nothing came in between."""
    files = sorted((*store.root.iterdir(), *(store.root / "imports").glob("*.json")))
    plain = [p.lstat() for p in files if not p.is_dir() and ".sqlite" not in p.name]
    records = tuple((s.st_ino, s.st_size, s.st_mtime_ns) for s in plain)
    names = ("catalogue", "imports/files", "verified", "releases")
    folders = [sorted(p.name for p in (store.root / name).glob("*")) for name in names]
    return (lineage.read_pointer(store), records, folders)


def _list_files(folder: Path) -> list[Path]:
    """Every file below `folder`."""
    return sorted(Path(path) / name for path, _, names in os.walk(folder) for name in names)


def _is_beside_database(path: Path) -> bool:
    return any(path.name.endswith(f".sqlite{ending}") for ending in filter(None, BESIDE_DATABASES))
