"""Releases as a person's acts, without a command line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kiosk.errors import ReleaseError, VerifyError
from kiosk.office import releases
from kiosk.paper.comparison import SheetAction
from kiosk.progress import report_nothing
from kiosk.release import lifecycle
from kiosk.settings import config as settings
from kiosk.settings.config import Config
from kiosk.workspace.store import Store
from tests.kiosk.commands import Office
from tests.kiosk.made import plant

DAY = date(2026, 11, 24)


@pytest.fixture
def config(office: Office) -> Config:
    return settings.load(office.folder / "config.yaml")


def test_an_unchanged_city_stands_and_is_not_published_again(office_store: Store, config: Config) -> None:
    built = releases.build_release(office_store, config, DAY, report_nothing)
    assert (built.manifest.number, built.is_new) == (1, False)
    assert releases.publish_built(office_store, built, report_nothing) is None
    forecast = releases.forecast_build(office_store, config, DAY)
    assert forecast.number == 2
    assert {c.action for s in forecast.sites for c in s.changes} == {SheetAction.KEEP}
    assert all(s.count(SheetAction.KEEP) == len(s.changes) for s in forecast.sites)


def test_a_release_with_a_gap_is_not_published(tmp_path: Path) -> None:
    store = Store(tmp_path)
    planted = plant(store, {"a.txt": b"a"}, gaps=("1.000001: không có trên tờ nào",))
    with pytest.raises(VerifyError, match=r"1\.000001: không có trên tờ nào"):
        releases.publish_release(store, planted, report_nothing)
    assert store.current() is None


def test_going_back_needs_something_to_go_back_to(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with pytest.raises(ReleaseError, match="chưa công bố bản nào"):
        releases.roll_back(store, None)
    first = plant(store, {"a.txt": b"a"})
    releases.publish_release(store, first, report_nothing)
    second = plant(store, {"a.txt": b"b"})
    releases.publish_release(store, second, report_nothing)
    again = releases.roll_back(store, None).manifest
    assert (again.number, again.content_of, store.current()) == (3, 1, 3)


def test_old_releases_go_and_the_live_one_stays(tmp_path: Path, config: Config) -> None:
    store = Store(tmp_path / "var")
    keep = config.model_copy(update={"keep_releases": 1})
    for content in (b"a", b"b", b"c"):
        releases.publish_release(store, plant(store, {"a.txt": content}), report_nothing)
    assert releases.list_removable(store, keep) == (1,)
    assert releases.remove_old(store, keep).releases == (1,)
    assert store.release_numbers() == (2, 3)
    assert lifecycle.load_current(store) is not None
