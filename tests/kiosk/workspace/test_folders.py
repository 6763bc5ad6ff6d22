"""A writer makes folders and empties `tmp`: only where the folder is a workspace, and the places are free."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.errors import StoreError
from kiosk.workspace.folders import FOLDERS, find_taken, require_own
from kiosk.workspace.store import Store


def list_all(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


@pytest.mark.parametrize("others", [("tmp/of-others", "etc/passwd"), ("tmp/x", "lock"), ("notes.txt",)])
def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path, others: tuple[str, ...]) -> None:
    for name in others:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    before = list_all(tmp_path)
    with pytest.raises(StoreError, match="không phải thư mục làm việc"), Store(tmp_path).writing():
        pass
    assert list_all(tmp_path) == before


@pytest.mark.parametrize("name", ["lost+found", ".Trash-0"])
def test_a_fresh_disk_counts_as_empty(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    Store(tmp_path).prepare()
    assert (tmp_path / "objects").is_dir()


@pytest.mark.parametrize("name", FOLDERS)
def test_a_workspace_that_lost_a_folder_is_one_still(tmp_path: Path, name: str) -> None:
    Store(tmp_path).prepare()
    if name != "imports":
        (tmp_path / name).rmdir()
    Store(tmp_path).prepare()
    assert (tmp_path / name).is_dir()


@pytest.mark.parametrize("name", ["objects", "catalogue", "imports/files", "tmp"])
def test_what_stands_in_the_place_of_a_folder_is_told(tmp_path: Path, name: str) -> None:
    store = Store(tmp_path)
    store.prepare()
    (tmp_path / name).rmdir()
    (tmp_path / name).write_bytes(b"x")
    assert find_taken(tmp_path) == ((name, "không phải thư mục"),)
    with pytest.raises(StoreError, match="bị thứ khác chiếm"):
        store.prepare()
    (tmp_path / name).unlink()
    (tmp_path / name).symlink_to("/nowhere/at/all")
    assert find_taken(tmp_path) == ((name, "là liên kết không dẫn đến thư mục nào"),)


def test_a_link_to_another_disk_is_a_folder_and_none_is_emptied(tmp_path: Path) -> None:
    root, other = tmp_path / "var", tmp_path / "other"
    store = Store(root)
    store.prepare()
    for name in ("objects", "tmp"):
        (other / name).mkdir(parents=True)
        (other / name / "kept").write_bytes(b"x")
        (root / name).rmdir()
        (root / name).symlink_to(other / name)
    assert find_taken(root) == (("tmp", "là liên kết"),)
    with pytest.raises(StoreError, match="là liên kết"), store.writing():
        pass
    (root / "tmp").unlink()
    with store.writing():
        assert (other / "tmp/kept").exists() and (other / "objects/kept").exists()


def test_a_citys_own_folder_may_stand_in_its_workspace(tmp_path: Path) -> None:
    """`make run` on a fresh clone: the city's folder is there before the workspace holds anything."""
    (tmp_path / "thanh-pho").mkdir()
    (tmp_path / "thanh-pho" / "config.yaml").touch()
    require_own(tmp_path)
    (tmp_path / "nha").mkdir()
    with pytest.raises(StoreError, match="thứ khác"):
        require_own(tmp_path)
