"""The list and the links kept true, by the functions that the command line and the night share."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.errors import PortalError
from kiosk.office.job_context import Workplace
from kiosk.progress import report_nothing
from kiosk.release import lifecycle
from kiosk.settings.config import Config, Watch
from kiosk.watch import upkeep
from kiosk.workspace.store import Store
from tests.fake_portal import FakePortal, Whim


def watching(config: Config, fake: FakePortal, **settings: object) -> Config:
    facts = {"portal": fake.address, "contact": "a@b.vn", "pause_seconds": 0, **settings}
    return config.model_copy(update={"watch": Watch.model_validate(facts)})


def test_the_first_list_has_nothing_before_it_and_the_next_says_what_changed(
    live_office: Workplace, fake: FakePortal, tmp_path: Path
) -> None:
    config, store = watching(live_office.config, fake), Store(tmp_path / "var")
    store.root.mkdir()
    first = upkeep.sync_workspace(store, config, report_nothing)
    assert (first.total, first.changes) == (7, None)
    assert "lần đầu" in first.summary
    del fake.entries[0]
    assert "0 mới, 0 đổi, 1 không còn" in upkeep.sync_workspace(store, config, report_nothing).summary


def test_a_challenge_is_no_list(live_office: Workplace, fake: FakePortal, tmp_path: Path) -> None:
    fake.misbehave(Whim.CHALLENGE)
    (tmp_path / "var").mkdir()
    with pytest.raises(PortalError):
        upkeep.sync_workspace(Store(tmp_path / "var"), watching(live_office.config, fake), report_nothing)


def test_due_links_are_looked_at_up_to_a_limit_and_within_the_day(live_office: Workplace, fake: FakePortal) -> None:
    here = Workplace(live_office.store, watching(live_office.config, fake, daily_limit=3), live_office.database)
    manifest = lifecycle.load_current(here.store)
    assert manifest is not None
    checks, due = upkeep.check_due_links(here, manifest, report_nothing, limit=1)
    assert len(checks.checked) == 1 < due
    again, _ = upkeep.check_due_links(here, manifest, report_nothing)
    assert again.stopped
    assert "đến hạn chưa kiểm tra" in upkeep.describe_round(again, due)
