"""Persons: added with a link shown once, changed, closed, let in again."""

from __future__ import annotations

import re
from collections.abc import Callable

from kiosk.office import people
from kiosk.office.job_context import Workplace
from kiosk.office.people import Person, Role
from tests.kiosk.web.office.conftest import Desk


def person(here: Workplace, name: str) -> Person:
    with here.database.reading() as connection:
        found = people.find_person_by_name(connection, name)
    assert found is not None
    return found


def test_a_person_is_added_and_comes_in_by_the_link(here: Workplace, desk: Callable[..., Desk]) -> None:
    admin = desk(Role.ADMIN)
    page = admin.post("/nguoi-dung", name="lan", label="Nguyễn Thị Lan", role="staff", site="10507")
    link = re.search(r"http://127\.0\.0\.1:8001(/dat-mat-khau/[\w-]+)", page.text)
    assert link is not None
    assert desk(None).get(link[1]).status_code == 200
    assert (person(here, "lan").role, person(here, "lan").site) == (Role.STAFF, "10507")
    assert "Nguyễn Thị Lan" in admin.get("/nguoi-dung").text


def test_a_role_or_site_that_is_none_is_refused(desk: Callable[..., Desk]) -> None:
    admin = desk(Role.ADMIN)
    for role, site in (("god", ""), ("staff", "99999"), ("staff", ""), ("editor", "10507")):
        assert admin.post("/nguoi-dung", name="x1", label="X", role=role, site=site).status_code == 409


def test_a_person_is_changed_closed_opened_and_reset(here: Workplace, desk: Callable[..., Desk]) -> None:
    admin, other = desk(Role.ADMIN), desk(Role.EDITOR)
    assert other.person is not None
    path = f"/nguoi-dung/{other.person.id}"
    assert admin.get(path).status_code == 200
    admin.post(path, label="Tên Mới", role="reader", site="")
    assert person(here, other.person.name).label == "Tên Mới"
    assert other.get("/").status_code == 303
    admin.post(f"{path}/khoa")
    assert person(here, other.person.name).disabled
    admin.post(f"{path}/mo")
    assert not person(here, other.person.name).disabled
    assert "/dat-mat-khau/" in admin.post(f"{path}/dat-lai").text


def test_an_admin_ends_a_session_of_somebody(here: Workplace, desk: Callable[..., Desk]) -> None:
    admin, other = desk(Role.ADMIN), desk(Role.EDITOR)
    assert other.person is not None
    path = f"/nguoi-dung/{other.person.id}"
    session = re.search(rf'action="({path}/phien/\d+/ket-thuc)"', admin.get(path).text)
    assert session is not None
    admin.post(session[1])
    assert other.get("/").status_code == 303


def test_one_or_two_is_chosen(here: Workplace, desk: Callable[..., Desk]) -> None:
    admin = desk(Role.ADMIN)
    assert "Một người hay hai người duyệt?" in admin.get("/").text
    assert admin.post("/lua-chon", approval="three").status_code == 409
    admin.post("/lua-chon", approval="one")
    assert "hai người duyệt?" not in admin.get("/").text
    assert 'value="one" checked' in admin.get("/lua-chon").text
