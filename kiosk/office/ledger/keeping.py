"""What must stay on disk for the ledger's sake: releases from which open orders are still to be printed.

In comes the workspace, out go numbers of releases. The ledger is brought up to date first: a release that is removed
afterwards leaves its facts there.
"""

from __future__ import annotations

from kiosk.errors import ReleaseError, StoreError
from kiosk.office.ledger.acting import look_into_ledger
from kiosk.office.ledger.order_list import list_ordered_releases
from kiosk.workspace.store import Store


def list_releases_to_keep(store: Store) -> frozenset[int]:
    """Numbers of releases that open orders need; every number where the ledger cannot be written (a full disk), because
    then it may not know a release yet."""
    if not store.root.exists():
        return frozenset()
    try:
        with look_into_ledger(store) as connection:
            return list_ordered_releases(connection)
    except (StoreError, ReleaseError):
        return frozenset(store.release_numbers())
