"""Addresses of procedures and sites: entry where the portal id is known, search otherwise, never another host."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kiosk.errors import LinkError
from kiosk.model.catalogue import Procedure
from kiosk.model.site import SiteKind
from kiosk.settings.config import LinkSettings, parse
from kiosk.settings.links import (
    Link,
    LinkKind,
    identify_sheet,
    make_kiosk_url,
    make_link,
    make_printed_link,
    make_procedure_address,
    make_sheet_payload,
    read_procedure_path,
    read_sheet_path,
)

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


PUBLIC = parse({**CITY, "public_url": "https://niemyet.songlam.gov.vn/k"}, Path("config.yaml"))
HIDDEN = parse(CITY, Path("config.yaml"))


def test_a_sheet_is_named_by_all_that_it_prints() -> None:
    facts = ("HT-03", "ab" * 32, 7, date(2026, 11, 24))
    printed = identify_sheet(*facts)
    assert printed.name == "HT-03" and identify_sheet(*facts) == printed
    others = [("HT-04", *facts[1:]), (facts[0], "cd" * 32, *facts[2:]), (*facts[:2], 8, facts[3])]
    assert printed not in {identify_sheet(*other) for other in others}
    assert identify_sheet(*facts[:3], date(2026, 11, 25)) != printed
    # Other signs than letters and digits do not stand in a code of capitals.
    assert identify_sheet("TT-1.001193", *facts[1:]).name == "TT-1-001193"
    assert identify_sheet("7\u00b74", *facts[1:]).name == "7-4"


def test_short_addresses_stand_at_the_root_in_capitals() -> None:
    printed = identify_sheet("HT-03", "ab" * 32, 7, date(2026, 11, 24))
    assert make_sheet_payload(printed, PUBLIC) == f"HTTPS://NIEMYET.SONGLAM.GOV.VN/T/{printed}"
    assert make_sheet_payload(printed, HIDDEN) == str(printed)
    assert make_procedure_address("1.001193", PUBLIC) == "HTTPS://NIEMYET.SONGLAM.GOV.VN/P/1.001193"
    assert make_procedure_address("1.001193", HIDDEN) == make_procedure_address("1.014955-Xoa", PUBLIC) == ""
    with pytest.raises(LinkError, match="public_url"):
        make_sheet_payload(printed, HIDDEN.model_copy(update={"public_url": "https://bit.ly/x"}))


def test_short_addresses_are_read_exactly_as_printed() -> None:
    printed = identify_sheet("HT-03", "ab" * 32, 7, date(2026, 11, 24))
    text = str(printed)
    assert read_sheet_path(text) == printed
    wrong = text[:-1] + next(c for c in "23456789" if c != text[-1])
    for other in ("", text.lower(), text.replace("-", " "), wrong, f"x/{text}", f"{text} ", "A-" * 40 + text):
        assert read_sheet_path(other) is None, other
    assert read_procedure_path("1.001193") == "1.001193"
    for other in ("", "1.001193/", "../1", "1..1", "1.001193-Xoa", "1" * 61, "1.001193\n", "\uff11.001193"):
        assert read_procedure_path(other) == "", other


def test_codes_lead_where_the_kind_of_site_says() -> None:
    address = "https://niemyet.haiphong.gov.vn/kiosk"
    config = parse({**CITY, "public_url": address, "links": {"mode": {"commune": "own"}}}, Path("config.yaml"))
    p = Procedure("1.001193", "Đăng ký khai sinh", portal_id=UUID)
    own = make_printed_link(p, config, SiteKind.COMMUNE)
    assert own == Link("HTTPS://NIEMYET.HAIPHONG.GOV.VN/P/1.001193", "niemyet.haiphong.gov.vn", LinkKind.OWN)
    assert make_printed_link(p, config, SiteKind.CITY) == make_link(p, config.links)
    odd = replace(p, code="1.001193/x")
    assert make_printed_link(odd, config, SiteKind.COMMUNE) == make_link(odd, config.links)


def test_own_addresses_need_an_address_of_the_citys_own() -> None:
    with pytest.raises(LinkError, match="chưa có địa chỉ ấy"):
        parse({**CITY, "links": {"mode": "own"}}, Path("config.yaml"))
