"""What is published is read once for each release, and again where it changes."""

from __future__ import annotations

import pytest

from kiosk.errors import ReleaseError
from kiosk.office.published import load_manifest_once, load_published, require_live_site, require_published
from kiosk.workspace.store import Store
from tests.kiosk.commands import SITES, Office


def test_before_the_first_release_there_is_none_and_whoever_needs_one_is_told(store: Store) -> None:
    store.prepare()
    assert load_published(store) is None
    with pytest.raises(ReleaseError, match="chưa công bố bản nào"):
        require_published(store)


def test_a_release_is_read_once_and_the_next_one_is_read(office: Office, office_store: Store) -> None:
    first = require_published(office_store)
    assert require_published(office_store) is first
    assert tuple(s.code for s in first.sites) == SITES
    assert {x.site.code for x in first.listings} == set(SITES)
    assert first.verdict is not None and first.verdict.passed
    assert load_manifest_once(office_store, 1) is first.manifest
    office.ok("regenerate", "--as-of", "2027-03-02", "--early")
    assert require_published(office_store).manifest.number == 2


def test_a_site_that_nobody_knows_is_told(office_store: Store) -> None:
    release = require_published(office_store)
    assert require_live_site(release, "10507").code == "10507"
    with pytest.raises(ReleaseError, match="không có điểm này"):
        require_live_site(release, "../x")
