"""The life of sites: what the tables say afterwards, what the log keeps, and that walls of sites that ended answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from kiosk.clock import get_today
from kiosk.errors import ConfigError, KioskError, OfficeError
from kiosk.model.ledger import Witness
from kiosk.model.site_change import SiteChange, SiteChangeKind
from kiosk.office import events, site_life
from kiosk.office.database.migrating import open_database
from kiosk.office.events import EventKind, find_first_broken
from kiosk.office.job_context import Workplace
from kiosk.office.ledger.acting import act_in_ledger, look_into_ledger
from kiosk.office.ledger.releases import list_live_required
from kiosk.office.ledger.site_events import drop_ended, list_changes, list_ended, list_left_behind, list_planned
from kiosk.office.ledger.undoing import undo_event
from kiosk.office.settings_watch import note_changes_by_hand
from kiosk.office.site_life import check_change, foresee_site, take_change, take_due
from kiosk.settings import config as settings
from kiosk.settings import tables
from kiosk.settings.config import Config
from kiosk.workspace.store import Store
from tests.kiosk.commands import Office

TODAY = get_today()
LAN = Witness("Lan")


@pytest.fixture
def bare(tmp_path: Path, root: Path) -> Office:
    return Office.in_folder(tmp_path, root)


@pytest.fixture
def store(bare: Office) -> Iterator[Store]:
    store = Store(bare.folder / "var")
    store.prepare()
    yield store


@pytest.fixture
def config(bare: Office) -> Config:
    return settings.load(bare.folder / "config.yaml")


def names(config: Config) -> dict[str, str]:
    return {s.code: s.name for s in tables.read_sites(config.path(config.sites)).sites}


def change(what: SiteChangeKind, site: str, *, day: date = TODAY, into: str = "", **values: str) -> SiteChange:
    return SiteChange(what, site, day, "15/QĐ-UBND", values, into)


def test_a_site_is_renamed_by_its_decision_and_nobody_is_blamed_for_a_change_by_hand(
    store: Store, config: Config
) -> None:
    checked = check_change(config, change(SiteChangeKind.RENAMED, "hp-e", name="Trung tâm Phía Đông"))
    assert checked.site == "HP-E"
    assert foresee_site(store, config, checked).is_free, "nothing hangs yet"
    taken = take_change(store, config, checked, LAN)
    assert names(config)["HP-E"] == "Trung tâm Phía Đông"
    with look_into_ledger(store) as connection:
        (event,) = list_changes(connection)
        assert find_first_broken(connection) is None
    assert (event.event, event.change, event.by) == (taken.event, checked, "Lan")
    assert event.name.startswith("Trung tâm"), "what it was called before"


def test_a_planned_change_waits_for_its_night_and_is_taken_once(store: Store, config: Config) -> None:
    tomorrow = TODAY + timedelta(1)
    for planned in (
        change(SiteChangeKind.MERGED, "10888", day=tomorrow, into="10903"),
        change(SiteChangeKind.RENAMED, "10903", day=tomorrow, name="Trung tâm mới"),
    ):
        assert take_change(store, config, check_change(config, planned), LAN).is_planned
    assert "10888" in names(config)
    assert take_due(store, config, TODAY) == ()
    assert len(take_due(store, config, tomorrow)) == 2
    assert take_due(store, config, tomorrow) == ()
    assert "10888" not in names(config) and names(config)["10903"] == "Trung tâm mới"
    with look_into_ledger(store) as connection:
        assert [e.change.site for e in list_ended(connection)] == ["10888"]
        assert list_planned(connection) == ()
        assert {e.by for e in list_changes(connection)} == {"Lan"}


def test_a_planned_change_is_undone_before_its_day_and_not_after(store: Store, config: Config) -> None:
    tomorrow = TODAY + timedelta(1)
    first = take_change(store, config, change(SiteChangeKind.CLOSED, "10888", day=tomorrow), LAN)
    second = take_change(store, config, change(SiteChangeKind.CLOSED, "10903", day=tomorrow), LAN)
    with act_in_ledger(store, LAN) as doing:
        undo_event(doing.connection, doing.act, LAN, first.event)
    take_due(store, config, tomorrow)
    assert "10888" in names(config) and "10903" not in names(config)
    with act_in_ledger(store, LAN) as doing, pytest.raises(OfficeError, match="đã ghi vào bảng"):
        undo_event(doing.connection, doing.act, LAN, second.event)


def test_a_change_whose_event_was_lost_is_taken_again(
    store: Store, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    tomorrow = TODAY + timedelta(1)
    take_change(store, config, change(SiteChangeKind.CLOSED, "10888", day=tomorrow), LAN)

    def fail(*_: object) -> None:
        raise OSError

    with monkeypatch.context() as broken, pytest.raises(OSError):
        broken.setattr(site_life, "note_facts", fail)
        take_due(store, config, tomorrow)
    assert "10888" not in names(config)
    with look_into_ledger(store) as connection:
        assert list_changes(connection) == ()
    assert len(take_due(store, config, tomorrow)) == 1
    with look_into_ledger(store) as connection:
        assert [e.change.site for e in list_ended(connection)] == ["10888"]


def test_one_that_cannot_be_taken_does_not_stop_the_others(store: Store, config: Config) -> None:
    tomorrow = TODAY + timedelta(1)
    take_change(store, config, change(SiteChangeKind.RENAMED, "10888", day=tomorrow, name="Tên"), LAN)
    take_change(store, config, change(SiteChangeKind.CLOSED, "10903", day=tomorrow), LAN)
    take_change(store, config, change(SiteChangeKind.CLOSED, "10888"), LAN)
    with pytest.raises(OfficeError, match="1 thay đổi"):
        take_due(store, config, tomorrow)
    assert set(names(config)) == {"10507", "HP-E"}


def test_a_site_that_ends_takes_its_exceptions_with_it(store: Store, config: Config) -> None:
    path = config.path(config.exceptions)
    path.write_text("site,code,effect,document\n10888,1.000593,thêm,5/TB\n10903,1.000593,bỏ,6/TB\n", encoding="utf-8")
    take_change(store, config, change(SiteChangeKind.CLOSED, "10888"), LAN)
    assert path.read_text(encoding="utf-8") == "site,code,effect,document\n10903,1.000593,bỏ,6/TB\n"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (change(SiteChangeKind.CLOSED, "99999"), "kiosk site list"),
        (change(SiteChangeKind.MERGED, "10888", into="99999"), "kiosk site list"),
        (change(SiteChangeKind.MERGED, "10888", into="10888"), "--into"),
        (change(SiteChangeKind.OPENED, "10888", kind="commune", name="Khác"), "chọn mã khác"),
        (change(SiteChangeKind.OPENED, "1", kind="commune", name="Khác"), "chữ số"),
        (change(SiteChangeKind.MOVED, "10888", hotline="gọi tôi"), ""),
        (SiteChange(SiteChangeKind.CLOSED, "10888", TODAY, " "), "--decision"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    store: Store, config: Config, wrong: SiteChange, says: str
) -> None:
    before = config.path(config.sites).read_bytes()
    with pytest.raises(KioskError) as caught:
        take_change(store, config, check_change(config, wrong), LAN)
    assert says in caught.value.way_out
    assert config.path(config.sites).read_bytes() == before


def test_a_rule_in_the_settings_keeps_a_site_from_ending(config: Config) -> None:
    text = config.source.read_text(encoding="utf-8")
    config.source.write_text(text.replace("  sites: {}", '  sites: {"10888": {exclude: ["1.000593"]}}'), "utf-8")
    with pytest.raises(ConfigError, match="quy tắc riêng"):
        check_change(config, change(SiteChangeKind.CLOSED, "10888"))


def test_a_change_is_no_change_by_hand(store: Store, config: Config) -> None:
    database = open_database(store.root)
    here = Workplace(store, config, database)
    note_changes_by_hand(here)
    path = config.path(config.sites)
    path.write_text(path.read_text(encoding="utf-8").replace("xã Cẩm Giang", "xã Cẩm Giàng"), encoding="utf-8")
    take_change(store, config, change(SiteChangeKind.RENAMED, "HP-E", name="Phía Đông"), LAN)
    assert note_changes_by_hand(here) == 0
    with database.reading() as connection:
        listed = [e.what for e in events.list_events(connection, 9)]
    database.close()
    assert listed == [EventKind.SITE_CHANGED, EventKind.SETTING_BY_HAND], "the hand came before, and stays told"


def test_the_wall_of_a_site_that_ended_answers_until_it_is_taken_down(posting_office: Office) -> None:
    store = Store(posting_office.folder / "var")
    posting_office.ok("order", "make")
    posting_office.ok("confirm", "--order", "1", "--site", "10888")
    said = posting_office.run("site", "close", "10888", "--decision", "15/QĐ-UBND")
    assert said.returncode == 1 and "phải gỡ" in said.stdout and "--yes" in said.stderr
    posting_office.ok("site", "close", "10888", "--decision", "15/QĐ-UBND", "--yes")
    with look_into_ledger(store) as connection:
        left = list_left_behind(connection)
        asked = list_live_required(connection)
        assert {r.site for r in asked} - {r.site for r in drop_ended(connection, asked)} == {"10888"}
    assert {sheet.site for sheet in left} == {"10888"}
    listed = posting_office.json("site", "takedown", "10888", "--pdf", "go.pdf")
    assert len(listed["sheets"]) == len(left)
    assert (posting_office.folder / "go.pdf").read_bytes().startswith(b"%PDF")
    assert posting_office.json("site", "list", "--closed")[0]["hanging"] == len(left)
    tasks = {t["kind"]: t for t in posting_office.json("today")}
    assert tasks["take-down"]["count"] == len(left)
    posting_office.ok("confirm", "10888", *listed["sheets"], "--down")
    assert "take-down" not in {t["kind"] for t in posting_office.json("today")}
    assert posting_office.json("wall", "10888"), "answers stay"
    assert "đang hoạt động" in posting_office.refused("site", "takedown", "10507")
