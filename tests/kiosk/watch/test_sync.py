"""A sync comes whole or not at all, and goes on after any break."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kiosk.errors import PortalError
from kiosk.progress import report_nothing
from kiosk.settings.config import Watch
from kiosk.watch import saved_run, sync
from kiosk.watch.allowance import DailyAllowance
from kiosk.watch.portal import AllowanceSpentError, Portal
from kiosk.watch.saved_run import SavedRun
from tests.fake_portal import FakePortal, Whim, make_entry

DAY = date(2026, 11, 29)


def run(root: Path, talk: Portal, day: date = DAY) -> SavedRun:
    """A sync into a workspace's folder `root`."""
    (root / sync.CURRENT / "answers").mkdir(parents=True, exist_ok=True)
    return sync.run_sync(root / sync.CURRENT, talk, talk.address, sync.load_last_items(root), day, report_nothing)


def test_the_whole_list_comes_page_by_page(tmp_path: Path, fake: FakePortal, talk: Portal) -> None:
    assert run(tmp_path, talk).is_done
    assert [body["lastId"] for _, body, _ in fake.asked] == [None, fake.entries[2]["id"], fake.entries[5]["id"]]
    folder = sync.keep_run(tmp_path)
    assert list(sync.load_items(folder)) == [entry["id"] for entry in fake.entries]
    assert not (tmp_path / sync.CURRENT).exists()


@pytest.mark.parametrize(
    "whim",
    [
        Whim.CHALLENGE, Whim.SHORT_TOTAL, Whim.LONG_TOTAL, Whim.MOVING_TOTAL, Whim.PAGE_TWICE, Whim.CIRCLE, Whim.CUT,
        Whim.OTHER_SHAPE, Whim.BUSY, Whim.BROKEN, Whim.ERROR_CODE, Whim.DROP,
        Whim.EMPTY, Whim.HALF_LETTER, Whim.COME_LATER, Whim.LOOP,
    ],
)  # fmt: skip
def test_no_misbehaviour_ends_in_a_list(tmp_path: Path, fake: FakePortal, talk: Portal, whim: Whim) -> None:
    fake.misbehave(whim)
    with pytest.raises(PortalError):
        run(tmp_path, talk)
    assert not (tmp_path / sync.CURRENT / saved_run.LIST_FILE).exists()
    with pytest.raises(Exception, match="còn dở dang"):
        sync.keep_run(tmp_path)


def test_a_broken_run_goes_on_where_it_stopped(tmp_path: Path, fake: FakePortal, talk: Portal) -> None:
    settings, days = Watch(portal=fake.address, contact="a@b.vn"), iter([DAY] * 10)
    with (
        Portal(settings, DailyAllowance(tmp_path, 1, lambda: next(days)), lambda _: None) as tired,
        pytest.raises(AllowanceSpentError),
    ):
        run(tmp_path, tired)
    fake.asked.clear()
    assert run(tmp_path, talk).is_done
    assert [body["lastId"] for _, body, _ in fake.asked] == [fake.entries[2]["id"], fake.entries[5]["id"]]


def test_a_list_that_changed_while_it_was_asked_for_is_asked_for_from_the_first_page(
    tmp_path: Path, fake: FakePortal, talk: Portal
) -> None:
    def grow(stage: str, done: int, total: int) -> None:
        if done == 3:
            fake.entries = [*fake.entries, make_entry(99)]

    (tmp_path / sync.CURRENT / "answers").mkdir(parents=True)
    with pytest.raises(PortalError, match="tổng số mục đổi giữa chừng"):
        sync.run_sync(tmp_path / sync.CURRENT, talk, talk.address, {}, DAY, grow)
    fake.asked.clear()
    assert run(tmp_path, talk).is_done
    assert fake.asked[0][1]["lastId"] is None


def test_a_list_of_two_days_is_none(tmp_path: Path, fake: FakePortal, talk: Portal) -> None:
    fake.misbehave(Whim.MOVING_TOTAL)
    with pytest.raises(PortalError):
        run(tmp_path, talk)
    fake.whims.clear()
    fake.asked.clear()
    assert run(tmp_path, talk, date(2026, 11, 30)).day == date(2026, 11, 30)
    assert fake.asked[0][1]["lastId"] is None


def test_details_are_asked_for_where_the_list_changed(tmp_path: Path, fake: FakePortal, talk: Portal) -> None:
    run(tmp_path, talk)
    sync.keep_run(tmp_path)
    fake.entries = [make_entry(50), *fake.entries[1:]]
    fake.entries[2] = {**fake.entries[2], "name": "Thủ tục đã đổi tên"}
    fake.asked.clear()
    run(tmp_path, talk, date(2026, 11, 30))
    asked = [body["id"] for path, body, _ in fake.asked if "id" in body]
    assert asked == [fake.entries[0]["id"], fake.entries[2]["id"]]


def test_details_go_on_the_next_day_when_todays_questions_are_used_up(
    tmp_path: Path, fake: FakePortal, talk: Portal
) -> None:
    run(tmp_path, talk)
    sync.keep_run(tmp_path)
    fake.entries = [{**entry, "name": f"{entry['name']} mới"} for entry in fake.entries]
    days = iter([DAY] * 10)
    short = DailyAllowance(tmp_path, 5, lambda: next(days))
    settings = Watch(portal=fake.address, contact="a@b.vn")
    with Portal(settings, short, lambda _: None) as tired, pytest.raises(AllowanceSpentError):
        run(tmp_path, tired)
    fake.asked.clear()
    assert run(tmp_path, talk, date(2026, 11, 30)).is_done
    assert [list(body) for _, body, _ in fake.asked] == [["id"]] * 5


def test_an_entry_gone_between_list_and_details_leaves_its_details_out(
    tmp_path: Path, fake: FakePortal, talk: Portal
) -> None:
    run(tmp_path, talk)
    sync.keep_run(tmp_path)
    fake.entries.append(make_entry(60))
    listed = list(fake.entries)

    def vanish(stage: str, done: int, total: int) -> None:
        if done == total == len(listed):
            fake.entries = listed[:-1]

    (tmp_path / sync.CURRENT / "answers").mkdir(parents=True)
    before = sync.load_last_items(tmp_path)
    finished = sync.run_sync(tmp_path / sync.CURRENT, talk, talk.address, before, DAY, vanish)
    assert finished.is_done
    assert (tmp_path / sync.CURRENT / saved_run.DETAILS_FILE).read_bytes() == b""


def test_whole_lists_are_numbered_and_the_oldest_go(
    tmp_path: Path, talk: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync, "KEPT", 2)
    for _ in range(4):
        run(tmp_path, talk)
        sync.keep_run(tmp_path)
    assert [path.name for path in sync.list_runs(tmp_path)] == ["000003", "000004"]
