"""The city whose ledger is looked at, as the tests of the ledger have it."""

from __future__ import annotations

from tests.kiosk.office.ledger.conftest import city, known_city, live_city

__all__ = ["city", "known_city", "live_city"]
