"""The counts of the first page: true, remembered while nothing changes, counted again when anything does."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk.office import overview
from kiosk.office.holding import hold_publishing
from kiosk.office.job_context import Workplace
from kiosk.office.overview import NOTHING_PUBLISHED, look_over
from tests.kiosk.commands import Office
from tests.kiosk.hanging import hang_published

DAY = date(2026, 11, 24)


def test_before_the_first_release_nothing_is_counted(here: Workplace) -> None:
    here.store.prepare()
    assert look_over(here, DAY) == NOTHING_PUBLISHED


def test_what_hangs_and_what_is_held_is_counted_as_soon_as_it_changes(live_office: Workplace) -> None:
    before = look_over(live_office, DAY)
    assert (before.published, before.overdue, before.held, before.gaps) == (1, (), "", 0)
    assert (before.waiting_sites, before.sites_without_contact) == (4, 4)
    assert before.to_print > 0 < before.search_links
    sheets = len([r for r in hang_published(live_office.store, "10507") if r.product == "sheets"])
    hold_publishing(live_office.store, "chờ văn bản")
    after = look_over(live_office, DAY)
    assert (after.waiting_sites, after.to_print) == (3, before.to_print - sheets)
    assert "chờ văn bản" in after.held


def test_a_change_that_came_and_was_not_published_is_overdue_until_it_is(
    live_office: Workplace, office: Office
) -> None:
    day = date(2027, 3, 2)
    late = look_over(live_office, day)
    assert late.overdue and max(late.overdue) <= day
    assert look_over(live_office, min(late.overdue)).overdue == (min(late.overdue),)
    soon = look_over(live_office, date.fromordinal(min(late.overdue).toordinal() - 1))
    assert soon.overdue == () and soon.coming[0] == min(late.overdue)
    office.ok("regenerate", "--as-of", day.isoformat(), "--early")
    assert look_over(live_office, day).overdue == ()


def test_a_release_that_was_checked_and_is_not_live_waits(live_office: Workplace, office: Office) -> None:
    office.ok("build", "--as-of", "2027-03-02")
    assert look_over(live_office, DAY).waiting_releases == ()
    office.ok("verify", "2")
    assert look_over(live_office, DAY).waiting_releases == (2,)


def test_fifty_looks_cost_one(live_office: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    first = look_over(live_office, DAY)
    monkeypatch.setattr(overview.holding, "gather_build_inputs", lambda *_: pytest.fail("it was counted again"))
    assert look_over(live_office, DAY) is first
    hang_published(live_office.store, "10507")
    assert look_over(live_office, DAY).waiting_sites == 3, "a sheet that is confirmed makes no list be counted again"
