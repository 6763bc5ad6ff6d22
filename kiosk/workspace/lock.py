"""One writer at a time: the lock of a workspace, and who holds it since when.

In comes the path of the lock's file; out goes the time in which it is held, or a refusal that names the holder.
"""

from __future__ import annotations

import fcntl
import json
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from kiosk.clock import stamp_now
from kiosk.errors import BusyError, StoreError
from kiosk.text import show_hidden
from kiosk.workspace import disk
from kiosk.workspace.plain import read_plain

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
    handle = _open_lock(path)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise _explain_holder(path) from None
        _sign(handle)
        yield
    finally:
        os.close(handle)


def _open_lock(path: Path) -> int:
    """The lock's file, not emptied: it says who holds it. Raises `StoreError` where something else stands there."""
    flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        handle = os.open(path, flags, disk.REPLACED)
        if stat.S_ISREG(os.fstat(handle).st_mode):
            return handle
        os.close(handle)
    except OSError as error:
        if not os.path.lexists(path) or (path.is_file() and not path.is_symlink()):
            raise error
    raise StoreError(
        "chỗ của tệp khóa bị thứ khác chiếm nên không lệnh nào ghi được",
        place=str(path),
        way_out="xóa hoặc chuyển nó đi nơi khác rồi chạy lại; tệp khóa tự được tạo lại",
    )


def _sign(handle: int) -> None:
    """Write down who holds it. On a full disk nothing is written, and what makes room still runs."""
    me = {"pid": os.getpid(), "command": " ".join(sys.argv[1:3])[:_LONGEST], "since": stamp_now()}
    with suppress(OSError):
        os.fchmod(handle, disk.REPLACED)
        os.ftruncate(handle, 0)
        os.pwrite(handle, json.dumps(me).encode(), 0)


def _explain_holder(path: Path) -> BusyError:
    try:
        holder = str(_HOLDER.validate_json(read_plain(path)))
    except (OSError, ValidationError):
        holder = ""
    return BusyError(
        "một lệnh khác đang ghi vào thư mục làm việc",
        place=str(path.parent),
        value=holder,
        way_out="chờ lệnh kia xong rồi chạy lại",
    )
