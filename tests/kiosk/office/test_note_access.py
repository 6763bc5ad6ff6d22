"""Codes of delivery notes: guesses are counted first; who came in once is not shut out by others."""

from __future__ import annotations

import pytest

from kiosk.clock import get_seconds
from kiosk.errors import OfficeError, SignInError
from kiosk.office import note_access, throttle
from kiosk.office.ledger import confirming, order_list
from kiosk.office.note_access import NoteHolder
from kiosk.office.print_batches import make_print_order
from kiosk.press.batch import Order
from kiosk.workspace.store import Store
from tests.kiosk.office.ledger.conftest import LAN, SITE, TODAY, lan_acts


@pytest.fixture
def code(city: Store) -> str:
    make_print_order(city, Order(sites=(SITE,)), LAN)
    with lan_acts(city) as doing:
        return order_list.load_order(doing.connection, 1).parcels[0].code


def guess(store: Store, address: str) -> None:
    with lan_acts(store) as doing:
        note_access.count_guess(doing.connection, address)


def test_a_code_opens_its_parcel_until_everything_hangs(city: Store, code: str) -> None:
    typed = f" {code[:4].lower()}-{code[4:]} "
    with lan_acts(city) as doing:
        holder = note_access.enter_by_note(doing.connection, typed, "10.0.0.1")
        assert holder == NoteHolder(1, SITE, code) == note_access.find_note(doing.connection, typed)
        assert note_access.find_note(doing.connection, "") is None
        assert note_access.find_note(doing.connection, "ABCDEFGH") is None
        with pytest.raises(OfficeError, match="không có phiếu giao nào"):
            note_access.enter_by_note(doing.connection, "ABCDEFGH", "10.0.0.1")
        confirming.confirm_order(doing.connection, doing.act, LAN, 1, (), (), TODAY)
        assert note_access.find_note(doing.connection, code) is None
        with pytest.raises(OfficeError, match="đã xong"):
            note_access.enter_by_note(doing.connection, code, "10.0.0.1")


def test_an_address_has_so_many_guesses_and_so_have_all_together(
    city: Store,
    code: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(note_access, "MOST_OF_ADDRESS", 3)
    monkeypatch.setattr(note_access, "MOST_OF_ALL", 5)
    guess(city, "10.0.0.9")
    with lan_acts(city) as doing:
        note_access.enter_by_note(doing.connection, code, "10.0.0.9")
    for _ in range(3):
        guess(city, "10.0.0.1")
    with pytest.raises(SignInError, match="quá nhiều lần") as refused:
        guess(city, "10.0.0.1")
    assert "15 phút" in refused.value.way_out
    guess(city, "10.0.0.2")
    with pytest.raises(SignInError):
        guess(city, "10.0.0.3")
    guess(city, "10.0.0.9")
    monkeypatch.setattr(throttle, "get_seconds", lambda: get_seconds() + 16 * 60)
    guess(city, "10.0.0.1")
