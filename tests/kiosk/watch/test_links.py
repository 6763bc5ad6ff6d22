"""Verdicts about links: never right from a status, never wrong from a page that shows nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.watch.links import LinkState, PrintedLink, judge_details, judge_page, propose_way_out
from tests.fake_portal import make_entry

ID = "019d2bfd-382c-774c-bca0-e30c261d7be4"
LINK = PrintedLink(
    f"https://dichvucong.gov.vn/thu-tuc-hanh-chinh/{ID}", "1.001193", "Thủ tục đăng ký khai sinh", 116, 1, is_entry=True
)
RIGHT = make_entry(1, "1.001193", "Thủ tục đăng ký khai sinh", ID)


@pytest.mark.parametrize(
    ("changed", "state"),
    [
        ({}, LinkState.RIGHT),
        ({"name": "Đăng ký  khai sinh"}, LinkState.RIGHT),
        ({"state": "UPDATED"}, LinkState.RIGHT),
        ({"code": "1.001194"}, LinkState.WRONG),
        ({"code": ""}, LinkState.WRONG),
        ({"state": "CLOSED"}, LinkState.GONE),
        ({"state": "WHO_KNOWS"}, LinkState.UNKNOWN),
        ({"name": "Thủ tục đăng ký khai tử"}, LinkState.UNKNOWN),
        ({"id": "019d2bfd-0000-774c-bca0-e30c261d7be4"}, LinkState.UNKNOWN),
    ],
)
def test_details_judge_a_link(changed: dict[str, str], state: LinkState) -> None:
    finding = judge_details(LINK, RIGHT | changed)
    assert finding.state is state
    assert finding.evidence


def test_an_id_that_the_portal_does_not_know_is_gone() -> None:
    assert judge_details(LINK, None).state is LinkState.GONE


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Mã thủ tục: 1.001193 Tên: …", LinkState.RIGHT),
        ("thủ tục ĐĂNG KÝ KHAI SINH, Bộ Tư pháp", LinkState.RIGHT),
        ("1.001193 và 2.000635 cùng nhóm", LinkState.RIGHT),
        ("Mã thủ tục: 2.000635 Cấp bản sao", LinkState.WRONG),
        ("1.0011930 hotline 18001096", LinkState.UNKNOWN),
        ("2.000635, 2.000636: kết quả tìm kiếm", LinkState.UNKNOWN),
        ("Just a moment...", LinkState.UNKNOWN),
        ("", LinkState.UNKNOWN),
    ],
)
def test_the_text_of_a_page_judges_a_link(text: str, state: LinkState) -> None:
    assert judge_page(LINK, text).state is state


def test_a_short_name_and_a_list_of_results_prove_nothing() -> None:
    assert judge_page(replace(LINK, name="Thủ tục X"), "thủ tục X").state is LinkState.UNKNOWN
    assert judge_page(replace(LINK, is_entry=False), "2.000635").state is LinkState.UNKNOWN


def test_only_an_entry_has_an_id() -> None:
    assert LINK.portal_id == ID
    assert replace(LINK, is_entry=False).portal_id == ""


def test_the_way_out_names_a_newer_id_where_one_is_known() -> None:
    assert "nay là abc" in propose_way_out(LINK, LinkState.WRONG, newer_id="abc")
    assert "bãi bỏ" in propose_way_out(LINK, LinkState.GONE, newer_id=ID)
    assert "bãi bỏ" not in propose_way_out(LINK, LinkState.WRONG)
