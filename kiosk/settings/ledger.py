"""How long what is known of walls and screens holds."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kiosk.model.device import DeviceAges
from kiosk.settings.strict import Settings


class LedgerSettings(Settings):
    """How long what is known of walls and screens holds, in days: `confirmation_days` after which a sheet must be seen
    again; `photo_days` after which photos of walls, which may show people, are removed and only what was read in them
    stays; `heartbeat_days` after which a kiosk with a network is silent, `return_code_days` after which the code of one
    without must be read again."""

    confirmation_days: Annotated[int, Field(ge=1, le=3650)] = 90
    photo_days: Annotated[int, Field(ge=1, le=3650)] = 30
    heartbeat_days: Annotated[int, Field(ge=1, le=365)] = DeviceAges().network
    return_code_days: Annotated[int, Field(ge=1, le=3650)] = DeviceAges().by_code

    @property
    def device_ages(self) -> DeviceAges:
        """How long words of kiosks hold."""
        return DeviceAges(self.heartbeat_days, self.return_code_days)
