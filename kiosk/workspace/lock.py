"""One writer at a time: the lock of a workspace, and who holds it since when.

In comes the path of the lock's file; out goes the time in which it is held, or a refusal that names the holder.
"""

from __future__ import annotations

import fcntl
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from kiosk.clock import stamp_now
from kiosk.errors import BusyError
from kiosk.text import show_hidden
from kiosk.workspace import disk

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Holder:
    """Who writes: process, what was called, since when."""

    pid: int
    command: str
    since: str

    def __str__(self) -> str:
        command = show_hidden(self.command)[:_LONGEST]
        return f"kiosk {command}, tiến trình {self.pid}, từ {show_hidden(self.since)[:_LONGEST]}"


_HOLDER: TypeAdapter[Holder] = TypeAdapter(Holder)


@contextmanager
def hold_lock(path: Path) -> Iterator[None]:
    """Hold the lock while the body runs. Raises `BusyError` where another process holds it, `OSError`."""
    # Opened without being emptied: it says who holds it.
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, disk.REPLACED)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise _taken(path) from None
        _sign(handle)
        yield
    finally:
        os.close(handle)


def _sign(handle: int) -> None:
    """Write down who holds it. On a full disk nothing is written, and what makes room still runs."""
    me = {"pid": os.getpid(), "command": " ".join(sys.argv[1:3])[:_LONGEST], "since": stamp_now()}
    with suppress(OSError):
        os.fchmod(handle, disk.REPLACED)
        os.ftruncate(handle, 0)
        os.pwrite(handle, json.dumps(me).encode(), 0)


def _taken(path: Path) -> BusyError:
    try:
        holder = str(_HOLDER.validate_json(path.read_bytes()))
    except (OSError, ValidationError):
        holder = ""
    return BusyError(
        "một lệnh khác đang ghi vào thư mục làm việc",
        place=str(path.parent),
        value=holder,
        way_out="chờ lệnh kia xong rồi chạy lại",
    )
