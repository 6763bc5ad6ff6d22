"""How the own CSV writes lists, channels and cells that look like formulas."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.intake.readers.own_form import guard, join, join_channels, split, split_channels, unguard
from kiosk.model.catalogue import Channel
from kiosk.text import tidy

TEXT = st.text(alphabet=st.sampled_from("aáđ 1.;:|\\'=+-@phí\"\n,"), max_size=20).map(tidy)


@settings(deadline=None)
@given(st.lists(TEXT.filter(bool)).map(tuple))
def test_lists_come_back(items: tuple[str, ...]) -> None:
    assert split(join(items)) == items


@settings(deadline=None)
@given(st.lists(st.builds(Channel, TEXT.filter(bool), TEXT, TEXT)).map(tuple))
def test_channels_come_back(channels: tuple[Channel, ...]) -> None:
    assert split_channels(join_channels(channels)) == channels


@settings(deadline=None)
@given(st.text())
def test_a_guarded_cell_is_no_formula_and_comes_back(text: str) -> None:
    assert not guard(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unguard(guard(text)) == text


@pytest.mark.parametrize(
    ("cell", "channels"),
    [
        ("trực tiếp: 5 ngày làm việc; phí 8.000 đồng", (Channel("trực tiếp", "5 ngày làm việc", "8.000 đồng"),)),
        ("trực tiếp: phí Miễn || bưu chính", (Channel("trực tiếp", "", "Miễn"), Channel("bưu chính"))),
        ("trực tuyến: 3 ngày; hoặc 5 ngày", (Channel("trực tuyến", "3 ngày; hoặc 5 ngày"),)),
    ],
)
def test_channels_as_a_person_writes_them(cell: str, channels: tuple[Channel, ...]) -> None:
    assert split_channels(cell) == channels


def test_agencies_one_a_line() -> None:
    assert split("Ủy ban nhân dân cấp xã\nThuế tỉnh, thành phố\n\nThuế cơ sở") == (
        "Ủy ban nhân dân cấp xã",
        "Thuế tỉnh, thành phố",
        "Thuế cơ sở",
    )
