"""Files and folders that last: what is written here is on the disk, and not only on its way there.

In come paths and bytes; nothing goes out but what could not be done. Modes are set and never inherited: under any umask
a web server beside the program can read what is published. Which file means what is left to the other modules.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from kiosk.errors import KioskError, explain_cause
from kiosk.flushing import flush

KEPT = 0o444
"""Of content that is named by its digest, and never changes."""
REPLACED = 0o644
"""Of files that are replaced or added to."""
_SYNC_THREADS = 8


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A step that was to follow what is done already, and failed: what, where, why, and what to do now."""

    what: str
    place: str
    reason: str
    way_out: str

    def __str__(self) -> str:
        return f"{self.what} ({self.place}: {self.reason}); cần làm: {self.way_out}"


def sync_all(paths: Iterable[Path]) -> None:
    """At once, so that files share a commit of the file system's journal. Raises `OSError`."""
    with ThreadPoolExecutor(_SYNC_THREADS) as pool:
        list(pool.map(flush, paths))


def sync_afterwards(folder: Path) -> tuple[Shortfall, ...]:
    """Flush the names in a folder where what they say holds already: a failure is told and undoes nothing."""
    try:
        flush(folder)
    except OSError as error:
        what = "chưa chắc đã nằm hẳn trên ổ đĩa, mất điện ngay lúc này thì có thể mất"
        return (Shortfall(what, str(folder), explain_cause(error), "kiểm tra ổ đĩa rồi chạy lại lệnh này"),)
    return ()


def follow(step: Callable[[], tuple[Shortfall, ...]], what: str, place: str, way_out: str) -> tuple[Shortfall, ...]:
    """Take a step that follows what is done already: where it fails, `what` was not done is told with the way out."""
    try:
        return step()
    except OSError as error:
        return (Shortfall(what, place, explain_cause(error), way_out),)
    except KioskError as error:
        return (Shortfall(what, place, error.message, way_out),)


def write_new(path: Path, content: bytes, mode: int) -> None:
    """A file that nobody looks at yet; not flushed. Raises `OSError`."""
    with path.open("wb") as handle:
        os.fchmod(handle.fileno(), mode)
        handle.write(content)


def replace_file(path: Path, content: bytes, fresh: Path) -> None:
    """Give `path` another content by one rename, by way of the unused name `fresh`. What is read afterwards is the old
    or the new content whole; the folder is flushed by the caller. Raises `OSError`, and then `path` is as it was."""
    write_new(fresh, content, REPLACED)
    flush(fresh)
    fresh.replace(path)
