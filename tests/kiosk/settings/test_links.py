"""Addresses of procedures and sites: entry where the portal id is known, search otherwise, never another host."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.errors import LinkError
from kiosk.model.catalogue import Procedure
from kiosk.settings.config import LinkSettings, parse
from kiosk.settings.links import LinkKind, make_kiosk_url, make_link

UUID = "019d2bfd-382c-774c-bca0-e30c261d7be4"
CITY = {"city": "Sông Lam", "publisher": "UBND tỉnh Sông Lam", "listing": {"own_city": "Sông Lam"}}


def test_entry_link_where_the_portal_id_is_known() -> None:
    made = make_link(Procedure("1.000593", "x", portal_id=UUID), LinkSettings())
    assert made.url == f"https://dichvucong.gov.vn/thu-tuc-hanh-chinh/{UUID}"
    assert (made.host, made.kind) == ("dichvucong.gov.vn", LinkKind.ENTRY)


def test_search_link_otherwise_with_all_zeros_of_the_code() -> None:
    made = make_link(Procedure("2.002000", "x"), LinkSettings())
    assert made.url.endswith("?keyword=2.002000")
    assert made.kind is LinkKind.SEARCH


def test_a_portal_id_that_is_no_uuid_is_refused() -> None:
    with pytest.raises(LinkError, match="UUID"):
        make_link(Procedure("1.000593", "x", portal_id="../../evil"), LinkSettings())


def test_settings_recorded_before_they_were_checked_print_nothing() -> None:
    with pytest.raises(LinkError, match=r"thủ tục 1\.000593"):
        make_link(Procedure("1.000593", "x"), LinkSettings(search="http://bit.ly/{code}"))
    config = parse(CITY, Path("config.yaml")).model_copy(update={"public_url": "https://bit.ly/x"})
    with pytest.raises(LinkError, match="public_url"):
        make_kiosk_url("11824", config)


def test_a_site_has_its_page_under_the_public_address() -> None:
    config = parse({**CITY, "public_url": "https://niemyet.songlam.gov.vn/k/"}, Path("config.yaml"))
    assert make_kiosk_url("SL-1", config) == "https://niemyet.songlam.gov.vn/k/sites/SL-1/"


@pytest.mark.parametrize(
    ("search", "page"),
    [
        ("https://dichvucong.gov.vn/tim-kiem?keyword={code}", "https://dichvucong.gov.vn/tim-kiem"),
        ("https://dichvucong.gov.vn/tim-kiem?a=b&keyword={code}", "https://dichvucong.gov.vn/tim-kiem"),
        ("https://dichvucong.gov.vn/tim-kiem#{code}", "https://dichvucong.gov.vn/tim-kiem"),
        ("https://dichvucong.gov.vn/tim/{code}", "https://dichvucong.gov.vn/tim/"),
        ("https://dichvucong.gov.vn/ma-{code}.html?x=1", "https://dichvucong.gov.vn/"),
        ("https://dichvucong.gov.vn?{code}", "https://dichvucong.gov.vn/"),
    ],
)
def test_without_a_public_address_the_board_leads_to_the_search(search: str, page: str) -> None:
    config = parse({**CITY, "links": {"search": search}}, Path("config.yaml"))
    assert make_kiosk_url("SL-1", config) == page
