"""Files put in their place whole, with hard links and without."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from kiosk.canonical import digest
from kiosk.workspace import copying
from kiosk.workspace.copying import OBJECT_MODE, link_file, put_file, read_first_sound, replace_by_link


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    (tmp_path / "tmp").mkdir()
    return tmp_path / "tmp"


@pytest.fixture(params=[errno.EPERM, errno.EXDEV, errno.EMLINK])
def linkless(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system that answers a hard link with this."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(request.param, os.strerror(request.param))

    monkeypatch.setattr(os, "link", refuse)


@pytest.mark.usefixtures("umask")
def test_a_file_is_put_with_its_mode(tmp_path: Path, scratch: Path) -> None:
    put_file(tmp_path / "a", b"1", scratch)
    put_file(tmp_path / "b", b"2", scratch, OBJECT_MODE)
    assert [stat.S_IMODE((tmp_path / n).stat().st_mode) for n in "ab"] == [0o644, 0o444]
    put_file(tmp_path / "b", b"3", scratch, OBJECT_MODE)
    assert (tmp_path / "b").read_bytes() == b"3"
    assert list(scratch.iterdir()) == []


def test_a_link_is_replaced_and_not_followed(tmp_path: Path, scratch: Path) -> None:
    (tmp_path / "secret").write_bytes(b"old")
    (tmp_path / "a").symlink_to("secret")
    put_file(tmp_path / "a", b"new", scratch)
    assert not (tmp_path / "a").is_symlink()
    assert (tmp_path / "secret").read_bytes() == b"old"


def test_what_was_there_stays_where_the_disk_fails(
    tmp_path: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    put_file(tmp_path / "a", b"old", scratch)
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match=os.strerror(errno.EIO)):
        put_file(tmp_path / "a", b"new", scratch)
    assert (tmp_path / "a").read_bytes() == b"old"
    assert list(scratch.iterdir()) == []


def test_a_file_is_flushed_before_it_has_its_name_and_its_folder_after(
    tmp_path: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names: list[list[str]] = []
    monkeypatch.setattr(os, "fsync", lambda _: names.append(sorted(p.name for p in tmp_path.iterdir())))
    put_file(tmp_path / "a", b"1", scratch)
    assert names == [["tmp"], ["a", "tmp"]]


def test_a_second_name_is_the_same_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1")
    link_file(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "b").samefile(tmp_path / "a")


@pytest.mark.usefixtures("linkless")
def test_without_hard_links_a_second_name_is_a_flushed_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[Path] = []
    monkeypatch.setattr(copying, "flush", flushed.append)
    (tmp_path / "a").write_bytes(b"1")
    link_file(tmp_path / "a", tmp_path / "b")
    assert ((tmp_path / "b").read_bytes(), (tmp_path / "b").samefile(tmp_path / "a")) == (b"1", False)
    assert stat.S_IMODE((tmp_path / "b").stat().st_mode) == OBJECT_MODE
    assert flushed == [tmp_path / "b"]


def test_what_is_wrong_otherwise_is_no_reason_to_copy(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        link_file(tmp_path / "lost", tmp_path / "b")
    (tmp_path / "a").write_bytes(b"1")
    (tmp_path / "b").write_bytes(b"2")
    with pytest.raises(FileExistsError):
        link_file(tmp_path / "a", tmp_path / "b")


def test_a_damaged_name_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1")
    (tmp_path / "b").write_bytes(b"damaged")
    (tmp_path / "fresh").write_bytes(b"left by a killed one")
    replace_by_link(tmp_path / "a", tmp_path / "b", tmp_path / "fresh")
    assert (tmp_path / "b").samefile(tmp_path / "a")
    assert not (tmp_path / "fresh").exists()


def test_the_first_sound_content_is_taken_and_links_are_none(tmp_path: Path) -> None:
    (tmp_path / "damaged").write_bytes(b"2")
    (tmp_path / "whole").write_bytes(b"1")
    (tmp_path / "link").symlink_to("whole")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    places = [tmp_path / name for name in ("lost", "folder", "pipe", "damaged", "link")]
    assert read_first_sound(places, digest(b"1")) is None
    assert read_first_sound([*places, tmp_path / "whole"], digest(b"1")) == b"1"
