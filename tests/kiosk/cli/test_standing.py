"""After a failure the sentence about what is in force follows from the disk."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from kiosk.cli import app, console, holding
from kiosk.cli.standing import look_at_standing, tell_changes, tell_standing
from kiosk.release import lifecycle
from kiosk.workspace.store import Store
from tests.kiosk.commands import Office
from tests.kiosk.made import plant


def test_what_changed_is_told_and_what_did_not(tmp_path: Path) -> None:
    store = Store(tmp_path / "var")
    made = plant(store, {"a": b"1"})
    before = look_at_standing(store)
    assert tell_standing(before) == "bản đang công bố không đổi"
    assert tell_changes(before) == ""
    lifecycle.publish(store, made)
    assert tell_standing(before) == tell_changes(before) == "đã công bố bản 1"
    store.write("catalogue/0001.json", b"{}")
    told = tell_standing(before)
    assert "đã áp dụng danh mục của lần nhập 1" in told
    assert "không đổi" not in told


def test_what_cannot_be_read_is_not_claimed(tmp_path: Path) -> None:
    store = Store(tmp_path / "var")
    plant(store, {"a": b"1"})
    before = look_at_standing(store)
    (store.root / "current").write_text("no link", encoding="utf-8")
    assert look_at_standing(store) is None
    assert "không rõ" in tell_standing(before)
    assert tell_changes(before) == ""
    assert tell_standing(None) == "chưa làm gì với thư mục làm việc"


@pytest.mark.parametrize("failure", [OSError(errno.ENOSPC, "No space left"), KeyboardInterrupt()])
def test_a_failure_after_publishing_does_not_claim_that_nothing_changed(
    office: Office, monkeypatch: pytest.MonkeyPatch, failure: BaseException
) -> None:
    """As where the output goes to a file on a full disk, or Ctrl+C comes late."""
    from kiosk.cli import releases

    office.write("qd.csv", "code,name,level,field\n1.001193,Tên đổi,xã,Hộ tịch\n")
    office.ok("import", "qd.csv", "--as", "change", "--effective", "2026-11-24", "--apply")
    office.ok("build", "--as-of", "2026-11-24")

    def full(_text: str) -> None:
        raise failure

    monkeypatch.setattr(releases, "say", full)
    told = office.refused("publish")
    assert "đã công bố bản 2" in told
    assert "không đổi" not in told
    assert Store(office.folder / "var").current() == 2


def test_the_modules_that_tell_are_the_ones_that_are_patched() -> None:
    assert {app.warn, holding.warn} == {console.warn}
