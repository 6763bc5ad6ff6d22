"""Equal values give equal bytes, different ones different bytes."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.canonical import digest, digest_file, dump_canonical

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def turned(value: object) -> object:
    """The same value with every dictionary in another order."""
    if isinstance(value, dict):
        return {key: turned(value[key]) for key in reversed(value)}
    return [turned(item) for item in value] if isinstance(value, list) else value


@given(JSON)
def test_bytes_say_the_value_and_nothing_else(value: object) -> None:
    assert json.loads(dump_canonical(value)) == value
    assert dump_canonical(turned(value)) == dump_canonical(value)


def test_days_are_written_as_the_standard_says_and_letters_as_they_are() -> None:
    assert dump_canonical({"b": date(2026, 11, 24), "a": "Hộ tịch"}) == '{"a":"Hộ tịch","b":"2026-11-24"}'.encode()


def test_what_has_no_canonical_form_is_refused() -> None:
    with pytest.raises(TypeError, match="set"):
        dump_canonical({"a": {1}})


def test_the_digest_of_a_file_is_that_of_its_content(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"content")
    assert digest_file(tmp_path / "file") == digest(b"content")
    assert digest(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
