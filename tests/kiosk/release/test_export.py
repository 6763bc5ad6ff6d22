"""A stick holds exactly what the release holds, or is refused."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kiosk.canonical import digest
from kiosk.errors import ReleaseError, StoreError
from kiosk.release import lifecycle
from kiosk.release.export import GUIDE, export
from kiosk.workspace.store import Store
from tests.kiosk.commands import Office


def test_every_file_of_the_site_and_the_guide(office_store: Store, tmp_path: Path) -> None:
    manifest = lifecycle.choose_release(office_store, None)
    count = export(office_store, manifest, "10888", tmp_path)
    target = tmp_path / "kiosk-10888"
    copies = {p.relative_to(target).as_posix(): digest(p.read_bytes()) for p in target.rglob("*") if p.is_file()}
    assert copies.pop(GUIDE)
    assert copies == {f.path: f.sha256 for f in manifest.files if f.path.startswith(("sites/10888/", "assets/"))}
    assert count == len(copies) + 1
    assert [p.name for p in tmp_path.glob("*kiosk*")] == ["kiosk-10888"]


def test_an_older_copy_is_replaced_whole(office_store: Store, tmp_path: Path) -> None:
    manifest = lifecycle.choose_release(office_store, None)
    (tmp_path / "kiosk-10888").mkdir()
    (tmp_path / "kiosk-10888" / "cu.html").write_text("x", encoding="utf-8")
    export(office_store, manifest, "10888", tmp_path)
    assert not (tmp_path / "kiosk-10888" / "cu.html").exists()


def test_a_new_folder_beside_others_is_made_and_a_mistyped_path_is_not(office_store: Store, tmp_path: Path) -> None:
    manifest = lifecycle.choose_release(office_store, None)
    before = os.umask(0o077)
    try:
        export(office_store, manifest, "10888", tmp_path / "usb")
    finally:
        os.umask(before)
    written = [tmp_path / "usb", *(tmp_path / "usb").rglob("*")]
    assert (tmp_path / "usb" / "kiosk-10888/index.html").parent.is_dir()
    assert [p for p in written if not p.stat().st_mode & 0o004] == []
    for wrong in ("meida/usb", "a/b/c"):
        with pytest.raises(ReleaseError, match="không ghi được vào thư mục đích"):
            export(office_store, manifest, "10888", tmp_path / wrong)
        assert not (tmp_path / wrong.split("/")[0]).exists()


def test_a_file_where_the_stick_should_be(office_store: Store, tmp_path: Path) -> None:
    (tmp_path / "tep").write_text("x", encoding="utf-8")
    with pytest.raises(ReleaseError, match="không ghi được vào thư mục đích"):
        export(office_store, lifecycle.choose_release(office_store, None), "10888", tmp_path / "tep")


def test_an_unknown_site_is_told(office: Office, office_store: Store, tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="không có điểm này"):
        export(office_store, lifecycle.choose_release(office_store, None), "99999", tmp_path)
    assert list(tmp_path.glob("*kiosk*")) == []


def test_the_old_copy_stays_until_the_new_one_is_whole(office: Office, tmp_path: Path) -> None:
    """A file of the release is lost while it is copied to a stick that holds the copy of last month."""
    store = Store(office.folder / "var")
    manifest = lifecycle.choose_release(store, None)
    export(store, manifest, "10888", tmp_path)
    target = tmp_path / "kiosk-10888"
    before = {p.relative_to(target): p.read_bytes() for p in target.rglob("*") if p.is_file()}
    last = [f for f in manifest.files if f.path.startswith("sites/10888/")][-1]
    store.object_path(last.sha256).unlink()
    with pytest.raises(StoreError):
        export(store, manifest, "10888", tmp_path)
    assert {p.relative_to(target): p.read_bytes() for p in target.rglob("*") if p.is_file()} == before
    assert [p.name for p in tmp_path.iterdir() if p.name != "office"] == ["kiosk-10888"]


def test_what_a_pulled_stick_left_is_cleaned(office_store: Store, tmp_path: Path) -> None:
    (tmp_path / ".kiosk-10888.4711/moi").mkdir(parents=True)
    (tmp_path / ".kiosk-10507.4711").mkdir()
    export(office_store, lifecycle.choose_release(office_store, None), "10888", tmp_path)
    assert {p.name for p in tmp_path.glob("*kiosk*")} == {"kiosk-10888", ".kiosk-10507.4711"}
