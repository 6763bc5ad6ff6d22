"""A folder of backups: every content once, snapshots that are named when all is there, nothing needed is removed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kiosk.canonical import digest
from kiosk.errors import StoreError
from kiosk.office.snapshots import Shelf, Snapshot, SnapshotFile


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "usb")


def snapshot_of(number: int, **contents: str) -> Snapshot:
    """A snapshot of settings with these digests by name."""
    kept = tuple(SnapshotFile(name, sha256, 1, 0o644) for name, sha256 in contents.items())
    return Snapshot(number, "2026-11-29T08:00:00+07:00", "config.yaml", kept, (), (), (), None)


def name(shelf: Shelf, number: int, *contents: bytes) -> Snapshot:
    with shelf.writing():
        shas = {f"f{i}": shelf.take_bytes(content)[0] for i, content in enumerate(contents)}
        snapshot = snapshot_of(number, **shas)
        shelf.name(snapshot)
    return snapshot


def contents(shelf: Shelf) -> set[str]:
    return {p.name for p in shelf.folder.glob("kho/??/*")}


def test_a_content_is_kept_once(shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1")
    with shelf.writing():
        assert shelf.take(tmp_path / "a") == shelf.take_bytes(b"1") == (digest(b"1"), 1)
    assert (shelf.copied, shelf.copied_bytes) == (1, 1)
    assert contents(shelf) == {digest(b"1")}
    assert list(shelf.scratch.iterdir()) == []


def test_a_content_of_the_right_size_that_rotted_is_no_content(shelf: Shelf) -> None:
    name(shelf, 1, b"1")
    shelf.place(digest(b"1")).write_bytes(b"0")
    assert not shelf.holds(digest(b"1"))
    with shelf.writing():
        shelf.take_bytes(b"1")
    assert shelf.holds(digest(b"1"))


def test_a_secret_stays_one(shelf: Shelf, tmp_path: Path) -> None:
    with shelf.writing():
        for content, mode in ((b"secret", 0o600), (b"plain", 0o664)):
            (tmp_path / "a").write_bytes(content)
            shelf.take(tmp_path / "a", mode)
    modes = [shelf.place(digest(content)).stat().st_mode & 0o777 for content in (b"secret", b"plain")]
    assert modes == [0o600, 0o644]


def test_a_snapshot_is_read_as_it_was_named(shelf: Shelf) -> None:
    assert shelf.numbers() == ()
    assert (name(shelf, 1, b"1"), name(shelf, 12345, b"2")) == (shelf.read(1), shelf.read(12345))
    (shelf.folder / "ban-chup/notes.json").write_text("{}", encoding="utf-8")
    assert shelf.numbers() == (1, 12345)


def test_a_snapshot_that_is_not_there_is_refused_with_those_that_are(shelf: Shelf) -> None:
    name(shelf, 1, b"1")
    name(shelf, 2, b"1")
    with pytest.raises(StoreError, match="không có bản sao lưu này") as caught:
        shelf.read(7)
    assert "1, 2" in caught.value.way_out


@pytest.mark.parametrize("path", ["../x", "/x", "a/../../x", "a/..", "..", "a//b", ""])
def test_a_snapshot_that_leads_outside_is_refused(shelf: Shelf, path: str) -> None:
    name(shelf, 1, b"1")
    facts = json.loads(shelf.listing(1).read_bytes())
    facts["settings"][0]["path"] = path
    shelf.listing(1).write_text(json.dumps(facts), encoding="utf-8")
    with pytest.raises(StoreError, match="ra ngoài"):
        shelf.read(1)


@pytest.mark.parametrize("key", ["objects", "settings"])
def test_a_snapshot_names_contents_by_their_digest(shelf: Shelf, key: str) -> None:
    name(shelf, 1, b"1")
    facts = json.loads(shelf.listing(1).read_bytes())
    if key == "objects":
        facts["objects"] = ["../../../../etc/passwd"]
    else:
        facts["settings"][0]["sha256"] = "../../../../etc/passwd"
    shelf.listing(1).write_text(json.dumps(facts), encoding="utf-8")
    with pytest.raises(StoreError, match="ra ngoài"):
        shelf.read(1)


@pytest.mark.parametrize("content", [b"", b"{}", b"[", b"\0" * 100])
def test_a_damaged_snapshot_is_refused(shelf: Shelf, content: bytes) -> None:
    name(shelf, 1, b"1")
    shelf.listing(1).write_bytes(content)
    with pytest.raises(StoreError, match="bị hỏng"):
        shelf.read(1)


def test_older_snapshots_go_with_what_no_other_names(shelf: Shelf) -> None:
    for number, kept in enumerate((b"1", b"2", b"3"), 1):
        name(shelf, number, kept, b"shared")
    assert shelf.keep_newest(5) == ()
    assert shelf.keep_newest(2) == (1,)
    assert contents(shelf) == {digest(content) for content in (b"2", b"3", b"shared")}


def test_no_content_goes_while_a_snapshot_cannot_be_read(shelf: Shelf) -> None:
    for number, kept in enumerate((b"1", b"2", b"3"), 1):
        name(shelf, number, kept)
    shelf.listing(2).write_bytes(b"{")
    assert shelf.keep_newest(2) == (1,)
    assert contents(shelf) == {digest(content) for content in (b"1", b"2", b"3")}


def test_two_backups_into_one_folder_are_told_and_litter_goes(shelf: Shelf) -> None:
    with shelf.writing():
        (shelf.scratch / "left").write_bytes(b"x")
        with pytest.raises(StoreError, match="một lệnh sao lưu khác"), Shelf(shelf.folder).writing():
            pass
        assert (shelf.scratch / "left").exists()
    with shelf.writing():
        assert list(shelf.scratch.iterdir()) == []
