"""All sites in one line each, searched, filtered, and what their kiosks show."""

from __future__ import annotations

import pytest

from kiosk.model.site import Site, SiteKind
from kiosk.office.walls import (
    WallCount,
    WallFilter,
    choose_walls,
    count_walls,
    list_missing_contacts,
    list_search_links,
)
from kiosk.workspace.store import Store
from tests.kiosk.commands import Office
from tests.kiosk.hanging import hang_published

WHOLE = WallCount(Site("11824", SiteKind.COMMUNE, "Xã Vĩnh Bảo", address="a", hotline="1", hours="8"), 5, 5, 0, 0)
OWING = WallCount(Site("10507", SiteKind.COMMUNE, "Phường Thành Đông"), 5, 3, 2, 1)


@pytest.mark.parametrize(
    ("words", "chosen", "codes"),
    [
        ("", WallFilter.ALL, ["11824", "10507"]),
        ("vinh bao", WallFilter.ALL, ["11824"]),
        ("10507", WallFilter.ALL, ["10507"]),
        ("bảo thành", WallFilter.ALL, []),
        ("", WallFilter.TO_PRINT, ["10507"]),
        ("", WallFilter.TO_TAKE_DOWN, ["10507"]),
        ("", WallFilter.WHOLE, ["11824"]),
        ("", WallFilter.NO_CONTACT, ["10507"]),
        ("<script>", WallFilter.ALL, []),
    ],
)
def test_sites_are_searched_and_filtered(words: str, chosen: WallFilter, codes: list[str]) -> None:
    assert [w.site.code for w in choose_walls((WHOLE, OWING), words, chosen)] == codes


def test_what_is_missing_of_a_contact_is_named() -> None:
    assert list_missing_contacts(WHOLE.site) == ()
    assert list_missing_contacts(OWING.site) == ("địa chỉ", "điện thoại", "giờ làm việc")


def test_what_is_confirmed_need_not_be_printed(office: Office, office_store: Store) -> None:
    hang_published(office_store, "10888")
    by_site = {w.site.code: w for w in count_walls(office_store)}
    assert by_site["10888"].is_whole and by_site["10888"].sheets == by_site["10888"].confirmed > 0
    assert by_site["10507"].to_print == by_site["10507"].sheets
    office.ok("regenerate", "--as-of", "2027-03-02", "--early")
    after = {w.site.code: w for w in count_walls(office_store)}["10888"]
    assert after.to_print > 0 and after.to_print + after.confirmed == after.sheets


def test_procedures_without_an_address_of_their_own_are_counted_once_each(office_store: Store) -> None:
    links = list_search_links(office_store)
    assert len({link.code for link in links}) == len(links) > 0
    assert all(1 <= link.sites <= 4 and link.name for link in links)
