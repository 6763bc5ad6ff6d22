"""Photos are kept under their digest, for their owner's eyes, and nothing that a crash leaves stays for long."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from kiosk.canonical import digest
from kiosk.errors import StoreError
from kiosk.office.ledger import photo_files


def test_what_was_sent_and_its_copy_are_found_by_digest_until_they_are_dropped(tmp_path: Path) -> None:
    upload, copy = photo_files.keep_upload(tmp_path, b"sent"), photo_files.keep_copy(tmp_path, b"copy")
    assert (upload, copy) == (digest(b"sent"), digest(b"copy"))
    assert photo_files.read_upload(tmp_path, upload) == b"sent"
    assert photo_files.list_copies(tmp_path) == (copy,)
    path = photo_files.find_copy(tmp_path, copy)
    assert path is not None and stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    photo_files.drop_upload(tmp_path, upload)
    assert photo_files.read_upload(tmp_path, upload) is None
    assert photo_files.drop_copy(tmp_path, copy) and not photo_files.drop_copy(tmp_path, copy)


@pytest.mark.parametrize("name", ["", "uploads", "../office.sqlite", "x" * 64, "." * 64])
def test_a_name_that_is_no_digest_leads_nowhere(tmp_path: Path, name: str) -> None:
    photo_files.keep_upload(tmp_path, b"sent")
    assert photo_files.find_copy(tmp_path, name) is None


def test_forgotten_uploads_go_and_fresh_ones_stay(tmp_path: Path) -> None:
    old, new = photo_files.keep_upload(tmp_path, b"old"), photo_files.keep_upload(tmp_path, b"new")
    half = tmp_path / "photos/abc.1.new"
    half.write_bytes(b"")
    past = photo_files.time.time() - photo_files.FORGOTTEN - 1
    for path in (tmp_path / "photos/uploads" / old, half):
        os.utime(path, (past, past))
    photo_files.drop_forgotten(tmp_path)
    assert photo_files.read_upload(tmp_path, old) is None and not half.exists()
    assert photo_files.read_upload(tmp_path, new) == b"new"


def test_a_disk_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "photos").write_text("")
    with pytest.raises(StoreError, match="không lưu được ảnh"):
        photo_files.keep_copy(tmp_path, b"copy")
    assert photo_files.list_copies(tmp_path) == ()
