"""A folder of backups: contents by their digest, and numbered snapshots that name them.

    kho/ab/abcd…          every content once, named by its sha256
    ban-chup/0007.json    a snapshot: every file of the city's folder and of the workspace at one moment

A snapshot gets its name when all that it names is in the folder and flushed, so that a stick that is pulled early holds
the older snapshots whole. What goes into one is left to `backup`, what comes out to `restoring`.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from kiosk import record
from kiosk.canonical import digest_file
from kiosk.clock import INDOCHINA
from kiosk.errors import StoreError
from kiosk.flushing import flush, make_folders
from kiosk.workspace.copying import put_file

CONTENTS, LISTINGS = "kho", "ban-chup"
FORMAT = 1
_NAME = re.compile(r"([0-9]{4,})\.json")
_SHA = re.compile(r"[0-9a-f]{64}")
_INNER = re.compile(r"(?:(?!\.{1,2}/)[^/\0]+/)*(?!\.{1,2}$)[^/\0]+")
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class SnapshotFile:
    """A file of a snapshot: where it goes (in the city's folder or in the workspace), its content, its mode."""

    path: str
    sha256: str
    size: int
    mode: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One moment. `settings_name`: the settings file; `settings`: files of the city's folder; `workspace`: those of the
    workspace but objects and trees; `objects`: contents of releases; `releases`: whose trees follow from their
    manifests; `published`: where the pointer led; `damage`: what could not be kept, as told to people."""

    number: int
    at: str
    settings_name: str
    settings: tuple[SnapshotFile, ...]
    workspace: tuple[SnapshotFile, ...]
    objects: tuple[str, ...]
    releases: tuple[int, ...]
    published: int | None
    damage: tuple[str, ...] = ()

    def contents(self) -> set[str]:
        """Every digest that it names."""
        return {f.sha256 for f in (*self.settings, *self.workspace)} | set(self.objects)


_SNAPSHOT: TypeAdapter[Snapshot] = TypeAdapter(Snapshot)


class Shelf:
    """One folder of backups."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._touched: set[Path] = set()
        self.copied = self.copied_bytes = 0

    @property
    def scratch(self) -> Path:
        """Where a killed backup may leave something."""
        return self.folder / CONTENTS / "tmp"

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the folder; what a killed backup left is removed. Raises `StoreError` where another backup runs."""
        for folder in (self.scratch, self.folder / LISTINGS):
            make_folders(folder)
        handle = os.open(self.folder / LISTINGS, os.O_RDONLY)
        try:
            _lock(handle, self.folder)
            for litter in self.scratch.iterdir():
                litter.unlink()
            yield
        finally:
            os.close(handle)

    def numbers(self) -> tuple[int, ...]:
        """The snapshots, oldest first."""
        folder = self.folder / LISTINGS
        names = (_NAME.fullmatch(p.name) for p in folder.iterdir()) if folder.is_dir() else ()
        return tuple(sorted(int(match[1]) for match in names if match))

    def listing(self, number: int) -> Path:
        """Where a snapshot stands."""
        return self.folder / LISTINGS / f"{number:04d}.json"

    def read(self, number: int) -> Snapshot:
        """A snapshot. Raises `StoreError` where it is not there, is damaged or names places outside."""
        place = self.listing(number)
        numbers = ", ".join(map(str, self.numbers())) or "chưa có bản nào"
        try:
            content = place.read_bytes()
            snapshot = record.load_record(_SNAPSHOT, FORMAT, content, str(place))
        except FileNotFoundError:
            way_out = f"chọn một trong các bản: {numbers}"
            raise StoreError(
                "không có bản sao lưu này", place=str(self.folder), value=str(number), way_out=way_out
            ) from None
        except ValidationError:
            raise StoreError(
                "bản sao lưu bị hỏng", place=str(place), way_out=f"chọn bản khác bằng --snapshot: {numbers}"
            ) from None
        paths = [f.path for f in (*snapshot.settings, *snapshot.workspace)] + [snapshot.settings_name]
        if not all(map(_INNER.fullmatch, paths)) or not all(map(_SHA.fullmatch, snapshot.contents())):
            raise StoreError("bản sao lưu ghi tên tệp ra ngoài", place=str(place), way_out="chọn bản khác")
        return snapshot

    def place(self, sha256: str) -> Path:
        """Where a content stands."""
        return self.folder / CONTENTS / sha256[:2] / sha256

    def holds(self, sha256: str) -> bool:
        """Whether a content is there whole. It is read: a stick that was pulled may hold zeros of the right size."""
        try:
            return digest_file(self.place(sha256)) == sha256
        except OSError:
            return False

    def take(self, source: Path, mode: int = 0o644) -> tuple[str, int]:
        """Keep what `source` holds now; its digest and size. Raises `OSError`."""
        fresh = self.scratch / f"{os.getpid()}"
        with source.open("rb") as reading, fresh.open("wb") as writing:
            sums, size = hashlib.sha256(), 0
            while chunk := reading.read(_CHUNK):
                sums.update(chunk)
                size += writing.write(chunk)
            self._keep(writing.fileno(), mode)
        return self._shelve(fresh, sums.hexdigest(), size), size

    def take_bytes(self, content: bytes, mode: int = 0o644) -> tuple[str, int]:
        """As `take`, of bytes."""
        sha256 = hashlib.sha256(content).hexdigest()
        if not self.holds(sha256):
            fresh = self.scratch / f"{os.getpid()}"
            with fresh.open("wb") as writing:
                writing.write(content)
                writing.flush()
                self._keep(writing.fileno(), mode)
            self._shelve(fresh, sha256, len(content))
        return sha256, len(content)

    def _keep(self, handle: int, mode: int) -> None:
        with suppress(PermissionError):  # a stick without modes
            os.fchmod(handle, 0o644 if mode & 0o044 else 0o600)

    def _shelve(self, fresh: Path, sha256: str, size: int) -> str:
        if self.holds(sha256):
            fresh.unlink()
            return sha256
        flush(fresh)
        place = self.place(sha256)
        make_folders(place.parent)
        fresh.replace(place)
        self._touched.add(place.parent)
        self.copied, self.copied_bytes = self.copied + 1, self.copied_bytes + size
        return sha256

    def name(self, snapshot: Snapshot) -> None:
        """Have a snapshot exist, now that all it names is here."""
        for folder in sorted(self._touched):
            flush(folder)
        put_file(self.listing(snapshot.number), record.dump_record(_SNAPSHOT, FORMAT, snapshot), self.scratch)

    def keep_newest(self, count: int) -> tuple[int, ...]:
        """Remove older snapshots, then what no snapshot names; which went. A snapshot that cannot be read is kept, and
        so is every content, because it may name it."""
        old_numbers = self.numbers()[:-count]
        for number in old_numbers:
            self.listing(number).unlink()
        flush(self.folder / LISTINGS)
        with suppress(StoreError):
            contents: set[str] = set().union(*(self.read(number).contents() for number in self.numbers()))
            for place in (self.folder / CONTENTS).glob("??/*"):
                if place.name not in contents:
                    place.unlink()
        return old_numbers


def _lock(handle: int, folder: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise StoreError(
            "một lệnh sao lưu khác đang ghi vào đây", place=str(folder), way_out="chờ lệnh kia xong rồi chạy lại"
        ) from None
    except OSError:
        # A stick without locks: two backups at once write the same contents, and each names its own number.
        return


def find_last_backup(folder: Path) -> date | None:
    """The day in Vietnam of a folder's newest snapshot; None where there is none. Raises `StoreError`, `OSError`."""
    shelf = Shelf(folder)
    numbers = shelf.numbers()
    if not numbers:
        return None
    newest = shelf.read(numbers[-1])
    try:
        return datetime.fromisoformat(newest.at).astimezone(INDOCHINA).date()
    except ValueError:
        raise StoreError("bản sao lưu không ghi lúc nào lập", place=str(shelf.listing(newest.number))) from None
