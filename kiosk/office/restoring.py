"""A snapshot brought back into an empty folder: the city's settings and tables, and a workspace that is checked whole.

    FOLDER/config.yaml, FOLDER/data/…    the city's folder
    FOLDER/var/                          the workspace; the pointer to the published release comes last

Trees of releases are hard links to objects, or copies where the file system has none. A restoring that was stopped is
begun anew: the mark that stands in the folder until the end says that what is there came from it.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from kiosk.canonical import digest_file
from kiosk.errors import BusyError, ReleaseError, StoreError, explain_cause
from kiosk.flushing import flush_tree, make_folders
from kiosk.office import inspection
from kiosk.office.backup import OUTSIDE
from kiosk.office.snapshots import Shelf, Snapshot, SnapshotFile
from kiosk.progress import Progress
from kiosk.release import lifecycle
from kiosk.targets import require_parent
from kiosk.workspace.copying import FILE_MODE, OBJECT_MODE, link_file, read_first_sound
from kiosk.workspace.store import Store

WORKSPACE = "var"
_MARK = "DANG-KHOI-PHUC"
_MESSAGE = "không khôi phục được vào thư mục này"


@dataclass(frozen=True, slots=True)
class RestoreResult:
    """What came back: the snapshot, how many files, and what is damaged or missing, as told to people."""

    snapshot: Snapshot
    files: int
    damage: tuple[str, ...]


def restore(backups: Path, number: int | None, folder: Path, report: Progress) -> RestoreResult:
    """Bring a snapshot (default: the newest) of `backups` into `folder`, which is empty or absent.

    What is damaged among the backups is told, the rest comes back. Raises `StoreError` and `ReleaseError`.
    """
    shelf = Shelf(backups)
    numbers = shelf.numbers()
    if not numbers:
        raise StoreError(
            "không có bản sao lưu nào ở đây", place=str(backups), way_out="chỉ thư mục đã ghi bằng kiosk backup"
        )
    snapshot = shelf.read(numbers[-1] if number is None else number)
    target = folder.resolve() if folder.is_dir() else require_parent(folder, _MESSAGE)
    try:
        target.mkdir(exist_ok=True)
        with _hold_alone(target):
            _begin(target, snapshot)
            damage = tuple(_Restoring(shelf, snapshot, target, report).run())
            flush_tree(target)
            (target / _MARK).unlink()
    except OSError as error:
        raise StoreError(
            _MESSAGE,
            place=str(error.filename or target),
            value=explain_cause(error),
            way_out="kiểm tra ổ đĩa còn trống, ghi được và có liên kết mềm (symlink), rồi chạy lại đúng lệnh này",
        ) from error
    still = inspection.inspect_workspace(Store(target / WORKSPACE))
    count = len(snapshot.settings) + len(snapshot.workspace) + len(snapshot.objects)
    return RestoreResult(snapshot, count, (*snapshot.damage, *damage, *map(str, still)))


@contextmanager
def _hold_alone(target: Path) -> Iterator[None]:
    """Keep a second run out: it would take what the first has written for the rest of a dead one, and clear it away.
    Raises `BusyError`."""
    handle = os.open(target, os.O_RDONLY)
    try:
        with suppress(OSError):  # a file system without locks
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise BusyError(
                    "một lệnh khác đang khôi phục vào đúng thư mục này",
                    place=str(target),
                    way_out="chờ lệnh kia xong, hoặc chỉ một thư mục trống khác",
                ) from None
        yield
    finally:
        os.close(handle)


def _begin(target: Path, snapshot: Snapshot) -> None:
    """Have an empty folder with the mark. Raises `StoreError` for one that holds anything else."""
    if (target / _MARK).exists():
        for name in {WORKSPACE, OUTSIDE, *(f.path.split("/")[0] for f in snapshot.settings)}:
            place = target / name
            shutil.rmtree(place) if place.is_dir() and not place.is_symlink() else place.unlink(missing_ok=True)
    others = sorted(p.name for p in target.iterdir() if p.name not in {_MARK, "lost+found"})
    if others:
        raise StoreError(
            "thư mục đích không trống, chưa ghi gì",
            place=str(target),
            value=", ".join(others[:5]),
            way_out="chỉ một thư mục trống hoặc chưa có",
        )
    (target / _MARK).write_text("Đang khôi phục dở; chạy lại kiosk restore để làm lại từ đầu.\n", encoding="utf-8")


@dataclass(frozen=True, slots=True)
class _Restoring:
    """One snapshot on its way back."""

    shelf: Shelf
    snapshot: Snapshot
    target: Path
    report: Progress

    @property
    def store(self) -> Store:
        """The workspace that is being filled."""
        return Store(self.target / WORKSPACE)

    def run(self) -> Iterator[str]:
        """Write everything; yields what is damaged among the backups."""
        self.store.prepare()
        objects = [SnapshotFile(self._locate_object(sha), sha, 0, OBJECT_MODE) for sha in self.snapshot.objects]
        yield from self._write_files(self.target / WORKSPACE, (*objects, *self.snapshot.workspace))
        for number in self.snapshot.releases:
            yield from self._write_tree(number)
        yield from self._write_files(self.target, self.snapshot.settings)
        if self.snapshot.published is not None:
            self.store.put_pointer_back(self.snapshot.published)

    def _locate_object(self, sha256: str) -> str:
        return self.store.object_path(sha256).relative_to(self.store.root).as_posix()

    def _write_files(self, root: Path, files: Iterable[SnapshotFile]) -> Iterator[str]:
        files = tuple(files)
        for i, file in enumerate(files, 1):
            place = root / file.path
            make_folders(place.parent)
            content = read_first_sound([self.shelf.place(file.sha256)], file.sha256)
            if content is None:
                yield f"nội dung của {file.path} trong bản sao lưu thiếu hoặc hỏng"
                continue
            place.write_bytes(content)
            with suppress(PermissionError):  # file systems without modes
                place.chmod(file.mode or FILE_MODE)
            if digest_file(place) != file.sha256:
                yield f"ghi {file.path} rồi đọc lại không đúng"
            self.report("Khôi phục", i, len(files))

    def _write_tree(self, number: int) -> Iterator[str]:
        """The tree of a release out of its objects."""
        try:
            manifest = lifecycle.load_manifest(self.store, number)
        except ReleaseError as error:
            yield error.message
            return
        for entry in manifest.files:
            place, source = self.store.tree(number) / entry.path, self.store.object_path(entry.sha256)
            make_folders(place.parent)
            if source.exists():
                link_file(source, place)
            else:
                yield f"thiếu tệp {entry.path} của bản phát hành {number}"
