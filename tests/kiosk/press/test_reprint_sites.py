"""Reasons for every sheet that moves: of two releases of the sample, and of facts made by hand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.model.manifest import Manifest
from kiosk.paper.comparison import SheetAction, SheetFacts, list_sheets_of_site
from kiosk.press.reprint import Reason, SiteActions
from kiosk.release import lifecycle
from kiosk.settings import inputs
from kiosk.settings.inputs import Inputs
from kiosk.workspace.store import Store
from tests.kiosk.commands import Office
from tests.kiosk.hanging import compare_releases


@pytest.fixture(scope="module")
def two(sample_office: Office, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Manifest, Manifest, Inputs]]:
    """Two releases of the sample: before and after a day on which a decision takes effect, with the latter's inputs."""
    import shutil

    folder = tmp_path_factory.mktemp("two") / "office"
    shutil.copytree(sample_office.folder, folder, symlinks=True)
    Office(folder).ok("regenerate", "--as-of", "2027-03-02", "--early")
    store = Store(folder / "var")
    after = lifecycle.choose_release(store, None)
    yield lifecycle.load_manifest(store, 1), after, inputs.restore(after.inputs, store.get)


def one(sites: tuple[SiteActions, ...]) -> SiteActions:
    (site,) = sites
    return site


def test_only_the_sites_asked_for(two: tuple[Manifest, Manifest, Inputs]) -> None:
    before, after, facts = two
    assert [s.code for s in compare_releases(after, facts, before, facts, None, ("HP-E", "10507"))] == ["10507", "HP-E"]
    assert len(compare_releases(after, facts, before, facts)) == len(after.sites)


def test_every_sheet_of_the_release_is_printed_or_kept(two: tuple[Manifest, Manifest, Inputs]) -> None:
    before, after, facts = two
    for site in compare_releases(after, facts, before, facts):
        labels = [a.label for a in site.actions if a.do is not SheetAction.TAKE_DOWN]
        assert sorted(labels) == sorted(s.label for s in list_sheets_of_site(after, site.code))
        assert all(bool(a.reasons) is (a.do is not SheetAction.KEEP) for a in site.actions)


def test_printing_comes_first_then_what_is_taken_down(two: tuple[Manifest, Manifest, Inputs]) -> None:
    before, after, facts = two
    hanging = {"10507": (*list_sheets_of_site(before, "10507"), SheetFacts("ZZ-01", "x", "r", 1, None))}
    site = one(compare_releases(after, facts, before, facts, hanging, ("10507",)))
    order = [a.do for a in site.actions]
    assert order == sorted(order, key=[SheetAction.PRINT, SheetAction.TAKE_DOWN, SheetAction.KEEP].index)
    (down,) = [a for a in site.actions if a.do is SheetAction.TAKE_DOWN]
    assert (down.label, down.release, down.reasons) == ("ZZ-01", 1, ())


def test_where_nothing_hangs_every_sheet_is_new(two: tuple[Manifest, Manifest, Inputs]) -> None:
    _, after, facts = two
    site = one(compare_releases(after, facts, None, None, {}, ("10507",)))
    assert {a.reasons for a in site.actions} == {(Reason("", "", "tờ mới"),)}


def test_a_new_procedure_is_named_with_its_decision(two: tuple[Manifest, Manifest, Inputs]) -> None:
    before, after, facts = two
    site = one(compare_releases(after, facts, before, facts, None, ("10507",)))
    reasons = [r for a in site.actions if a.do is SheetAction.PRINT for r in a.reasons]
    assert [(r.code, r.decision) for r in reasons if r.code == "1.014791"] == [("1.014791", "3501/QĐ-UBND")]
    assert all("hết áp dụng" not in r.what for r in reasons), "an end that no card prints is no reason"
