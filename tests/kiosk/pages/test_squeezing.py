"""Any document comes back; what is cut short or is no such file is refused; older files are read as they are."""

from __future__ import annotations

import lzma

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.pages.squeezing import squeeze, unsqueeze


@given(st.text(max_size=400))
def test_a_document_comes_back_from_the_same_bytes(text: str) -> None:
    document = b"{" + text.encode()
    assert unsqueeze(squeeze(document)) == document
    assert squeeze(document) == squeeze(document)


def test_a_document_of_an_older_release_is_read_as_it_is() -> None:
    assert unsqueeze(b'{"words":""}') == b'{"words":""}'


def test_a_document_of_a_release_that_squeezed_utf8_is_read() -> None:
    form = [{"id": lzma.FILTER_LZMA1, "lc": 2, "lp": 0, "pb": 0, "dict_size": 1 << 24}]
    document = '{"name":"Cấp lại sổ đỏ ở Ấp ≤ 5"}'.encode()
    before = lzma.compress(document, format=lzma.FORMAT_RAW, filters=form)
    assert before[0] == 0 and unsqueeze(before) == document


@pytest.mark.parametrize(
    "letter",
    ["\x7f", "\x80", "\x9f", "\xa0", "\u010f", "\u0110", "\u0f0f", "\u0f10", "ế", "\u1eff", "“", "₫", "\uffff", "𝒜"],
)
def test_letters_at_the_edges_of_the_alphabet_come_back(letter: str) -> None:
    document = f'{{"a":"{letter}x{letter}{letter}"}}'.encode()
    assert unsqueeze(squeeze(document)) == document


def test_what_is_no_squeezed_file_is_refused() -> None:
    with pytest.raises(ValueError, match="LZMA"):
        unsqueeze(b"\xff" * 40)


def test_a_file_begins_as_no_json_does() -> None:
    assert squeeze(b"{}")[0] == 1
