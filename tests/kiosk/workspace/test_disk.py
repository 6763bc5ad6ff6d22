"""Files that last: modes that no umask changes, failures that undo nothing."""

from __future__ import annotations

import errno
import stat
from pathlib import Path

import pytest

from kiosk.errors import StoreError
from kiosk.workspace import disk
from kiosk.workspace.disk import Shortfall


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.usefixtures("umask")
def test_modes_are_set_and_not_inherited(tmp_path: Path) -> None:
    disk.write_new(tmp_path / "kept", b"1", disk.KEPT)
    disk.replace_file(tmp_path / "replaced", b"1", tmp_path / "fresh")
    assert [mode(tmp_path / name) for name in ("kept", "replaced")] == [0o444, 0o644]


def failing(*_: object) -> None:
    raise OSError(errno.EIO, "Input/output error")


def test_a_file_that_cannot_be_flushed_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_bytes(b"old")
    monkeypatch.setattr(disk, "flush", failing)
    with pytest.raises(OSError, match="Input/output"):
        disk.replace_file(tmp_path / "a", b"new", tmp_path / "fresh")
    assert (tmp_path / "a").read_bytes() == b"old"


def test_a_folder_that_cannot_be_flushed_afterwards_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert disk.sync_afterwards(tmp_path) == ()
    monkeypatch.setattr(disk, "flush", failing)
    (shortfall,) = disk.sync_afterwards(tmp_path)
    assert shortfall.place == str(tmp_path)
    assert "lỗi đọc ghi của ổ đĩa" in str(shortfall)
    assert "chạy lại lệnh này" in str(shortfall)


def test_a_step_that_follows_is_told_where_it_fails() -> None:
    def damaged() -> tuple[Shortfall, ...]:
        raise StoreError("không đọc được")

    assert disk.follow(lambda: (), "chưa ghi", "x", "chạy lại") == ()
    for step, cause in ((damaged, "không đọc được"), (lambda: failing() or (), "lỗi đọc ghi của ổ đĩa")):
        assert disk.follow(step, "chưa ghi", "x", "chạy lại") == (Shortfall("chưa ghi", "x", cause, "chạy lại"),)


def test_everything_named_is_flushed(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1")
    disk.sync_all((tmp_path / "a", tmp_path))
    with pytest.raises(FileNotFoundError):
        disk.sync_all((tmp_path / "b",))
