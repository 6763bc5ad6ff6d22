"""A page's data file says what the catalogue says, and nothing that is damaged is read."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.errors import VerifyError
from kiosk.model.catalogue import Ending, Procedure
from kiosk.pages import data_file
from kiosk.pages.content import Content, Gone, PageEntry
from kiosk.pages.pack import pack_numbers, unpack_numbers, unpack_text, unpack_vocabulary
from kiosk.pages.squeezing import unsqueeze
from kiosk.settings.matters import EverydayNames, LifeEvent, Matter, Sayings
from kiosk.settings.tables import Group
from kiosk.text import tidy

GROUPS = (Group("ho-tich", "HT", "Hộ tịch", "khai sinh", ("Hộ tịch",)), Group("khac", "VK", "Việc khác", "", ()))
SEARCH = "https://dichvucong.gov.vn/tim-kiem?keyword="
NAMES = st.text(min_size=1, max_size=20).map(tidy).filter(bool)
DAYS = st.none() | st.dates(date(2025, 1, 1), date(2028, 1, 1))


def entry(code: str, name: str = "Đăng ký khai sinh", field: str = "Hộ tịch", **facts: object) -> PageEntry:
    procedure = replace(Procedure(code, name, field), **facts)  # type: ignore[arg-type]
    return PageEntry(procedure, "ho-tich" if field == "Hộ tịch" else "khac", SEARCH + code, False)


def content(
    *entries: PageEntry, gone: tuple[Gone, ...] = (), aliases: tuple[tuple[str, tuple[str, ...]], ...] = ()
) -> Content:
    return Content(GROUPS, entries, gone, aliases)


def decoded(of: Content) -> tuple[data_file.PageRow, ...]:
    asset = data_file.encode(of)
    return data_file.decode(data_file.join_parts(asset.content, asset.details))


ENTRIES = st.lists(
    st.builds(
        lambda n, name, field, begins, ends: entry(f"1.{n:06}", name, field, effective_from=begins, effective_to=ends),
        st.integers(0, 999999), NAMES, st.sampled_from(["Hộ tịch", "Đất đai", "Môi trường"]), DAYS, DAYS,
    ),
    max_size=8,
)  # fmt: skip


@given(ENTRIES)
@settings(max_examples=40)  # each is packed as small as it gets
def test_every_version_comes_back_in_reading_order(entries: list[PageEntry]) -> None:
    of = content(*entries)
    assert decoded(of) == tuple(
        data_file.PageRow(p.code, p.name, e.url, p.effective_from, p.effective_to)
        for e in data_file.order_entries(of)
        for p in (e.procedure,)
    )


@given(ENTRIES, st.randoms())
@settings(max_examples=30)  # each packs two files as small as they get
def test_the_order_of_what_comes_in_changes_no_byte(entries: list[PageEntry], random: Random) -> None:
    distinct = list({(e.procedure.code, e.procedure.effective_from): e for e in entries}.values())
    shuffled = random.sample(distinct, len(distinct))
    assert data_file.encode(content(*distinct)) == data_file.encode(content(*shuffled))


def test_common_ones_come_first_and_the_word_thu_tuc_does_not_sort() -> None:
    of = content(
        entry("1.000003", "Thủ tục xác nhận"),
        entry("1.000002", "Thủ tục cấp bản sao"),
        entry("1.000001", "Đăng ký kết hôn"),
        entry("1.000009", "Xin phép", common=True),
    )
    assert [row.code for row in decoded(of)] == ["1.000009", "1.000002", "1.000001", "1.000003"]


def test_what_left_stands_beside_the_list_and_is_none_of_it() -> None:
    old = Procedure("1.000007", "Cấp sổ", "Hộ tịch", ending=Ending.REPEALED, ended_by="Quyết định 12/QĐ-UBND")
    of = content(entry("1.000001"), gone=(Gone(old, date(2026, 11, 1)),))
    assert [row.code for row in decoded(of)] == ["1.000001"]
    listed = json.loads(unsqueeze(data_file.encode(of).content))
    assert listed["gone"]["code"] == ["1.000007"]
    assert listed["gone"]["since"] == ["2026-11-01"]


def test_codes_of_every_form_come_back_and_lists_of_releases_from_before_are_read() -> None:
    codes = ["1.000001", "1.0133611", "1.014955-Xoa", "9.999999", "0.000000", "3.000456"]
    asset = data_file.encode(content(*map(entry, codes)))
    document = json.loads(data_file.join_parts(asset.content, asset.details))
    assert sorted(row.code for row in data_file.decode(json.dumps(document))) == sorted(codes)
    assert len(document["entries"]["code"]) == 2 * len(codes)
    plain = [row.code for row in data_file.decode(json.dumps(document))]
    document["entries"] |= {"code": plain, "heads": None}
    assert [row.code for row in data_file.decode(json.dumps(document))] == plain


def test_a_tag_in_a_name_cannot_end_the_element_that_carries_it() -> None:
    asset = data_file.encode(content(entry("1.000001", "</script><b>Cấp")))
    assert b"<" not in data_file.join_parts(asset.content, asset.details)


def test_a_name_that_needs_more_room_changes_the_name_of_the_file() -> None:
    one, other = (data_file.encode(content(entry("1.000001", name))) for name in ("Cấp", "Cấp lại"))
    assert one.name != other.name
    assert data_file.list_id(one.content) != data_file.list_id(other.content)


@pytest.mark.parametrize("damage", ["cut", "names", "days", "vocabulary", "details", "number"])
def test_a_damaged_file_is_refused(damage: str) -> None:
    asset = data_file.encode(content(entry("1.000001", effective_from=date(2026, 1, 1)), entry("1.000002")))
    document = json.loads(data_file.join_parts(asset.content, asset.details))
    if damage == "names":
        document["entries"]["name"] = document["entries"]["name"].split(" ")[0]
    elif damage == "days":
        document["entries"]["columns"]["from"][1] = "$"
    elif damage == "vocabulary":
        document["words"] = document["words"][:1]
    elif damage == "details":
        del document["details"]
    elif damage == "number":
        document["words"] = 7
    text = json.dumps(document)
    with pytest.raises(VerifyError, match="không đọc lại được"):
        data_file.decode(text[:-9] if damage == "cut" else text)


def test_days_of_a_release_that_held_places_as_they_are_are_read() -> None:
    starts = [date(2026, 1, 1), date(2026, 7, 1), date(2026, 1, 1)]
    codes = ("1.000001", "1.000002", "1.000003")
    asset = data_file.encode(content(*(entry(c, effective_from=d) for c, d in zip(codes, starts, strict=True))))
    document = json.loads(data_file.join_parts(asset.content, asset.details))
    now = [row.begins for row in data_file.decode(json.dumps(document))]
    columns = document["entries"].pop("columns")
    columns["from"][1] = pack_numbers([1, 2, 1])
    before = document | {"entries": document["entries"] | {"facts": columns}}
    assert now == [row.begins for row in data_file.decode(json.dumps(before))] == starts


def test_the_index_for_the_other_level_carries_what_people_say() -> None:
    matter = Matter("Khai sinh", ("đẻ con",), (), ("1.1", "9.9"), on_board=True, is_common=True)
    sayings = Sayings((LifeEvent("a", "Sinh con", "", (matter,)),), EverydayNames({"1.1": "Làm giấy khai sinh"}, ()))
    of = replace(content(entry("1.2", "Kết hôn"), entry("1.1")), sayings=sayings)
    index = json.loads(unsqueeze(data_file.encode(of).index))
    words = unpack_vocabulary(index["words"])
    read = {part: [unpack_text(text, words) for text in index[part].split(" ")] for part in ("name", "everyday")}
    assert read == {"name": ["Đăng ký khai sinh", "Kết hôn"], "everyday": ["Làm giấy khai sinh", ""]}
    assert unpack_text(index["matters"]["words"], words) == "đẻ con"
    assert unpack_numbers(index["matters"]["codes"]) == [0]


def test_the_index_leaves_out_what_the_other_level_lists_itself_and_may_be_empty() -> None:
    of = content(entry("1.000001"), entry("1.000002", "Kết hôn"))
    both, one, none = (
        json.loads(unsqueeze(data_file.encode(replace(of, unindexed=codes)).index))
        for codes in ((), ("1.000002",), ("1.000001", "1.000002"))
    )
    assert both["code"] == [1000001, 1]
    assert one["code"] == [1000001]
    assert unpack_text(one["name"], unpack_vocabulary(one["words"])) == "Đăng ký khai sinh"
    assert none["code"] == [] and none["name"] == ""
    assert data_file.encode(replace(of, unindexed=("1.000002",))).content == data_file.encode(of).content
