"""A release is made in three steps, of what is not known yet, and stands where nothing changed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kiosk.catalogue import listing
from kiosk.errors import ReleaseError
from kiosk.model.manifest import Manifest
from kiosk.model.verdict import Verdict
from kiosk.office import catalogues
from kiosk.paper import plan as planning
from kiosk.progress import report_nothing
from kiosk.release.build import build_release
from kiosk.release.lifecycle import publish, save_verdict
from kiosk.settings import config
from kiosk.settings import inputs as gathered
from kiosk.settings.inputs import Inputs
from kiosk.workspace.store import Store
from tests.kiosk.commands import Office

DAY = date(2026, 11, 24)


@pytest.fixture
def inputs(older_office: Office) -> Inputs:
    settings = config.load(older_office.folder / "config.yaml")
    return gathered.gather(settings, catalogues.load_in_force(Store(older_office.folder / "var"), settings).catalogue)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    fresh = Store(tmp_path / "fresh")
    fresh.prepare()
    return fresh


def live(store: Store, manifest: Manifest) -> None:
    """Published without being read, which is the gate's matter."""
    save_verdict(store, manifest.number, Verdict(manifest.digest(), 0, 0, 0, 0, (), ()))
    publish(store, manifest)


def named(inputs: Inputs, **settings: object) -> Inputs:
    return replace(inputs, config=inputs.config.model_copy(update=settings))


def test_nothing_changed_is_no_new_release_and_a_lost_file_is_made_again(store: Store, inputs: Inputs) -> None:
    first, made = build_release(store, inputs, DAY, report_nothing)
    assert made
    assert build_release(store, inputs, DAY, report_nothing) == (first, False), "one that waits stands"
    live(store, first)
    assert build_release(store, inputs, DAY, report_nothing) == (first, False), "the published one stands"
    lost = store.object_path(first.files[-1].sha256)
    lost.unlink()
    again, made = build_release(store, inputs, DAY, report_nothing)
    assert made
    assert {f.path: f.sha256 for f in again.files} == {f.path: f.sha256 for f in first.files}
    assert lost.exists()


def test_a_change_of_what_only_the_start_page_shows_is_a_new_start_page_and_is_told_to_kiosks(
    store: Store, inputs: Inputs
) -> None:
    first, _ = build_release(store, inputs, DAY, report_nothing)
    live(store, first)
    second, made = build_release(store, named(inputs, city="Thành phố khác"), DAY, report_nothing)
    assert made
    before, after = first.path_keys(), second.path_keys()
    assert {path for path in after if after[path] != before.get(path)} == {"index.html", "release.json"}
    assert "Thành phố khác" in (store.tree(second.number) / "index.html").read_text(encoding="utf-8")
    assert json.loads((store.tree(second.number) / "release.json").read_bytes())["release"] == second.number


def test_the_release_is_the_same_in_another_folder(store: Store, inputs: Inputs, tmp_path: Path) -> None:
    other = Store(tmp_path / "elsewhere" / "far away")
    assert (
        build_release(store, inputs, DAY, report_nothing)[0].dump()
        == build_release(other, inputs, DAY, report_nothing)[0].dump()
    )


def test_a_trial_build_holds_its_sites_alone_and_unknown_sites_are_refused(store: Store, inputs: Inputs) -> None:
    trial, _ = build_release(store, inputs, DAY, report_nothing, only=("10888",))
    assert (trial.partial, [s.code for s in trial.sites]) == (True, ["10888"])
    with pytest.raises(ReleaseError, match="99999"):
        build_release(store, inputs, DAY, report_nothing, only=("99999",))


def test_a_site_without_procedures_is_refused(store: Store, inputs: Inputs) -> None:
    with pytest.raises(ReleaseError, match="3 điểm không có thủ tục nào"):
        build_release(
            store, replace(inputs, catalogue=replace(inputs.catalogue, procedures=(), lists=())), DAY, report_nothing
        )


def test_layouts_are_shared_by_content_and_not_by_identity(inputs: Inputs) -> None:
    """Sites with equal lists that stand in memory twice get one layout."""
    rules = inputs.config.listing
    listings = listing.list_postings(inputs.catalogue, inputs.sites, rules, DAY)
    copies = tuple(replace(x, posted=type(x.posted)(x.posted)) for x in listings)
    assert copies[0].posted is not copies[1].posted
    plan = planning.make_plan(inputs, copies, None, 1, "recipe")
    first, second, city = plan.sites
    assert first.layout is second.layout
    assert city.layout is not first.layout
