"""Names that want to be more than names, through every page, header, export and log.

A site, a person, a system, a procedure and a sheet bear them; every page that shows any is opened as an admin.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import openpyxl
import pytest

from kiosk.office import access, api_tokens, events
from kiosk.office.api_tokens import ReadingScope
from kiosk.office.job_context import Workplace
from kiosk.office.people import Role
from kiosk.reports.rows import FIGURES
from kiosk.web.office.app import ROUTES
from kiosk.web.office.openapi import BASE
from kiosk.web.office.permissions import Permission
from tests.kiosk.commands import Office
from tests.kiosk.web.office.conftest import Desk

MARK = "<script>alert(1)</script>"
HOSTILE = f"=cmd|' /C calc'!A0 {MARK} \"onmouseover='x' {{{{7*7}}}} ${{7*7}} \u202egnp.exe"
SITE = f"=HYPERLINK(1) {MARK} \" ' onclick=x"


@pytest.fixture
def here(live_office: Workplace, office: Office) -> Workplace:
    """An office that has published, with hostile names of sites, persons and systems."""
    table = live_office.config.path(live_office.config.sites)
    text = table.read_text(encoding="utf-8")
    quoted = SITE.replace('"', '""')
    fresh = re.sub(r"(?m)^(10507,[^,]*,[^,]*,)[^,\n]*", lambda m: f'{m[1]}"{quoted}"', text, count=1)
    assert fresh != text
    table.write_text(fresh, encoding="utf-8")
    office.ok("regenerate", "--as-of", "2026-11-24")
    access.add_with_link(live_office.database, "ke-gian", HOSTILE[:110], Role.STAFF, "10507")
    with live_office.database.writing() as connection:
        act = events.begin_act(1)
        api_tokens.make_token(connection, act, HOSTILE[:110], [s.value for s in ReadingScope])
        events.record(connection, act, events.EventKind.CHOSEN, HOSTILE, HOSTILE, {HOSTILE: HOSTILE})
    return live_office


def test_no_page_takes_a_name_for_more_than_a_name(desk: Callable[..., Desk], here: Workplace) -> None:
    admin = desk(Role.ADMIN)
    opened = 0
    for route in ROUTES:
        if route.method != "GET" or route.permission in {Permission.PENDING, Permission.SYSTEM}:
            continue
        path = route.path.replace("{site}", "10507").replace("{code}", "10507").replace("{figure}", "diem")
        path = re.sub(r"\{\w+\}", "x", re.sub(r"\{\w+:int\}", "1", path))
        answer = admin.get(f"{path}?tim={MARK}&loc={MARK}&diem={MARK}&trang={MARK}&xong={MARK}&tu={MARK}&den={MARK}")
        assert answer.status_code < 500 or path == "/readyz", path
        if answer.headers.get("content-type", "").startswith("text/html"):
            opened += 1
            assert MARK not in answer.text, path
            assert not re.search(r"<[^>]*\sonmouseover=|<[^>]*\sonclick=", answer.text), path
            assert "49" not in re.findall(r"\{\{7\*7\}\}|49 \$\{", answer.text)
        for name, value in answer.headers.items():
            assert "<" not in value, (path, name)
    assert opened > 20


@pytest.mark.parametrize("name", FIGURES)
def test_no_export_holds_a_formula(name: str, desk: Callable[..., Desk]) -> None:
    reader = desk(Role.READER)
    book = openpyxl.load_workbook(io.BytesIO(reader.get(f"/do-phu/{name}.xlsx").content))
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    assert not any(cell.data_type == "f" or str(cell.value).startswith("=") for cell in cells)
    text = reader.get(f"/do-phu/{name}.csv").content.decode("utf-8-sig")
    assert not re.search(r'(?m)(^|,)"?[=@]', text)


def test_the_interface_says_a_name_as_it_is_and_is_no_page(desk: Callable[..., Desk], here: Workplace) -> None:
    with here.database.writing() as connection:
        _, secret = api_tokens.make_token(connection, events.begin_act(None), "x", ["sites"])
    answer = desk(None).client.get(f"{BASE}/sites", headers={"Authorization": f"Bearer {secret}"})
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert SITE in {site["name"] for site in answer.json()["items"]}
