"""Whether what is served and what was read are what the list says, in every state of the disk."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.workspace.store import Store
from kiosk.workspace.trees import find_fault, find_faults, find_strangers

FILES = {
    "index.html": b"<html>start",
    "sites/10507/index.html": b"<html>10507",
    "sites/10888/index.html": b"<html>10888",
}
PATH = "sites/10507/index.html"
Place = Callable[[Store, dict[str, str]], Path]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "var")
    store.prepare()
    return store


@pytest.fixture(params=["hard links", "copies"])
def files(store: Store, request: pytest.FixtureRequest) -> dict[str, str]:
    """A release's list, its tree of hard links or, as a restored copy has it, of files of their own."""
    shas = {path: store.put(content) for path, content in FILES.items()}
    store.plant(1, shas, {"manifest.json": b"{}"})
    if request.param == "copies":
        shutil.copytree(store.tree(1), store.root / "copy")
        shutil.rmtree(store.tree(1))
        (store.root / "copy").rename(store.tree(1))
    return shas


def in_tree(store: Store, _: dict[str, str]) -> Path:
    return store.tree(1) / PATH


def among_objects(store: Store, files: dict[str, str]) -> Path:
    return store.object_path(files[PATH])


def flip(place: Path) -> None:
    place.chmod(0o644)
    place.write_bytes(place.read_bytes()[:-1] + b"?")


def replace(place: Path) -> None:
    fresh = place.with_name("fresh")
    fresh.write_bytes(b"<html>10888")
    fresh.replace(place)


def link(place: Path) -> None:
    elsewhere = place.parents[4] / "elsewhere"
    elsewhere.write_bytes(place.read_bytes())
    place.unlink()
    place.symlink_to(elsewhere)


def remove(place: Path) -> None:
    place.unlink()


@pytest.mark.parametrize("harm", [flip, replace, link, remove])
@pytest.mark.parametrize("place", [in_tree, among_objects])
def test_harm_on_either_side_is_told_with_the_path(
    store: Store, files: dict[str, str], place: Place, harm: Callable[[Path], None]
) -> None:
    assert find_faults(store, 1, files) == ()
    harm(place(store, files))
    (fault,) = find_faults(store, 1, files)
    assert PATH in fault
    assert find_faults(store, 1, files, afresh=True) == (fault,)
    assert find_fault(store, 1, PATH, files[PATH]) == fault
    assert find_fault(store, 1, "index.html", files["index.html"]) == ""


def test_a_page_under_another_pages_name_is_told(store: Store, files: dict[str, str]) -> None:
    swapped = files | {PATH: files["sites/10888/index.html"]}
    assert [PATH in fault for fault in find_faults(store, 1, swapped)] == [True]


def test_what_nobody_listed_is_told(store: Store, files: dict[str, str]) -> None:
    (store.tree(1) / "sites/la.html").write_bytes(b"")
    (store.tree(1) / "sites/la").symlink_to("/etc")
    assert find_strangers(store.tree(1), files) == (
        "tệp lạ trong bản phát hành: sites/la",
        "tệp lạ trong bản phát hành: sites/la.html",
    )


def test_a_folder_that_leads_elsewhere_is_told(store: Store, files: dict[str, str]) -> None:
    """Its files have the right bytes today: nobody knows what lies there tomorrow."""
    folder = store.tree(1) / "sites/10507"
    folder.rename(store.root / "moved")
    folder.symlink_to(store.root / "moved")
    assert find_faults(store, 1, files) == ("tệp lạ trong bản phát hành: sites/10507",)
