"""Any document comes back; what is cut short or is no such file is refused; older files are read as they are."""

from __future__ import annotations

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


def test_what_is_no_squeezed_file_is_refused() -> None:
    with pytest.raises(ValueError, match="LZMA"):
        unsqueeze(b"\xff" * 40)


def test_a_file_begins_as_no_json_does() -> None:
    assert squeeze(b"{}")[0] == 0
