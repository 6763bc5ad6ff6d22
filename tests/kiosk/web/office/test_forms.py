"""Forms: whose they are is decided before anything else is looked at."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request

from kiosk.web.office import forms

OWN = "https://phong.example.vn"


def request(**headers: str) -> Request:
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": "POST", "scheme": "http", "path": "/", "query_string": b"", "headers": raw}
    return Request({**scope, "server": ("127.0.0.1", 8001)})


@pytest.mark.parametrize(
    "headers",
    [
        {"sec_fetch_site": "same-origin"},
        {"origin": OWN},
        {"origin": "http://127.0.0.1:8001", "host": "127.0.0.1:8001"},
    ],
)
def test_our_own_pages_may_send(headers: dict[str, str]) -> None:
    forms.refuse_foreign(request(**headers), OWN)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "null"},
        {"origin": "https://phong.example.vn.evil.com"},
        {"origin": "http://phong.example.vn"},
        {"sec_fetch_site": "cross-site", "origin": OWN},
        {"sec_fetch_site": ""},
    ],
)
def test_nobody_else_may(headers: dict[str, str]) -> None:
    with pytest.raises(HTTPException) as refused:
        forms.refuse_foreign(request(**headers), OWN)
    assert refused.value.status_code == 403


@given(st.text(max_size=30), st.text(max_size=30))
def test_a_token_belongs_to_one_cookie_and_one_key(cookie: str, other: str) -> None:
    token = forms.make_token("key", cookie)
    assert (forms.make_token("key", other) == token) is (cookie == other)
    assert forms.make_token("another key", cookie) != token


@pytest.mark.parametrize("token", [None, "", "x", "é"])
def test_a_wrong_token_is_refused(token: str | None) -> None:
    form = FormData({} if token is None else {forms.TOKEN: token})
    with pytest.raises(HTTPException):
        forms.refuse_wrong_token(form, "key", "cookie")
    with pytest.raises(HTTPException):
        forms.refuse_wrong_token(FormData({forms.TOKEN: forms.make_token("key", "")}), "key", None)


def test_the_right_one_is_taken() -> None:
    forms.refuse_wrong_token(FormData({forms.TOKEN: forms.make_token("key", "c")}), "key", "c")
