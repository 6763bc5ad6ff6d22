"""A change of settings in a sentence."""

from __future__ import annotations

from kiosk.office.setting_edits import SettingEdit
from kiosk.web.office.saying import say_edit


def test_every_kind_of_change_has_a_sentence() -> None:
    assert say_edit(SettingEdit("sites", {"code": "1"}, {"hotline": ""})) == "Điểm tiếp nhận: dòng 1, điện thoại «»."
    added = say_edit(SettingEdit("aliases", {}, {"alias": "x" * 99, "meaning": "y"}))
    assert added.startswith("Từ thường nói: thêm dòng, ") and "…»" in added
    assert say_edit(SettingEdit("english", {"group_id": "a"})) == "Tên nhóm bằng tiếng Anh: xóa dòng a."
    assert "Ba bước tra cứu: «a / b»" in say_edit(SettingEdit("", {}, {"wording.steps": "a\nb"}))
