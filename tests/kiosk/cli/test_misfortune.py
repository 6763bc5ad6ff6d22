"""A disk or a file that fails under a command: one sentence with the file and the reason, no traceback."""

from __future__ import annotations

import errno
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.cli.app import _run_command
from kiosk.errors import StoreError, explain_cause
from kiosk.office.news import News
from kiosk.workspace.cache import Cache
from tests.kiosk.commands import Office


@pytest.fixture
def bare(tmp_path: Path, root: Path) -> Office:
    """An office that has built nothing yet."""
    return Office.in_folder(tmp_path, root)


def test_a_workspace_that_is_a_file(bare: Office) -> None:
    told = bare.refused("--workspace", "config.yaml", "status")
    assert "config.yaml/" in told
    assert "một phần của đường dẫn không phải thư mục" in told


def test_a_cache_that_is_a_folder(bare: Office) -> None:
    (bare.folder / "var/cache.sqlite").mkdir(parents=True)
    assert "var/cache.sqlite" in bare.refused("plan")


def test_a_pointer_that_is_no_link(bare: Office) -> None:
    (bare.folder / "var").mkdir()
    bare.write("var/current", "1")
    told = bare.run("status")
    assert (told.returncode, "mất liên kết đến bản đang công bố: current" in told.stdout) == (1, True)
    assert "var/current" in bare.refused("plan")


def test_a_taken_port_is_told(bare: Office) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        told = bare.refused("serve", "--port", str(other.getsockname()[1]))
    assert "có chương trình khác đang dùng" in told
    assert len(told.splitlines()) == 2  # nothing is published yet, and the port


def test_the_server_answers_and_stops_on_request(bare: Office) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "kiosk", "serve", "--port", str(port)]
    with subprocess.Popen(
        command, cwd=bare.folder, env=bare.env(), stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as server:
        assert server.stdout is not None
        assert f"http://127.0.0.1:{port} (Ctrl+C để dừng)" in server.stdout.readline()
        with pytest.raises(urllib.error.HTTPError, match="503"):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=20)
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=20) == 0


def test_a_pointer_to_nothing_names_a_way_that_leads_out(bare: Office) -> None:
    (bare.folder / "var").mkdir()
    (bare.folder / "var/current").symlink_to("releases/77")
    told = bare.run("status")
    assert told.returncode == 1
    assert "chỉ vào bản 77, bản này không còn" in told.stdout
    assert "kiosk doctor" in bare.refused("plan")
    assert bare.run("doctor").returncode == 1
    bare.ok("doctor", "--yes")
    assert "Chưa công bố bản nào" in bare.ok("status")


def test_damaged_news_of_the_kiosks_start_afresh(tmp_path: Path) -> None:
    path = tmp_path / "news.sqlite"
    path.write_bytes(b"not a database at all, whatever its name says")
    news = News(path)
    with pytest.raises(sqlite3.DatabaseError):
        news.kiosks()
    news.heard("11824", 3, 0)
    assert [(site, release) for site, release, _, _ in news.kiosks()] == [("11824", 3)]


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "hết chỗ trống trên đĩa"),
        (PermissionError(errno.EACCES, "Permission denied"), "không có quyền"),
        (OSError(errno.EROFS, "Read-only file system"), "ổ đĩa chỉ cho đọc"),
        (UnicodeDecodeError("utf-8", b"abc", 2, 3, "invalid start byte"), "không phải mã UTF-8, từ byte thứ 3"),
    ],
)
def test_the_reason_is_vietnamese(error: Exception, says: str) -> None:
    assert explain_cause(error) == says


def test_a_copy_beside_the_catalogues_is_no_catalogue(bare: Office) -> None:
    (bare.folder / "var/catalogue").mkdir(parents=True)
    bare.write("var/catalogue/0001 (copy).json", "{}")
    bare.ok("status")


def test_a_stray_quote_in_the_header_of_a_table(bare: Office) -> None:
    table = bare.folder / "data/sites.csv"
    bare.write("data/sites.csv", '"code"x' + table.read_text(encoding="utf-8").removeprefix("code"))
    assert "bảng sai cách ghi" in bare.refused("plan")


def test_a_batch_into_the_folder_itself(posting_office: Office) -> None:
    assert "đã có lô in ở đây" in posting_office.refused("batch", "--out", ".")


def test_a_batch_where_none_can_be(posting_office: Office) -> None:
    """Neither files nor an order that would say that its sheets are being printed."""
    for place in ("/", "khong-co/lo-in", "config.yaml/lo", "x" * 300):
        assert "không ghi được lô in" in posting_office.refused("batch", "--out", place, "--site", "10507"), place
    assert not (posting_office.folder / "khong-co").exists()
    assert posting_office.json("order", "list", "--all") == []


def test_a_locked_cache_is_not_thrown_away(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda path, timeout: connect(path, timeout=timeout / 300))
    cache = office.folder / "var/cache.sqlite"
    cache.chmod(0o644)
    before = cache.stat().st_ino
    with closing(connect(cache)) as other:
        other.execute("PRAGMA journal_mode=DELETE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError, match="locked"):
            Cache(cache)
    assert cache.stat().st_ino == before


@pytest.mark.parametrize(
    ("error", "lack"),
    [
        (MemoryError(), "hết bộ nhớ"),
        (RuntimeError("can't start new thread"), "hết số luồng, tiến trình"),
        (BlockingIOError(errno.EAGAIN, "fork"), "hết số tiến trình"),
        (OSError(errno.ENOMEM, "mmap"), "hết bộ nhớ"),
    ],
)
def test_a_machine_that_has_too_little_is_told_and_no_disk_is_blamed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: Exception, lack: str
) -> None:
    def fail(**_: object) -> None:
        raise error

    monkeypatch.setattr("kiosk.cli.app.app", fail)
    code, told = _run_command(), capsys.readouterr().err
    assert (code, lack in told, "ổ đĩa" in told) == (1, True, False)


def test_a_fault_of_the_program_itself_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_: object) -> None:
        raise RuntimeError("workers cannot be forked beside threads")

    monkeypatch.setattr("kiosk.cli.app.app", fail)
    with pytest.raises(RuntimeError, match="workers"):
        _run_command()
