"""Folders and names that last: modes that no umask changes, each new name flushed, what cannot be flushed."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from kiosk import flushing
from kiosk.flushing import flush, flush_tree, make_folders, make_inside, open_to_all


@pytest.mark.usefixtures("umask")
def test_modes_of_folders_are_set_and_not_inherited(tmp_path: Path) -> None:
    make_folders(tmp_path / "a/b")
    assert [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("a", "a/b")] == [0o755, 0o755]


@pytest.mark.usefixtures("umask")
def test_what_is_written_for_people_can_be_read_by_everybody(tmp_path: Path) -> None:
    (tmp_path / "a/b").mkdir(parents=True)
    (tmp_path / "a/b/x").write_bytes(b"1")
    open_to_all(tmp_path / "a")
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("a", "a/b", "a/b/x")]
    assert modes == [0o755, 0o755, 0o644]


def test_a_folder_hands_its_group_down(tmp_path: Path) -> None:
    tmp_path.chmod(0o2755)
    (tmp_path / "plain").mkdir()
    handed_down = stat.S_IMODE((tmp_path / "plain").stat().st_mode) & 0o2000
    make_inside(tmp_path / "a")
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o755 | handed_down


def test_a_stick_without_modes_is_no_obstacle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(Path, "chmod", refuse)
    make_folders(tmp_path / "a/b")
    open_to_all(tmp_path / "a")
    assert (tmp_path / "a/b").is_dir()


def test_each_new_folder_is_flushed_in_the_one_that_holds_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[Path] = []
    monkeypatch.setattr(flushing, "flush", flushed.append)
    make_folders(tmp_path / "a/b")
    assert flushed == [tmp_path, tmp_path / "a"]
    make_folders(tmp_path / "a/b")
    assert flushed == [tmp_path, tmp_path / "a"]


def test_a_tree_is_flushed_from_the_leaves_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_folders(tmp_path / "a/b")
    (tmp_path / "a/b/x").write_bytes(b"1")
    (tmp_path / "a/y").write_bytes(b"1")
    flushed: list[Path] = []
    monkeypatch.setattr(flushing, "flush", flushed.append)
    flush_tree(tmp_path)
    assert flushed == [tmp_path / name for name in ("a/b/x", "a/y", "a/b", "a", "")]


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTSUP, errno.ENOSYS])
def test_a_file_system_that_flushes_no_folders_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    handles = monkeypatched_sync(monkeypatch, number)
    flush(tmp_path)
    assert len(handles) == 1


def test_a_flush_that_fails_is_raised_and_leaves_nothing_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    handles = monkeypatched_sync(monkeypatch, errno.EIO)
    with pytest.raises(OSError, match=os.strerror(errno.EIO)):
        flush(tmp_path)
    with pytest.raises(OSError, match=os.strerror(errno.EBADF)):
        os.fstat(handles[0])


def monkeypatched_sync(monkeypatch: pytest.MonkeyPatch, number: int) -> list[int]:
    """Every fsync fails with this errno; the handles that it was asked for."""
    handles: list[int] = []

    def fail(handle: int) -> None:
        handles.append(handle)
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    return handles
