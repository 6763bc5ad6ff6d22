"""Where short addresses lead: to the entry in force, or to the reason why not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kiosk.errors import StoreError
from kiosk.model.catalogue import Ending
from kiosk.pages import redirects
from kiosk.settings.config import LinkMode
from kiosk.settings.inputs import Inputs
from kiosk.settings.links import make_link, make_procedure_address
from tests.kiosk.pages.planning import DAY, gather

ADDRESS = "https://niemyet.haiphong.gov.vn"


def own(inputs: Inputs) -> Inputs:
    """The inputs of a city that prints its own addresses."""
    links = inputs.config.links.model_copy(update={"mode": LinkMode.OWN})
    return replace(inputs, config=inputs.config.model_copy(update={"public_url": ADDRESS, "links": links}))


def test_every_procedure_in_force_leads_to_its_entry() -> None:
    inputs = own(gather())
    leads = redirects.make_redirects(inputs, DAY)
    for code, p in inputs.catalogue.on(DAY).items():
        payload = make_procedure_address(code, inputs.config)
        assert payload == payload.upper()
        assert redirects.follow_address(payload, leads) == make_link(p, inputs.config.links).url
    assert redirects.follow_address("HTTPS://X/P/9.999999", leads) == ""
    assert redirects.follow_address("HTTPS://X/P/../../etc", leads) == ""


def test_what_ended_says_how_since_when_by_what_and_what_came_instead() -> None:
    inputs = own(gather())
    first, *others = inputs.catalogue.procedures
    gone = replace(
        first,
        effective_to=DAY - timedelta(1),
        ending=Ending.REPLACED,
        ended_by="3510/QĐ-UBND",
        replaced_by=("1.000001", "1.000002"),
    )
    ended = replace(inputs, catalogue=replace(inputs.catalogue, procedures=(gone, *others)))
    one = redirects.make_redirects(ended, DAY)[first.code]
    assert one.url == ""
    text = redirects.describe_end(one)
    assert text == (
        f"Thủ tục này được thay thế từ ngày {DAY:%d/%m/%Y} theo 3510/QĐ-UBND. Nay thực hiện: 1.000001, 1.000002."
    )
    assert text in redirects.write_page(first.code, one)


def test_what_is_to_come_and_what_is_internal_has_no_place_in_the_map() -> None:
    inputs = own(gather())
    first, second, *others = inputs.catalogue.procedures
    changed = (replace(first, effective_from=DAY + timedelta(9)), replace(second, internal=True), *others)
    leads = redirects.make_redirects(replace(inputs, catalogue=replace(inputs.catalogue, procedures=changed)), DAY)
    assert first.code not in leads
    assert second.code not in leads


def test_the_map_is_read_back_as_it_was() -> None:
    leads = redirects.make_redirects(own(gather()), DAY)
    leads["1.9"] = redirects.Redirect("Tên", "", "", "bãi bỏ", "1/QĐ", date(2026, 1, 2), ("1.000001",))
    content = redirects.dump_redirects(leads)
    assert redirects.read_redirects(content, "x") == leads
    with pytest.raises(StoreError):
        redirects.read_redirects(content.replace(b'"format":1', b'"format":2'), "x")


def test_other_servers_get_a_map_and_pages_without_anything_of_a_name_in_markup() -> None:
    leads = {"1.000001": redirects.Redirect('<script>"x"', "https://dichvucong.gov.vn/a", "dichvucong.gov.vn")}
    assert "    /P/1.000001 https://dichvucong.gov.vn/a;" in redirects.write_nginx_map(leads)
    page = redirects.write_page("1.000001", leads["1.000001"])
    assert "<script>" not in page
    assert "url=https://dichvucong.gov.vn/a" in page
