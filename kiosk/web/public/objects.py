"""Objects that are what their names say: the only way in which the server reads what it sends.

A sha256 and a size come in; an open object goes out, of which every piece is compared with what was hashed before it is
handed on. So what is sent is what was checked, even where a file is changed in place while it is being sent. An object
is hashed whole at its first use in a process, and again where inode, size or times of its file differ.
"""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from kiosk.errors import StoreError, explain_cause
from kiosk.workspace.store import Store

PIECE = 1 << 18
"""Bytes that are read, compared and sent at a time: all that one answer holds of a large file."""
_REMEMBERED = 50_000

State = tuple[int, ...]
"""Device, inode, size, time of the last change of content and of the inode, in ns: what a file is recognised by."""


@dataclass(frozen=True, slots=True)
class _Sums:
    """What was hashed: the file's state before it was read, and the sha256 of each piece."""

    state: State
    pieces: tuple[bytes, ...]


class OpenObject:
    """An object open for reading; `size` in bytes. To be closed."""

    def __init__(self, handle: BinaryIO, path: Path, size: int, sums: tuple[bytes, ...]) -> None:
        self._handle, self._path, self._sums = handle, path, sums
        self.size = size

    def __enter__(self) -> OpenObject:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Release the file."""
        self._handle.close()

    def read_piece(self, number: int) -> bytes:
        """The piece that begins at `number` times `PIECE`. Raises `StoreError` where it is not what was hashed."""
        try:
            piece = os.pread(self._handle.fileno(), PIECE, number * PIECE)
        except OSError as error:
            raise _explain_unsound(self._path, explain_cause(error)) from error
        if hashlib.sha256(piece).digest() != self._sums[number]:
            raise _explain_unsound(self._path, "nội dung đổi trong khi gửi")
        return piece

    def read_all(self) -> bytes:
        """The whole content. Raises `StoreError`."""
        return b"".join(map(self.read_piece, range(len(self._sums))))


class ObjectShelf:
    """Opens the objects of a workspace."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._sums: dict[str, _Sums] = {}

    def open(self, sha256: str, size: int) -> OpenObject:
        """The object of this name, `size` bytes long. Raises `StoreError` where it is missing, no file, or other
        bytes."""
        path = self._store.object_path(sha256)
        handle = _open_file(path)
        try:
            state = describe_file(os.fstat(handle.fileno()))
            sums = self._sums.get(sha256)
            if sums is None or sums.state != state:
                sums = self._hash(handle, path, state, sha256, size)
            return OpenObject(handle, path, size, sums.pieces)
        except BaseException:
            handle.close()
            raise

    def forget(self, sha256: str) -> None:
        """Hash an object again at its next use."""
        self._sums.pop(sha256, None)

    def _hash(self, handle: BinaryIO, path: Path, state: State, sha256: str, size: int) -> _Sums:
        # The size first: a damaged one may be of any length.
        pieces = _digest_pieces(handle, path, size) if os.fstat(handle.fileno()).st_size == size else None
        if pieces is None or pieces[0] != sha256:
            self.forget(sha256)
            raise _explain_unsound(path, "nội dung khác với khi kiểm tra")
        if len(self._sums) >= _REMEMBERED:
            self._sums.clear()
        sums = _Sums(state, pieces[1])
        self._sums[sha256] = sums
        return sums


def _digest_pieces(handle: BinaryIO, path: Path, size: int) -> tuple[str, tuple[bytes, ...]]:
    """sha256 of the first `size` bytes in hexadecimal, and that of each piece."""
    whole, pieces = hashlib.sha256(), list[bytes]()
    try:
        for start in range(0, max(size, 1), PIECE):
            piece = os.pread(handle.fileno(), PIECE, start)
            whole.update(piece)
            pieces.append(hashlib.sha256(piece).digest())
    except OSError as error:
        raise _explain_unsound(path, explain_cause(error)) from error
    return whole.hexdigest(), tuple(pieces)


def describe_file(facts: os.stat_result) -> State:
    """What a file is recognised by."""
    return facts.st_dev, facts.st_ino, facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns


def _open_file(path: Path) -> BinaryIO:
    """The file, opened once; never waits for a pipe that stands in its place."""
    try:
        handle = os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb", buffering=0)
    except (OSError, ValueError) as error:
        raise _explain_unsound(path, explain_cause(error)) from error
    if not stat.S_ISREG(os.fstat(handle.fileno()).st_mode):
        handle.close()
        raise _explain_unsound(path, "không phải là tệp")
    return handle


def _explain_unsound(path: Path, value: str) -> StoreError:
    return StoreError(
        "một tệp đang công bố bị thiếu hoặc bị hỏng nên không gửi đi",
        place=str(path),
        value=value,
        way_out="khôi phục tệp này từ bản sao lưu; máy chủ gửi lại ngay khi tệp đúng như khi kiểm tra",
    )
