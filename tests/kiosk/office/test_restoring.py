"""A snapshot comes back into an empty folder and into no other; what it lacks is told, the rest comes."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.canonical import digest
from kiosk.errors import BusyError, StoreError
from kiosk.office import restoring
from kiosk.office.restoring import restore
from kiosk.office.snapshots import Shelf, Snapshot, SnapshotFile
from kiosk.progress import report_nothing
from kiosk.workspace.store import Store
from tests.kiosk.made import publish

FILES = {"index.html": b"<p>1</p>", "kiosk.css": b"body {}"}


@pytest.fixture
def usb(tmp_path: Path) -> Path:
    """Backups of a workspace with one release: a snapshot, made by hand."""
    store = Store(tmp_path / "old")
    release = publish(store, FILES)
    shelf = Shelf(tmp_path / "usb")
    with shelf.writing():
        records = [
            SnapshotFile(path, *shelf.take(store.root / path), 0o644)
            for path in ("releases/1/manifest.json", "verified/1.json", "history.jsonl", "last-number")
        ]
        objects = tuple(shelf.take(store.object_path(f.sha256))[0] for f in release.files)
        settings = (SnapshotFile("config.yaml", *shelf.take_bytes(b"city: x\n"), 0o600),)
        at = "2026-11-29T08:00:00+07:00"
        shelf.name(Snapshot(3, at, "config.yaml", settings, tuple(records), objects, (1,), 1))
    return tmp_path / "usb"


def test_everything_comes_back(usb: Path, tmp_path: Path) -> None:
    result = restore(usb, None, tmp_path / "new", report_nothing)
    assert (result.snapshot.number, result.files, result.damage) == (3, 7, ())
    store = Store(tmp_path / "new/var")
    assert store.current() == 1
    assert {path: (store.tree(1) / path).read_bytes() for path in FILES} == FILES
    assert all((store.tree(1) / path).samefile(store.object_path(digest(FILES[path]))) for path in FILES)
    assert (tmp_path / "new/config.yaml").stat().st_mode & 0o777 == 0o600
    assert {p.name for p in (tmp_path / "new").iterdir()} == {"config.yaml", "var"}


def test_a_folder_that_holds_anything_is_refused_and_left(usb: Path, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new/letter.txt").write_text("x", encoding="utf-8")
    with pytest.raises(StoreError, match="không trống") as caught:
        restore(usb, None, tmp_path / "new", report_nothing)
    assert caught.value.value == "letter.txt"
    assert [p.name for p in (tmp_path / "new").iterdir()] == ["letter.txt"]


def test_a_folder_without_backups_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="không có bản sao lưu nào"):
        restore(tmp_path, None, tmp_path / "new", report_nothing)
    assert not (tmp_path / "new").exists()


class StoppedError(BaseException):
    """The machine goes off."""


def test_a_restoring_that_was_stopped_is_begun_anew(usb: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(_: Path) -> None:
        raise StoppedError

    with monkeypatch.context() as patch, pytest.raises(StoppedError):
        patch.setattr(restoring, "flush_tree", stop)
        restore(usb, None, tmp_path / "new", report_nothing)
    assert (tmp_path / "new/DANG-KHOI-PHUC").exists()
    (tmp_path / "new/var/releases/1/half").write_bytes(b"x")
    assert restore(usb, None, tmp_path / "new", report_nothing).damage == ()
    assert not (tmp_path / "new/var/releases/1/half").exists()
    assert not (tmp_path / "new/DANG-KHOI-PHUC").exists()


def test_a_mark_is_no_leave_to_remove_what_was_not_restored(usb: Path, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    for name in ("DANG-KHOI-PHUC", "letter.txt"):
        (tmp_path / "new" / name).write_text("x", encoding="utf-8")
    with pytest.raises(StoreError, match="không trống"):
        restore(usb, None, tmp_path / "new", report_nothing)
    assert (tmp_path / "new/letter.txt").exists()


@pytest.mark.parametrize("harm", [Path.unlink, lambda place: place.write_bytes(b"other")])
def test_what_a_backup_lacks_is_told_and_the_rest_comes(
    usb: Path, tmp_path: Path, harm: Callable[[Path], object]
) -> None:
    harm(Shelf(usb).place(digest(FILES["kiosk.css"])))
    damage = restore(usb, None, tmp_path / "new", report_nothing).damage
    assert any("trong bản sao lưu thiếu hoặc hỏng" in line for line in damage)
    assert any("thiếu tệp kiosk.css của bản phát hành 1" in line for line in damage)
    assert (tmp_path / "new/var/releases/1/index.html").read_bytes() == FILES["index.html"]


def test_what_the_snapshot_itself_lacked_is_told_again(usb: Path, tmp_path: Path) -> None:
    shelf = Shelf(usb)
    text = shelf.listing(3).read_text(encoding="utf-8")
    shelf.listing(3).write_text(text.replace('"damage":[]', '"damage":["mất một tệp"]'), encoding="utf-8")
    assert restore(usb, None, tmp_path / "new", report_nothing).damage == ("mất một tệp",)


def test_a_second_run_into_the_same_folder_clears_nothing_away(usb: Path, tmp_path: Path) -> None:
    """The first one's mark stands there, which is how the rest of a dead run looks."""
    (tmp_path / "new/var").mkdir(parents=True)
    (tmp_path / "new/DANG-KHOI-PHUC").write_text("x", encoding="utf-8")
    handle = os.open(tmp_path / "new", os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    with pytest.raises(BusyError, match="đang khôi phục vào đúng thư mục này"):
        restore(usb, None, tmp_path / "new", report_nothing)
    assert (tmp_path / "new/var").is_dir()
    os.close(handle)
    assert restore(usb, None, tmp_path / "new", report_nothing).damage == ()
