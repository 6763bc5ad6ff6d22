"""Changes of settings, into the files through the one writer, once."""

from __future__ import annotations

import pytest

from kiosk.errors import ConfigError, OfficeError
from kiosk.office.setting_edits import SettingEdit, apply_edits, check_edit, read_edit, write_edit
from kiosk.settings import config as settings
from kiosk.settings import tables
from kiosk.settings.config import Config

EDITS = (
    SettingEdit("sites", {"code": "10507"}, {"hotline": "0225 3 123 456"}),
    SettingEdit("exceptions", {}, {"site": "10507", "code": "1.000593", "effect": "bỏ", "document": "15/TB"}),
    SettingEdit("aliases", {}, {"alias": "đám ma", "meaning": "khai tử"}),
    SettingEdit("aliases", {"alias": "đẻ con", "meaning": "đăng ký khai sinh"}),
    SettingEdit("", {}, {"wording.sheet": "Tờ số", "wording.steps": "Một\nHai\nBa"}),
)


def test_done_twice_they_are_done_once(config: Config) -> None:
    for _ in range(2):
        apply_edits(config, EDITS)
        now = settings.load(config.source)
        assert now.wording["steps"] == ("Một", "Hai", "Ba")
        assert now.listing.sites["10507"].documents == {"1.000593": "15/TB"}
        site = next(s for s in tables.read_sites(config.path(config.sites)).sites if s.code == "10507")
        assert site.hotline == "0225 3 123 456"
        words = dict(tables.read_aliases(config.path(config.aliases)))
        assert "đẻ con" not in words and words["đám ma"] == ("khai tử",)


def test_a_row_under_a_new_name_is_known_again(config: Config) -> None:
    edit = SettingEdit("aliases", {"alias": "ly dị", "meaning": "ly hôn, hủy việc kết hôn"}, {"alias": "li dị"})
    for _ in range(2):
        apply_edits(config, (edit,))
    assert "li dị" in dict(tables.read_aliases(config.path(config.aliases)))


def test_a_row_that_is_gone_or_there_already_is_told(config: Config) -> None:
    for edit in (
        SettingEdit("aliases", {"alias": "không có", "meaning": "x"}, {"meaning": "y"}),
        SettingEdit("everyday", {}, {"code": "1.001193", "everyday": "Tên khác"}),
    ):
        with pytest.raises(ConfigError):
            apply_edits(config, (edit,))


@pytest.mark.parametrize(
    "edit",
    [
        SettingEdit("../etc", {"a": "b"}, {"a": "b"}),
        SettingEdit("sites", {"passwd": "1"}, {"name": "x"}),
        SettingEdit("", {}, {"office.host": "0"}),
        SettingEdit("sites"),
    ],
    ids=str,
)
def test_what_the_office_does_not_edit_is_refused(edit: SettingEdit) -> None:
    with pytest.raises(OfficeError, match="không có mục này"):
        check_edit(edit)


def test_an_edit_comes_back_as_it_was_kept() -> None:
    assert all(read_edit(write_edit(edit)) == edit for edit in EDITS)
    assert check_edit(SettingEdit("aliases", {}, {"alias": " a  b ", "meaning": "c\r\n d "})).values == {
        "alias": "a b",
        "meaning": "c\nd",
    }
    with pytest.raises(OfficeError, match="không đọc được"):
        read_edit("{")


def test_a_table_that_the_settings_do_not_name_is_told(config: Config) -> None:
    without = config.model_copy(update={"english": None})
    with pytest.raises(ConfigError, match="chưa đặt bảng"):
        apply_edits(without, (SettingEdit("english", {"group_id": "ho-tich"}, {"english": "X"}),))
