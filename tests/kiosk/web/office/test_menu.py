"""The menu holds what one may open, and every entry leads somewhere."""

from __future__ import annotations

from kiosk.web.office import menu
from kiosk.web.office.app import ROUTES
from kiosk.web.office.permissions import Permission


def test_only_what_may_be_opened_stands_there() -> None:
    assert menu.entries(lambda p: p is Permission.SIGNED_IN) == (("Hôm nay", "/"),)
    assert menu.entries(lambda _: False) == ()


def test_every_entry_is_a_page_with_that_very_permission() -> None:
    pages = {r.path: r.permission for r in ROUTES if r.method == "GET"}
    for permission in Permission:
        for name, path in menu.entries(lambda p, permission=permission: p is permission):
            assert pages.get(path) is permission, name
