"""Cookies: strict, and under https bound to the host."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from fastapi.testclient import TestClient

from kiosk.office.job_context import Workplace
from kiosk.settings import config as settings
from kiosk.web.office.app import create_office
from tests.kiosk.web.office.conftest import Desk


def test_over_https_the_cookies_are_bound_to_the_host(here: Workplace) -> None:
    source = here.config.source
    text = source.read_text(encoding="utf-8")
    source.write_text(text.replace('  address: ""', "  address: https://phong.example.vn"), encoding="utf-8")
    secure = replace(here, config=settings.load(source))
    with TestClient(create_office(secure), base_url="https://phong.example.vn") as client:
        cookie = client.get("/dang-nhap").headers["set-cookie"]
    assert cookie.startswith("__Host-office-form=")
    assert {"HttpOnly", "Secure", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_on_this_machine_they_are_strict_too(desk: Callable[..., Desk]) -> None:
    cookie = desk(None).get("/dang-nhap").headers["set-cookie"]
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))


def test_a_form_cookie_that_is_there_stays(desk: Callable[..., Desk]) -> None:
    nobody = desk(None)
    nobody.get("/dang-nhap")
    assert "set-cookie" not in nobody.get("/dang-nhap").headers
