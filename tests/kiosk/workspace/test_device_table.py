"""The keys beside the public server: private, replaced whole, read again when they change."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from kiosk.errors import StoreError
from kiosk.workspace.device_table import FILE, DeclaredKey, DeviceTable, holds_keys, read_keys, replace_keys

FIRST, SECOND = DeclaredKey(1, "11824", "A" * 20), DeclaredKey(2, "10507", "B" * 20, 9)


def test_a_key_is_found_as_soon_as_it_is_declared(tmp_path: Path) -> None:
    table = DeviceTable(tmp_path)
    assert table.find(1) is None
    replace_keys(tmp_path, [FIRST])
    assert table.find(1) == FIRST and table.find(2) is None
    replace_keys(tmp_path, [SECOND, FIRST])
    assert table.find(2) == SECOND
    assert read_keys(tmp_path / FILE) == (FIRST, SECOND)
    replace_keys(tmp_path, [])
    assert table.find(1) is None


@pytest.mark.parametrize("mask", [0o000, 0o077])
def test_nobody_but_its_owner_reads_it(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        replace_keys(tmp_path, [FIRST])
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_the_same_keys_are_not_written_again_and_none_need_no_file(tmp_path: Path) -> None:
    assert holds_keys(tmp_path, []) and not holds_keys(tmp_path, [FIRST])
    replace_keys(tmp_path, [])
    assert not (tmp_path / FILE).exists()
    replace_keys(tmp_path, [FIRST])
    inode = (tmp_path / FILE).stat().st_ino
    replace_keys(tmp_path, [FIRST])
    assert (tmp_path / FILE).stat().st_ino == inode


@pytest.mark.parametrize("content", [b"{", b'{"format": 1, "devices": [{"number": "x"}]}', b'{"format": 9}'])
def test_a_damaged_or_later_file_is_told_with_a_way_out(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(StoreError) as refusal:
        DeviceTable(tmp_path).find(1)
    assert FILE in str(refusal.value) and refusal.value.way_out


def test_a_place_that_takes_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / "tmp").write_bytes(b"")
    with pytest.raises(StoreError, match="không ghi được khóa"):
        replace_keys(tmp_path, [FIRST])
