"""A line for each request, by the pattern of its address and never by what stands in it."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from kiosk.web.office import request_log
from kiosk.web.office.request_log import RequestLog
from tests.kiosk.web.office.conftest import ADDRESS

Lines = list[dict[str, Any]]


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Lines:
    """What is written."""
    written: Lines = []
    monkeypatch.setattr(request_log, "log_facts", lambda _, **facts: written.append(facts))
    return written


def test_secrets_and_names_in_an_address_are_not_written(app: FastAPI, lines: Lines) -> None:
    client = TestClient(RequestLog(app), base_url=ADDRESS, follow_redirects=False)
    client.get("/dat-mat-khau/bi-mat-cua-lan?ten=lan")
    client.get("/khong-co/lan")
    client.post("/dang-nhap", data={"name": "lan"})
    assert [(one["method"], one["path"], one["status"]) for one in lines] == [
        ("GET", "/dat-mat-khau/{token}", 409),
        ("GET", "", 404),
        ("POST", "/dang-nhap", 403),
    ]
    assert "lan" not in repr(lines) and all(one["ms"] >= 0 for one in lines)


def test_machines_that_ask_whether_it_is_well_fill_no_log(app: FastAPI, lines: Lines) -> None:
    client = TestClient(RequestLog(app), base_url=ADDRESS)
    for path in ("/healthz", "/readyz", "/static/office.css"):
        client.get(path)
    assert lines == []


def test_a_fault_is_a_line_too(lines: Lines) -> None:
    async def fail(*_: object) -> None:
        raise RuntimeError("secret")

    client = TestClient(RequestLog(fail), base_url=ADDRESS)
    with pytest.raises(RuntimeError):
        client.get("/x")
    assert [one["status"] for one in lines] == [500]
