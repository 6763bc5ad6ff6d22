"""The format of a record is read before the record is."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import TypeAdapter, ValidationError

from kiosk.canonical import dump_canonical
from kiosk.errors import StoreError
from kiosk.model import manifest
from kiosk.office import posted, register, remembered
from kiosk.record import dump_record, load_record, number_record, read_format, refuse_newer
from kiosk.release import hold, lifecycle
from kiosk.settings import inputs
from kiosk.workspace import cache, history


@pytest.mark.parametrize(
    ("content", "number"),
    [(b"{}", 0), (b'{"format":3,"x":{"format":9}}', 3), (b'{"x":"\\"format\\":9"}', 0), (b"[]", 0), (b"\xff", 0)],
)
def test_the_number_is_the_records_own(content: bytes, number: int) -> None:
    assert read_format(content) == number


def test_a_record_says_its_format_and_its_facts() -> None:
    assert number_record({"a": 1}, 2) == {"format": 2, "a": 1}
    assert read_format(dump_canonical(number_record({"a": 1}, 2))) == 2


def test_a_record_reads_back_in_any_format_up_to_its_own() -> None:
    numbers = TypeAdapter(dict[str, int])
    content = dump_record(numbers, 2, {"b": 1, "a": 2})
    assert content == b'{"a":2,"b":1,"format":2}'
    assert load_record(numbers, 2, content, "x.json")["a"] == 2
    with pytest.raises(StoreError, match="phiên bản mới hơn"):
        load_record(numbers, 1, content, "x.json")
    with pytest.raises(ValidationError):
        load_record(numbers, 2, b"[]", "x.json")


def test_a_newer_record_is_refused_with_place_and_way_out_and_others_are_not() -> None:
    refuse_newer(b"{}", 1, "x.json")
    refuse_newer(b'{"format":1}', 1, "x.json")
    with pytest.raises(StoreError, match=r"^x\.json: .*phiên bản mới hơn.*dạng 2.*đến dạng 1") as caught:
        refuse_newer(b'{"format":2}', 1, "x.json")
    assert caught.value.way_out


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("releases/N/manifest.json", manifest.FORMAT),
        ("verified/N.json", lifecycle._VERDICT_FORMAT),
        ("catalogue/NNNN.json", inputs._CATALOGUE_FORMAT),
        ("posted.json", posted.FORMAT),
        ("history.jsonl", history._FORMAT),
        ("announced.json", history.ANNOUNCEMENT_FORMAT),
        ("hold.json", hold.FORMAT),
        ("cache.sqlite", cache._FORMAT),
        ("imports/NNNN.json", register.FORMAT),
        ("imports/NNNN-statements.json", register.STATEMENTS_FORMAT),
        ("imports/answers.json", remembered.FORMAT),
    ],
)
def test_every_record_is_documented_with_its_format(root: Path, name: str, number: int) -> None:
    assert f"| `{name}` | {number} |" in (root / "docs/workspace.md").read_text(encoding="utf-8")
