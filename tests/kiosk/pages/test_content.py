"""What sites share holds no word about a site, so that equal lists are equal values."""

from __future__ import annotations

from dataclasses import fields, replace

from kiosk.pages.content import Content, PageInput
from tests.browser import making


def test_sites_with_the_same_list_have_equal_content(page: PageInput) -> None:
    other = replace(page, site=replace(page.site, code="11948", name="Điểm khác"), content=making.small())
    assert other.content == page.content
    assert other != page


def test_content_names_no_site() -> None:
    assert {f.name for f in fields(Content)} == {"groups", "entries", "gone", "aliases", "sayings", "unindexed"}


def test_a_page_works_without_a_network_unless_told_otherwise(page: PageInput) -> None:
    assert page.worker
