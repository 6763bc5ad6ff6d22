"""The list of tasks: each with its next command, gone when it is done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from kiosk.clock import get_seconds, get_today
from kiosk.model.scan import ScanKey, ScanKind, ScanState
from kiosk.office import events, inbox, nights
from kiosk.office.backup import back_up
from kiosk.office.database.migrating import open_database
from kiosk.office.inbox import Inbox, ReportKind
from kiosk.office.job_context import Workplace
from kiosk.office.ledger.opening import catch_up
from kiosk.office.nights import NightRun
from kiosk.progress import report_nothing
from kiosk.reports.tasks import OpenTask
from kiosk.reports.today import list_open_tasks
from kiosk.settings import config as settings
from kiosk.settings.night import NightSettings
from kiosk.watch import link_book, printed
from kiosk.watch.links import LinkFinding, LinkState
from kiosk.workspace.count_table import CountTable
from kiosk.workspace.store import Store
from tests.kiosk.commands import Office
from tests.kiosk.kiosks import declare, say


@pytest.fixture
def here(tmp_path: Path, root: Path) -> Iterator[Workplace]:
    """An office that has published nothing."""
    bare = Office.in_folder(tmp_path, root)
    store = Store(bare.folder / "var")
    database = open_database(store.root)
    yield Workplace(store, settings.load(bare.folder / "config.yaml"), database)
    database.close()


def tasks(here: Workplace, day: date | None = None) -> dict[str, OpenTask]:
    catch_up(here.store, here.database)
    return {t.kind: t for t in list_open_tasks(here, day or get_today())}


def test_paper_goes_from_owed_to_ordered_to_sent_to_chased_to_nothing(
    posting_office: Office, earnest_live: Workplace
) -> None:
    assert tasks(earnest_live)["to-order"].next == "kiosk order make"
    posting_office.ok("order", "make")
    known = tasks(earnest_live)
    assert "to-order" not in known
    assert known["send"].next == "kiosk order send 1"
    posting_office.ok("order", "send", "1")
    known = tasks(earnest_live)
    assert not known.keys() & {"send", "chase", "to-order"}
    late = tasks(earnest_live, get_today() + timedelta(6))
    assert (late["chase"].count, late["chase"].next) == (4, "kiosk order show 1")
    posting_office.ok("confirm", "--order", "1")
    assert not tasks(earnest_live, get_today() + timedelta(6)).keys() & {"chase", "to-order", "stale"}
    assert tasks(earnest_live, get_today() + timedelta(91)).keys() >= {"stale"}


def test_kiosks_that_are_silent_or_old_are_tasks_until_they_are_not(earnest_live: Workplace) -> None:
    store, tomorrow = earnest_live.store, get_today() + timedelta(1)
    old, _ = declare(store, "10507")
    silent, _ = declare(store, "10888")
    say(store, old, 0)
    assert not tasks(earnest_live).keys() & {"silent-kiosks", "old-kiosks"}, "nothing is late on its first day"
    known = tasks(earnest_live, tomorrow)
    for kind, label in (("silent-kiosks", "im lặng"), ("old-kiosks", "hiện bản cũ")):
        assert (known[kind].count, known[kind].next) == (1, "kiosk device list --late")
        assert f"1 kiosk ở 1 điểm {label}" in known[kind].sentence
    for number in (old, silent):
        say(store, number, 1, 2)
    assert not tasks(earnest_live, tomorrow).keys() & {"silent-kiosks", "old-kiosks"}


def test_what_citizens_report_is_a_task(earnest_live: Workplace) -> None:
    Inbox(earnest_live.store.root / inbox.FILE).take_report("1-1-DUM6DH", "10507", ReportKind.TORN)
    task = tasks(earnest_live)["incidents"]
    assert task.sentence == "1 sự cố trên tường còn mở, 1 do người dân báo"


def test_what_is_due_and_not_live_comes_first(earnest_live: Workplace) -> None:
    listed = list_open_tasks(earnest_live, date(2027, 3, 2))
    assert listed[0].kind == "overdue"
    assert listed[0].next == "kiosk nightly"


def test_a_night_that_did_not_run_is_the_first_line(earnest_live: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    with earnest_live.database.writing() as connection:
        nights.record_night(connection, events.begin_act(None), NightRun(get_today(), ()))
    assert "night-missed" not in tasks(earnest_live)
    later = get_seconds() + 27 * 3600
    monkeypatch.setattr(nights, "get_seconds", lambda: later)
    first = list_open_tasks(earnest_live, get_today())[0]
    assert (first.kind, first.next) == ("night-missed", "kiosk nightly")
    assert first.sentence.startswith("Đêm qua không chạy")


def test_the_age_of_the_backup_is_told_where_a_folder_is_set(earnest_live: Workplace, tmp_path: Path) -> None:
    assert "backup" not in tasks(earnest_live)
    night = NightSettings(backup=tmp_path / "sao-luu")
    config = earnest_live.config.model_copy(update={"night": night})
    here = Workplace(earnest_live.store, config, earnest_live.database)
    assert tasks(here)["backup"].sentence.startswith("Chưa có bản sao lưu nào")
    back_up(here.store, config, config.source, tmp_path / "sao-luu", report_nothing)
    assert "backup" not in tasks(here) and "backup" not in tasks(here, get_today() + timedelta(1))
    old = tasks(here, get_today() + timedelta(5))["backup"]
    assert old.sentence == f"Bản sao lưu mới nhất đã 5 ngày, từ {get_today():%d/%m/%Y}"
    (tmp_path / "sao-luu/ban-chup/0001.json").write_bytes(b"{")
    assert tasks(here)["backup"].sentence.startswith("Không đọc được bản sao lưu")


def test_before_the_first_release_there_is_one_thing_to_do(here: Workplace) -> None:
    assert [t.kind for t in list_open_tasks(here, get_today())][:1] == ["nothing-published"]


def test_what_is_remembered_of_links_and_counts_is_asked_again_when_something_happens(earnest_live: Workplace) -> None:
    assert not tasks(earnest_live).keys() & {"retired-codes", "links-bad"}
    key = ScanKey(get_today(), ScanKind.SHEET, ScanState.RETIRED, "1-1-ABCDEF")
    CountTable(earnest_live.store.root).add({key: 9})
    assert "retired-codes" in tasks(earnest_live)
    link = printed.load_printed_links(earnest_live.store)[0]
    with earnest_live.database.writing() as connection:
        link_book.keep_finding(connection, events.begin_act(None), link, LinkFinding(LinkState.GONE, "mất"))
    assert tasks(earnest_live)["links-bad"].count == 1
    before = tasks(earnest_live)["links-due"]
    assert tasks(earnest_live)["links-due"] is before, "nothing happened, and nothing is counted again"
