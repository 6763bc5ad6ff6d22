"""Files put in their place whole: written or copied beside it, flushed, renamed.

In come bytes or a file and a place; out goes that place, holding exactly these bytes after any crash, or what it held
before. What belongs where is left to callers. Raises `OSError`.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from kiosk.canonical import digest
from kiosk.flushing import flush
from kiosk.workspace.plain import read_plain

OBJECT_MODE, FILE_MODE = 0o444, 0o644
_NO_LINKS = frozenset({errno.EPERM, errno.EXDEV, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK, errno.EACCES})
"""What file systems without hard links, or out of them, answer."""


def put_file(place: Path, content: bytes, scratch: Path, mode: int = FILE_MODE) -> None:
    """Make `content` the file at `place`, durably; its folder exists. A symbolic link there is replaced, not followed.
    `scratch`: a folder of the same file system, in which a killed writer may leave something.
    """
    fresh = scratch / f"{digest(content)[:16]}.{os.getpid()}"
    try:
        fresh.unlink(missing_ok=True)
        with fresh.open("xb") as handle:
            # Before anything stands in it: what is private is so from its first byte.
            with suppress(PermissionError):  # file systems without modes
                os.fchmod(handle.fileno(), mode)
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        fresh.replace(place)
    finally:
        fresh.unlink(missing_ok=True)
    flush(place.parent)


def link_file(source: Path, place: Path) -> None:
    """Make `place`, which is free, another name of the file `source`, or a copy of it where there are no hard links."""
    try:
        os.link(source, place)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        shutil.copyfile(source, place)
        with suppress(PermissionError):
            place.chmod(OBJECT_MODE)
        flush(place)


def replace_by_link(source: Path, place: Path, fresh: Path) -> None:
    """As `link_file` where something stands at `place` already; `fresh` is a free name on the same file system."""
    fresh.unlink(missing_ok=True)
    link_file(source, fresh)
    fresh.replace(place)
    flush(place.parent)


def read_first_sound(places: Iterable[Path], sha256: str) -> bytes | None:
    """What the first of `places` holds that has this digest, or None."""
    for place in places:
        with suppress(OSError):
            content = read_plain(place)
            if digest(content) == sha256:
                return content
    return None
