"""What a folder says is believed only where its answers say the same."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from kiosk.errors import BusyError, KioskError, StoreError
from kiosk.progress import report_nothing
from kiosk.watch import saved_run, sync
from kiosk.watch.portal import Portal

DAY = date(2026, 11, 29)


@pytest.fixture
def finished(folder: Path, talk: Portal) -> Path:
    """A whole run with details of two entries."""
    before = {"gone": "x"} | dict.fromkeys([], "")
    sync.run_sync(folder, talk, talk.address, before, DAY, report_nothing)
    return folder


def test_a_whole_run_is_opened_with_its_files(finished: Path) -> None:
    assert saved_run.open_finished(finished).day == DAY
    names = [path.name for path in saved_run.list_import_files(finished)]
    assert names == [saved_run.LIST_FILE, saved_run.DETAILS_FILE]


def test_a_run_of_a_list_alone_names_no_empty_file(folder: Path, talk: Portal) -> None:
    sync.run_sync(folder, talk, talk.address, {}, DAY, report_nothing)
    assert [path.name for path in saved_run.list_import_files(folder)] == [saved_run.LIST_FILE]


@pytest.mark.parametrize("name", [saved_run.LIST_FILE, saved_run.DETAILS_FILE, "answers/*"])
@pytest.mark.parametrize("harm", ["changed", "cut", "removed"])
def test_any_changed_file_is_noticed(finished: Path, name: str, harm: str) -> None:
    path = min(finished.glob(name))
    content = path.read_bytes()
    if harm == "removed":
        path.unlink()
    else:
        path.write_bytes(content[:-1] if harm == "cut" else content.replace(b"1.00000", b"2.00000", 1) + b" ")
    with pytest.raises(StoreError, match="bị hỏng, thiếu hoặc đã bị sửa"):
        saved_run.list_import_files(finished)


def test_a_list_with_its_digest_forged_is_noticed(finished: Path) -> None:
    """Who changes the list and its digest in the record must still change the answers, and those name themselves."""
    forged = (finished / saved_run.LIST_FILE).read_bytes().replace(b"1.000001", b"9.999999")
    sha = saved_run.write_file(finished, saved_run.LIST_FILE, forged)
    record = json.loads((finished / saved_run.RUN).read_bytes())
    record["files"][saved_run.LIST_FILE] = sha
    (finished / saved_run.RUN).write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(StoreError, match="đã bị sửa"):
        saved_run.open_finished(finished)


@pytest.mark.parametrize("sha", ["../../../etc/passwd", "", "é" * 64, "0" * 64])
def test_a_record_leads_to_no_file_but_an_answer(finished: Path, sha: str) -> None:
    record = json.loads((finished / saved_run.RUN).read_bytes())
    record["pages"][0]["sha256"] = sha
    (finished / saved_run.RUN).write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(KioskError):
        saved_run.open_finished(finished)


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"format":99}'])
def test_a_record_that_is_none_is_told(folder: Path, content: bytes) -> None:
    (folder / saved_run.RUN).write_bytes(content)
    with pytest.raises(StoreError):
        saved_run.read_run(folder)


def test_a_folder_without_a_run_is_told(folder: Path) -> None:
    with pytest.raises(StoreError, match="không phải một lần đồng bộ đã xong"):
        saved_run.open_finished(folder)


def test_two_runs_never_write_into_one_folder(tmp_path: Path) -> None:
    second = saved_run.hold_folder(tmp_path / "a")
    with saved_run.hold_folder(tmp_path / "a"), pytest.raises(BusyError, match="đang chạy vào"), second:
        pass
    with saved_run.hold_folder(tmp_path / "a"):
        pass


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(StoreError, match="không dùng được thư mục"), saved_run.hold_folder(tmp_path / "file/a"):
        pass
