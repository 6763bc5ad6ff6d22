"""The box of the public server: bounded, never heard twice, never pushed out."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from pathlib import Path

import pytest

from kiosk.office import inbox
from kiosk.office.inbox import BoxFullError, Inbox, ReportKind, digest_key
from kiosk.workspace.device_table import DeclaredKey

SIGNED = DeclaredKey(1, "11824", "A" * 20)


@pytest.fixture
def box(tmp_path: Path) -> Inbox:
    return Inbox(tmp_path / inbox.FILE)


def test_a_counter_only_grows(box: Inbox) -> None:
    assert box.list_words() == {}
    assert box.hear_device(SIGNED, 3, 10) is None
    assert box.hear_device(SIGNED, 2, 10) == 10 and box.hear_device(SIGNED, 2, 9) == 10
    assert box.hear_device(SIGNED, 4, 11) is None
    word = box.list_words()[1]
    assert (word.release, word.counter, word.key) == (4, 11, digest_key(SIGNED.key))


def test_what_the_office_knows_is_not_taken_again_after_a_loss(box: Inbox) -> None:
    assert box.hear_device(DeclaredKey(1, "11824", "A" * 20, 50), 3, 50) == 50
    assert box.hear_device(DeclaredKey(1, "11824", "A" * 20, 50), 3, 51) is None


def test_a_new_key_begins_anew(box: Inbox) -> None:
    assert box.hear_device(SIGNED, 3, 1_000) is None
    assert box.hear_device(DeclaredKey(1, "11824", "B" * 20), 3, 1) is None


def test_the_same_report_of_one_day_is_one_and_later_ones_come_after(
    box: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        box.take_report("1-1-DUM6DH", "11824", ReportKind.TORN)
    box.take_report("1-1-DUM6DH", "11824", ReportKind.WRONG)
    first, second = box.list_reports(0)
    assert (first.kind, second.kind, second.id - first.id) == (ReportKind.TORN, ReportKind.WRONG, 1)
    assert box.list_reports(first.id) == (second,)
    monkeypatch.setattr(inbox, "get_today", lambda: date.today() + timedelta(inbox.KEPT_DAYS + 2))
    box.take_report("1-1-DUM6DH", "11824", ReportKind.TORN)
    assert [r.day for r in box.list_reports(0)] == [date.today() + timedelta(inbox.KEPT_DAYS + 2)]


def test_a_full_box_refuses_and_keeps_what_it_has(box: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "MOST_OF_SITE", 2)
    monkeypatch.setattr(inbox, "MOST_OF_DAY", 3)
    for n in range(2):
        box.take_report(f"1-{n}-DUM6DH", "11824", ReportKind.TORN)
    with pytest.raises(BoxFullError):
        box.take_report("1-9-DUM6DH", "11824", ReportKind.TORN)
    box.take_report("1-1-DUM6DH", "11824", ReportKind.TORN)
    box.take_report("1-1-DUM6DH", "10507", ReportKind.TORN)
    with pytest.raises(BoxFullError):
        box.take_report("1-2-DUM6DH", "10888", ReportKind.TORN)
    assert len(box.list_reports(0)) == 3


@pytest.mark.parametrize("content", [b"no database", b"SQLite format 3\0" + bytes(5000)])
def test_a_damaged_box_is_put_aside_and_its_ids_are_not_given_again(
    box: Inbox, tmp_path: Path, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    box.take_report("1-1-DUM6DH", "11824", ReportKind.TORN)
    (before,) = box.list_reports(0)
    (tmp_path / inbox.FILE).write_bytes(content)
    with pytest.raises(sqlite3.Error):
        box.list_words()
    later = inbox.get_seconds() + 5
    monkeypatch.setattr(inbox, "get_seconds", lambda: later)
    assert box.hear_device(SIGNED, 3, 1) is None
    box.take_report("1-1-DUM6DH", "11824", ReportKind.TORN)
    assert box.list_reports(before.id) == box.list_reports(0) != ()
    assert (tmp_path / f"{inbox.FILE}.damaged").read_bytes() == content
