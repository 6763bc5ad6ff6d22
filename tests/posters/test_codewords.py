"""Codewords are those that `qrcode` makes, in every version and with every mode."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qrcode import QRCode, constants, exceptions, util

from posters import qr
from posters.codewords import list_blocks, make_codewords

TEXTS = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=180),
    st.text("0123456789", min_size=1, max_size=400),
    st.text("ABC0123456789/:.-", min_size=1, max_size=300),
)


def compare(payload: str, version: int) -> None:
    encoder = QRCode(version=version, error_correction=constants.ERROR_CORRECT_M)
    encoder.add_data(payload)
    try:
        right = util.create_data(version, constants.ERROR_CORRECT_M, encoder.data_list)
    except exceptions.DataOverflowError:
        right = None
    assert make_codewords(encoder.data_list, version) == right


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.integers(1, qr.LARGEST))
def test_they_are_the_librarys_own(payload: str, version: int) -> None:
    compare(payload, version)


@pytest.mark.parametrize("version", range(1, qr.LARGEST + 1))
def test_a_version_is_filled_to_its_last_bit_and_no_further(version: int) -> None:
    room = sum(block.data for block in list_blocks(version))
    for length in range(room - 4, room + 2):
        compare("ả" * (length // 2) + "a" * (length % 2), version)
