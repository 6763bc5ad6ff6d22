"""What people read is written as they write it; data is data."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from kiosk.office import access
from kiosk.office.job_context import Workplace
from kiosk.office.people import Role
from kiosk.web.office import rendering
from tests.kiosk.web.office.conftest import Desk


def test_times_days_and_numbers() -> None:
    assert rendering.write_moment(0) == "07:00, 01/01/1970"
    assert rendering.write_moment(None) == ""
    assert rendering.write_day(date(2027, 3, 1)) == rendering.write_day("2027-03-01") == "01/03/2027"
    assert rendering.write_day(None) == ""
    assert rendering.write_number(1234567) == "1.234.567"
    assert rendering.write_facts({"site": None, "disabled": True, "files": ["a", "b"]}) == (
        "điểm: không, khóa: có, tệp: a, b"
    )


def test_what_the_log_holds_is_told_in_words() -> None:
    assert rendering.name_subject("draft/7") == "dự thảo 7"
    assert rendering.name_subject("GET /x") == "GET /x"
    assert (
        rendering.write_facts({"role": "approver", "digest": "a" * 64})
        == "vai trò: phê duyệt, mã kiểm tra: aaaaaaaaaaaa…"
    )
    assert rendering.write_facts({"questions": ["a", "b", "c", "d"]}) == "dòng: 4"


def test_a_name_that_is_markup_stays_text(here: Workplace, desk: Callable[..., Desk]) -> None:
    access.add_with_link(here.database, "lan", "<img src=x onerror=alert(1)>", Role.READER, None)
    page = desk(Role.ADMIN).get("/nguoi-dung")
    assert "<img" not in page.text and "&lt;img" in page.text


def test_a_missing_value_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        rendering.render_page("outside.html", {"title": "x"})


def test_what_pages_ask_for_is_there_and_its_address_follows_its_content(root: Path) -> None:
    for name, (place, _) in rendering.STATIC.items():
        assert (root / "static" / place).is_file()
        assert rendering.make_asset_address(name).startswith(f"/static/{name}?v=")
