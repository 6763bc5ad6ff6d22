"""The record of what hangs: read, damaged, and told apart by site."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.errors import StoreError
from kiosk.office.posted import Hanging, load_hanging
from kiosk.workspace.store import Store


def test_without_a_record_nothing_hangs(tmp_path: Path) -> None:
    assert load_hanging(Store(tmp_path)) == {}


def test_a_record_is_read_by_site_and_label(tmp_path: Path) -> None:
    (tmp_path / "posted.json").write_text('{"10888":{"HT-01":["abc",3,"2026-11-24T08:00:00+07:00"]}}')
    assert load_hanging(Store(tmp_path)) == {
        "10888": {"HT-01": Hanging("HT-01", "abc", 3, "2026-11-24T08:00:00+07:00")}
    }


@pytest.mark.parametrize("content", ["", "{", "[]", '{"10888": 3}', '{"10888": {"HT-01": ["abc"]}}', "\xff\xfe"])
def test_a_damaged_record_is_told_and_never_taken_for_empty(tmp_path: Path, content: str) -> None:
    (tmp_path / "posted.json").write_text(content, encoding="utf-8")
    with pytest.raises(StoreError, match=r"posted\.json: sổ xác nhận niêm yết bị hỏng"):
        load_hanging(Store(tmp_path))
