"""Objects are what their names say, whatever lies under them on the disk."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.canonical import digest
from kiosk.errors import StoreError
from kiosk.workspace.objects import Objects, take_look

CONTENT = b"to niem yet" * 100
NAME = digest(CONTENT)


@pytest.fixture
def objects(tmp_path: Path) -> Objects:
    for name in ("objects", "tmp"):
        (tmp_path / name).mkdir()
    return Objects(tmp_path / "objects", tmp_path / "tmp")


def overwritten(path: Path, content: bytes) -> None:
    path.chmod(0o644)
    path.write_bytes(content)


def other_file(path: Path, content: bytes) -> None:
    """As a restored copy does: same name, same size, same times, another inode."""
    status = path.stat()
    fresh = path.with_name("fresh")
    fresh.write_bytes(content)
    os.utime(fresh, ns=(status.st_atime_ns, status.st_mtime_ns))
    fresh.replace(path)


def as_link(path: Path, content: bytes) -> None:
    elsewhere = path.parents[2] / "elsewhere"
    elsewhere.write_bytes(content)
    path.unlink()
    path.symlink_to(elsewhere)


def as_pipe(path: Path, _: bytes) -> None:
    path.unlink()
    os.mkfifo(path)


def removed(path: Path, _: bytes) -> None:
    path.unlink()


HARMS: list[tuple[Callable[[Path, bytes], None], bytes]] = [
    (overwritten, bytes(len(CONTENT))),
    (overwritten, CONTENT[:-1] + b"x"),
    (overwritten, CONTENT[:10]),
    (overwritten, b""),
    (other_file, CONTENT[::-1]),
    (as_link, CONTENT),
    (as_link, b"secret"),
    (as_pipe, b""),
    (removed, b""),
]


@pytest.mark.parametrize(("harm", "content"), HARMS)
def test_harm_is_seen_by_every_reader_and_healed_by_writing_again(
    objects: Objects, harm: Callable[[Path, bytes], None], content: bytes
) -> None:
    assert objects.put(CONTENT) == NAME
    assert objects.is_sound(NAME)
    harm(objects.path(NAME), content)
    for read in (objects.read, objects.open):
        with pytest.raises(StoreError, match=r"thiếu một tệp đã dựng|bị hỏng"):
            read(NAME)
    assert not objects.is_sound(NAME)
    assert objects.put(CONTENT) == NAME
    assert objects.read(NAME) == CONTENT
    assert not objects.path(NAME).is_symlink()


@pytest.mark.parametrize(("harm", "content"), [h for h in HARMS if h[0] is not removed])
def test_what_is_damaged_is_dropped(objects: Objects, harm: Callable[[Path, bytes], None], content: bytes) -> None:
    other = objects.put(b"other")
    harm(objects.path(objects.put(CONTENT)), content)
    assert objects.drop_damaged([NAME, other, digest(b"never there")]) == 1
    assert not objects.path(NAME).exists()
    assert objects.is_sound(other)


def test_a_sound_object_is_written_once(objects: Objects) -> None:
    before = take_look(objects.path(objects.put(CONTENT)).lstat())
    objects.put(CONTENT)
    assert take_look(objects.path(NAME).lstat()) == before
    assert objects.size(NAME) == len(CONTENT)


def test_an_object_is_hashed_once_until_its_file_changes(objects: Objects, monkeypatch: pytest.MonkeyPatch) -> None:
    objects.put(CONTENT)
    opened: list[str] = []
    right = objects.open
    monkeypatch.setattr(objects, "open", lambda name: opened.append(name) or right(name))
    for _ in range(3):
        assert objects.is_sound(NAME)
    assert len(opened) == 1
    assert objects.is_sound(NAME, afresh=True)
    assert len(opened) == 2
    os.utime(objects.path(NAME))
    assert objects.is_sound(NAME)
    assert len(opened) == 3


def test_an_opened_object_stands_at_its_beginning(objects: Objects) -> None:
    objects.put(CONTENT)
    with objects.open(NAME) as handle:
        removed(objects.path(NAME), b"")
        assert handle.read() == CONTENT


@pytest.mark.parametrize(
    "name", ["", "../../etc/passwd", NAME[:-1], NAME.upper(), NAME + "\n", "/" + NAME[1:], "x" * 64]
)
def test_a_name_that_is_no_digest_leads_nowhere(objects: Objects, name: str) -> None:
    for ask in (objects.path, objects.read, objects.open):
        with pytest.raises(StoreError, match="không phải mã kiểm tra"):
            ask(name)


def test_what_nobody_needs_is_swept(objects: Objects) -> None:
    kept, gone = objects.put(CONTENT), objects.put(b"gone")
    assert objects.sweep({kept}) == (1, 4)
    assert objects.is_sound(kept)
    assert not objects.path(gone).exists()


@pytest.mark.parametrize("place", [NAME, ""])
def test_what_stands_in_the_place_of_an_object_is_for_the_doctor(objects: Objects, place: str) -> None:
    """A folder under an object's name, a file under that of its folder: no rename could replace them."""
    folder = objects.path(NAME).parent
    if place:
        objects.path(NAME).mkdir(parents=True)
    else:
        folder.write_bytes(b"")
    with pytest.raises(StoreError, match="không phải tệp thường") as refusal:
        objects.put(CONTENT)
    assert "kiosk doctor" in refusal.value.way_out
    objects.drop_damaged([NAME])
    assert folder.exists()
