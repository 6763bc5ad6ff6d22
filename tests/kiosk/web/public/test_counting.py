"""Printed codes that are opened: counted by the day, and nobody who opens them."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from fastapi.testclient import TestClient

from kiosk.clock import get_today
from kiosk.errors import StoreError
from kiosk.model.scan import ScanKey, ScanKind, ScanState
from kiosk.release import lifecycle
from kiosk.settings.links import identify_sheet
from kiosk.web.public import counting
from kiosk.web.public.app import create_app
from kiosk.web.public.counting import ScanCounter, keep_code
from kiosk.workspace.count_table import FILE, CountTable
from kiosk.workspace.mark_table import MarkedSheet, replace_table
from kiosk.workspace.store import Store
from tests.kiosk.commands import Office
from tests.kiosk.web.public.test_short import publish_own
from tests.proof.web import free_port

DAY = date(2026, 11, 24)
SECRETS = ("nguoi-quet-7319", "bi-mat-4402", "203.0.113.77")
"""Of a stranger's phone: its name, a cookie, an address."""


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A city that prints its own addresses; a sheet of an earlier release stands in the table of marks."""
    store = Store(tmp_path_factory.mktemp("counted"))
    publish_own(store)
    old = str(identify_sheet("1-1", "old", 1, DAY))
    replace_table(store.root, [(old, MarkedSheet("1-1", ("11824",), (), DAY))], [(1, True)], [])
    return store


def test_each_address_is_counted_as_what_it_is_that_day(counted: Store) -> None:
    manifest = lifecycle.load_current(counted)
    assert manifest is not None
    e = next(e for sheets in manifest.layouts.values() for e in sheets if e.label == "1-1")
    live = str(identify_sheet(e.label, e.revision, e.release, e.released))
    old, foreign = (str(identify_sheet("1-1", word, 1, DAY)) for word in ("old", "forged"))
    paths = {
        f"T/{live}": ("sheet", "live", live),
        f"T/{old}": ("sheet", "retired", old),
        f"T/{foreign}": ("sheet", "foreign", foreign),
        "T/khong-phai": ("sheet", "unread", ""),
        "P/1.000002": ("procedure", "live", "1.000002"),
        "P/1.000001": ("procedure", "retired", "1.000001"),
        "P/9.999999": ("procedure", "foreign", "9.999999"),
        "P/0912345678": ("procedure", "foreign", ""),
        "p/1.000002": ("procedure", "unread", ""),
    }
    with TestClient(create_app(counted), follow_redirects=False) as phone:
        for path in paths:
            phone.get(f"/{path}")
            phone.head(f"/{path}")
            phone.get(f"/{path}", headers={"Sec-Purpose": "prefetch;anonymous-client-ip"})
    today = get_today()
    rows = {tuple(map(str, c.key[1:])): c.count for c in CountTable(counted.root).list_counts(today, today)}
    assert rows == dict.fromkeys(paths.values(), 1)


def test_nothing_of_who_opens_a_code_is_stored_or_logged(small_office: Office, tmp_path: Path) -> None:
    """The real server under a load, ended as a service manager ends it: its files, its output, its database."""
    port, output = free_port(), tmp_path / "output"
    words = [sys.executable, "-m", "kiosk", "serve", "--port", str(port)]
    with output.open("wb") as log:
        server = subprocess.Popen(words, cwd=small_office.folder, stdout=log, stderr=log, env=small_office.env())
    try:
        headers = {"User-Agent": SECRETS[0], "Cookie": f"a={SECRETS[1]}", "X-Forwarded-For": SECRETS[2]}
        ask(port, "healthz", headers, patience=20)
        for n in range(150):
            for path in ("T/1-1-22222A", "T/x", f"P/9.{n:06d}", "P/1.001193", "sites/10507/"):
                ask(port, path, headers)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)
    counts = CountTable(small_office.folder / "var").list_counts(get_today(), get_today())
    assert sum(c.count for c in counts) == 600
    files = [p for p in small_office.folder.rglob("*") if p.is_file() and not p.is_symlink()]
    assert small_office.folder / "var" / FILE in files
    for path in (*files, output):
        content = path.read_bytes()
        assert not [secret for secret in SECRETS if secret.encode() in content], path
    text = (small_office.folder / "var" / FILE).read_bytes().decode("latin-1")
    assert not re.search(r"\d\d:\d\d|127\.0\.0\.1", text)
    told = output.read_text(encoding="utf-8").replace(f"127.0.0.1:{port}", "")
    assert not re.search(r"127\.0\.0\.1|GET|/T/|/P/", told)


def ask(port: int, path: str, headers: dict[str, str], patience: float = 0) -> None:
    until = time.monotonic() + patience
    while True:
        try:
            with urlopen(Request(f"http://127.0.0.1:{port}/{path}", headers=headers), timeout=10) as answer:
                answer.read()
        except HTTPError as refused:
            refused.close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
            continue
        return


def test_what_was_counted_outlives_all_but_the_last_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "BATCH_SECONDS", 0.02)
    counter = ScanCounter(CountTable(tmp_path), lambda: DAY)
    counter.note_day()
    counter.count(ScanKind.SHEET, ScanState.LIVE, "1-1-ABCDEF")
    until = time.monotonic() + 5
    while not CountTable(tmp_path).list_counts(DAY, DAY) and time.monotonic() < until:
        time.sleep(0.01)
    # Nobody closed it: a process that is killed here has lost nothing.
    assert [c.count for c in CountTable(tmp_path).list_counts(DAY, DAY)] == [1]


def test_what_the_disk_does_not_take_is_held_within_bounds_and_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(counting, "MOST_HELD", 40)
    monkeypatch.setattr(counting, "MOST_STRANGE", 10)
    table = FullTable(tmp_path)
    counter = ScanCounter(table, lambda: DAY)
    for turn in range(4):
        for n in range(50):
            counter.count(ScanKind.SHEET, ScanState.LIVE, f"{turn}-{n}-ABCDEF")
            counter.count(ScanKind.PROCEDURE, ScanState.FOREIGN, f"9.{turn}{n:05d}")
        counter.write()
    assert len([r for r in caplog.records if "đầy" in r.getMessage()]) == 1
    table.is_full = False
    counter.close()
    counts = table.list_counts(DAY, DAY)
    assert sum(c.count for c in counts) == 400
    assert len(counts) <= 42
    assert sum(bool(c.key.name) and c.key.state.is_strange for c in counts) == 10


class FullTable(CountTable):
    """On a disk that is full for a while."""

    is_full = True

    def add(self, counts: dict[ScanKey, int], days: frozenset[date] = frozenset()) -> None:  # type: ignore[override]
        if self.is_full:
            raise StoreError("đĩa đầy", place="var", way_out="dọn đĩa")
        super().add(counts, days)


def test_a_day_on_which_nobody_came_is_told_from_one_without_a_server(tmp_path: Path) -> None:
    days = iter((DAY, DAY, DAY, DAY + timedelta(2)))
    counter = ScanCounter(CountTable(tmp_path), lambda: next(days))
    for _ in range(4):
        counter.note_day()
    counter.close()
    assert CountTable(tmp_path).list_days(DAY, DAY + timedelta(9)) == (DAY, DAY + timedelta(2))


@pytest.mark.parametrize("code", ["1.001193", "2.00161", "1.0133611", "1.001193.02", "1.000234.000.00.00.H42"])
def test_unknown_codes_are_kept_as_they_are_mistyped(code: str) -> None:
    assert keep_code(code) == code


@pytest.mark.parametrize("code", ["0912345678", "NGUYEN-VAN-A", "031203004567", "1.1", "1.001193.ABCD"])
def test_what_looks_like_no_code_is_counted_without_its_name(code: str) -> None:
    assert keep_code(code) == ""
