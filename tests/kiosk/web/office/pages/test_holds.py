"""Keeping back and letting go on, on their page."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.office.people import Role
from tests.kiosk.web.office.conftest import Desk


def test_publishing_is_held_shown_and_let_go(desk: Callable[..., Desk]) -> None:
    approver, reader = desk(Role.APPROVER), desk(Role.READER)
    assert "Không tạm dừng" in reader.get("/tam-dung").text
    assert approver.post("/tam-dung", reason=" ").status_code == 409
    assert approver.post("/tam-dung", reason="<b>sai").headers["location"].endswith("da-tam-dung")
    page = reader.get("/tam-dung").text
    assert (
        "Đang tạm dừng công bố" in page
        and "&lt;b&gt;sai" in page
        and '<form method="post" action="/tam-dung' not in page
    )
    assert approver.post("/tam-dung/cho-tiep").headers["location"].startswith("/viec/")
    assert approver.post("/tam-dung", reason="x", decision="9/QĐ").status_code == 409
