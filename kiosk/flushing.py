"""Having the disk keep what was written: contents of files, names in folders. Raises `OSError`."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

_FOLDER_MODE, _FILE_MODE = 0o755, 0o644
_NO_FLUSH = frozenset({errno.EINVAL, errno.ENOTSUP, errno.ENOSYS})
"""What file systems answer that cannot flush a folder: there is nothing more to be done."""


def make_folders(folder: Path) -> None:
    """Make `folder` and what leads to it; each new one is flushed in the one that holds it."""
    if folder.is_dir():
        return
    make_folders(folder.parent)
    make_inside(folder)
    flush(folder.parent)


def make_inside(path: Path) -> None:
    """One folder; its name in the one that holds it is flushed by the caller, later. Its mode is set, not inherited."""
    path.mkdir(exist_ok=True)
    mode = stat.S_IMODE(path.stat().st_mode)
    # The bits above belong to the folder around it (a group that is handed down). A stick may know no modes.
    with suppress(PermissionError):
        path.chmod(mode & ~0o777 | _FOLDER_MODE)


def open_to_all(top: Path) -> None:
    """Let everybody read `top` and everything below it, whatever the umask was when it was made."""
    places = [Path(path) / name for path, folders, files in os.walk(top) for name in (*folders, *files)]
    for path in (top, *places):
        # A stick may know no modes.
        with suppress(PermissionError):
            path.chmod(_FOLDER_MODE if path.is_dir() else _FILE_MODE)


def flush(path: Path) -> None:
    """Have the disk keep a file's content, or a folder's names."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NO_FLUSH:
            raise
    finally:
        os.close(handle)


def flush_tree(folder: Path) -> None:
    """`flush` everything below `folder`, itself last."""
    for path, folders, files in os.walk(folder, topdown=False):
        for name in files:
            flush(Path(path) / name)
        for name in folders:
            flush(Path(path) / name)
    flush(folder)
