"""Kiosks in the browser: a key shown once, the list, the return code, and who may do what."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from kiosk import signing
from kiosk.office.events import EventKind
from kiosk.office.job_context import Workplace
from kiosk.office.people import Role
from tests.kiosk.kiosks import say
from tests.kiosk.web.office.conftest import Desk, newest_event

Sit = Callable[..., Desk]


@pytest.fixture
def here(earnest_live: Workplace) -> Workplace:
    """An office that has published what may hang."""
    return earnest_live


def test_a_kiosk_is_declared_with_a_key_that_is_shown_once(desk: Sit, here: Workplace) -> None:
    editor, staff = desk(Role.EDITOR), desk(Role.STAFF, "10507")
    assert "Chưa khai báo kiosk nào" in editor.get("/sites/10507/kiosk").text
    assert "Chưa khai báo kiosk nào" in editor.get("/kiosk").text
    page = editor.post("/sites/10507/kiosk", name="Kiosk <sảnh>").text
    (token,) = re.findall(r'class="secret">([0-9A-Z-]+)<', page)
    number, key = signing.read_token(token) or (0, "")
    assert "Kiosk &lt;sảnh&gt;" in page and "<sảnh>" not in page
    for path in ("/sites/10507/kiosk", "/kiosk", "/sites/10507"):
        assert token not in editor.get(path).text and "Kiosk &lt;sảnh&gt;" in editor.get(path).text
    say(here.store, number, 1)
    assert "hiện đúng bản" in editor.get("/kiosk").text
    assert "Không có kiosk nào hiện bản cũ hoặc im lặng" in editor.get("/kiosk?loc=lo").text
    page = staff.get("/sites/10507/kiosk").text
    assert "Ghi mã báo lại" in page and "Cấp khóa mới" not in page
    code = signing.make_return_code("10507", 1, key)
    answer = staff.post("/sites/10507/kiosk/ma-bao-lai", code=code)
    assert answer.headers["location"] == "/sites/10507/kiosk?xong=da-ghi-ma-bao-lai"
    assert newest_event(here).what is EventKind.DEVICE_SEEN and newest_event(here).person == staff.person.id  # type: ignore[union-attr]
    assert "không khớp" in staff.post("/sites/10507/kiosk/ma-bao-lai", code="23-ABCDE").text


def test_the_link_with_the_key_is_drawn_where_an_address_is_set(desk: Sit, here: Workplace) -> None:
    config = here.config.source
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace('public_url: ""', "public_url: https://niemyet.gov.vn"), encoding="utf-8")
    editor = desk(Role.EDITOR)
    page = editor.post("/sites/10507/kiosk", name="Sảnh").text
    assert "https://niemyet.gov.vn/sites/10507/#may=1-" in page and 'aria-label="Mã QR mở trang kiosk kèm khóa"' in page
    fresh = editor.post("/sites/10507/kiosk/1/khoa").text
    assert "chỉ hiện một lần này" in fresh
    assert "của điểm khác" in editor.post("/sites/10888/kiosk/1/khoa").text
    assert "của điểm khác" in editor.post("/sites/10888/kiosk/1/bo").text
    assert editor.post("/sites/10507/kiosk/1/bo").headers["location"] == "/sites/10507/kiosk?xong=da-bo-kiosk"
    assert newest_event(here).what is EventKind.DEVICE_REMOVED


def test_a_site_without_a_kiosk_is_said_so_and_taken_back(desk: Sit) -> None:
    editor = desk(Role.EDITOR)
    editor.post("/sites/10507/kiosk/khong-co")
    assert "được khai báo không có kiosk" in editor.get("/sites/10507/kiosk").text
    assert "khai báo không có kiosk" in editor.get("/do-phu").text
    editor.post("/sites/10507/kiosk/co")
    assert "Chưa khai báo kiosk nào" in editor.get("/sites/10507/kiosk").text


def test_a_code_that_was_read_wrong_is_taken_back_at_its_own_site(desk: Sit, here: Workplace) -> None:
    editor = desk(Role.EDITOR)
    editor.post("/sites/10507/kiosk", name="Sảnh")
    staff, other = desk(Role.STAFF, "10507"), desk(Role.STAFF, "10888")
    staff.post("/sites/10507/kiosk/ma-bao-lai", code=signing.make_return_code("10507", 1))
    (place,) = re.findall(r'action="([^"]+/ma-bao-lai/\d+/huy)"', staff.get("/sites/10507/kiosk").text)
    assert other.post(place.replace("10507", "10888")).status_code == 409
    assert staff.post(place).headers["location"].endswith("da-huy-viec-ghi")
    assert "/huy" not in staff.get("/sites/10507/kiosk").text
