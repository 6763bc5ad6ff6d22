"""What the portal asks of the office: known and unknown things, each with its next command."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk.clock import get_today
from kiosk.office import events
from kiosk.office.job_context import Workplace
from kiosk.progress import report_nothing
from kiosk.reports.portal_tasks import list_portal_tasks
from kiosk.reports.tasks import OpenTask
from kiosk.reports.today import list_open_tasks
from kiosk.settings.night import NightSettings
from kiosk.watch import drafting, link_book, printed, saved_run, sync, upkeep
from kiosk.watch.links import LinkFinding, LinkState
from tests.fake_portal import FakePortal, make_entry
from tests.kiosk.watch.conftest import fake
from tests.kiosk.watch.test_upkeep import watching

__all__ = ["fake"]


@pytest.fixture
def here(live_office: Workplace, fake: FakePortal) -> Workplace:
    """A published office that watches `fake`, which holds one of its procedures among others."""
    link = printed.load_printed_links(live_office.store)[0]
    fake.entries[0] = make_entry(1, link.code, link.name)
    return Workplace(live_office.store, watching(live_office.config, fake), live_office.database)


def tasks(here: Workplace, days: int = 0) -> dict[str, OpenTask]:
    with here.database.reading() as connection:
        return {t.kind: t for t in list_portal_tasks(here, connection, get_today() + timedelta(days))}


def test_links_that_lead_wrong_name_sheets_and_sites(here: Workplace) -> None:
    links = printed.load_printed_links(here.store)
    states = (LinkState.WRONG, LinkState.GONE, LinkState.UNKNOWN)
    with here.database.writing() as connection:
        for link, state in zip(links, states, strict=False):
            link_book.keep_finding(connection, events.begin_act(None), link, LinkFinding(state, "thấy"))
    known = tasks(here)
    bad = known["links-bad"]
    assert (bad.count, bad.next) == (2, "kiosk links list")
    assert "1 sai, 1 đã đóng hoặc không còn" in bad.sentence
    assert "tờ ở 4 điểm" in bad.sentence or "tờ ở 3 điểm" in bad.sentence
    assert known["links-for-people"].count == 1
    assert (known["links-due"].count, known["links-due"].next) == (len(links) - 3, "kiosk links check")
    with here.database.reading() as connection:
        assert known.items() <= {t.kind: t for t in list_open_tasks(here, get_today())}.items()


def test_what_was_never_checked_is_not_silent(live_office: Workplace) -> None:
    due = tasks(live_office)["links-due"]
    assert due.count == len(printed.load_printed_links(live_office.store))
    assert "chưa ghi thư điện tử" in due.sentence


def test_a_list_is_a_task_until_it_is_taken_in_and_again_when_it_changes(here: Workplace, fake: FakePortal) -> None:
    assert "portal-list" not in tasks(here)
    upkeep.sync_workspace(here.store, here.config, report_nothing)
    first = tasks(here)["portal-list"]
    assert first.count == 7
    assert first.next.endswith("sync/runs/000001")
    with here.database.writing() as connection:
        drafting.draft_last_list(here, connection, events.begin_act(1))
    assert "portal-list" not in tasks(here)
    fake.entries[0] = {**fake.entries[0], "name": "Thủ tục đã đổi tên"}
    fake.entries.append(make_entry(50))
    upkeep.sync_workspace(here.store, here.config, report_nothing)
    later = tasks(here, days=2)["portal-list"]
    assert "1 mới, 1 đổi, 0 không còn, trong đó 1 thủ tục đang niêm yết" in later.sentence
    assert "2 ngày trước" in later.sentence


def test_new_ids_are_no_loss_and_a_great_loss_is_doubted(here: Workplace, fake: FakePortal) -> None:
    upkeep.sync_workspace(here.store, here.config, report_nothing)
    with here.database.writing() as connection:
        drafting.draft_last_list(here, connection, events.begin_act(1))
    fake.entries = [{**entry, "id": make_entry(500 + n)["id"]} for n, entry in enumerate(fake.entries)]
    upkeep.sync_workspace(here.store, here.config, report_nothing)
    moved = tasks(here)["portal-list"].sentence
    assert f"0 mới, 0 đổi, 0 không còn, {len(fake.entries)} đổi mã định danh" in moved
    assert "trả lời thiếu" not in moved
    del fake.entries[2:]
    upkeep.sync_workspace(here.store, here.config, report_nothing)
    assert "5 không còn, 2 đổi mã định danh" in tasks(here)["portal-list"].sentence
    assert "có thể vì Cổng trả lời thiếu" in tasks(here)["portal-list"].sentence


def test_the_age_of_the_last_whole_list_is_told(here: Workplace) -> None:
    nightly = Workplace(here.store, here.config.model_copy(update={"night": NightSettings(sync=True)}), here.database)
    assert "Chưa lần nào" in tasks(nightly)["portal-list-old"].sentence
    upkeep.sync_workspace(here.store, here.config, report_nothing)
    assert "portal-list-old" not in tasks(here, days=7)
    old = tasks(here, days=8)["portal-list-old"]
    assert "Đã 8 ngày" in old.sentence
    assert (old.next, old.since) == ("kiosk sync", get_today())


def test_a_damaged_list_is_told_and_hides_no_link(here: Workplace) -> None:
    upkeep.sync_workspace(here.store, here.config, report_nothing)
    (here.store.root / sync.FOLDER / "runs/000001" / saved_run.RUN).write_bytes(b"{")
    known = tasks(here)
    assert "Không đọc được danh sách" in known["portal-list"].sentence
    assert "links-due" in known
