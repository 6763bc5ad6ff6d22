"""Releases from which orders are still to be printed stay; where the ledger cannot tell, all stay."""

from __future__ import annotations

from pathlib import Path

from kiosk.model.ledger import Witness
from kiosk.office.ledger.keeping import list_releases_to_keep
from kiosk.office.print_batches import make_print_order
from kiosk.press.batch import Order
from kiosk.workspace.store import Store
from tests.kiosk.office.ledger.conftest import SITE, labels, publish_next


def test_an_open_order_keeps_its_release(city: Store, tmp_path: Path) -> None:
    assert list_releases_to_keep(Store(tmp_path / "none")) == frozenset()
    assert list_releases_to_keep(city) == frozenset()
    make_print_order(city, Order(sites=(SITE,)), Witness("Lan"))
    publish_next(city, {labels(city)[0]: "b" * 64})
    assert list_releases_to_keep(city) == {1}


def test_a_ledger_that_cannot_be_read_keeps_every_release(city: Store) -> None:
    (city.root / "office.sqlite").write_bytes(b"no database" * 900)
    assert list_releases_to_keep(city) == {1}
