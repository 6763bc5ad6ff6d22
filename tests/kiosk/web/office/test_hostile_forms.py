"""Every form, tried by somebody who wants in: whatever stands in its fields, it is refused or taken, never a fault."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from kiosk.office.job_context import Workplace
from kiosk.office.people import Role
from kiosk.web.office.app import ROUTES
from tests.kiosk.web.office.conftest import Desk

MARK = "<script>alert(1)</script>"
TRICKS = (
    "' OR 1=1 --", "../../etc/passwd", MARK, "\x00", "\u202e", "9" * 400, "-1", "１", "{{7*7}}", "%n%s",
    "a\r\nSet-Cookie: x=1", "٣", "1e9", "true", "[]", "\ud7ff\U0010ffff",
)  # fmt: skip
FIELDS = sorted({
    name
    for path in (Path(__file__).resolve().parents[4] / "kiosk/web/office/templates").glob("*.html")
    for name in re.findall(r'name="([a-z_]+)"', path.read_text(encoding="utf-8"))
} - {"form_token"})  # fmt: skip
_EACH = 3
"""Tricks tried on each form, others on the next one: all of them on every form would take a minute."""


@pytest.fixture
def here(live_office: Workplace) -> Workplace:
    """An office that has published."""
    return live_office


def test_no_form_breaks_whatever_is_typed(desk: Callable[..., Desk]) -> None:
    """Every field that any form has is sent. No header of theirs comes back, and nothing of theirs but as text."""
    for number, route in enumerate(r for r in ROUTES if r.method == "POST"):
        admin, path = desk(Role.ADMIN), re.sub(r"\{\w+:int\}", "1", route.path)
        token = admin.token()
        for trick in (TRICKS[(number + i) % len(TRICKS)] for i in range(_EACH)):
            address = re.sub(r"\{\w+\}", quote(trick, safe=""), path)
            data = {"form_token": token, **dict.fromkeys(FIELDS, trick)}
            answer = admin.client.post(address, data=data, headers={"Sec-Fetch-Site": "same-origin"})
            assert answer.status_code < 500, (address, trick)
            assert "x=1" not in answer.headers.get("set-cookie", "") and MARK not in answer.text
