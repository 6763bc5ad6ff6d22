"""Uploads: kept under their digest, with a name that can do nothing."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import OfficeError
from kiosk.office import draft_files
from kiosk.office.drafts import FilePart


@given(st.text(max_size=300))
def test_no_name_leaves_its_folder(name: str) -> None:
    safe = draft_files.make_safe_name(name)
    assert safe and safe == Path(safe).name and not safe.startswith(".")
    assert len(safe.encode()) <= 140 and "\0" not in safe


@pytest.mark.parametrize(
    ("name", "safe"),
    [("../../etc/passwd", "passwd"), ("C:\\Tài liệu\\Phụ lục 1.xlsx", "Phụ lục 1.xlsx"), ("…", "…"), ("", "tep")],
)
def test_a_name_stays_readable(name: str, safe: str) -> None:
    assert draft_files.make_safe_name(name) == safe


def test_the_same_content_is_kept_once_and_read_back(tmp_path: Path) -> None:
    first = draft_files.keep_file(tmp_path, "a.csv", io.BytesIO(b"code\n"), FilePart.FILES)
    again = draft_files.keep_file(tmp_path, "a.csv", io.BytesIO(b"code\n"), FilePart.FILES)
    assert first == again and draft_files.require_path(tmp_path, first).read_bytes() == b"code\n"
    assert len(list((tmp_path / "drafts").iterdir())) == 1


def test_an_empty_and_a_huge_file_are_refused_and_leave_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draft_files, "MOST_BYTES", 10)
    for content in (b"", b"x" * 11):
        with pytest.raises(OfficeError):
            draft_files.keep_file(tmp_path, "a", io.BytesIO(content), FilePart.FILES)
    assert list((tmp_path / "drafts").iterdir()) == []


def test_a_lost_file_is_told(tmp_path: Path) -> None:
    file = draft_files.keep_file(tmp_path, "a.csv", io.BytesIO(b"code\n"), FilePart.FILES)
    draft_files.require_path(tmp_path, file).unlink()
    with pytest.raises(OfficeError, match="không còn trên đĩa"):
        draft_files.require_path(tmp_path, file)
