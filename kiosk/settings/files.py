"""Files that people edit, read and replaced as a whole.

A replacement is written beside the file, flushed and renamed, so that a reader sees the old file or the new one; it is
refused where the file is no longer what was read. Raises `ConfigError`.
"""

from __future__ import annotations

import fcntl
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kiosk.canonical import digest
from kiosk.errors import ConfigError, explain_cause


def read_whole(path: Path) -> bytes:
    """The content of a file that a person named, by a link too. A pipe or a device, whose end may never come, is none.
    Raises `OSError`."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(handle, "rb") as file:  # a folder is refused here
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError("không phải tệp thường")
        return file.read()


def replace_file(path: Path, content: bytes, read_digest: str) -> None:
    """Make `content` the file at `path`, whose bytes had the sha256 `read_digest` when they were read.

    Keeps the file's permissions; a symbolic link stays one. Raises `ConfigError` where somebody else changed the file
    in between, or where it cannot be written.
    """
    target = path.resolve()
    try:
        with _hold_folder(target.parent):
            if digest(target.read_bytes()) != read_digest:
                raise ConfigError(
                    "tệp vừa được sửa ở nơi khác, chưa ghi gì",
                    place=str(path),
                    way_out="xem lại nội dung mới của tệp rồi chạy lại lệnh",
                )
            _rename_into_place(target, content)
    except OSError as error:
        raise ConfigError(
            "không ghi được tệp", place=str(path), value=explain_cause(error), way_out="kiểm tra quyền ghi và chỗ trống"
        ) from error


@contextmanager
def _hold_folder(folder: Path) -> Iterator[None]:
    """Keep other writers of this program out: two that read the same file must not both find it unchanged."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
        os.fsync(handle)
    finally:
        os.close(handle)


def _rename_into_place(target: Path, content: bytes) -> None:
    status = target.stat()
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    fresh = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(content)
            handle.flush()
            os.fchmod(handle.fileno(), status.st_mode & 0o7777)
            with suppress(PermissionError):  # an ordinary user cannot give files away, and need not
                os.fchown(handle.fileno(), status.st_uid, status.st_gid)
            os.fsync(handle.fileno())
        fresh.replace(target)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
