"""Photos of walls on disk: what was sent until it is read, then a copy without what cameras add, for some days.

In come bytes, out go digests, by which files are called. They show places and sometimes people: only the owner of the
workspace reads them, no backup takes them along, and `photo_book` says when they go.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from kiosk.canonical import digest
from kiosk.errors import StoreError, explain_cause
from kiosk.flushing import flush
from kiosk.workspace.disk import write_new

FOLDER = "photos"
_UPLOADS = "uploads"
_PRIVATE_FOLDER, _PRIVATE = 0o700, 0o600
FORGOTTEN = 2 * 24 * 3600
"""Seconds after which a file that nothing names is removed."""


def keep_upload(root: Path, content: bytes) -> str:
    """Keep what was sent, until it is read. Raises `StoreError`."""
    return _keep(root / FOLDER / _UPLOADS, content)


def keep_copy(root: Path, content: bytes) -> str:
    """Keep the copy for people. Raises `StoreError`."""
    return _keep(root / FOLDER, content)


def _keep(folder: Path, content: bytes) -> str:
    name = digest(content)
    try:
        for place in (folder.parent, folder) if folder.name == _UPLOADS else (folder,):
            place.mkdir(_PRIVATE_FOLDER, exist_ok=True)
            place.chmod(_PRIVATE_FOLDER)
        fresh = folder / f"{name}.{os.getpid()}.new"
        write_new(fresh, content, _PRIVATE)
        flush(fresh)
        fresh.rename(folder / name)
    except OSError as error:
        raise StoreError(
            "không lưu được ảnh",
            place=str(folder),
            value=explain_cause(error),
            way_out="kiểm tra ổ đĩa còn trống và quyền ghi rồi gửi lại ảnh",
        ) from error
    return name


def read_upload(root: Path, name: str) -> bytes | None:
    """What was sent; None where it is gone."""
    return _read(root / FOLDER / _UPLOADS / name)


def find_copy(root: Path, name: str) -> Path | None:
    """Where the copy of a photo stands; None where it is gone, or where `name` is no digest."""
    path = root / FOLDER / name
    return path if len(name) == 64 and name.isalnum() and path.is_file() else None


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def drop_upload(root: Path, name: str) -> None:
    """Remove what was sent."""
    (root / FOLDER / _UPLOADS / name).unlink(missing_ok=True)


def drop_copy(root: Path, name: str) -> bool:
    """Remove the copy of a photo; whether there was one."""
    path = find_copy(root, name)
    if path is None:
        return False
    path.unlink(missing_ok=True)
    return True


def list_copies(root: Path) -> tuple[str, ...]:
    """The digests of all copies on disk."""
    folder = root / FOLDER
    return tuple(sorted(p.name for p in folder.iterdir() if p.is_file() and not p.suffix)) if folder.is_dir() else ()


def is_forgotten(root: Path, name: str) -> bool:
    """Whether a copy has stood there for so long that what was to name it never will."""
    return _is_old(root / FOLDER / name)


def _is_old(path: Path) -> bool:
    return time.time() - path.stat().st_mtime > FORGOTTEN


def drop_forgotten(root: Path) -> None:
    """Remove uploads and halves of files that nothing took up: a crash may leave some."""
    for path in (root / FOLDER).glob("**/*"):
        is_leftover = path.is_file() and (path.parent.name == _UPLOADS or path.suffix == ".new")
        if is_leftover and _is_old(path):
            path.unlink(missing_ok=True)
