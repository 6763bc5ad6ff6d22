"""Reading plain files only: what stands under a file's name may be a link, a folder or a pipe.

A path comes in, an open file or its bytes go out. A link could lead to any file of the machine, a pipe would be waited
for until somebody writes into it, and neither may pass for a file that is not there. Raises `OSError`.
"""

from __future__ import annotations

import errno
import os
import stat
from io import BufferedReader
from pathlib import Path

from kiosk.errors import StoreError

_NO_FILE = frozenset({errno.ELOOP, errno.ENXIO})
"""What opening a symbolic link (not to be followed) or a socket answers."""


BESIDE_DATABASES = ("", "-wal", "-shm", "-journal")
"""Endings of a database's name: itself, and the files that belong to it."""


class NotPlainError(StoreError, OSError):
    """Something else stands where a file of the workspace must be. Also an `OSError`: to whoever reads a file, it
    cannot be read."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            "không phải tệp thường mà là liên kết, thư mục hoặc thứ khác",
            place=str(path),
            way_out="chạy kiosk doctor để biết nghĩa là gì và cách sửa",
        )


def require_plain(path: Path) -> None:
    """Raises `NotPlainError` where something stands at `path` that is no plain file: for libraries that open it
    themselves."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISREG(mode):
        raise NotPlainError(path)


def require_plain_database(path: Path) -> None:
    """As `require_plain`, of a database and of what SQLite keeps beside it."""
    for ending in BESIDE_DATABASES:
        require_plain(path.with_name(path.name + ending))


def open_plain(path: Path) -> BufferedReader:
    """Open a file that is one: no symbolic link, no folder, no pipe. Raises `NotPlainError`, `OSError`."""
    try:
        # Without O_NONBLOCK a pipe under the name of a file would be waited for.
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise (NotPlainError(path) if error.errno in _NO_FILE else error) from None
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise NotPlainError(path)
    return os.fdopen(handle, "rb")


def read_plain(path: Path) -> bytes:
    """The content of a plain file. Raises as `open_plain`."""
    with open_plain(path) as handle:
        return handle.read()
