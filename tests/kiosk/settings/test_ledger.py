"""Ages of what is known, as the settings say them."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from kiosk.model.device import DeviceAges
from kiosk.settings.ledger import LedgerSettings


def test_ages_of_kiosks_are_those_of_the_settings() -> None:
    assert LedgerSettings().device_ages == DeviceAges()
    assert LedgerSettings(heartbeat_days=1, return_code_days=7).device_ages == DeviceAges(1, 7)


@pytest.mark.parametrize("key", ["confirmation_days", "photo_days", "heartbeat_days", "return_code_days"])
def test_nothing_holds_for_ever_or_not_at_all(key: str) -> None:
    for days in (0, 100_000):
        with pytest.raises(ValidationError):
            LedgerSettings(**{key: days})
