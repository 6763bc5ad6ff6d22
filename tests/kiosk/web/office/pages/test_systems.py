"""Other systems, as an admin sees them."""

from __future__ import annotations

import re
from collections.abc import Callable

from kiosk.office.people import Role
from tests.kiosk.web.office.conftest import Desk


def test_a_token_is_shown_once_and_can_be_taken_back(desk: Callable[..., Desk]) -> None:
    admin = desk(Role.ADMIN)
    page = admin.post("/he-thong", label="Cổng <b>tỉnh</b>", scope="sites").text
    secret = re.search(r'class="secret">([^<]+)<', page)
    assert secret is not None and "&lt;b&gt;" in page
    again = admin.get("/he-thong").text
    assert secret[1] not in again and "chưa dùng" in again
    assert admin.post("/he-thong/1/thu-hoi").headers["location"] == "/he-thong?xong=da-thu-hoi"
    assert "đã thu hồi" in admin.get("/he-thong").text


def test_what_is_missing_is_told(desk: Callable[..., Desk]) -> None:
    admin = desk(Role.ADMIN)
    assert "Thiếu tên hệ thống" in admin.post("/he-thong", label="", scope="sites").text
    assert "Chưa chọn đúng phần" in admin.post("/he-thong", label="Cổng").text
    assert admin.post("/he-thong/99/thu-hoi").status_code == 409
