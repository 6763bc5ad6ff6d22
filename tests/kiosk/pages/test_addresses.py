"""Addresses of entries come back as they were, whatever they end with."""

from __future__ import annotations

import json
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.model.catalogue import Procedure
from kiosk.pages.addresses import pack_addresses, unpack_addresses
from kiosk.pages.content import PageEntry

ENTRY, SEARCH = "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/", "https://dichvucong.gov.vn/tim-kiem?keyword="
KNOWN = "019d2bfd-380b-73df-9a18-5658e09794d3"


def _id(version: int, time: int, rest: int) -> str:
    low = rest & (1 << 62) - 1
    return str(uuid.UUID(int=(time << 80) | version << 76 | (rest >> 62) << 64 | 2 << 62 | low))


IDS = st.builds(_id, st.sampled_from((4, 7)), st.integers(0, 2**48 - 1), st.integers(0, 2**74 - 1))
CODES = st.from_regex(r"[0-9]\.[0-9]{6}", fullmatch=True) | st.sampled_from(["1.0133611", "1.014955-Xoa"])
TAILS = IDS | IDS.map(str.upper) | st.just("") | st.from_regex(r"[a-z0-9./=?-]{1,12}", fullmatch=True)


def entry(code: str, url: str, entry_link: bool) -> PageEntry:
    return PageEntry(Procedure(code, "Tên", "Hộ tịch"), "ho-tich", url, entry_link)


def entries() -> st.SearchStrategy[list[PageEntry]]:
    linked = st.builds(lambda code, tail: entry(code, ENTRY + tail, True), CODES, TAILS)
    searched = st.builds(lambda code: entry(code, SEARCH + code, False), CODES)
    return st.lists(linked | searched, max_size=12)


@given(entries())
def test_addresses_come_back(listed: list[PageEntry]) -> None:
    columns = json.loads(json.dumps(pack_addresses(listed)))
    assert unpack_addresses([e.procedure.code for e in listed], columns) == [e.url for e in listed]


def test_what_ids_share_stands_once() -> None:
    listed = [entry(f"1.00000{i}", ENTRY + KNOWN[:-1] + str(i), True) for i in range(9)]
    columns = pack_addresses(listed)
    assert columns["beginnings"] == [KNOWN[:8]]
    assert len(columns["rest"]) == 9 * 15
    assert columns["tails"] == []


def test_an_id_of_another_kind_is_a_text() -> None:
    for other in (KNOWN.replace("-73df", "-43df"), KNOWN.replace("-9a18", "-7a18"), KNOWN.upper(), KNOWN[:-1]):
        columns = pack_addresses([entry("1.000001", ENTRY + KNOWN, True), entry("1.000002", ENTRY + other, True)])
        assert columns["tails"] == [other]


def test_digits_of_releases_from_before_are_read() -> None:
    columns = pack_addresses([entry("1.000001", ENTRY + KNOWN, True)])
    digits = KNOWN[8:].replace("-", "").replace("7", "", 1)
    assert len(digits) == 23
    assert unpack_addresses(["1.000001"], {**columns, "rest": digits}) == [ENTRY + KNOWN]


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("rest", "0" * 14, "another length"),
        ("rest", "¡" * 15, "another kind"),
        ("tail", "#", "another number of ids"),
        ("beginning", "", "another length"),
    ],
)
def test_columns_that_do_not_fit_are_refused(name: str, value: str, why: str) -> None:
    columns = pack_addresses([entry("1.000001", ENTRY + KNOWN, True)])
    with pytest.raises(ValueError, match=why):
        unpack_addresses(["1.000001"], {**columns, name: value})
