"""The first page of every role."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from starlette.routing import compile_path

from kiosk.office.people import Role
from kiosk.reports.first_page import LEADS
from kiosk.web.office.app import ROUTES
from kiosk.web.office.pages import home
from tests.kiosk.web.office.conftest import Desk


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.STAFF])
def test_each_role_sees_what_is_to_be_done_with_one_button_each(role: Role, desk: Callable[..., Desk]) -> None:
    page = desk(role).get("/").text
    tasks = re.search(r'(?s)<ul class="tasks">(.*?)</ul>', page)
    assert tasks is not None
    assert tasks[1].count("<li>") == tasks[1].count('class="button"') <= 7


def test_staff_without_a_task_are_told_that_there_is_none(desk: Callable[..., Desk]) -> None:
    assert "Không có việc." in desk(Role.STAFF, "10507").get("/").text


def test_every_kind_of_task_has_a_place() -> None:
    assert set(home.PLACES) == set(LEADS)
    pages = [compile_path(r.path)[0] for r in ROUTES if r.method == "GET"]
    addresses = {re.split(r"[?#]", path.format(7))[0] for _, path in home.PLACES.values()}
    assert [a for a in addresses if not any(page.fullmatch(a) for page in pages)] == []


def test_what_finds_no_room_on_the_first_page_is_one_page_further(
    desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home, "MOST", 1)
    admin = desk(Role.EDITOR)
    page = admin.get("/").text
    assert page.count('class="button"') == 1 and "Xem 1 việc khác" in page
    assert admin.get("/moi-viec").text.count('class="button second"') == 2
