"""One writer at a time, and the other is told who writes."""

from __future__ import annotations

import errno
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.errors import StoreError
from kiosk.workspace import lock
from kiosk.workspace.lock import hold_lock

ROOT = Path(__file__).resolve().parents[3]


def test_the_loser_is_told_who_holds_it_since_when(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["kiosk", "regenerate", "qd\x1b.xlsx", "--decision"])
    path = tmp_path / "lock"
    with hold_lock(path), pytest.raises(StoreError, match="một lệnh khác") as refusal, hold_lock(path):
        pass
    assert f"kiosk regenerate qd\\u001b.xlsx, tiến trình {os.getpid()}, từ 20" in refusal.value.value
    with hold_lock(tmp_path / "lock"):
        pass


@pytest.mark.parametrize("content", [b"", b"1234", b"\xff", b'{"pid": "x"}', b'{"pid": 1}'])
def test_a_holder_that_said_nothing_is_still_a_holder(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "lock"
    with hold_lock(path):
        path.write_bytes(content)
        with pytest.raises(StoreError, match="một lệnh khác") as refusal, hold_lock(path):
            pass
    assert refusal.value.value == ""


def test_a_dead_holder_holds_nothing(tmp_path: Path) -> None:
    code = (
        "import os; from pathlib import Path; from kiosk.workspace.lock import hold_lock\n"
        f"with hold_lock(Path({str(tmp_path / 'lock')!r})): os._exit(9)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=ROOT).returncode == 9
    assert json.loads((tmp_path / "lock").read_bytes())["pid"] != os.getpid()
    with hold_lock(tmp_path / "lock"):
        assert json.loads((tmp_path / "lock").read_bytes())["pid"] == os.getpid()


def test_on_a_full_disk_what_makes_room_still_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(lock.os, "pwrite", full)
    with hold_lock(tmp_path / "lock"):
        assert (tmp_path / "lock").exists()


def test_its_mode_is_set(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        with hold_lock(tmp_path / "lock"):
            assert stat.S_IMODE((tmp_path / "lock").stat().st_mode) == 0o644
    finally:
        os.umask(before)


@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
def test_what_is_no_lock_is_neither_written_nor_waited_for(tmp_path: Path, kind: str) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"1")
    path = tmp_path / "lock"
    {"link": lambda: path.symlink_to(secret), "pipe": lambda: os.mkfifo(path), "folder": path.mkdir}[kind]()
    with pytest.raises(StoreError, match="tệp khóa bị thứ khác chiếm"), hold_lock(path):
        pass
    assert secret.read_bytes() == b"1"
