"""Content by its name, which is its sha256: the one place where objects are written and read.

Bytes come in and a name goes out, or the other way round. Nothing is believed because it has the right size: what is
read is hashed, what stands there already is hashed before it is used again. Symbolic links and names that are no digest
are refused, so that a damaged list of files cannot lead out of the folder. Flushing is left to the tree that holds it.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable
from io import BufferedReader
from pathlib import Path

from kiosk.canonical import digest
from kiosk.errors import StoreError
from kiosk.flushing import make_inside
from kiosk.workspace import disk
from kiosk.workspace.plain import NotPlainError, open_plain, read_plain

_NAME = re.compile(r"[0-9a-f]{64}")
_AGAIN = "chạy kiosk doctor"
Look = tuple[int, int, int, int, int]
"""Device, inode, size in bytes, time of the last change of content and of anything, in nanoseconds."""


def is_object_name(text: str) -> bool:
    """Whether `text` may name an object: 64 hexadecimal digits."""
    return _NAME.fullmatch(text) is not None


def take_look(status: os.stat_result) -> Look:
    """What tells a file from another one without reading it."""
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


class Objects:
    """The folder of objects. It remembers what it has hashed, and hashes again where size, times or inode differ."""

    def __init__(self, folder: Path, tmp: Path) -> None:
        self.folder = folder
        self._tmp = tmp
        self._sound: dict[str, Look] = {}

    def path(self, name: str) -> Path:
        """Where an object stands. Raises `StoreError` for what is no sha256."""
        if not is_object_name(name):
            raise StoreError(
                "tên tệp đã dựng không phải mã kiểm tra sha256",
                place=str(self.folder),
                value=name[:80],
                way_out="danh sách tệp của bản phát hành bị hỏng: khôi phục từ bản sao lưu, hoặc dựng bản mới",
            )
        return self.folder / name[:2] / name

    def put(self, content: bytes) -> str:
        """Write an object unless it is there whole; returns its name. Not yet flushed."""
        name = digest(content)
        path = self.path(name)
        if not self.is_sound(name):
            _require_room(path)
            if not path.parent.is_dir():
                make_inside(path.parent)
            fresh = self._tmp / f"{name}.{os.getpid()}"
            disk.write_new(fresh, content, disk.KEPT)
            fresh.replace(path)
        return name

    def open(self, name: str) -> BufferedReader:
        """An object's file, hashed through this very handle and standing at its beginning. Raises `StoreError`."""
        path = self.path(name)
        try:
            handle = open_plain(path)
        except OSError:
            raise self._explain_missing(path) from None
        try:
            actual = hashlib.file_digest(handle, "sha256").hexdigest()
            handle.seek(0)
        except OSError:
            handle.close()
            raise self._explain_damage(path, name) from None
        if actual != name:
            handle.close()
            raise self._explain_damage(path, name)
        return handle

    def read(self, name: str) -> bytes:
        """An object's content, hashed. Raises `StoreError`."""
        path = self.path(name)
        try:
            content = read_plain(path)
        except OSError:
            raise self._explain_missing(path) from None
        if digest(content) != name:
            raise self._explain_damage(path, name)
        return content

    def size(self, name: str) -> int:
        """In bytes. Raises `OSError`."""
        return self.path(name).lstat().st_size

    def is_sound(self, name: str, *, afresh: bool = False) -> bool:
        """Whether an object is there and is what its name says. It is read unless this process has read it and nothing
        about the file has changed since; `afresh` reads it in any case."""
        try:
            look = take_look(self.path(name).lstat())
            if afresh or self._sound.get(name) != look:
                self.open(name).close()
        except (OSError, StoreError):
            self._sound.pop(name, None)
            return False
        self._sound[name] = look
        return True

    def drop_damaged(self, names: Iterable[str]) -> int:
        """Remove objects that are not what their names say, so that they are made anew; returns how many."""
        wrong = [name for name in names if self.path(name).is_symlink() or self.path(name).exists()]
        wrong = [name for name in wrong if not self.is_sound(name, afresh=True)]
        for name in wrong:
            if not _is_folder(self.path(name)):  # what people may have put there is for the doctor to move
                self.path(name).unlink()
        return len(wrong)

    def sweep(self, needed: set[str]) -> tuple[int, int]:
        """Remove every object not in `needed`; returns (objects, bytes) removed."""
        count = size = 0
        for path in self.folder.glob("??/*"):
            if path.name not in needed:
                size += path.lstat().st_size
                count += 1
                path.unlink()
        return count, size

    @staticmethod
    def _explain_missing(path: Path) -> StoreError:
        return StoreError("thiếu một tệp đã dựng", place=str(path), way_out=_AGAIN)

    @staticmethod
    def _explain_damage(path: Path, name: str) -> StoreError:
        return StoreError("một tệp đã dựng bị hỏng", place=str(path), value=name, way_out=_AGAIN)


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _require_room(path: Path) -> None:
    """Raises `NotPlainError` where a folder stands in the place of an object, or something else in that of its folder:
    a rename cannot replace those."""
    folder = path.parent
    if _is_folder(path) or (os.path.lexists(folder) and not folder.is_dir()):
        raise NotPlainError(path)
