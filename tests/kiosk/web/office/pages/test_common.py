"""Styles, script, face; and whether the office is well."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from fastapi.testclient import TestClient

from kiosk.clock import get_seconds
from kiosk.office import nights
from kiosk.office.holding import hold_publishing
from kiosk.office.job_context import Workplace
from kiosk.office.ledger.opening import catch_up
from kiosk.web.office.app import create_office
from kiosk.web.office.pages import common
from tests.kiosk.web.office.conftest import ADDRESS, Desk


def test_files_that_pages_ask_for_are_kept_for_ever(desk: Callable[..., Desk]) -> None:
    answer = desk(None).get("/static/office.css?v=1")
    assert answer.status_code == 200 and "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-type"].startswith("text/css")


def test_no_other_file_is_sent(desk: Callable[..., Desk]) -> None:
    for name in ("office.sqlite", "..%2f..%2fpyproject.toml", "kiosk.css"):
        assert desk(None).get(f"/static/{name}").status_code == 404


def test_readiness_needs_a_worker_and_health_does_not(desk: Callable[..., Desk]) -> None:
    assert desk(None).get("/healthz").status_code == 200
    answer = desk(None).get("/readyz")
    assert (answer.status_code, answer.json()) == (
        503,
        {"database": True, "worker": False, "night": True, "nothing_due": True},
    )


def test_readiness_ends_where_a_night_did_not_run(live_office: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    catch_up(live_office.store, live_office.database)
    monkeypatch.setattr(common, "is_worker_alive", lambda _: True)
    later = get_seconds() + 27 * 3600
    monkeypatch.setattr(nights, "get_seconds", lambda: later)
    answer = TestClient(create_office(live_office), base_url=ADDRESS).get("/readyz")
    assert (answer.status_code, answer.json()["night"]) == (503, False)


def test_readiness_ends_where_something_is_due_and_not_live(
    live_office: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(common, "is_worker_alive", lambda _: True)
    client = TestClient(create_office(live_office), base_url=ADDRESS)
    monkeypatch.setattr(common, "get_today", lambda: date(2026, 11, 24))
    assert client.get("/readyz").status_code == 200
    monkeypatch.setattr(common, "get_today", lambda: date(2027, 3, 2))
    late = client.get("/readyz")
    assert (late.status_code, late.json()["nothing_due"]) == (503, False)
    hold_publishing(live_office.store, "chờ văn bản")
    assert client.get("/readyz").status_code == 200
    live_office.config.path(live_office.config.sites).write_text("nonsense", encoding="utf-8")
    assert client.get("/readyz").json()["nothing_due"] is False
