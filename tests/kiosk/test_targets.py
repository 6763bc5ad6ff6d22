"""Places that a person names: a mistyped one is told and never made."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.errors import ReleaseError
from kiosk.targets import require_parent


def test_a_new_name_in_a_folder_that_exists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert require_parent(Path("lo-in-7"), "x") == tmp_path.resolve() / "lo-in-7"
    assert require_parent(Path(), "x") == tmp_path.resolve()


@pytest.mark.parametrize("name", ["usb-go-nham/kiosk", "a/b/c.xlsx", "tep/ben-trong"])
def test_a_parent_that_is_no_folder_is_told_and_not_made(name: str, tmp_path: Path) -> None:
    (tmp_path / "tep").write_text("x", encoding="utf-8")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(ReleaseError, match="không ghi được lô in") as caught:
        require_parent(tmp_path / name, "không ghi được lô in")
    assert str((tmp_path / name).parent) in caught.value.value
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("path", ["/", "/..", "//", "/usr/.."])
def test_the_root_has_no_name(path: str) -> None:
    with pytest.raises(ReleaseError, match="gốc của ổ đĩa"):
        require_parent(Path(path), "x")


def test_a_loop_of_links_and_a_name_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "vong").symlink_to("vong")
    with pytest.raises(ReleaseError):
        require_parent(tmp_path / "vong" / "lo", "x")
    with pytest.raises(ReleaseError):
        require_parent(tmp_path / "a\0b" / "lo", "x")
    with pytest.raises(ReleaseError):
        require_parent(tmp_path / ("x" * 300), "x")


def test_a_name_that_is_no_text_is_refused(tmp_path: Path) -> None:
    """The list of an archive cannot hold it."""
    with pytest.raises(ReleaseError, match="không ghi được lô in"):
        require_parent(tmp_path / "lo-\udcff", "không ghi được lô in")
