"""What a draft costs, and what its sheets look like before and after."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import pytest

from kiosk.errors import KioskError
from kiosk.office import draft_costs, draft_pictures, events, settings_drafts
from kiosk.office.database.migrating import open_database
from kiosk.office.job_context import Workplace
from kiosk.office.setting_edits import SettingEdit
from kiosk.progress import report_nothing
from kiosk.release import lifecycle
from kiosk.settings import config as settings
from kiosk.watch import printed
from kiosk.workspace.store import Store
from tests.kiosk.commands import Office
from tests.kiosk.office.drafting import make_draft, take_in_base


@pytest.fixture
def published(office: Office, office_store: Store) -> Iterator[Workplace]:
    """The sample office, release 1 published."""
    database = open_database(office_store.root)
    yield Workplace(office_store, settings.load(office.folder / "config.yaml"), database)
    database.close()


def test_before_anything_is_published_everything_is_new(here: Workplace) -> None:
    take_in_base(here)
    (cost, *_) = draft_costs.read_costs(draft_costs.count_cost(here, make_draft(here), report_nothing))
    assert cost.sites == cost.boards == cost.pages == 4 and cost.sheets >= 4 and cost.taken_down == 0
    assert not cost.is_free
    assert draft_costs.read_costs(None) == () and draft_costs.read_costs(json.dumps([])) == ()


def test_a_new_pattern_costs_every_sheet_with_an_entry_and_none_when_it_is_the_old_one(
    published: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draft_costs, "get_today", lambda: date(2026, 11, 24))
    act = events.begin_act(1)

    def cost_of(pattern: str) -> int:
        edit = SettingEdit("", {}, {"links.entry": pattern})
        draft = settings_drafts.add_to_draft(published, act, (edit,), "x")
        return draft_costs.read_costs(draft_costs.count_cost(published, draft, report_nothing))[0].sheets

    manifest = lifecycle.load_current(published.store)
    assert manifest is not None
    links = printed.load_printed_links(published.store)
    assert cost_of("https://dichvucong.gov.vn/dich-vu/{uuid}") == printed.count_entry_sheets(manifest, links)
    assert cost_of(published.config.links.entry) == 0, "and back again before it went out"
    foreign = SettingEdit("", {}, {"links.entry": "https://example.com/{uuid}"})
    with pytest.raises(KioskError):
        settings_drafts.add_to_draft(published, act, (foreign,), "x")


def test_a_phone_number_costs_one_site_and_a_word_in_the_footer_costs_every_sheet(
    published: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draft_costs, "get_today", lambda: date(2026, 11, 24))  # the day for which release 1 was built
    act = events.begin_act(1)
    phone = SettingEdit("sites", {"code": "10507"}, {"hotline": "0225 3 123 456"})
    draft = settings_drafts.add_to_draft(published, act, (phone,), "x")
    (cost, *_) = draft_costs.read_costs(draft_costs.count_cost(published, draft, report_nothing))
    # The city site names the phones of the communes on its page.
    assert (cost.boards, cost.pages) == (1, 2)
    word = SettingEdit("", {}, {"wording.sheet": "Tờ số"})
    draft = settings_drafts.add_to_draft(published, act, (word,), "x")
    (cost, *_) = draft_costs.read_costs(draft_costs.count_cost(published, draft, report_nothing))
    assert cost.sites == cost.boards == 4 and cost.sheets > 4
    before = set(published.store.release_numbers())
    pictures = draft_pictures.draw_pictures(published, draft, 2, report_nothing)
    assert len(pictures.pairs) == 2 and pictures.total > 2
    assert draft_pictures.read_pictures(published.store.root, draft) == pictures
    for pair in pictures.pairs:
        for name in (pair.before, pair.after):
            path = draft_pictures.find_picture(published.store.root, draft, name)
            assert path is not None and path.read_bytes().startswith(b"\x89PNG")
    assert draft_pictures.find_picture(published.store.root, draft, "../list.json") is None
    for page in pictures.pages:
        for name in (page.before, page.after):
            path = draft_pictures.find_picture(published.store.root, draft, name)
            assert path is not None and b"<!doctype html>" in path.read_bytes()[:100]
    assert len(pictures.pages) == len({page.site for page in pictures.pages}) == 2
    assert set(published.store.release_numbers()) == before
