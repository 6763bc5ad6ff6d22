"""A folder made beside its place and put there whole, on a disk or a stick that may be pulled at any moment.

    .NAME.PID/        what is being made, held by a lock as long as its run lives
    NAME              the old one, until the new one is whole and flushed; then the new one, by one exchange
    NAME.dang-thay    the old one for a moment, where the file system cannot exchange two names

At every moment either copy is whole and has a name. What a dead run left is cleaned by the next run into the same
place; a run that lives is never disturbed: the second one is told. Raises `ReleaseError` and `OSError`.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from pathlib import Path

from kiosk.errors import ReleaseError
from kiosk.flushing import flush, flush_tree, open_to_all

_EXCHANGE, _ONLY_FREE = 2, 1
"""Flags of renameat2(2): RENAME_EXCHANGE and RENAME_NOREPLACE."""
_AT_FDCWD = -100
_CANNOT = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EPERM})
"""Answers of a kernel or a file system that does not know these flags (old vfat, NFS)."""
_OLD = ".dang-thay"


@contextmanager
def make_fresh_folder(place: Path) -> Iterator[Path]:
    """A fresh folder in which to make what goes to `place` by `put_in_place`; removed at the end with what is left.

    Raises `ReleaseError` where another run is making the same.
    """
    fresh = place.with_name(f".{place.name}.{os.getpid()}")
    with _hold_folder(place.parent):
        _recover(place)
        fresh.mkdir()
        handle = os.open(fresh, os.O_RDONLY)
        with suppress(OSError):  # without locks the dead cannot be told from the living, and nothing is cleaned
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    try:
        yield fresh
    finally:
        _remove(fresh)
        os.close(handle)


def put_in_place(fresh_content: Path, place: Path) -> None:
    """Give `fresh_content`, a folder or a file inside a fresh folder, the name `place`; what stood there is gone then.

    Everything is flushed before, so that the name never stands for something half-written. Everybody may read it: modes
    are set and not inherited.
    """
    open_to_all(fresh_content)
    flush_tree(fresh_content)
    if not os.path.lexists(place):
        fresh_content.rename(place)
    elif _rename_with(fresh_content, place, _EXCHANGE):
        flush(place.parent)
        _remove(fresh_content)
    else:
        _put_by_two_renames(fresh_content, place)
    flush(place.parent)


def _put_by_two_renames(fresh_content: Path, place: Path) -> None:
    aside = place.with_name(place.name + _OLD)
    _remove(aside)
    place.rename(aside)
    flush(place.parent)
    try:
        fresh_content.rename(place)
    except OSError:
        aside.rename(place)
        raise
    flush(place.parent)
    _remove(aside)


def put_where_free(fresh_content: Path, place: Path) -> None:
    """As `put_in_place`, but never over anything. Raises `FileExistsError`."""
    open_to_all(fresh_content)
    flush_tree(fresh_content)
    if not _rename_with(fresh_content, place, _ONLY_FREE):
        if os.path.lexists(place):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(place))
        fresh_content.rename(place)
    flush(place.parent)


def _rename_with(source: Path, target: Path, flags: int) -> bool:
    """Rename with flags of Linux; False where they are not known here."""
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if call is None:
        return False
    if call(_AT_FDCWD, os.fsencode(source), _AT_FDCWD, os.fsencode(target), flags) == 0:
        return True
    number = ctypes.get_errno()
    if number in _CANNOT:
        return False
    raise OSError(number, os.strerror(number), str(target))


def _recover(place: Path) -> None:
    """Bring back an old one that a dead run had put aside, and clean what dead runs left. The folder is held."""
    name = re.compile(rf"\.{re.escape(place.name)}\.[0-9]+")
    litter = [path for path in place.parent.iterdir() if name.fullmatch(path.name)]
    states = {path: _judge_run(path) for path in litter}
    if _Run.LIVING in states.values():
        raise ReleaseError(
            "một lệnh khác đang ghi vào đúng chỗ này",
            place=str(place),
            way_out="chờ lệnh kia xong, hoặc ghi vào chỗ khác",
        )
    aside = place.with_name(place.name + _OLD)
    if os.path.lexists(aside) and not os.path.lexists(place):
        aside.rename(place)
        flush(place.parent)
    _remove(aside)
    for path in (path for path, state in states.items() if state is _Run.DEAD):
        _remove(path)


class _Run(Enum):
    """What became of the run that made a fresh folder; unknown where there are no locks, or no right to ask."""

    LIVING = 1
    DEAD = 2
    UNKNOWN = 3


def _judge_run(litter: Path) -> _Run:
    """A dead run no longer holds its folder, whether it ran here or on another machine."""
    try:
        handle = os.open(litter, os.O_RDONLY)
    except OSError:
        return _Run.UNKNOWN
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return _Run.LIVING
    except OSError:
        return _Run.UNKNOWN
    finally:
        os.close(handle)
    return _Run.DEAD


@contextmanager
def _hold_folder(folder: Path) -> Iterator[None]:
    """Keep other runs from looking at a fresh folder before it is locked."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
