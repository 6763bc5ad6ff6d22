"""Short addresses on sheets are followed before a release may be published."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.gate.short_addresses import find_redirect_faults
from kiosk.model.manifest import Manifest
from kiosk.pages import redirects
from kiosk.settings.inputs import Inputs, restore
from kiosk.workspace.store import Store
from tests.kiosk.made import draw
from tests.kiosk.pages.planning import gather
from tests.kiosk.pages.test_redirects import ADDRESS, own

Release = tuple[Store, Manifest, Inputs]


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A small city that prints its own addresses."""
    store = Store(tmp_path_factory.mktemp("own"))
    manifest = draw(store, own(gather()))
    return store, manifest, restore(manifest.inputs, store.get)


def test_every_printed_address_is_the_citys_and_leads_on(release: Release) -> None:
    store, manifest, inputs = release
    payloads = {c.payload for codes in manifest.bodies.values() for c in codes}
    assert payloads
    assert all(payload.startswith(f"{ADDRESS.upper()}/P/") for payload in payloads)
    assert find_redirect_faults(store, manifest, inputs) == []


@pytest.mark.parametrize("harm", ["lost", "cut", "other"])
def test_a_map_that_is_lost_or_leads_elsewhere_is_found(release: Release, harm: str) -> None:
    store, manifest, inputs = release
    entry = next(f for f in manifest.files if f.path == redirects.FILE)
    content = store.get(entry.sha256)
    spoilt = {"lost": None, "cut": content[:-9], "other": content.replace(b"https://", b"https://khac.", 1)}[harm]
    files = [f for f in manifest.files if f.path != redirects.FILE]
    if spoilt is not None:
        files.append(replace(entry, sha256=store.put(spoilt)))
    faults = find_redirect_faults(store, replace(manifest, files=tuple(files)), inputs)
    assert faults == ["redirects.json không dẫn đúng như danh mục"]


def test_a_city_that_prints_the_portals_addresses_has_no_map(tmp_path: Path) -> None:
    store = Store(tmp_path)
    manifest = draw(store, gather())
    assert all(f.path != redirects.FILE for f in manifest.files)
    assert find_redirect_faults(store, manifest, restore(manifest.inputs, store.get)) == []
