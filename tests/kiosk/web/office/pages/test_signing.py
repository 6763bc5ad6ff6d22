"""The whole way in: a link, a password, a second factor; and out again."""

from __future__ import annotations

import re
from collections.abc import Callable

import pyotp
import pytest

from kiosk.clock import get_seconds
from kiosk.office import access, second_factor
from kiosk.office.job_context import Workplace
from kiosk.office.people import Role
from tests.kiosk.web.office.conftest import Desk

GOOD = "bốn từ không liên quan"


def test_the_first_admin_comes_in_by_the_link_and_sets_up_a_second_factor(
    here: Workplace, desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, token = desk(None), access.invite_first_admin(here.database)
    assert "quantri" in browser.get(f"/dat-mat-khau/{token}").text
    weak = browser.post(f"/dat-mat-khau/{token}", password="ngắn")
    assert weak.status_code == 400 and "quá ngắn" in weak.text
    assert browser.post(f"/dat-mat-khau/{token}", password=GOOD).headers["location"].startswith("/dang-nhap")
    assert browser.get(f"/dat-mat-khau/{token}").status_code == 409
    assert browser.post("/dang-nhap", name="quantri", password=GOOD, onward="/viec").headers["location"] == "/viec"
    assert browser.get("/viec").headers["location"] == "/tai-khoan/hai-lop"
    page = browser.get("/tai-khoan/hai-lop").text
    secret = re.search(r'name="secret" value="(\w+)"', page)
    assert secret is not None
    wrong = browser.post("/tai-khoan/hai-lop", secret=secret[1], code="1")
    assert wrong.status_code == 400 and secret[1] in wrong.text
    now = get_seconds()
    codes = browser.post("/tai-khoan/hai-lop", secret=secret[1], code=pyotp.TOTP(secret[1]).at(now))
    assert len(re.findall(r"<li>\w{5}-\w{5}</li>", codes.text)) == 10
    assert browser.get("/viec").status_code == 200
    assert browser.post("/dang-xuat").headers["location"].startswith("/dang-nhap")
    assert browser.get("/viec").headers["location"].startswith("/dang-nhap")
    browser.post("/dang-nhap", name="quantri", password=GOOD, onward="/")
    assert browser.get("/viec").headers["location"] == "/xac-thuc"
    assert browser.post("/xac-thuc", code="000").status_code == 401
    monkeypatch.setattr(second_factor, "get_seconds", lambda: now + 60)
    assert browser.post("/xac-thuc", code=pyotp.TOTP(secret[1]).at(now + 60)).headers["location"] == "/"
    assert browser.get("/viec").status_code == 200


def test_a_wrong_password_is_told_and_the_name_kept(here: Workplace, desk: Callable[..., Desk]) -> None:
    answer = desk(None).post("/dang-nhap", name='lan"><b>', password="sai", onward="/")
    assert answer.status_code == 401
    assert "không đúng" in answer.text and 'value="lan&#34;&gt;&lt;b&gt;"' in answer.text


@pytest.mark.parametrize("onward", ["https://evil.example", "//evil.example", "/\\evil.example", "", "/\n/x"])
def test_nobody_is_sent_to_another_host(here: Workplace, desk: Callable[..., Desk], onward: str) -> None:
    _, token = access.add_with_link(here.database, "lan", "Lan", Role.EDITOR, None)
    browser = desk(None)
    browser.post(f"/dat-mat-khau/{token}", password=GOOD)
    assert browser.post("/dang-nhap", name="lan", password=GOOD, onward=onward).headers["location"] == "/"
