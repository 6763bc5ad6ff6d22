"""What declared kiosks show, looked at without touching anything."""

from __future__ import annotations

import pytest

from kiosk.errors import StoreError
from kiosk.office.shown import find_shown
from kiosk.workspace.store import Store
from tests.kiosk.kiosks import declare, say

SITE, OTHER = "10507", "10888"


def test_the_oldest_release_counts_and_nothing_is_written(office_store: Store) -> None:
    assert find_shown(Store(office_store.root / "khong-co")) == {}
    assert find_shown(office_store) == {}
    first, _ = declare(office_store, SITE, "Một")
    second, _ = declare(office_store, SITE, "Hai")
    third, _ = declare(office_store, OTHER)
    say(office_store, first, 2)
    say(office_store, third, 1)
    before = sorted((p.name, p.stat().st_mtime_ns) for p in office_store.root.iterdir())
    assert find_shown(office_store) == {SITE: 0, OTHER: 1}
    assert sorted((p.name, p.stat().st_mtime_ns) for p in office_store.root.iterdir()) == before
    say(office_store, second, 1)
    assert find_shown(office_store) == {SITE: 1, OTHER: 1}


def test_a_ledger_that_cannot_be_read_is_told(office_store: Store) -> None:
    (office_store.root / "office.sqlite").write_bytes(b"no database" * 100)
    with pytest.raises(StoreError, match="không đọc được các kiosk"):
        find_shown(office_store)
