"""Files and folders that last: modes that no umask changes, names that are flushed, failures that undo nothing."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk import flushing
from kiosk.errors import StoreError
from kiosk.flushing import make_folders, make_inside
from kiosk.workspace import disk
from kiosk.workspace.disk import Shortfall


@pytest.fixture(params=[0o077, 0o022, 0o000])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    """Under each of these masks."""
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.usefixtures("umask")
def test_modes_are_set_and_not_inherited(tmp_path: Path) -> None:
    make_folders(tmp_path / "a/b")
    disk.write_new(tmp_path / "kept", b"1", disk.KEPT)
    disk.replace_file(tmp_path / "replaced", b"1", tmp_path / "fresh")
    assert [mode(tmp_path / name) for name in ("a", "a/b", "kept", "replaced")] == [0o755, 0o755, 0o444, 0o644]


def test_a_folder_hands_its_group_down(tmp_path: Path) -> None:
    tmp_path.chmod(0o2755)
    make_inside(tmp_path / "a")
    assert mode(tmp_path / "a") in (0o2755, 0o755)
    assert mode(tmp_path / "a") & 0o2000 == stat.S_IMODE((tmp_path / "a").stat().st_mode) & 0o2000


def test_each_new_folder_is_flushed_in_the_one_that_holds_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[Path] = []
    monkeypatch.setattr(flushing, "flush", flushed.append)
    make_folders(tmp_path / "a/b")
    assert flushed == [tmp_path, tmp_path / "a"]
    make_folders(tmp_path / "a/b")
    assert flushed == [tmp_path, tmp_path / "a"]


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
