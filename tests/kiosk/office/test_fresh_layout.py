"""What a fresh layout costs in paper."""

from __future__ import annotations

from datetime import date

from kiosk.office.fresh_layout import count_relayout_cost
from kiosk.settings import config
from kiosk.workspace.store import Store
from tests.kiosk.commands import Office


def test_a_layout_that_is_fresh_already_costs_nothing(office: Office, office_store: Store) -> None:
    settings = config.load(office.folder / "config.yaml")
    (cost,) = count_relayout_cost(office_store, settings, frozenset({"10507"}), date(2026, 11, 24))
    assert (cost.code, cost.to_print) == ("10507", 0)
    assert cost.now == cost.then > 0
