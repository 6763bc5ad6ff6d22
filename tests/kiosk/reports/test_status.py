"""Where things stand, told without changing anything."""

from __future__ import annotations

from datetime import date

from kiosk.office import holding, undoing
from kiosk.office.releases import build_release, publish_release
from kiosk.progress import report_nothing
from kiosk.reports import status
from kiosk.settings import config
from kiosk.workspace.store import Store
from tests.kiosk.commands import Office

DAY = date(2026, 11, 24)


def test_a_workspace_without_a_release(older_office: Office) -> None:
    settings = config.load(older_office.folder / "config.yaml")
    state = status.look(Store(older_office.folder / "empty"), settings, DAY)
    assert (state.published, state.catalogue, state.built, state.up_to_date) == (None, None, (), False)
    assert (state.sites, state.sample) == (3, True)
    assert "Chưa công bố bản nào. Chạy kiosk regenerate để dựng, kiểm tra và công bố." in status.describe_status(state)


def test_what_is_published_is_up_to_date_until_the_catalogue_changes(older_office: Office) -> None:
    settings = config.load(older_office.folder / "config.yaml")
    store = Store(older_office.folder / "var")
    before = status.look(store, settings, DAY)
    assert before.catalogue == 2
    assert not before.up_to_date, "it was rolled back to what the first catalogue asks for"
    assert status.describe_status(before)[0].startswith("ĐANG TẠM DỪNG CÔNG BỐ: bản 3 đang công bố là bản quay về")
    holding.resume(store)
    publish_release(store, build_release(store, settings, DAY, report_nothing).manifest, report_nothing)
    assert status.look(store, settings, DAY).up_to_date
    undoing.undo_import(store, settings, 2, DAY)
    after = status.look(store, settings, DAY)
    assert (after.catalogue, after.up_to_date) == (3, False)
    assert any("KHÔNG còn đúng" in line for line in status.describe_status(after))
