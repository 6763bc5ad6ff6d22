"""What a release prints, read from the release."""

from __future__ import annotations

from pathlib import Path

from kiosk.release import lifecycle
from kiosk.watch import printed
from kiosk.workspace.store import Store


def test_every_address_of_a_release_is_listed_with_its_sheets(office_store: Store) -> None:
    manifest = lifecycle.load_current(office_store)
    assert manifest is not None
    links = printed.load_printed_links(office_store)
    codes = {entry.payload for codes in manifest.bodies.values() for entry in codes}
    assert {link.url for link in links} == codes
    assert all(link.name and link.code for link in links)
    assert any(link.portal_id for link in links)
    for link in links[:5]:
        assert len(printed.list_places(manifest, link.code)) == link.sheets > 0
    assert 0 < printed.count_entry_sheets(manifest, links) <= sum(len(manifest.sheets(s)) for s in manifest.sites)


def test_before_the_first_release_nothing_is_printed(tmp_path: Path) -> None:
    assert printed.load_printed_links(Store(tmp_path)) == ()
