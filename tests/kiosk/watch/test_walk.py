"""Walking the list: whole, or an error; a part never passes for the whole."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import PortalError
from kiosk.watch.answers import ListPage
from kiosk.watch.walk import ListWalk, take_page


def items(*ids: str) -> tuple[dict[str, Any], ...]:
    return tuple({"id": i, "code": i, "name": i} for i in ids)


def walked(*pages: ListPage) -> ListWalk:
    walk = ListWalk()
    for page in pages:
        walk = take_page(walk, page)
    return walk


def test_a_list_is_whole_when_everything_came_once() -> None:
    first = ListPage(items("a", "b"), "b", 3)
    assert not walked(first).is_whole
    assert walked(first, ListPage(items("c"), "c", 3)).is_whole


def test_a_total_that_is_told_too_small_does_not_cut_the_list_at_the_end_of_a_page() -> None:
    full = ListPage(items("a", "b"), "b", 2)
    assert not walked(full).is_whole
    assert walked(full, ListPage((), "", 2)).is_whole
    assert walked(full, ListPage(items("a", "b"), "b", 2)).is_whole, "a portal that begins again has nothing new"
    with pytest.raises(PortalError, match="nhiều mục hơn"):
        walked(full, ListPage(items("c"), "c", 2))
    assert walked(ListPage(items("a", "b"), "", 2)).is_whole


@pytest.mark.parametrize(
    ("pages", "why"),
    [
        ([ListPage(items("a"), "a", 3), ListPage(items("b"), "b", 4)], "tổng số mục đổi"),
        ([ListPage(items("a", "b"), "b", 3), ListPage(items("b"), "b", 3)], "một mục về hai lần"),
        ([ListPage(items("a", "a"), "a", 3)], "một mục về hai lần"),
        ([ListPage(items("a", "b"), "b", 1)], "nhiều mục hơn"),
        ([ListPage(items("a"), "a", 3), ListPage((), "a", 3)], "hết trang khi chưa đủ"),
        ([ListPage((), "", 0)], "danh sách trống"),
        ([ListPage(items("a"), "", 3)], "trống hoặc quay vòng"),
        ([ListPage(items("a"), "x", 4), ListPage(items("b"), "y", 4), ListPage(items("c"), "x", 4)], "quay vòng"),
    ],
)
def test_pages_that_contradict_each_other_are_no_list(pages: list[ListPage], why: str) -> None:
    with pytest.raises(PortalError, match=why):
        walked(*pages)


@given(st.lists(st.integers(0, 30), min_size=1, unique=True), st.integers(1, 7), st.data())
def test_losing_or_doubling_any_item_is_noticed(ids: list[int], size: int, data: st.DataObject) -> None:
    names = [f"id{i}" for i in ids]
    pages = [names[i : i + size] for i in range(0, len(names), size)]
    whole = [ListPage(items(*p), p[-1], len(names)) for p in pages]
    end = [ListPage((), "", len(names))]
    walk = walked(*whole)
    assert (walk if walk.is_whole else take_page(walk, *end)).is_whole
    spoilt = data.draw(st.sampled_from(names))
    twice = data.draw(st.booleans())
    changed = [
        [x for n in p for x in ([n, n] if twice else []) + ([] if n == spoilt else [n] if not twice else [])]
        for p in pages
    ]
    try:
        walk = walked(*(ListPage(items(*p), p[-1] if p else "", len(names)) for p in changed))
    except PortalError:
        return
    assert not walk.is_whole
