"""A lost content comes back from whatever place holds it, or is made again, and is believed by its digest alone."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.canonical import digest
from kiosk.model.manifest import Manifest
from kiosk.office.contents import ContentHealer
from kiosk.progress import report_nothing
from kiosk.release import inspection
from kiosk.release.damage import Damage, Kind
from kiosk.workspace.store import Store
from tests.kiosk.made import publish

FILES = {"index.html": b"<p>1</p>", "sites/a/index.html": b"<p>a</p>"}
PAGE = "sites/a/index.html"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "var")


@pytest.fixture
def release(store: Store) -> Manifest:
    return publish(store, FILES)


class Moved:
    """Where things were set aside from."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.places: list[str] = []

    def __call__(self, path: Path) -> str:
        self.places.append(path.relative_to(self._store.root).as_posix())
        path.rename(self._store.root / f"aside-{len(self.places)}")
        return "đã cất"


def heal(store: Store, *damage: Damage, moved: Moved | None = None, **inputs: bytes) -> dict[str, tuple[str, str]]:
    """What became of each damage by place: how it was healed, what stood in the way."""
    known = {digest(content): content for content in inputs.values()}
    healer = ContentHealer(store, known, moved or Moved(store), report_nothing)
    return {one.place: (done, why) for one, done, why in healer.heal(damage)}


def object_place(store: Store, content: bytes) -> Path:
    return store.object_path(digest(content))


def overwrite(place: Path, content: bytes) -> None:
    """In place: every hard link of the file has it."""
    place.chmod(0o644)
    place.write_bytes(content)


def test_an_object_comes_back_out_of_a_tree(store: Store, release: Manifest) -> None:
    place = object_place(store, FILES[PAGE])
    replace(place)
    (done, why), *rest = heal(store, *inspection.find_damaged_files(store, release)).values()
    assert (done, why, rest) == ("đã chép lại từ thư mục của một bản phát hành", "", [])
    assert place.read_bytes() == FILES[PAGE]
    assert place.stat().st_mode & 0o777 == 0o444


def replace(place: Path) -> None:
    place.unlink()
    place.write_bytes(b"other")


def link_away(place: Path) -> None:
    place.unlink()
    place.symlink_to("/etc/hostname")


@pytest.mark.parametrize("harm", [Path.unlink, replace, link_away])
def test_a_place_in_the_tree_is_the_object_again(store: Store, release: Manifest, harm: Callable[[Path], None]) -> None:
    place = store.tree(1) / PAGE
    harm(place)
    told = heal(store, *inspection.find_damaged_files(store, release))
    assert told == {f"releases/1/{PAGE}": ("đã thay bằng tệp đúng trong objects", "")}
    assert place.samefile(object_place(store, FILES[PAGE]))
    assert inspection.find_damaged_files(store, release) == ()


def test_a_recorded_input_comes_back_from_the_settings_of_today(store: Store, release: Manifest) -> None:
    lost, never = (
        Damage(Kind.INPUT, f"objects/{digest(c)[:2]}/{digest(c)}", "không có", 1, digest(c)) for c in (b"now", b"gone")
    )
    told = heal(store, lost, never, catalogue=b"now")
    assert told[lost.place] == ("đã lấy lại từ cấu hình, các bảng hoặc danh mục hiện có", "")
    assert told[never.place] == ("", "")
    assert object_place(store, b"now").read_bytes() == b"now"
    assert not object_place(store, b"gone").exists()


def test_what_stands_where_a_file_must_be_is_set_aside(store: Store, release: Manifest) -> None:
    place = object_place(store, FILES[PAGE])
    place.unlink()
    place.mkdir()
    in_tree = store.tree(1) / "index.html"
    in_tree.unlink()
    in_tree.mkdir()
    moved = Moved(store)
    told = heal(store, *inspection.find_damaged_files(store, release), moved=moved)
    assert all(done for done, _ in told.values())
    assert moved.places == [place.relative_to(store.root).as_posix(), "releases/1/index.html"]
    assert inspection.find_damaged_files(store, release) == ()


def test_what_nothing_holds_is_told_and_left(store: Store, release: Manifest) -> None:
    overwrite(store.tree(1) / PAGE, b"damaged")
    told = heal(store, *inspection.find_damaged_files(store, release))
    assert len(told) == 2
    for done, why in told.values():
        assert done == ""
        assert why.startswith("không dựng lại được: ")


def test_a_file_that_no_place_holds_is_made_again(drawn_city: tuple[Store, Manifest], tmp_path: Path) -> None:
    shutil.copytree(drawn_city[0].root, tmp_path / "var", symlinks=True)
    store, release = Store(tmp_path / "var"), drawn_city[1]
    entry = next(f for f in release.files if f.path == "sites/10507/index.html")
    for place in (store.object_path(entry.sha256), store.tree(release.number) / entry.path):
        place.unlink()
    told = heal(store, *inspection.find_damaged_files(store, release))
    assert [done for done, _ in told.values()] == ["đã dựng lại đúng tệp này", "đã thay bằng tệp đúng trong objects"]
    assert inspection.find_damaged_files(store, release) == ()
