"""The format of a record is read before the record is."""

from __future__ import annotations

import pytest

from kiosk.canonical import canonical
from kiosk.errors import StoreError
from kiosk.record import format_of, numbered, refuse_newer


@pytest.mark.parametrize(
    ("content", "number"),
    [(b"{}", 0), (b'{"format":3,"x":{"format":9}}', 3), (b'{"x":"\\"format\\":9"}', 0), (b"[]", 0), (b"\xff", 0)],
)
def test_the_number_is_the_records_own(content: bytes, number: int) -> None:
    assert format_of(content) == number


def test_a_record_says_its_format_and_its_facts() -> None:
    assert numbered({"a": 1}, 2) == {"format": 2, "a": 1}
    assert format_of(canonical(numbered({"a": 1}, 2))) == 2


def test_a_newer_record_is_refused_with_place_and_way_out_and_others_are_not() -> None:
    refuse_newer(b"{}", 1, "x.json")
    refuse_newer(b'{"format":1}', 1, "x.json")
    with pytest.raises(StoreError, match=r"^x\.json: .*phiên bản mới hơn.*dạng 2.*đến dạng 1") as caught:
        refuse_newer(b'{"format":2}', 1, "x.json")
    assert caught.value.way_out
