"""`kiosk sync` against a portal on this machine."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fake_portal import FakePortal, Whim, load_entries, serving
from tests.kiosk.commands import Office


@pytest.fixture
def fake(root: Path) -> Iterator[FakePortal]:
    """A portal that holds what the sample holds."""
    with serving(FakePortal(load_entries(root / "data/tthc-mau.csv"))) as portal:
        yield portal


def watch(office: Office, fake: FakePortal, **settings: object) -> None:
    """Point an office's settings to the portal."""
    path = office.folder / "config.yaml"
    facts = {"portal": fake.address, "contact": "a@b.vn", "pause_seconds": 0, **settings}
    before = path.read_text(encoding="utf-8").split("\nwatch:")[0]
    path.write_text(before + "\nwatch: " + json.dumps(facts) + "\n", encoding="utf-8")


@pytest.fixture
def watched(bare_office: Office, fake: FakePortal) -> Office:
    """An office that watches `fake`."""
    watch(bare_office, fake)
    return bare_office


@pytest.fixture
def bare_office(tmp_path: Path, root: Path) -> Office:
    """An office that has imported and built nothing."""
    return Office.in_folder(tmp_path, root)


def test_a_sync_is_kept_and_shown_and_applies_nothing(watched: Office, fake: FakePortal) -> None:
    first = watched.start("sync")
    assert first.returncode == 0, first.stderr
    assert f"Đã đồng bộ đủ {len(fake.entries)} thủ tục" in first.stdout
    assert "Chưa áp dụng gì" in first.stdout
    assert not (watched.folder / "var/catalogue").exists() or not any((watched.folder / "var/catalogue").iterdir())
    fake.entries[0] = {**fake.entries[0], "name": "Thủ tục đã đổi tên"}
    del fake.entries[1]
    again = watched.start("sync", "--json")
    assert json.loads(again.stdout)["changes"] == {"fresh": 0, "changed": 1, "gone": 1}


@pytest.mark.parametrize("whim", [Whim.CHALLENGE, Whim.LONG_TOTAL, Whim.CUT])
def test_what_could_not_be_synced_says_so(watched: Office, fake: FakePortal, whim: Whim) -> None:
    fake.misbehave(whim)
    answer = watched.start("sync")
    assert answer.returncode == 1
    assert "Traceback" not in answer.stderr
    assert "Cách xử lý" in answer.stderr
    assert "Đã đồng bộ" not in answer.stdout


def test_without_a_contact_address_nothing_is_asked(bare_office: Office, fake: FakePortal) -> None:
    watch(bare_office, fake, contact="")
    answer = bare_office.start("sync")
    assert answer.returncode == 1
    assert "watch.contact" in answer.stderr
    assert not fake.asked


def test_a_saved_sync_is_taken_on_another_machine(
    watched: Office, fake: FakePortal, tmp_path: Path, root: Path
) -> None:
    saved = watched.start("sync", "--save", "mang-ve")
    assert saved.returncode == 0, saved.stderr
    assert not (watched.folder / "var").exists()
    other = Office.in_folder(tmp_path / "other", root)
    shutil.copytree(watched.folder / "mang-ve", other.folder / "mang-ve")
    answer = other.run("import", "mang-ve", "--json")
    assert "danh-sach.json" in answer.stdout
    (other.folder / "mang-ve/danh-sach.json").write_bytes(b"{}")
    spoilt = other.run("import", "mang-ve")
    assert spoilt.returncode == 1
    assert "đã bị sửa" in spoilt.stderr
    assert other.run("import", "data").returncode == 1
