"""Orders that still bring something are listed without looking at those that are done."""

from __future__ import annotations

from kiosk.model.ledger import Witness
from kiosk.office.ledger import confirming
from kiosk.office.ledger.acting import act_in_ledger, look_into_ledger
from kiosk.office.ledger.order_list import list_orders
from kiosk.office.print_batches import make_print_order
from kiosk.press.batch import Order
from kiosk.workspace.store import Store
from tests.kiosk.office.ledger.conftest import LAN, OTHER, SITE, TODAY


def test_finished_orders_are_listed_only_when_asked(city: Store) -> None:
    for site in (SITE, OTHER):
        make_print_order(city, Order(sites=(site,)), Witness("Lan"))
    with act_in_ledger(city, LAN) as doing:
        confirming.confirm_order(doing.connection, doing.act, LAN, 1, (), (), TODAY)
    with look_into_ledger(city) as connection:
        assert [(o.number, o.sites, o.open) for o in list_orders(connection, only_open=True)] == [
            (2, 1, list_orders(connection)[0].lines)
        ]
        assert [(o.number, o.open, o.hung == o.lines) for o in list_orders(connection)] == [
            (2, list_orders(connection)[0].lines, False),
            (1, 0, True),
        ]
