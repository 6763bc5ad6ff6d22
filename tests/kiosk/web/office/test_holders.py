"""A browser holds a delivery note only by what this office signed for that very code."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from starlette.requests import Request

from kiosk.model.ledger import Witness
from kiosk.office.job_context import Workplace
from kiosk.office.ledger import order_list
from kiosk.office.ledger.acting import look_into_ledger
from kiosk.office.note_access import NoteHolder
from kiosk.office.print_batches import make_print_order
from kiosk.press.batch import Order
from kiosk.web.office.holders import find_holder, write_cookie


def visit(here: Workplace, cookie: str, key: str = "key") -> Any:
    request = Request({"type": "http", "headers": [(b"cookie", f"office-note={cookie}".encode())]})
    return SimpleNamespace(desk=SimpleNamespace(here=here, form_key=key, is_secure=False), request=request)


def test_what_was_signed_here_is_held_and_nothing_else(earnest_live: Workplace) -> None:
    assert make_print_order(earnest_live.store, Order(sites=("10507", "10888")), Witness("Lan")) is not None
    with look_into_ledger(earnest_live.store) as connection:
        first, second = order_list.load_order(connection, 1).parcels
    holder = NoteHolder(1, first.site, first.code)
    signed = write_cookie(visit(earnest_live, ""), holder)
    assert find_holder(visit(earnest_live, signed)) == holder
    signature = signed.partition(".")[2]
    for forged in ("", first.code, f"{first.code}.", f".{signature}", f"{second.code}.{signature}"):
        assert find_holder(visit(earnest_live, forged)) is None
    assert find_holder(visit(earnest_live, signed, "another office's key")) is None
