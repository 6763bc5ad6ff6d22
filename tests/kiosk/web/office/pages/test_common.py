"""Styles, script, face; and whether the office is well."""

from __future__ import annotations

from collections.abc import Callable

from tests.kiosk.web.office.conftest import Desk


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
    assert (answer.status_code, answer.json()) == (503, {"database": True, "worker": False})
