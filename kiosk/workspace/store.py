"""The workspace: content-addressed objects, release trees, pointers, cache. The only module that writes there.

    objects/ab/abcd…    immutable content, named by its sha256
    catalogue/N.json    catalogues in the order in which they came into force (newest number is in force)
    imports/N.json      who imported what; N-statements.json what the files said; files/ the files, named by sha256
    releases/N/         a plain folder tree of hard links to objects, with manifest.json
    verified/N.json     what reading release N back has shown
    current             symbolic link to the published releases/N, replaced by one rename
    history.jsonl       who published what and when, a line for each event (a log, not an artefact)
    last-number         the number of the newest release that ever was
    cache.sqlite        results that can be made again (encoded codes, drawn bodies, verdicts)

Crash safety: a file is written under tmp/, fsynced and renamed; a tree is complete and fsynced before it gets its
name; the pointer is replaced last. A killed writer leaves litter in tmp/ only, which the next writer removes. Every
record carries the number of its format (`kiosk.record`); a number alone and a link carry none.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from kiosk import record
from kiosk.canonical import digest, file_digest
from kiosk.errors import StoreError, reason
from kiosk.workspace.cache import Cache

_SYNC_THREADS = 8
_HISTORY_FORMAT = 1
"""Of a line in the history. 0: without this number, otherwise the same."""


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync_all(paths: Iterable[Path]) -> None:
    """At once, so that files share a commit of the file system's journal."""
    with ThreadPoolExecutor(_SYNC_THREADS) as pool:
        list(pool.map(_sync, paths))


def _is_whole(path: Path, size: int) -> bool:
    try:
        return path.stat().st_size == size
    except FileNotFoundError:
        return False


class Store:
    """One workspace folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.objects = root / "objects"
        self.releases = root / "releases"
        self._tmp = root / "tmp"

    def prepare(self) -> None:
        """Make the folders. Raises `StoreError` where that is not allowed."""
        try:
            for folder in (
                self.objects,
                self.releases,
                self._tmp,
                self.root / "catalogue",
                self.root / "imports" / "files",
                self.root / "verified",
            ):
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                "không tạo được thư mục làm việc",
                place=str(self.root),
                value=reason(error),
                way_out="chọn --workspace khác",
            ) from error

    def cache(self) -> Cache:
        """Open the cache."""
        self.prepare()
        return Cache(self.root / "cache.sqlite")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the workspace for writing; a second writer is refused, readers are not disturbed."""
        self.prepare()
        with (self.root / "lock").open("w") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise StoreError(
                    "một lệnh khác đang ghi vào thư mục làm việc",
                    place=str(self.root),
                    way_out="chờ lệnh kia xong rồi chạy lại",
                ) from None
            for litter in self._tmp.iterdir():
                shutil.rmtree(litter) if litter.is_dir() else litter.unlink()
            yield

    # objects -----------------------------------------------------------------------------------------------

    def object_path(self, sha256: str) -> Path:
        """Where an object stands."""
        return self.objects / sha256[:2] / sha256

    def put(self, content: bytes) -> str:
        """Write an object unless it is there whole; returns its sha256. Not yet fsynced: a tree that holds it does."""
        sha256 = digest(content)
        path = self.object_path(sha256)
        if not _is_whole(path, len(content)):
            path.parent.mkdir(exist_ok=True)
            fresh = self._tmp / f"{sha256}.{os.getpid()}"
            fresh.write_bytes(content)
            fresh.chmod(0o444)
            fresh.rename(path)
        return sha256

    def get(self, sha256: str) -> bytes:
        """Read an object and check that it is what its name says. Raises `StoreError`."""
        path = self.object_path(sha256)
        try:
            content = path.read_bytes()
        except OSError:
            raise StoreError("thiếu một tệp đã dựng", place=str(path), way_out="chạy lại kiosk build") from None
        if digest(content) != sha256:
            raise StoreError(
                "một tệp đã dựng bị hỏng",
                place=str(path),
                value=sha256,
                way_out="xóa tệp này rồi chạy lại kiosk build",
            )
        return content

    def drop_damaged(self, shas: Iterable[str]) -> int:
        """Remove objects that are not what their names say, so that they are made anew; returns how many."""
        wrong = [sha for sha in shas if self.object_path(sha).exists() and not self._sound(sha)]
        for sha in wrong:
            self.object_path(sha).unlink()
        return len(wrong)

    def _sound(self, sha256: str) -> bool:
        try:
            return file_digest(self.object_path(sha256)) == sha256
        except OSError:
            return False

    # plain files -------------------------------------------------------------------------------------------

    def write(self, relative: str, content: bytes) -> None:
        """Replace one small file durably, by rename."""
        path = self.root / relative
        fresh = self._tmp / f"{path.name}.{os.getpid()}"
        with fresh.open("wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        fresh.rename(path)
        _sync(path.parent)

    def log(self, event: Mapping[str, object]) -> None:
        """Add one line about what a person did to the history, durably."""
        line = json.dumps(record.numbered(event, _HISTORY_FORMAT), ensure_ascii=False)
        with (self.root / "history.jsonl").open("a", encoding="utf-8") as handle:
            handle.write(line + "\n")
            handle.flush()
            os.fsync(handle.fileno())

    def read(self, relative: str) -> bytes | None:
        """A small file, or None."""
        try:
            return (self.root / relative).read_bytes()
        except FileNotFoundError:
            return None

    # catalogues --------------------------------------------------------------------------------------------

    def catalogue_numbers(self) -> tuple[int, ...]:
        """Numbers of the catalogues that came into force, oldest first."""
        folder = self.root / "catalogue"
        return tuple(sorted(int(p.stem) for p in folder.glob("*.json") if p.stem.isdigit())) if folder.is_dir() else ()

    # releases ----------------------------------------------------------------------------------------------

    def release_numbers(self) -> tuple[int, ...]:
        """Numbers of the complete releases on disk, oldest first."""
        if not self.releases.is_dir():
            return ()
        return tuple(sorted(int(p.name) for p in self.releases.iterdir() if p.name.isdigit()))

    def next_number(self) -> int:
        """The number of the next release: one more than any that ever was, removed ones included."""
        last = int(self.read("last-number") or b"0")
        return max(last, *self.release_numbers(), 0) + 1

    def tree(self, number: int) -> Path:
        """The folder of a release."""
        return self.releases / str(number)

    def plant(
        self, number: int, files: Mapping[str, str], extra: Mapping[str, bytes], recorded: Iterable[str] = ()
    ) -> None:
        """Make the tree of a release out of objects (path -> sha256) and own files; it and the objects that it only
        records are durable before it is named."""
        fresh = self._tmp / f"release-{number}"
        folders = sorted({fresh / folder for path in (*files, *extra) for folder in Path(path).parents})
        for folder in folders:
            folder.mkdir()
        for path, sha256 in files.items():
            os.link(self.object_path(sha256), fresh / path)
        for path, content in extra.items():
            (fresh / path).write_bytes(content)
        objects = {self.object_path(sha) for sha in (*files.values(), *recorded)}
        _sync_all((*objects, *{p.parent for p in objects}, *(fresh / path for path in extra), *folders))
        self.write("last-number", str(number).encode())
        fresh.rename(self.tree(number))
        _sync(self.releases)

    def intact(self, number: int, files: Mapping[str, tuple[str, int]]) -> bool:
        """Whether every file of a release (path -> sha256, size) stands in its tree and among the objects, which are
        what is served, with nothing cut off. What lies in the bytes is for the gate to read."""
        tree = self.tree(number)
        try:
            sizes = [
                ((tree / path).stat().st_size, self.object_path(sha).stat().st_size, size)
                for path, (sha, size) in files.items()
            ]
        except OSError:
            return False
        return all(there == served == size for there, served, size in sizes)

    def drop_release(self, number: int) -> None:
        """Remove a release tree: renamed away first, so that nobody sees half of one."""
        gone = self._tmp / f"gone-{number}"
        self.tree(number).rename(gone)
        shutil.rmtree(gone)
        (self.root / "verified" / f"{number}.json").unlink(missing_ok=True)

    def current(self) -> int | None:
        """The number of the published release."""
        try:
            return int((self.root / "current").readlink().name)
        except (FileNotFoundError, ValueError):
            return None

    def point_to(self, number: int) -> None:
        """Publish: replace the pointer by one rename. Readers see the old release or the new one."""
        fresh = self._tmp / f"current.{os.getpid()}"
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(Path("releases") / str(number))
        fresh.rename(self.root / "current")
        _sync(self.root)

    def sweep(self, needed: set[str]) -> tuple[int, int]:
        """Remove every object not in `needed`; returns (objects, bytes) removed."""
        count = size = 0
        for path in self.objects.glob("??/*"):
            if path.name not in needed:
                size += path.stat().st_size
                count += 1
                path.unlink()
        return count, size
