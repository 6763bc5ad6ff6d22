"""What is wrong with a release on disk is seen by its bytes, each read once, and no link is followed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.canonical import digest
from kiosk.model.manifest import Manifest
from kiosk.release import inspection
from kiosk.release.damage import Damage, Kind
from kiosk.release.inspection import Hasher, find_fault
from kiosk.workspace.store import Store
from tests.kiosk.made import plant, publish

FILES = {"index.html": b"<p>1</p>", "sites/a/index.html": b"<p>a</p>", "sites/b/index.html": b"<p>b</p>"}
PAGE = "sites/a/index.html"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "var")


@pytest.fixture
def release(store: Store) -> Manifest:
    return publish(store, FILES)


def overwrite(place: Path, content: bytes) -> None:
    """In place: every hard link of the file has it."""
    place.chmod(0o644)
    place.write_bytes(content)


def replaced(place: Path, content: bytes) -> None:
    """Another file under the name."""
    place.unlink()
    place.write_bytes(content)


def linked(place: Path, content: bytes) -> None:
    """A link to the right content: what it leads to may change at any time."""
    outside = place.parents[4] / "outside"
    outside.write_bytes(content)
    place.unlink()
    place.symlink_to(outside)


def pairs(damage: tuple[Damage, ...]) -> list[tuple[Kind, str]]:
    return [(one.kind, one.detail) for one in damage]


def test_a_whole_release_has_no_damage(store: Store, release: Manifest) -> None:
    assert inspection.find_damaged_files(store, release) == ()
    assert inspection.find_damaged_inputs(store, release) == ()
    assert inspection.list_strangers(store, release) == ()
    assert inspection.find_stray_releases(store) == ()
    assert inspection.read_sound_manifest(store, 1) == release


def test_one_content_under_two_names_is_damaged_twice(store: Store, release: Manifest) -> None:
    overwrite(store.tree(1) / PAGE, b"<p>x</p>")
    damage = inspection.find_damaged_files(store, release)
    sha256 = digest(FILES[PAGE])
    assert damage == (
        Damage(Kind.OBJECT, f"objects/{sha256[:2]}/{sha256}", "nội dung khác", 1, sha256),
        Damage(Kind.TREE, f"releases/1/{PAGE}", "nội dung khác", 1, sha256),
    )


@pytest.mark.parametrize(
    ("harm", "detail"),
    [
        (lambda place: replaced(place, b"<p>A</p>"), "nội dung khác"),
        (lambda place: linked(place, FILES[PAGE]), "là liên kết, không phải tệp"),
        (Path.unlink, "không có"),
        (lambda place: (place.unlink(), place.mkdir()), "không phải tệp thường"),
    ],
)
def test_what_is_served_and_what_is_in_the_tree_are_looked_at_apart(
    store: Store, release: Manifest, harm: Callable[[Path], object], detail: str
) -> None:
    harm(store.tree(1) / PAGE)
    assert pairs(inspection.find_damaged_files(store, release)) == [(Kind.TREE, detail)]


def test_a_folder_that_is_a_link_damages_everything_below_it(store: Store, release: Manifest) -> None:
    shutil.move(store.tree(1) / "sites", store.root / "moved")
    (store.tree(1) / "sites").symlink_to(store.root / "moved")
    damage = inspection.find_damaged_files(store, release)
    assert [one.place for one in damage] == [f"releases/1/{path}" for path in sorted(FILES) if "/" in path]
    assert {one.detail for one in damage} == {"nằm trong một thư mục là liên kết"}
    assert pairs(inspection.list_strangers(store, release)) == [(Kind.STRANGER, "liên kết thay cho thư mục")]


def test_strangers_are_named_and_links_are_not_walked(store: Store, release: Manifest) -> None:
    (store.tree(1) / "sites/a/x.html").write_bytes(b"x")
    (store.tree(1) / "etc").symlink_to("/etc")
    (store.tree(1) / "empty").mkdir()
    places = [one.place for one in inspection.list_strangers(store, release)]
    assert places == ["releases/1/empty", "releases/1/etc", "releases/1/sites/a/x.html"]


def test_recorded_inputs_are_hashed(store: Store, release: Manifest) -> None:
    kept, lost = store.put(b"input"), digest(b"lost")
    of_both = replace(release, inputs={"catalogue": kept, "config": lost, "again": kept})
    assert [(one.sha256, one.detail) for one in inspection.find_damaged_inputs(store, of_both)] == [(lost, "không có")]
    overwrite(store.object_path(kept), bytes(5))
    assert {one.sha256 for one in inspection.find_damaged_inputs(store, of_both)} == {kept, lost}


def test_each_content_is_read_once_for_all_its_names(
    store: Store, release: Manifest, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    monkeypatch.setattr(
        inspection, "_digest_place", lambda place: read.append(place) or digest(Path(place).read_bytes())
    )
    hasher = Hasher()
    for _ in range(2):
        assert inspection.find_damaged_files(store, release, hasher) == ()
    assert len(read) == len(FILES)


@pytest.mark.parametrize("sha256", ["../../../../etc/passwd", "0" * 63, "0" * 65, "G" * 64, "A" * 64, "0" * 64 + "\n"])
def test_an_object_is_named_by_64_hexadecimal_digits(release: Manifest, sha256: str) -> None:
    assert "nội dung" in find_fault(replace(release, files=(replace(release.files[0], sha256=sha256),)))
    assert "dữ liệu vào" in find_fault(replace(release, inputs={"catalogue": sha256}))


@pytest.mark.parametrize("path", ["..", "a/..", "../a", "/a", "a/", "a//b", ".", "a/./b", "a\0b", "manifest.json"])
def test_a_path_stays_inside_the_release(release: Manifest, path: str) -> None:
    assert "tên tệp không hợp lệ" in find_fault(replace(release, files=(replace(release.files[0], path=path),)))


@pytest.mark.parametrize("path", ["a", "a/manifest.json", "..a/b..", "a b/ế.pdf"])
def test_other_paths_are_taken(release: Manifest, path: str) -> None:
    assert find_fault(replace(release, files=(replace(release.files[0], path=path),))) == ""


def test_a_path_stands_in_a_release_once(release: Manifest) -> None:
    assert "ghi hai lần" in find_fault(replace(release, files=(*release.files, release.files[0])))


def test_a_site_has_its_sheets(store: Store) -> None:
    assert "điểm không có tờ: 10507" in find_fault(plant(store, FILES, sites=("10507",)))


def test_a_published_manifest_is_the_one_that_the_history_names(store: Store, release: Manifest) -> None:
    overwrite(store.tree(1) / "manifest.json", replace(release, sample=True).dump())
    damage = inspection.read_sound_manifest(store, 1)
    assert isinstance(damage, Damage)
    assert (damage.kind, damage.sha256) == (Kind.MANIFEST, release.digest())
    assert damage.detail == "không phải danh sách đã kiểm tra và công bố"


def test_a_release_that_waits_is_judged_by_itself(store: Store, release: Manifest) -> None:
    waiting = plant(store, {"a": b"2"})
    assert inspection.read_sound_manifest(store, waiting.number) == waiting
    shutil.move(store.tree(2) / "manifest.json", store.root / "elsewhere")
    (store.tree(2) / "manifest.json").symlink_to(store.root / "elsewhere")
    damage = inspection.read_sound_manifest(store, 2)
    assert isinstance(damage, Damage)
    assert damage.detail == "không phải tệp thường mà là liên kết, thư mục hoặc thứ khác"


def test_what_is_no_release_is_a_stray_and_a_published_one_never_is(store: Store, release: Manifest) -> None:
    (store.tree(1) / "manifest.json").unlink()
    for name in ("2", "007", "notes"):
        (store.releases / name).mkdir()
    (store.releases / "3").symlink_to("1")
    strays = inspection.find_stray_releases(store)
    assert [one.place for one in strays] == [f"releases/{name}" for name in ("007", "2", "3", "notes")]
    assert [one.detail for one in strays if one.place == "releases/2"] == ["không có danh sách tệp"]
    assert isinstance(inspection.read_sound_manifest(store, release.number), Damage)
