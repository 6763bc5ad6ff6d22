"""What errors of the command line advise, said for the browser."""

from __future__ import annotations

from kiosk.web.office.browser_words import say_in_browser


def test_options_and_commands_become_places_of_the_pages() -> None:
    advice = say_in_browser("nếu đúng là đã bỏ từng ấy thủ tục thì thêm --allow-drop, hoặc chạy kiosk resume")
    assert "--" not in advice and "kiosk" not in advice and "«Cho phép danh mục mất hơn 2 % thủ tục»" in advice
    assert say_in_browser("thêm --as change") == "thêm lựa chọn «chỉ phần thay đổi» ở dự thảo"
    assert say_in_browser("sửa tệp rồi tải lại") == "sửa tệp rồi tải lại"


def test_a_phone_at_the_wall_is_sent_to_pages() -> None:
    assert say_in_browser("xem kiosk wall 10507") == "xem trang xác nhận của điểm 10507"
