"""Output streams that no terminal, pipe or disk can stop."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.cli.streams import SteadyStream
from kiosk.office.posted import load_hanging
from kiosk.workspace.store import Store
from tests.kiosk.commands import Office
from tests.kiosk.hanging import hang_published

SENTENCE = "Đã công bố bản 3 – «Ủy ban»… 100 % ﷽"


@pytest.fixture
def bare(tmp_path: Path, root: Path) -> Office:
    """An office that has built nothing yet."""
    return Office.in_folder(tmp_path, root)


def written(text: str, encoding: str) -> str:
    raw = io.BytesIO()
    stream = SteadyStream(io.TextIOWrapper(raw, encoding=encoding, newline=""))
    stream.write(text)
    stream.flush()
    return raw.getvalue().decode(encoding)


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("utf-8", SENTENCE),
        ("ascii", 'Da cong bo ban 3 - "Uy ban". 100 % ?'),
        ("latin-1", "Dã công bo ban 3 - «Uy ban». 100 % ?"),
        ("cp1258", "Đa công bo ban 3 – «Uy ban»… 100 % ?"),
    ],
)
def test_letters_that_an_encoding_lacks_lose_their_marks_only(encoding: str, shown: str) -> None:
    assert written(SENTENCE, encoding) == shown


@given(st.text(st.characters(codec=None)), st.sampled_from(["ascii", "cp1258", "latin-1", "utf-8"]))
def test_no_text_stops_a_stream(text: str, encoding: str) -> None:
    plain = "".join(c for c in text if c.isascii())
    shown = iter(written(text, encoding))
    assert all(c in shown for c in plain)


def start(office: Office, *words: str, stdout: str, **env: str) -> subprocess.CompletedProcess[str]:
    """A command whose standard output goes where a shell's redirection says."""
    line = f'"$0" -W error -m kiosk "$@" {stdout}'
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", line, sys.executable, *words],
        cwd=office.folder,
        env={**office.env(), **env},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def test_a_terminal_that_shows_ascii_only(bare: Office) -> None:
    shown = start(bare, "status", stdout="", PYTHONIOENCODING="ascii")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "Chua cong bo ban nao. Chay kiosk regenerate" in shown.stdout
    asked = start(bare, "status", "--json", stdout="", PYTHONIOENCODING="ascii")
    assert asked.stdout.isascii()
    assert json.loads(asked.stdout)["origin"] == "tệp data/tthc-mau.csv trong config.yaml"
    refused = start(bare, "khong-co", stdout="", PYTHONIOENCODING="ascii")
    assert (refused.returncode, "khong co lenh" in refused.stderr) == (2, True)


@pytest.mark.parametrize("stdout", [">&-", ">&- 2>&-", "</dev/null >/dev/null 2>&-", "| true", "2>&1 | true"])
def test_work_goes_on_where_nobody_listens(office: Office, stdout: str) -> None:
    done = start(office, "rollback", "1", stdout=stdout)
    assert "Traceback" not in done.stderr
    assert done.returncode == 1  # release 1 is live already
    hang_published(Store(office.folder / "var"), "10507")
    done = start(office, "confirm", "10507", "1-1", "--lost", stdout=stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert "1-1" not in load_hanging(Store(office.folder / "var"))["10507"]


def test_a_pipe_that_closes_early_is_no_error(bare: Office) -> None:
    ended = start(bare, "site", "list", "--json", stdout="| head -c 1")
    assert (ended.returncode, ended.stderr) == (0, "")


def test_a_full_disk_behind_the_output_is_told_after_the_work(bare: Office) -> None:
    told = start(bare, "status", stdout="> /dev/full")
    assert told.returncode == 1  # its whole work is what it says
    assert "hết chỗ trống trên đĩa" in told.stderr
    published = start(bare, "regenerate", stdout="> /dev/full")
    assert published.returncode == 0
    assert "việc của lệnh thì đã chạy đến cuối" in published.stderr
    assert (bare.folder / "var/current").readlink().name == "1"
