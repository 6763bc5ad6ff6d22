"""The files of the settings, and what differs between two states of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.errors import ConfigError
from kiosk.office.setting_edits import SettingEdit, apply_edits
from kiosk.office.settings_files import compare_files, copy_settings, digest_files, list_places, read_files
from kiosk.settings.config import Config


def test_every_change_is_told_with_place_before_and_after(config: Config) -> None:
    before = read_files(config)
    apply_edits(
        config,
        (
            SettingEdit("sites", {"code": "10507"}, {"hotline": "0225 3 123 456"}),
            SettingEdit("aliases", {"alias": "đẻ con", "meaning": "đăng ký khai sinh"}),
            SettingEdit("", {}, {"wording.sheet": "Tờ số"}),
        ),
    )
    after = read_files(config)
    changes = [(c.place, c.before, c.after) for c in compare_files(before, after)]
    assert changes == [
        ("Điểm tiếp nhận, 10507, Điện thoại", "", "0225 3 123 456"),
        ("Từ thường nói, đẻ con, đăng ký khai sinh, Từ thường nói", "đẻ con", ""),
        ("Từ thường nói, đẻ con, đăng ký khai sinh, Nghĩa trong danh mục", "đăng ký khai sinh", ""),
        ("Nhãn «Tờ»", "Tờ", "Tờ số"),
    ]
    assert digest_files(before) != digest_files(after) and compare_files(after, after) == ()


def test_a_copy_is_changed_without_the_original(config: Config, tmp_path: Path) -> None:
    before = read_files(config)
    (tmp_path / "copy").mkdir()
    copied = copy_settings(config, tmp_path / "copy")
    apply_edits(copied, (SettingEdit("", {}, {"publisher": "Ủy ban khác"}),))
    assert read_files(config) == before and read_files(copied) != before
    assert set(list_places(copied)) == set(list_places(config))


def test_files_that_cannot_be_read_any_more_are_compared_all_the_same() -> None:
    broken = {"aliases": 'a,b\n"x,y\n', "config": "a: ["}
    whole = {"aliases": "alias,meaning\na,b\na,b\n", "config": "a: {b: [1, 2], c: null}\n"}
    assert len(compare_files(broken, whole)) >= 3
    swapped = {"aliases": "alias,meaning\nc,d\na,b\n"}
    assert [c.column for c in compare_files({"aliases": "alias,meaning\na,b\nc,d\n"}, swapped)] == ["thứ tự các dòng"]


def test_a_table_outside_of_the_folder_is_not_copied(config: Config, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="ngoài thư mục"):
        copy_settings(config.model_copy(update={"sites": Path("../sites.csv")}), tmp_path)
