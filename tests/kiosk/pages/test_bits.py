"""Codes and portal ids of a page come back as they were."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.pages.bits import is_id, pack_codes, pack_ids, unpack_codes, unpack_ids

CODES = st.from_regex(r"[0-9]\.[0-9]{6}", fullmatch=True) | st.sampled_from(
    ["1.0133611", "1.014955-Xoa", "1.001193.02"]
)
RUNS = st.lists(st.lists(CODES, min_size=1, max_size=9), max_size=6)


def _id(time: int, rest: int) -> str:
    made = (time << 80) | 7 << 76 | (rest >> 62) << 64 | 2 << 62 | rest & (1 << 62) - 1
    return str(uuid.UUID(int=made))


IDS = st.builds(_id, st.integers(0, 2**48 - 1), st.integers(0, 2**74 - 1))


@given(RUNS)
def test_codes_come_back(runs: list[list[str]]) -> None:
    codes, counts = [code for run in runs for code in run], [len(run) for run in runs]
    assert unpack_codes(pack_codes(codes, counts), counts) == codes


@given(RUNS, st.data())
def test_ids_come_back(runs: list[list[str]], data: st.DataObject) -> None:
    codes, counts = [code for run in runs for code in run], [len(run) for run in runs]
    ids = [data.draw(IDS | st.just("")) for _ in codes]
    packed = pack_ids(ids, codes, counts)
    assert unpack_ids(packed, [bool(i) for i in ids], codes, counts) == ids


def test_what_is_no_id_of_the_portal_is_not_taken_for_one() -> None:
    assert is_id("019d2bfd-380b-73df-9a18-5658e09794d3")
    for other in ("019d2bfd-380b-43df-9a18-5658e09794d3", "019d2bfd-380b-73df-1a18-5658e09794d3", "1.001193", ""):
        assert not is_id(other)


def test_bits_that_end_too_soon_are_refused() -> None:
    steps, width, bits = pack_ids(["019d2bfd-380b-73df-9a18-5658e09794d3"], ["1.001193"], [1])
    with pytest.raises(ValueError, match="too few bits"):
        unpack_ids((steps, width, bits[:-1]), [True], ["1.001193"], [1])
