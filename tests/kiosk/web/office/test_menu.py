"""The menu holds what one may open, and every entry leads somewhere."""

from __future__ import annotations

from kiosk.web.office import menu
from kiosk.web.office.app import ROUTES
from kiosk.web.office.permissions import Permission


def test_only_what_may_be_opened_stands_there() -> None:
    assert menu.list_entries(lambda p: p is Permission.SIGNED_IN) == (("Hôm nay", "/"),)
    assert menu.list_entries(lambda _: False) == ()


def test_every_entry_is_a_page_with_that_very_permission() -> None:
    pages = {r.path: r.permission for r in ROUTES if r.method == "GET"}
    for permission in Permission:
        for name, path in menu.list_entries(lambda p, permission=permission: p is permission):
            assert pages.get(path) is permission, name


def test_pages_stand_in_sections_and_the_one_that_is_shown_is_marked() -> None:
    sections = menu.arrange_menu(lambda _: True, "/lenh-in/7")
    (current,) = [s for s in sections if s.is_current]
    assert (current.name, current.address) == ("Các điểm", "/sites")
    assert [page.address for page in current.below if page.is_current] == ["/lenh-in"]
    assert [page.address for s in sections for page in s.below] != []
    (beside,) = [s for s in menu.arrange_menu(lambda _: True, "/thay-doi-diem/7") if s.is_current]
    assert [page.address for page in beside.below if page.is_current] == ["/sites"]
    assert sections[0].below[0].address == "/" and not sections[0].is_current
    assert menu.arrange_menu(lambda p: p is Permission.SIGNED_IN, "/")[0].is_current


def test_every_page_of_the_menu_stands_in_one_section() -> None:
    pages = [page.address for s in menu.arrange_menu(lambda _: True, "/") for page in s.below]
    assert sorted(pages) == sorted(path for _, path in menu.list_entries(lambda _: True))
    assert len(menu.arrange_menu(lambda _: True, "/")) <= 7


def test_staff_have_a_menu_of_their_own_site_whose_pages_are_theirs() -> None:
    listed = menu.arrange_menu(lambda p: p is Permission.SIGNED_IN, "/sites/11824/treo", "11824")
    assert [page.name for page in listed if page.is_current] == ["Xác nhận tại tường"]
    pages = {r.path: r.permission for r in ROUTES if r.method == "GET"}
    of_site = {pages.get(page.address.replace("11824", "{site}")) for page in listed[1:]}
    assert of_site == {Permission.SITE, Permission.CONFIRM}


def test_a_page_names_those_above_it_that_may_be_opened() -> None:
    assert menu.find_trail(lambda _: True, "/lenh-in") == ()
    assert menu.find_trail(lambda _: True, "/") == ()
    assert menu.find_trail(lambda _: True, "/lenh-in/7") == (("Lệnh in", "/lenh-in"),)
    assert menu.find_trail(lambda _: True, "/sites/HP-E/treo") == (("Các điểm", "/sites"), ("Điểm HP-E", "/sites/HP-E"))
    assert menu.find_trail(lambda p: p is Permission.SIGNED_IN, "/sites/HP-E/treo") == (("Điểm HP-E", "/sites/HP-E"),)
