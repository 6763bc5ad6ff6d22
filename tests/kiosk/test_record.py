"""The format of a record is read before the record is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import TypeAdapter, ValidationError

from kiosk.canonical import dump_canonical
from kiosk.errors import StoreError
from kiosk.record import dump_record, load_record, number_record, read_format, refuse_newer


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


RECORDS = {
    "kiosk/model/manifest.py FORMAT": "releases/N/manifest.json",
    "kiosk/office/inbox.py _FORMAT": "inbox.sqlite",
    "kiosk/office/news.py _FORMAT": "news.sqlite",
    "kiosk/office/posted.py FORMAT": "posted.json",
    "kiosk/office/register.py FORMAT": "imports/NNNN.json",
    "kiosk/office/register.py STATEMENTS_FORMAT": "imports/NNNN-statements.json",
    "kiosk/office/remembered.py FORMAT": "imports/answers.json",
    "kiosk/office/snapshots.py FORMAT": "ban-chup/NNNN.json",
    "kiosk/pages/redirects.py FORMAT": "releases/N/redirects.json",
    "kiosk/release/hold.py FORMAT": "hold.json",
    "kiosk/release/lifecycle.py _VERDICT_FORMAT": "verified/N.json",
    "kiosk/settings/inputs.py _CATALOGUE_FORMAT": "catalogue/NNNN.json",
    "kiosk/watch/allowance.py _FORMAT": "sync/asked.json",
    "kiosk/watch/outcome.py _FORMAT": "sync/outcomes/NNNNNN.json",
    "kiosk/watch/saved_run.py _FORMAT": "sync/runs/NNNNNN/run.json",
    "kiosk/workspace/cache.py _FORMAT": "cache.sqlite",
    "kiosk/workspace/count_table.py FORMAT": "counts.sqlite",
    "kiosk/workspace/device_table.py FORMAT": "devices.json",
    "kiosk/workspace/history.py ANNOUNCEMENT_FORMAT": "announced.json",
    "kiosk/workspace/history.py _FORMAT": "history.jsonl",
    "kiosk/workspace/mark_table.py FORMAT": "marks.sqlite",
}
"""Which record each number of a format belongs to."""


def test_every_record_is_documented_with_its_format(root: Path) -> None:
    """Whoever gives a record a number, or another one, finds here that nobody was told."""
    numbers = {
        f"{path.relative_to(root)} {name}": int(number)
        for path in (root / "kiosk").rglob("*.py")
        for name, number in re.findall(r"(?m)^(_?(?:[A-Z]+_)*FORMAT) = (\d+)", path.read_text(encoding="utf-8"))
    }
    assert numbers.keys() == RECORDS.keys()
    text = (root / "docs/workspace.md").read_text(encoding="utf-8")
    rows = {name: int(number) for name, number in re.findall(r"(?m)^\| `([^`]+)` \| (\d+)", text)}
    assert rows == {name: numbers[place] for place, name in RECORDS.items()}
