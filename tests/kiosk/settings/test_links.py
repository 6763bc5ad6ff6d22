"""Addresses: entry link where the portal id is known, search otherwise, and never another host."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import LinkError
from kiosk.model.catalogue import Procedure
from kiosk.settings.config import LinkSettings
from kiosk.settings.links import LinkKind, checked, link

UUID = "019d2bfd-382c-774c-bca0-e30c261d7be4"
HOSTS = ("dichvucong.gov.vn",)


def test_entry_link_where_the_portal_id_is_known() -> None:
    made = link(Procedure("1.000593", "x", portal_id=UUID), LinkSettings())
    assert made.url == f"https://dichvucong.gov.vn/thu-tuc-hanh-chinh/{UUID}"
    assert (made.host, made.kind) == ("dichvucong.gov.vn", LinkKind.ENTRY)


def test_search_link_otherwise_with_all_zeros_of_the_code() -> None:
    made = link(Procedure("2.002000", "x"), LinkSettings())
    assert made.url.endswith("?keyword=2.002000")
    assert made.kind is LinkKind.SEARCH


@pytest.mark.parametrize(
    "url",
    [
        "http://dichvucong.gov.vn/a",
        "https://evildichvucong.gov.vn/a",
        "https://dichvucong.gov.vn.evil.example/a",
        "https://dichvucong.gov.vn@evil.example/a",
        "https://evil.example/https://dichvucong.gov.vn",
        "https://dichvucong.gov.vn:8443/a",
        "https://dichvucong.gov.vn\\@evil.example",
        "https://dichvucong.gov.vn/a b",
        "https://dіchvucong.gov.vn/a",
        "javascript:alert(1)",
        "//dichvucong.gov.vn/a",
    ],
)
def test_a_foreign_address_is_refused_in_words(url: str) -> None:
    with pytest.raises(LinkError, match=r"máy chủ được phép") as caught:
        checked(url, HOSTS)
    assert "links.hosts" in caught.value.way_out


def test_subdomains_are_allowed() -> None:
    assert checked("https://vpcp.dichvucong.gov.vn/p", HOSTS) == "vpcp.dichvucong.gov.vn"


@given(st.text(max_size=60))
def test_whatever_passes_is_https_on_an_allowed_host(tail: str) -> None:
    url = "https://dichvucong.gov.vn" + tail
    try:
        host = checked(url, HOSTS)
    except LinkError:
        return
    assert urlsplit(url).scheme == "https"
    assert host == "dichvucong.gov.vn" or host.endswith(".dichvucong.gov.vn")


def test_a_portal_id_that_is_no_uuid_is_refused() -> None:
    with pytest.raises(LinkError, match="UUID"):
        link(Procedure("1.000593", "x", portal_id="../../evil"), LinkSettings())
