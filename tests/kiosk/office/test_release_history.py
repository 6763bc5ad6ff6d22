"""Releases looked back on."""

from __future__ import annotations

from kiosk.office.release_history import list_releases
from kiosk.office.releases import roll_back
from kiosk.workspace.store import Store
from tests.kiosk.made import plant, publish


def test_the_newest_comes_first_and_a_rollback_names_its_content(tmp_path_factory: object, store: Store) -> None:
    assert list_releases(store) == ()
    publish(store, {"a": b"1"})
    publish(store, {"a": b"2"})
    roll_back(store, 1)
    plant(store, {"a": b"3"}, verified=False)
    rows = [(r.number, r.content_of, r.is_live, r.is_checked) for r in list_releases(store)]
    assert rows == [(4, None, False, False), (3, 1, True, True), (2, None, False, True), (1, None, False, True)]
