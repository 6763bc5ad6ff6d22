"""The city whose ledger is looked at, as the tests of the ledger have it; an office that has published nothing."""

from __future__ import annotations

from tests.kiosk.office.conftest import bare, config, database, here, store
from tests.kiosk.office.ledger.conftest import city, known_city, live_city

__all__ = ["bare", "city", "config", "database", "here", "known_city", "live_city", "store"]
