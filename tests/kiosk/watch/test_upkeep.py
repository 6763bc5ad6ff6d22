"""The list and the links kept true, by the functions that the command line and the night share."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kiosk.errors import PortalError
from kiosk.office.job_context import Workplace
from kiosk.progress import report_nothing
from kiosk.release import lifecycle
from kiosk.settings.config import Config, Watch
from kiosk.watch import saved_run, sync, upkeep
from kiosk.watch.links import LinkState
from kiosk.watch.portal import AllowanceSpentError
from kiosk.workspace.store import Store
from tests.fake_portal import FakePortal, Whim, make_entry


def watching(config: Config, fake: FakePortal, **settings: object) -> Config:
    facts = {"portal": fake.address, "contact": "a@b.vn", "pause_seconds": 0, **settings}
    return config.model_copy(update={"watch": Watch.model_validate(facts)})


def test_the_first_list_has_nothing_before_it_and_the_next_says_what_changed(
    live_office: Workplace, fake: FakePortal, tmp_path: Path
) -> None:
    config, store = watching(live_office.config, fake), Store(tmp_path / "var")
    store.root.mkdir()
    first = upkeep.sync_workspace(store, config, report_nothing)
    assert (first.outcome.total, first.outcome.earlier) == (7, "")
    assert "lần đầu" in first.summary
    del fake.entries[0]
    assert "0 mới, 0 đổi, 1 không còn" in upkeep.sync_workspace(store, config, report_nothing).summary


def test_a_challenge_is_no_list(live_office: Workplace, fake: FakePortal, tmp_path: Path) -> None:
    fake.misbehave(Whim.CHALLENGE)
    (tmp_path / "var").mkdir()
    with pytest.raises(PortalError):
        upkeep.sync_workspace(Store(tmp_path / "var"), watching(live_office.config, fake), report_nothing)


def test_due_links_are_looked_at_up_to_a_limit_and_within_the_day(live_office: Workplace, fake: FakePortal) -> None:
    here = Workplace(live_office.store, watching(live_office.config, fake, daily_limit=6), live_office.database)
    manifest = lifecycle.load_current(here.store)
    assert manifest is not None
    checks, due = upkeep.check_due_links(here, manifest, report_nothing, limit=1)
    assert len(checks.checked) == 1 < due, "after three pages that show nothing"
    assert checks.page is not None
    assert checks.page.state is LinkState.UNKNOWN
    again, _ = upkeep.check_due_links(here, manifest, report_nothing)
    assert again.stopped
    assert "đến hạn chưa kiểm tra" in upkeep.describe_round(again, due)


def test_a_list_saved_elsewhere_brings_details_of_what_changed(
    live_office: Workplace, fake: FakePortal, tmp_path: Path
) -> None:
    config, folder = watching(live_office.config, fake), tmp_path / "mang-ve"
    assert upkeep.save_list(folder, config, report_nothing).details == ()
    fake.entries[0] = {**fake.entries[0], "name": "Thủ tục đã đổi tên"}
    fake.entries.append(make_entry(50))
    tired = watching(live_office.config, fake, daily_limit=7)
    with pytest.raises(AllowanceSpentError):  # three pages, three more, one detail
        upkeep.save_list(folder, tired, report_nothing)
    run = upkeep.save_list(folder, config, report_nothing)
    changed = [sync.name_details(fake.entries[n]["id"]) for n in (-1, 0)]
    assert [step.asked for step in run.details] == changed
    assert len(saved_run.list_import_files(folder)) == 2


def test_every_detail_comes_where_somebody_asks_for_it(
    live_office: Workplace, fake: FakePortal, tmp_path: Path
) -> None:
    config, folder = watching(live_office.config, fake), tmp_path / "mang-ve"
    upkeep.save_list(folder, config, report_nothing)
    fake.asked.clear()
    assert len(upkeep.save_list(folder, config, report_nothing, every_detail=True).details) == 7
    assert all("id" in body for _, body, _ in fake.asked), "the list of today is not asked for again"


def test_a_list_from_another_machine_is_kept_once_and_only_if_it_is_younger(
    live_office: Workplace, fake: FakePortal, tmp_path: Path
) -> None:
    config, folder, store = watching(live_office.config, fake), tmp_path / "mang-ve", Store(tmp_path / "var")
    upkeep.save_list(folder, config, report_nothing)
    (folder / "answers/secret").symlink_to("/etc/hostname")
    first = upkeep.take_saved_list(store, folder)
    assert first is not None
    assert (first.outcome.number, first.outcome.total) == (1, 7)
    assert not (first.folder / "answers/secret").exists()
    assert upkeep.take_saved_list(store, folder) is None
    fake.entries.pop()
    upkeep.save_list(folder, config, report_nothing)
    second = upkeep.take_saved_list(store, folder)
    assert second is not None
    assert len(second.outcome.gone) == 1
    facts = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    (folder / "run.json").write_text(json.dumps({**facts, "day": "2020-01-01"}), encoding="utf-8")
    assert upkeep.take_saved_list(store, folder) is None
