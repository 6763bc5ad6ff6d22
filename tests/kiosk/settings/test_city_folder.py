"""A city's own folder is made once from what the program brings, and never overwritten."""

from __future__ import annotations

import filecmp
from pathlib import Path

import pytest

from kiosk.errors import ConfigError
from kiosk.settings.city_folder import make_city_folder
from kiosk.settings.config import load


def test_the_folder_holds_what_the_program_brings(tmp_path: Path, root: Path) -> None:
    made = make_city_folder(tmp_path / "city", {})
    assert made.read_bytes() == (root / "config.yaml").read_bytes()
    same = filecmp.dircmp(root / "data", tmp_path / "city" / "data")
    assert (same.left_only, same.right_only, same.diff_files) == ([], [], [])
    assert load(made).path(load(made).sites) == tmp_path / "city" / "data" / "sites.csv"


def test_a_city_gives_its_names(tmp_path: Path) -> None:
    made = make_city_folder(
        tmp_path / "city", {"city": "Sông Lam", "listing.own_city": "Sông Lam", "publisher": "UBND"}
    )
    config = load(made)
    assert (config.city, config.listing.own_city, config.publisher) == ("Sông Lam", "Sông Lam", "UBND")
    assert "# Settings of one installation" in made.read_text(encoding="utf-8")


def test_a_folder_with_other_things_is_taken(tmp_path: Path) -> None:
    (tmp_path / "ghi-chu.txt").write_text("x", encoding="utf-8")
    assert make_city_folder(tmp_path, {}).is_file()


@pytest.mark.parametrize("taken", ["config.yaml", "data", "broken link"])
def test_a_folder_that_holds_a_city_is_refused(tmp_path: Path, taken: str) -> None:
    if taken == "data":
        (tmp_path / "data").mkdir()
    elif taken == "broken link":
        (tmp_path / "config.yaml").symlink_to(tmp_path / "khong-co")
    else:
        (tmp_path / "config.yaml").write_text("của tôi", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(ConfigError, match="không ghi đè"):
        make_city_folder(tmp_path, {})
    assert sorted(tmp_path.rglob("*")) == before


def test_a_mistyped_path_makes_no_folders(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="không có thư mục"):
        make_city_folder(tmp_path / "usb" / "city", {})
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "city").write_text("x", encoding="utf-8")
    with pytest.raises(ConfigError, match="là một tệp"):
        make_city_folder(tmp_path / "city", {})


def test_what_fails_halfway_is_taken_away(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        make_city_folder(tmp_path / "city", {"city": " "})
    assert list(tmp_path.iterdir()) == []
